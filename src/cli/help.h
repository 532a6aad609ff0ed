/* The help, from the tables of options and commands. 80 columns wide. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "base/buf.h"
#include "cli/command.h"

#define CLI_PROGRAM "neo4j-migrations"

void cli_help_render(buf *out);
void cli_help_render_command(const cli_command *command, buf *out);

/* What follows a usage error. `command` may be NULL. */
void cli_help_render_usage(const cli_command *command, buf *out);

#endif
