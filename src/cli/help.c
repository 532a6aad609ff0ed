#include "cli/help.h"

#include "cli/exit_code.h"
#include "cli/option.h"

#include <assert.h>
#include <string.h>

enum { WIDTH = 80, TEXT_COLUMN = 30, COMMAND_COLUMN = 20 };

static void pad_to(buf *out, size_t from, size_t column)
{
    for (; from < column; from++)
        buf_char(out, ' ');
}

/* Words from `column` on, in lines that begin at `indent`. */
static void wrap(buf *out, size_t column, size_t indent, str text)
{
    bool first = true;
    while (text.data) {
        str word = str_split(&text, ' ');
        if (!first && column + 1 + word.len > WIDTH) {
            buf_char(out, '\n');
            pad_to(out, 0, indent);
            column = indent;
            first = true;
        }
        if (!first)
            buf_char(out, ' ');
        buf_str(out, word);
        column += word.len + !first;
        first = false;
    }
    buf_char(out, '\n');
}

/* What stands left, and its explanation to the right or, when there is no room, below. */
static void render_entry(buf *out, str left, size_t column, str text)
{
    size_t width = left.len;
    buf_str(out, left);
    if (width + 2 > column) {
        buf_char(out, '\n');
        width = 0;
    }
    pad_to(out, width, column);
    wrap(out, column, column, text);
}

static void describe_choices(buf *out, const char *const *choices)
{
    for (size_t i = 0; choices && choices[i]; i++)
        buf_printf(out, "%s%s", i ? ", " : ": ", choices[i]);
}

static void describe(buf *out, const char *help, const char *const *choices, const char *preset,
                     const char *environment)
{
    buf_text(out, help);
    describe_choices(out, choices);
    if (preset)
        buf_printf(out, " (default: %s", preset);
    if (environment)
        buf_printf(out, "%senvironment: %s", preset ? "; " : " (", environment);
    if (preset || environment)
        buf_char(out, ')');
}

void cli_help_describe_option(const cli_option *option, buf *out)
{
    describe(out, option->help, option->choices, option->preset, option->environment);
}

void cli_help_describe_parameter(const cli_parameter *parameter, buf *out)
{
    describe(out, parameter->help, NULL, parameter->preset, NULL);
}

static void render_option(buf *out, const cli_option *option)
{
    BUF_AUTO left = BUF_INIT(out->mem, 0);
    BUF_AUTO text = BUF_INIT(out->mem, 0);
    if (option->letter)
        buf_printf(&left, "  -%c, --%s", option->letter, option->name);
    else
        buf_printf(&left, "      --%s", option->name);
    if (option->value)
        buf_printf(&left, " %s", option->value);
    cli_help_describe_option(option, &text);
    out->failed |= left.failed || text.failed;
    render_entry(out, buf_view(&left), TEXT_COLUMN, buf_view(&text));
}

static void render_group(buf *out, cli_option_group group)
{
    buf_printf(out, "\n%s:\n", cli_option_group_title(group));
    for (size_t i = 0; i < CLI_OPTIONS; i++) {
        const cli_option *option = cli_option_get((cli_option_id)i);
        if (option->group == group && !option->hidden)
            render_option(out, option);
    }
}

static void render_groups(buf *out, unsigned groups)
{
    buf_text(out, "\nOptions, before or behind the command:\n");
    for (unsigned group = CLI_GROUP_CONNECTION; group <= CLI_GROUP_GENERAL; group <<= 1)
        if (groups & group)
            render_group(out, (cli_option_group)group);
}

static void render_command_line(buf *out, const cli_command *command)
{
    BUF_AUTO line = BUF_INIT(out->mem, 0);
    buf_printf(&line, "Usage: " CLI_PROGRAM " [options] %s", command ? command->name : "<command>");
    const cli_parameter *parameter = command ? command->parameters : NULL;
    for (; parameter && parameter->name; parameter++)
        buf_printf(&line, parameter->required ? " %s" : " [%s]", parameter->shown);
    out->failed |= line.failed;
    wrap(out, 0, strlen("Usage: "), buf_view(&line));
}

static void render_commands(buf *out)
{
    buf_text(out, "\nCommands:\n");
    const cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        if (command->hidden)
            continue;
        BUF_AUTO left = BUF_INIT(out->mem, 0);
        buf_printf(&left, "  %s", command->name);
        if (command->alias)
            buf_printf(&left, ", %s", command->alias);
        out->failed |= left.failed;
        render_entry(out, buf_view(&left), COMMAND_COLUMN, str_from(command->purpose));
    }
}

static void render_parameters(buf *out, const cli_parameter *parameter)
{
    buf_text(out, "\nArguments:\n");
    for (; parameter->name; parameter++) {
        BUF_AUTO left = BUF_INIT(out->mem, 0);
        BUF_AUTO text = BUF_INIT(out->mem, 0);
        buf_printf(&left, "  %s", parameter->shown);
        cli_help_describe_parameter(parameter, &text);
        out->failed |= left.failed || text.failed;
        render_entry(out, buf_view(&left), TEXT_COLUMN, buf_view(&text));
    }
}

void cli_help_render(buf *out)
{
    render_command_line(out, NULL);
    buf_text(out, "\n" CLI_HELP_SUMMARY "\n\nExample:\n  " CLI_PROGRAM " " CLI_HELP_EXAMPLE "\n");
    render_commands(out);
    render_groups(out, CLI_GROUP_CONNECTION | CLI_GROUP_ENCRYPTION | CLI_GROUP_MIGRATIONS |
                           CLI_GROUP_APPLYING | CLI_GROUP_GENERAL);
    buf_char(out, '\n');
    wrap(out, 0, 0, STR(CLI_HELP_FILES));
    buf_char(out, '\n');
    buf_text(out, "Exit codes, those from 3 to 13 only with --detailed-exit-codes:\n");
    cli_exit_code_render(out);
}

void cli_help_render_command(const cli_command *command, buf *out)
{
    assert(command);
    render_command_line(out, command);
    buf_char(out, '\n');
    wrap(out, 0, 0, str_from(command->purpose));
    buf_printf(out, "\nExample:\n  " CLI_PROGRAM " %s\n", command->example);
    if (command->alias)
        buf_printf(out, "\nAlso known as: %s\n", command->alias);
    if (command->parameters)
        render_parameters(out, command->parameters);
    render_groups(out, command->option_groups);
}

void cli_help_render_usage(const cli_command *command, buf *out)
{
    render_command_line(out, command);
    buf_printf(out, "Try \"" CLI_PROGRAM " %s%shelp\" for all options.\n",
               command ? command->name : "", command ? " --" : "");
}
