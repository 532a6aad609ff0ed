#include "cli/reference.h"

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/help.h"
#include "cli/option.h"

#include <string.h>

static const char INTRODUCTION[] =
    "# Commands and options\n\n"
    "Options stand before or behind the command, as `--name value` or `--name=value`; those that "
    "are on or off also without a value. In files of properties their names have no dashes. This "
    "page is what `" CLI_PROGRAM " generate-reference` prints.\n";

/* Text in a cell of a table, outside of code. */
static void words(buf *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("|<*_", *text))
            buf_char(out, '\\');
        buf_char(out, *text);
    }
}

/* Code in a cell of a table. */
static void code(buf *out, const char *text)
{
    buf_char(out, '`');
    for (; *text; text++) {
        if (*text == '|')
            buf_char(out, '\\');
        buf_char(out, *text);
    }
    buf_char(out, '`');
}

static void code_if_any(buf *out, const char *text)
{
    if (text)
        code(out, text);
}

/* ---- Options ---- */

static void option_row(buf *out, const cli_option *option)
{
    buf_text(out, "| ");
    if (option->letter)
        buf_printf(out, "`-%c`, ", option->letter);
    buf_printf(out, "`--%s", option->name);
    if (option->value)
        buf_printf(out, " %s", option->value);
    buf_text(out, "` | ");
    words(out, option->help);
    for (size_t i = 0; option->choices && option->choices[i]; i++) {
        buf_text(out, i ? ", " : ": ");
        code(out, option->choices[i]);
    }
    buf_text(out, " | ");
    words(out, option->preset ? option->preset : "");
    buf_text(out, " | ");
    code_if_any(out, option->environment);
    buf_text(out, " |\n");
}

static void options_of_group(buf *out, cli_option_group group)
{
    buf_printf(out, "\n### %s\n\n| option | | default | environment |\n|---|---|---|---|\n",
               cli_option_group_title(group));
    for (size_t i = 0; i < CLI_OPTIONS; i++) {
        const cli_option *option = cli_option_get((cli_option_id)i);
        if (option->group == group && !option->hidden)
            option_row(out, option);
    }
}

static void options(buf *out)
{
    buf_text(out, "\n## Options\n");
    for (unsigned group = CLI_GROUP_CONNECTION; group <= CLI_GROUP_GENERAL; group <<= 1)
        options_of_group(out, (cli_option_group)group);
}

/* ---- Commands ---- */

static void arguments(buf *out, const cli_parameter *parameter)
{
    buf_text(out, "\n| argument | | default |\n|---|---|---|\n");
    for (; parameter->name; parameter++) {
        buf_text(out, "| ");
        code(out, parameter->shown);
        buf_text(out, " | ");
        words(out, parameter->help);
        buf_text(out, " | ");
        words(out, parameter->preset ? parameter->preset : "");
        buf_text(out, " |\n");
    }
}

static void groups(buf *out, unsigned concerning)
{
    const char *before = "\nIts options: ";
    for (unsigned group = CLI_GROUP_CONNECTION; group <= CLI_GROUP_GENERAL; group <<= 1)
        if (concerning & group) {
            buf_printf(out, "%s%s", before, cli_option_group_title((cli_option_group)group));
            before = ", ";
        }
    buf_text(out, ".\n");
}

static void command_section(buf *out, const cli_command *command)
{
    buf_printf(out, "\n### %s\n\n%s", command->name, command->purpose);
    if (command->alias)
        buf_printf(out, " Also known as `%s`.", command->alias);
    buf_printf(out, "\n\n```sh\n" CLI_PROGRAM " %s\n```\n", command->example);
    if (command->parameters)
        arguments(out, command->parameters);
    groups(out, command->option_groups);
}

static void commands(buf *out)
{
    buf_text(out, "\n## Commands\n");
    const cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++)
        if (!command->hidden)
            command_section(out, command);
}

/* ---- Exit codes ---- */

static void exit_codes(buf *out)
{
    buf_text(out, "\n## Exit codes\n\nThose from 3 to 13 only with `--detailed-exit-codes`.\n\n| | "
                  "|\n|---|---|\n");
    int number;
    const char *meaning;
    for (size_t i = 0; (meaning = cli_exit_code_meaning(i, &number)); i++) {
        buf_printf(out, "| %d | ", number);
        words(out, meaning);
        buf_text(out, " |\n");
    }
}

void cli_reference_render(buf *out)
{
    buf_text(out, INTRODUCTION);
    commands(out);
    options(out);
    exit_codes(out);
}
