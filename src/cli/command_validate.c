#include "cli/command.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/json.h"
#include "cli/option.h"
#include "cli/result.h"

static cli_paint paint_of(n4m_outcome outcome)
{
    if (outcome == N4M_VALID)
        return CLI_GREEN;
    return outcome == N4M_INCOMPLETE_DATABASE ? CLI_YELLOW : CLI_RED;
}

static n4m_status run(cli_run *r, n4m_error *err)
{
    n4m_result *result = NULL;
    n4m_status st = n4m_validate(r->migrations, &result, err);
    if (!st) {
        n4m_outcome outcome = n4m_result_outcome(result);
        st = cli_result_print_painted(result, r, paint_of(outcome), err);
        r->exit_code = cli_exit_code_of_outcome(outcome, r->detailed);
    }
    n4m_result_free(result);
    return st;
}

const cli_command cli_command_validate = {
    .name = "validate",
    .purpose = "Compares the migrations found with those recorded; exits with 1 if they differ.",
    .example = "--location file:///srv/app/migrations -p validate",
    .option_groups =
        CLI_GROUP_CONNECTION | CLI_GROUP_ENCRYPTION | CLI_GROUP_MIGRATIONS | CLI_GROUP_GENERAL,
    .describe = cli_json_of_validate,
    .run = run,
};
