#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/console.h"
#include "cli/help.h"
#include "cli/manual.h"
#include "cli/option.h"
#include "cli/reference.h"
#include "cli/result.h"

#include <stdio.h>

static const cli_parameter PARAMETERS[] = {
    { .kind = CLI_PARAMETER_WORD,
      .name = "command",
      .shown = "<command>",
      .help = "the command to explain" },
    { .name = NULL },
};

typedef void render_fn(const cli_command *command, buf *out);

static n4m_status fail_unknown(str name, n4m_error *err)
{
    char advice[CLI_COMMAND_ADVICE_MAX];
    cli_command_advise(name, advice);
    *err = (n4m_error){ .status = N4M_E_ARGUMENT };
    snprintf(err->message, sizeof err->message, "unknown command \"%.*s\"%s", STR_ARG(name),
             advice);
    return N4M_E_ARGUMENT;
}

static n4m_status print(cli_run *r, render_fn *render, const cli_command *command, n4m_error *err)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    render(command, &text);
    if (text.failed)
        return cli_result_no_memory(err);
    cli_console_print(r->console, buf_view(&text));
    return N4M_OK;
}

static n4m_status explain(cli_run *r, render_fn *render, n4m_error *err)
{
    str name = r->arguments->parameters[0];
    const cli_command *command = name.data ? cli_command_named(name) : NULL;
    if (name.data && !command)
        return fail_unknown(name, err);
    return print(r, render, command, err);
}

static void render_help(const cli_command *command, buf *out)
{
    if (command)
        cli_help_render_command(command, out);
    else
        cli_help_render(out);
}

static n4m_status run(cli_run *r, n4m_error *err)
{
    return explain(r, render_help, err);
}

static n4m_status run_manual(cli_run *r, n4m_error *err)
{
    return explain(r, cli_manual_render, err);
}

static void render_reference(const cli_command *command, buf *out)
{
    (void)command;
    cli_reference_render(out);
}

static n4m_status run_reference(cli_run *r, n4m_error *err)
{
    return print(r, render_reference, NULL, err);
}

const cli_command cli_command_help = {
    .name = "help",
    .purpose = "Explains the program, or one of its commands.",
    .example = "help apply",
    .parameters = PARAMETERS,
    .option_groups = CLI_GROUP_GENERAL,
    .offline = true,
    .run = run,
};

const cli_command cli_command_manual = {
    .name = "generate-manual",
    .purpose = "Prints the page of the manual about the program, or about one of its commands.",
    .example = "generate-manual apply > neo4j-migrations-apply.1",
    .parameters = PARAMETERS,
    .option_groups = CLI_GROUP_GENERAL,
    .hidden = true,
    .offline = true,
    .run = run_manual,
};

const cli_command cli_command_reference = {
    .name = "generate-reference",
    .purpose = "Prints a page about all commands and options, in Markdown.",
    .example = "generate-reference > commands.md",
    .option_groups = CLI_GROUP_GENERAL,
    .hidden = true,
    .offline = true,
    .run = run_reference,
};
