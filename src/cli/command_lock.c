#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/json.h"
#include "cli/option.h"
#include "cli/result.h"

enum { LOCK_STATUS, LOCK_RELEASE };

static const char *const ACTIONS[] = { [LOCK_STATUS] = "status", [LOCK_RELEASE] = "release", NULL };

static const cli_parameter PARAMETERS[] = {
    { .kind = CLI_PARAMETER_WORD,
      .required = true,
      .name = "action",
      .shown = "status|release",
      .choices = ACTIONS,
      .help = "tell who has the lock (exit code 1 if anybody has), or remove what somebody has "
              "left behind" },
    { .kind = CLI_PARAMETER_FLAG,
      .dashes = true,
      .name = "force",
      .shown = "--force",
      .preset = "false",
      .help = "release it also while the process that has it runs on this machine" },
    { .name = NULL },
};

static int is_held(const n4m_result *result)
{
    for (size_t i = 0; i < n4m_result_lock_count(result); i++)
        if (n4m_result_lock(result, i)->ours)
            return 1;
    return 0;
}

static n4m_status run(cli_run *r, n4m_error *err)
{
    bool release = cli_arguments_choice(r->arguments, 0) == LOCK_RELEASE;
    int force = cli_arguments_flag(r->arguments, 1);
    n4m_result *result = NULL;
    n4m_status st = release ? n4m_lock_release(r->migrations, force, &result, err)
                            : n4m_lock_status(r->migrations, &result, err);
    if (!st)
        st = cli_result_print(result, r, err);
    if (!st && !release)
        r->exit_code = !is_held(result) ? CLI_EXIT_SUCCESS
                       : r->detailed    ? CLI_EXIT_LOCKED
                                        : CLI_EXIT_FAILURE;
    n4m_result_free(result);
    return st;
}

const cli_command cli_command_lock = {
    .name = "lock",
    .purpose = "Shows who has the lock, or removes one that was left behind.",
    .example = "-a bolt://localhost:7687 -u neo4j -p lock status",
    .parameters = PARAMETERS,
    .option_groups = CLI_GROUP_CONNECTION | CLI_GROUP_ENCRYPTION | CLI_GROUP_GENERAL,
    .describe = cli_json_of_lock,
    .run = run,
};
