/* Where settings come from besides the command line. */
#ifndef CLI_SOURCES_H
#define CLI_SOURCES_H

#include "cli/settings.h"

typedef struct cli_console cli_console;

#define CLI_PROPERTIES_FILE ".migrations.properties"
#define CLI_PROPERTIES_HOME ".neo4j-migrations.properties"

/* Below $XDG_CONFIG_HOME, or ~/.config without it. */
#define CLI_PROPERTIES_USER "neo4j-migrations/config.properties"

/* The variables that stand in for options; empty ones count as not set. */
MUST_CHECK status cli_sources_environment(cli_settings *s, error *err);

/* The file in the current folder, or else the one in the home folder as the Java tool has it; and the
 * file of the user for what that does not say. Unknown keys and a file that cannot be read are told on
 * the console; ST_ARGUMENT for a malformed value. */
MUST_CHECK status cli_sources_files(cli_settings *s, cli_console *console, error *err);

/* A key of that file without the prefix that it may have. */
str cli_sources_option_name(str key);

#endif
