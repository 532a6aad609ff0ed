#include "base/arena.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/json.h"
#include "cli/option.h"
#include "cli/result.h"

enum { MIGRATION, DRY_RUN };

static const cli_parameter PARAMETERS[] = {
    { .kind = CLI_PARAMETER_LIST,
      .dashes = true,
      .required = true,
      .name = "migration",
      .shown = "--migration <url>",
      .help = "a migration, Cypher or XML, as file:///srv/V1__Fill_names.cypher; several between "
              "commas, "
              "repeatable" },
    CLI_PARAMETER_REHEARSE,
    { .name = NULL },
};

static n4m_status run(cli_run *r, n4m_error *err)
{
    const cli_arguments *given = r->arguments;
    ARENA_AUTO scratch = ARENA_INIT(NULL, 0);
    const char **urls = cli_arguments_texts(given, MIGRATION, &scratch);
    if (!urls)
        return cli_result_no_memory(err);
    n4m_change_options options = N4M_CHANGE_OPTIONS_INIT;
    options.dry_run = cli_arguments_flag(given, DRY_RUN);
    n4m_result *result = NULL;
    n4m_status st = n4m_run(r->migrations, urls, &options, &result, err);
    if (!st)
        st = cli_result_print(result, r, err);
    r->misused = st == N4M_E_ARGUMENT;
    n4m_result_free(result);
    return st;
}

const cli_command cli_command_run = {
    .name = "run",
    .purpose = "Runs migrations without lock and history, whether they have been applied or not.",
    .example = "-u neo4j -p run --migration file:///srv/V1__Fill_names.cypher",
    .parameters = PARAMETERS,
    .option_groups =
        CLI_GROUP_CONNECTION | CLI_GROUP_ENCRYPTION | CLI_GROUP_APPLYING | CLI_GROUP_GENERAL,
    .describe = cli_json_of_run,
    .streams = true,
    .run = run,
};
