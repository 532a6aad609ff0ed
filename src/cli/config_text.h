/* What `config show` tells: each option with its value, and where that is from. */
#ifndef CLI_CONFIG_TEXT_H
#define CLI_CONFIG_TEXT_H

#include "base/buf.h"
#include "cli/settings.h"
#include "cli/sources.h"

typedef struct cli_config_row {
    const char *name;
    const char *value;  /* what was given, or a preset that could be; NULL otherwise. No secrets */
    const char *preset; /* what holds without it, in words; or NULL */
    bool secret;        /* `value` stands for something that is not shown */
    cli_origin origin;
    const char *variable; /* CLI_FROM_ENVIRONMENT: its name; NULL otherwise */
    const char *file;     /* from a file: its path and line; NULL otherwise */
    uint32_t line;
} cli_config_row;

typedef struct cli_config_rows {
    cli_config_row *items; /* in the settings' arena; a row for each placeholder */
    size_t count, capacity;
} cli_config_rows;

/* Also looks at the variables NM_PLACEHOLDERS_... */
MUST_CHECK status cli_config_collect(const cli_settings *s, cli_config_rows *out, error *err);

/* A table. Uses `scratch`; a lack of memory shows in `out`. */
void cli_config_render(const cli_config_rows *rows, arena *scratch, buf *out);

/* A table of the files that are looked for. */
void cli_config_render_files(const cli_source_file files[CLI_SOURCE_FILES], buf *out);

#endif
