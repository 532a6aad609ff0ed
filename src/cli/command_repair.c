#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/json.h"
#include "cli/option.h"
#include "cli/result.h"

static const cli_parameter PARAMETERS[] = { CLI_PARAMETER_DRY_RUN, { .name = NULL } };

static n4m_status run(cli_run *r, n4m_error *err)
{
    n4m_change_options options = N4M_CHANGE_OPTIONS_INIT;
    options.dry_run = cli_arguments_flag(r->arguments, 0);
    n4m_result *result = NULL;
    n4m_status st = n4m_repair(r->migrations, &options, &result, err);
    if (!st)
        st = cli_result_print(result, r, err);
    n4m_result_free(result);
    return st;
}

const cli_command cli_command_repair = {
    .name = "repair",
    .purpose = "Makes the recorded history fit the migrations found; runs none of them.",
    .example = "-a bolt://localhost:7687 -u neo4j -p repair --dry-run",
    .parameters = PARAMETERS,
    .option_groups =
        CLI_GROUP_CONNECTION | CLI_GROUP_ENCRYPTION | CLI_GROUP_MIGRATIONS | CLI_GROUP_GENERAL,
    .describe = cli_json_of_repair,
    .run = run,
};
