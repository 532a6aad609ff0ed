/* What the tool can do: one file for each command, and the table of them. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/str.h"
#include "neo4j_migrations.h"

typedef struct cli_console cli_console;
typedef struct cli_arguments cli_arguments;
typedef struct cli_settings cli_settings;
struct json_t;

typedef enum cli_parameter_kind {
    CLI_PARAMETER_CHOICE, /* mode=LOCAL; any text if there are no choices */
    CLI_PARAMETER_FLAG,   /* all, all=true, all=false */
    CLI_PARAMETER_WORD,   /* any text, or one of `choices` */
    CLI_PARAMETER_LIST,   /* pieces between commas, repeatable; only with dashes */
    CLI_PARAMETER_REPEAT, /* any text, repeatable; only with dashes */
} cli_parameter_kind;

/* An argument of one command, that stands behind it. */
typedef struct cli_parameter {
    cli_parameter_kind kind;
    bool dashes; /* also as --mode LOCAL and --mode=LOCAL */
    bool required;
    const char *name; /* NULL ends a list */
    const char *shown;
    const char *preset;
    const char *const *choices;
    const char *help;
} cli_parameter;
enum { CLI_PARAMETERS_MAX = 6 };

/* Of all commands that change a history. */
#define CLI_PARAMETER_DRY_RUN                                                                      \
    {                                                                                              \
        .kind = CLI_PARAMETER_FLAG, .dashes = true, .name = "dry-run", .shown = "--dry-run",       \
        .preset = "false", .help = "only tell what would change; nothing at all is written"        \
    }

/* Of those that run statements. */
#define CLI_PARAMETER_REHEARSE                                                                     \
    {                                                                                              \
        .kind = CLI_PARAMETER_FLAG, .dashes = true, .name = "dry-run", .shown = "--dry-run",       \
        .preset = "false",                                                                         \
        .help = "only print the statements that would be sent; nothing at all is written"          \
    }

typedef struct cli_run {
    const cli_arguments *arguments;
    n4m_migrations *migrations; /* NULL for commands that need no server */
    cli_settings *settings; /* as given on the command line, if `offline` and not `configured` */
    cli_console *console;
    bool verbose;
    bool json;     /* results are printed as JSON */
    bool detailed; /* exit codes are */
    int exit_code; /* of a run that succeeds; 0 to begin with */
    bool misused;  /* set when what failed is wrong usage of the command */
} cli_run;

typedef struct cli_command {
    const char *name, *alias; /* alias may be NULL */
    const char *purpose;      /* one line */
    const char *example;      /* what stands behind the name of the program */
    const cli_parameter *parameters;
    unsigned option_groups; /* those that concern it */
    bool hidden;            /* not in lists of commands */
    bool offline;           /* needs no server */
    bool configured;        /* wants all settings nevertheless, wherever they come from */
    bool document; /* what it prints may go into a file: anything else is for standard error */
    bool (*needs_no_server)(const cli_arguments *arguments); /* may be NULL: it needs one */
    bool streams; /* its events are part of what it prints as JSON */
    void (*describe)(struct json_t *document, const n4m_result *result); /* see cli/json.h */
    n4m_status (*run)(cli_run *run, n4m_error *err);
} cli_command;

extern const cli_command cli_command_apply, cli_command_info, cli_command_validate,
    cli_command_clean, cli_command_repair, cli_command_delete, cli_command_run,
    cli_command_show_catalog, cli_command_diff, cli_command_migrate_btree_indexes, cli_command_init,
    cli_command_new, cli_command_config, cli_command_lock, cli_command_wait, cli_command_completion,
    cli_command_manual, cli_command_reference, cli_command_help;

/* NULL behind the last. */
const cli_command *cli_command_at(size_t index);

/* By name or alias; NULL when there is none. */
const cli_command *cli_command_named(str name);

/* What to do instead of naming a command that does not exist: "did you mean ...", or all of them.
 * NUL-terminated; cut when it does not fit. */
enum { CLI_COMMAND_ADVICE_MAX = 256 };
void cli_command_advise(str name, char advice[CLI_COMMAND_ADVICE_MAX]);

#endif
