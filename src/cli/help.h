/* The help, from the tables of options and commands. 80 columns wide. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "base/buf.h"
#include "cli/command.h"
#include "cli/option.h"

#define CLI_PROGRAM "neo4j-migrations"
#define CLI_HELP_SUMMARY                                                                           \
    "Applies versioned migrations to Neo4j databases, in order, and records them."
#define CLI_HELP_EXAMPLE "-a bolt://localhost:7687 -u neo4j -p apply"
#define CLI_HELP_FILES                                                                             \
    "Options can also stand in a file, a name=value in each line, names without dashes: "          \
    ".migrations.properties in the current folder or else "                                        \
    ".neo4j-migrations.properties in the home folder; and in "                                     \
    "~/.config/neo4j-migrations/config.properties. The command line beats the environment, that "  \
    "beats the file of the folder, and that beats the one below ~/.config: config show tells "     \
    "what "                                                                                        \
    "is where."

void cli_help_render(buf *out);
void cli_help_render_command(const cli_command *command, buf *out);

/* One line: what it is for, what can be chosen, and what holds without it. */
void cli_help_describe_option(const cli_option *option, buf *out);
void cli_help_describe_parameter(const cli_parameter *parameter, buf *out);

/* What follows a usage error. `command` may be NULL. */
void cli_help_render_usage(const cli_command *command, buf *out);

#endif
