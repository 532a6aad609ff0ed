/* What ${nm:<key>} in migrations stands for: as given, and from the variables NM_PLACEHOLDERS_<key> for
 * other keys. */
#ifndef CLI_PLACEHOLDERS_H
#define CLI_PLACEHOLDERS_H

#include "cli/settings.h"

typedef struct cli_placeholder {
    str key, value;       /* each with a terminating NUL */
    const char *variable; /* where it is from; NULL when it was given */
} cli_placeholder;

typedef struct cli_placeholders {
    cli_placeholder *items; /* in the settings' arena */
    size_t count, capacity;
} cli_placeholders;

MUST_CHECK status cli_placeholders_collect(const cli_settings *s, cli_placeholders *out,
                                           error *err);

#endif
