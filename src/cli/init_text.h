/* What `init` writes: the options as a properties file. Pure. */
#ifndef CLI_INIT_TEXT_H
#define CLI_INIT_TEXT_H

#include "base/buf.h"
#include "cli/properties.h"
#include "cli/settings.h"

/* All options that have a value, by name; those that say who we are to the server only if they do
 * not say the secret itself. */
void cli_init_render(const cli_settings *s, buf *out);

/* Why an option that is given is not written; NULL when it is, or is not given. */
const char *cli_init_obstacle(const cli_settings *s, const cli_option *option);

/* Keys that one file has and the other has not, or with another value, between commas. */
void cli_init_differences(const cli_properties *before, const cli_properties *after, buf *out);

#endif
