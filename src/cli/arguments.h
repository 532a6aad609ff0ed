/* The command line: options before and after the command, and the command's own arguments. */
#ifndef CLI_ARGUMENTS_H
#define CLI_ARGUMENTS_H

#include "base/error.h"
#include "cli/command.h"
#include "cli/settings.h"

/* What was given for a parameter that may be repeated; each with a terminating NUL. */
typedef struct cli_list {
    str *items;
    size_t count, capacity;
} cli_list;

struct cli_arguments {
    const cli_command *command; /* NULL when none was named */
    bool help, version;
    str parameters[CLI_PARAMETERS_MAX]; /* as in the command's list; STR_NONE when not given */
    size_t orders[CLI_PARAMETERS_MAX];  /* each was given as the first, the second ...; 0: not */
    size_t given;                       /* how many of them */
    cli_list lists[CLI_PARAMETERS_MAX]; /* as in the command's list */
};

/* `argv` ends with NULL and begins with the first argument behind the program's name. Options go to
 * `settings`; secrets are overwritten in `argv`. Every failure but a lack of memory is
 * ST_ARGUMENT, and then `out` says which command it is about, if it has come to that. */
MUST_CHECK status cli_arguments_parse(cli_settings *settings, char **argv, cli_arguments *out,
                                      error *err);

/* ST_ARGUMENT when something is missing that the command, which must be there, requires. */
MUST_CHECK status cli_arguments_check(const cli_arguments *arguments, error *err);

/* The index among the choices of a parameter that has them; its default when not given. */
size_t cli_arguments_choice(const cli_arguments *arguments, size_t parameter);
bool cli_arguments_flag(const cli_arguments *arguments, size_t parameter);

/* What was given for one that may be repeated, ended by NULL; NULL when there is no memory. */
const char **cli_arguments_texts(const cli_arguments *arguments, size_t parameter, arena *a);

#endif
