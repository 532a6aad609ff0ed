/* A secret can be given as it is, in an environment variable, in a file, or be asked for. */
#ifndef CLI_SECRET_H
#define CLI_SECRET_H

#include "cli/settings.h"

typedef enum cli_secret_way {
    CLI_SECRET_GIVEN,
    CLI_SECRET_IN_VARIABLE,
    CLI_SECRET_IN_FILE
} cli_secret_way;

typedef struct cli_secret {
    const char *name; /* as in "no password" */
    const char *question;
    cli_option_id given, variable, file;
} cli_secret;

/* What one way comes to, in the settings' arena. NULL when it was not chosen, or when there is
 * nothing but blanks; then `empty` says so where that is worth telling. May ask on the terminal. */
MUST_CHECK status cli_secret_try(const cli_settings *s, const cli_secret *secret,
                                 cli_secret_way way, const char **out, error *empty, error *err);

/* The way that stands on the command line comes first, then the environment, then the files. NULL when none was chosen; ST_ARGUMENT when those that were came to nothing. */
MUST_CHECK status cli_secret_resolve(const cli_settings *s, const cli_secret *secret,
                                     const char **out, error *err);

#endif
