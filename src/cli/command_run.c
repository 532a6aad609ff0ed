#include "base/arena.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/json.h"
#include "cli/option.h"
#include "cli/result.h"

static const cli_parameter PARAMETERS[] = {
    { .kind = CLI_PARAMETER_LIST,
      .dashes = true,
      .required = true,
      .name = "migration",
      .shown = "--migration <url>",
      .help = "a migration, Cypher or XML, as file:///srv/V1__Fill_names.cypher; several between "
              "commas, "
              "repeatable" },
    { .name = NULL },
};

static n4m_status run(cli_run *r, n4m_error *err)
{
    const cli_arguments *given = r->arguments;
    ARENA_AUTO scratch = ARENA_INIT(NULL, 0);
    const char **urls = arena_array(&scratch, given->list_count + 1, sizeof *urls);
    if (!urls)
        return cli_result_no_memory(err);
    for (size_t i = 0; i < given->list_count; i++)
        urls[i] = given->list[i].data;
    n4m_result *result = NULL;
    n4m_status st = n4m_run(r->migrations, urls, &result, err);
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
