/* Where settings come from besides the command line. */
#ifndef CLI_SOURCES_H
#define CLI_SOURCES_H

#include "cli/settings.h"

typedef struct cli_console cli_console;

#define CLI_PROPERTIES_FILE ".migrations.properties"
#define CLI_PROPERTIES_HOME ".neo4j-migrations.properties"

/* Below $XDG_CONFIG_HOME, or ~/.config without it. */
#define CLI_PROPERTIES_USER "neo4j-migrations/config.properties"

typedef enum cli_source_state {
    CLI_SOURCE_READ,
    CLI_SOURCE_MISSING,
    CLI_SOURCE_PASSED_OVER, /* it is there, but something stands in its place */
} cli_source_state;

typedef struct cli_source_file {
    const char *path; /* NULL when the variables do not tell */
    cli_origin origin;
    cli_source_state state;
} cli_source_file;
enum { CLI_SOURCE_FILES = 3 };

/* The files there may be: of the project, of the home folder, of the user. What beats others comes first. */
void cli_sources_look(arena *a, cli_source_file files[CLI_SOURCE_FILES]);

/* The variables that stand in for options; empty ones count as not set. */
MUST_CHECK status cli_sources_environment(cli_settings *s, error *err);

/* The file in the current folder, or else the one in the home folder as the Java tool has it; and the
 * file of the user for what that does not say. Unknown keys and a file that cannot be read are told on
 * the console; ST_ARGUMENT for a malformed value. */
MUST_CHECK status cli_sources_files(cli_settings *s, cli_console *console, error *err);

/* A key of that file without the prefix that it may have. */
str cli_sources_option_name(str key);

#endif
