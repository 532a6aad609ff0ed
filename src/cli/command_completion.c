#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/completion.h"
#include "cli/console.h"
#include "cli/option.h"
#include "cli/result.h"

static const char *const SHELLS[] = {
    [CLI_BASH] = "bash", [CLI_ZSH] = "zsh", [CLI_FISH] = "fish", NULL
};

static const cli_parameter PARAMETERS[] = {
    { .kind = CLI_PARAMETER_WORD,
      .name = "shell",
      .shown = "bash|zsh|fish",
      .preset = "bash",
      .choices = SHELLS,
      .help = "the shell that is to read it" },
    { .name = NULL },
};

static n4m_status run(cli_run *r, n4m_error *err)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    cli_completion_render((cli_shell)cli_arguments_choice(r->arguments, 0), &text);
    if (text.failed)
        return cli_result_no_memory(err);
    cli_console_print(r->console, buf_view(&text));
    return N4M_OK;
}

const cli_command cli_command_completion = {
    .name = "generate-completion",
    .purpose = "Prints a script that lets a shell complete commands and options.",
    .example = "generate-completion fish > neo4j-migrations.fish",
    .parameters = PARAMETERS,
    .option_groups = CLI_GROUP_GENERAL,
    .hidden = true,
    .offline = true,
    .run = run,
};
