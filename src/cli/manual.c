#include "cli/manual.h"

#include "cli/exit_code.h"
#include "cli/help.h"
#include "cli/option.h"

/* ---- The language ---- */

/* Dashes are those of options, and no dot at the start of a line begins a request. */
static void text(buf *out, str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.data[i];
        bool starts_line = i == 0 || s.data[i - 1] == '\n';
        if (c == '-' || c == '\\')
            buf_char(out, '\\');
        if (starts_line && (c == '.' || c == '\''))
            buf_text(out, "\\&");
        buf_char(out, c == '\\' ? 'e' : c);
    }
}

static void line(buf *out, str s)
{
    text(out, s);
    buf_char(out, '\n');
}

static void section(buf *out, const char *title)
{
    buf_printf(out, ".SH %s\n", title);
}

static void example(buf *out, const char *arguments)
{
    section(out, "EXAMPLE");
    buf_text(out, ".EX\n");
    text(out, STR(CLI_PROGRAM " "));
    text(out, str_from(arguments));
    buf_text(out, "\n.EE\n");
}

/* ---- Entries ---- */

static void option(buf *out, const cli_option *o)
{
    buf_text(out, ".TP\n");
    if (o->letter)
        buf_printf(out, "\\fB\\-%c\\fR, ", o->letter);
    buf_text(out, "\\fB\\-\\-");
    text(out, str_from(o->name));
    buf_text(out, "\\fR");
    if (o->value) {
        buf_char(out, ' ');
        text(out, str_from(o->value));
    }
    buf_char(out, '\n');
    BUF_AUTO what = BUF_INIT(out->mem, 0);
    cli_help_describe_option(o, &what);
    out->failed |= what.failed;
    line(out, buf_view(&what));
}

static void options_of_group(buf *out, cli_option_group group)
{
    buf_printf(out, ".SS %s\n", cli_option_group_title(group));
    for (size_t i = 0; i < CLI_OPTIONS; i++) {
        const cli_option *o = cli_option_get((cli_option_id)i);
        if (o->group == group && !o->hidden)
            option(out, o);
    }
}

static void options(buf *out, unsigned groups)
{
    section(out, "OPTIONS");
    line(out, STR("They stand before or behind the command."));
    for (unsigned group = CLI_GROUP_CONNECTION; group <= CLI_GROUP_GENERAL; group <<= 1)
        if (groups & group)
            options_of_group(out, (cli_option_group)group);
}

static void arguments(buf *out, const cli_parameter *parameter)
{
    section(out, "ARGUMENTS");
    for (; parameter->name; parameter++) {
        BUF_AUTO what = BUF_INIT(out->mem, 0);
        cli_help_describe_parameter(parameter, &what);
        out->failed |= what.failed;
        buf_text(out, ".TP\n.B ");
        line(out, str_from(parameter->shown));
        line(out, buf_view(&what));
    }
}

static void commands(buf *out)
{
    const cli_command *command;
    section(out, "COMMANDS");
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        if (command->hidden)
            continue;
        buf_text(out, ".TP\n.B ");
        text(out, str_from(command->name));
        if (command->alias) {
            buf_text(out, ", ");
            text(out, str_from(command->alias));
        }
        buf_char(out, '\n');
        line(out, str_from(command->purpose));
    }
}

/* ---- Pages ---- */

static void synopsis(buf *out, const cli_command *command)
{
    section(out, "SYNOPSIS");
    buf_text(out, ".B neo4j\\-migrations\n[options] ");
    text(out, str_from(command ? command->name : "<command>"));
    const cli_parameter *parameter = command ? command->parameters : NULL;
    for (; parameter && parameter->name; parameter++) {
        buf_text(out, parameter->required ? " " : " [");
        text(out, str_from(parameter->shown));
        buf_text(out, parameter->required ? "" : "]");
    }
    buf_char(out, '\n');
}

/* "Shows all migrations." as what a list of pages says. */
static str short_purpose(const cli_command *command)
{
    str purpose = str_from(command ? command->purpose : CLI_HELP_SUMMARY);
    size_t end = 0;
    while (end < purpose.len && purpose.data[end] != '.' && purpose.data[end] != ';')
        end++;
    return str_slice(purpose, 0, end);
}

static void page_name(buf *out, const cli_command *command)
{
    text(out, STR(CLI_PROGRAM));
    if (command) {
        text(out, STR("-"));
        text(out, str_from(command->name));
    }
}

static void head(buf *out, const cli_command *command)
{
    buf_text(out, ".TH ");
    page_name(out, command);
    buf_printf(out, " 1 \"\" \"" CLI_PROGRAM " %s\"\n", n4m_version());
    section(out, "NAME");
    page_name(out, command);
    buf_text(out, " \\- ");
    line(out, short_purpose(command));
}

static void see_also(buf *out, const cli_command *of)
{
    section(out, "SEE ALSO");
    const cli_command *command;
    for (size_t i = 0; !of && (command = cli_command_at(i)); i++)
        if (!command->hidden) {
            buf_text(out, ".BR ");
            page_name(out, command);
            buf_text(out, " (1),\n");
        }
    buf_text(out, ".BR ");
    text(out, of ? STR(CLI_PROGRAM) : STR("libneo4j-migrations"));
    buf_text(out, of ? " (1)\n" : " (3)\n");
}

static void render_program(buf *out)
{
    section(out, "DESCRIPTION");
    line(out, STR(CLI_HELP_SUMMARY));
    example(out, CLI_HELP_EXAMPLE);
    commands(out);
    options(out, CLI_GROUP_CONNECTION | CLI_GROUP_ENCRYPTION | CLI_GROUP_MIGRATIONS |
                     CLI_GROUP_APPLYING | CLI_GROUP_GENERAL);
    section(out, "FILES");
    line(out, STR(CLI_HELP_FILES));
    section(out, "EXIT STATUS");
    line(out, STR("Those from 3 to 13 only with --detailed-exit-codes:"));
    BUF_AUTO codes = BUF_INIT(out->mem, 0);
    cli_exit_code_render(&codes);
    out->failed |= codes.failed;
    buf_text(out, ".PP\n.nf\n");
    text(out, buf_view(&codes));
    buf_text(out, ".fi\n");
}

static void render_command(const cli_command *command, buf *out)
{
    section(out, "DESCRIPTION");
    line(out, str_from(command->purpose));
    if (command->alias) {
        buf_text(out, ".PP\nAlso known as ");
        text(out, str_from(command->alias));
        buf_text(out, ".\n");
    }
    example(out, command->example);
    if (command->parameters)
        arguments(out, command->parameters);
    options(out, command->option_groups);
}

void cli_manual_render(const cli_command *command, buf *out)
{
    head(out, command);
    synopsis(out, command);
    if (command)
        render_command(command, out);
    else
        render_program(out);
    see_also(out, command);
}
