/* What is wrong with a command line, and what may have been meant. All of them return ST_ARGUMENT. */
#ifndef CLI_MISUSE_H
#define CLI_MISUSE_H

#include "base/arena.h"
#include "base/error.h"
#include "cli/command.h"
#include "cli/option.h"

/* `command` is NULL when none was named so far. */
status cli_misuse_option(const cli_command *command, str name, error *err);

/* `bare_flag`: the argument before was this flag without a value; or NULL. */
status cli_misuse_command(str name, const cli_option *bare_flag, error *err);
status cli_misuse_argument(const cli_command *command, str argument, const cli_option *bare_flag,
                           arena *a, error *err);

status cli_misuse_choice(const cli_command *command, const cli_parameter *parameter, str value,
                         arena *a, error *err);

#endif
