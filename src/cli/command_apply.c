#include "cli/command.h"
#include "cli/console.h"
#include "cli/json.h"
#include "cli/result.h"

static n4m_status run(cli_run *r, n4m_error *err)
{
    n4m_result *result = NULL;
    n4m_status st = n4m_apply(r->migrations, &result, err);
    if (!st)
        st = cli_result_print(result, r, err);
    n4m_result_free(result);
    return st;
}

const cli_command cli_command_apply = {
    .name = "apply",
    .alias = "migrate",
    .purpose = "Applies all pending migrations, in order, and records them.",
    .example = "-a bolt://localhost:7687 -u neo4j -p apply",
    .option_groups = ~0U,
    .describe = cli_json_of_apply,
    .streams = true,
    .run = run,
};
