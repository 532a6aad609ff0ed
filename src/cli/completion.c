#include "cli/completion.h"

#include "cli/command.h"
#include "cli/help.h"
#include "cli/option.h"

#include <string.h>

/* ---- What there is to complete ---- */

static const cli_option *option_at(size_t index)
{
    return cli_option_get((cli_option_id)index);
}

static bool takes_value(const cli_option *option)
{
    return option->kind != CLI_KIND_FLAG && option->kind != CLI_KIND_ACTION &&
           option->kind != CLI_KIND_SECRET;
}

static bool takes_file(const cli_option *option)
{
    return option->value &&
           (strcmp(option->value, "<file>") == 0 || strcmp(option->value, "<folder>") == 0 ||
            strcmp(option->value, "<location>") == 0);
}

/* Words between blanks. */
static void render_choices(const char *const *choices, buf *out)
{
    for (size_t i = 0; choices && choices[i]; i++)
        buf_printf(out, "%s%s", i ? " " : "", choices[i]);
}

/* What may stand behind a command: all=, mode=LOCAL, --force, status. */
static void render_arguments(const cli_command *command, const char *separator, buf *out)
{
    for (const cli_parameter *p = command->parameters; p && p->name; p++) {
        const char *dashes = p->dashes ? "--" : "";
        if (p->kind == CLI_PARAMETER_FLAG || p->kind == CLI_PARAMETER_LIST ||
            p->kind == CLI_PARAMETER_REPEAT)
            buf_printf(out, "%s%s%s", dashes, p->name, separator);
        if (p->kind == CLI_PARAMETER_CHOICE && !p->choices)
            buf_printf(out, "%s=%s", p->name, separator);
        for (size_t i = 0; p->choices && p->choices[i]; i++) {
            if (p->kind == CLI_PARAMETER_CHOICE)
                buf_printf(out, "%s=", p->name);
            buf_printf(out, "%s%s", p->choices[i], separator);
        }
    }
}

static void render_command_names(buf *out)
{
    const cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        buf_printf(out, "%s%s", i ? " " : "", command->name);
        if (command->alias)
            buf_printf(out, " %s", command->alias);
    }
}

static void render_option_names(buf *out)
{
    for (size_t i = 0; i < CLI_OPTIONS; i++)
        if (!option_at(i)->hidden)
            buf_printf(out, "%s--%s", i ? " " : "", option_at(i)->name);
}

/* ---- bash ---- */

static void render_bash_values(buf *out)
{
    for (size_t i = 0; i < CLI_OPTIONS; i++) {
        const cli_option *option = option_at(i);
        if (option->hidden || !takes_value(option))
            continue;
        buf_printf(out, "        --%s", option->name);
        if (option->letter)
            buf_printf(out, "|-%c", option->letter);
        buf_text(out, ") ");
        if (takes_file(option))
            buf_text(out, "COMPREPLY=($(compgen -f -- \"$current\"))");
        else
            buf_text(out, "COMPREPLY=($(compgen -W \"");
        if (!takes_file(option)) {
            render_choices(option->choices, out);
            buf_text(out, "\" -- \"$current\"))");
        }
        buf_text(out, "; return ;;\n");
    }
}

static void render_bash_commands(buf *out)
{
    const cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        buf_printf(out, "        %s", command->name);
        if (command->alias)
            buf_printf(out, "|%s", command->alias);
        buf_text(out, ") words=\"");
        if (command == &cli_command_help)
            render_command_names(out);
        else
            render_arguments(command, " ", out);
        buf_text(out, "\" ;;\n");
    }
}

/* Without the help of bash-completion, which may not be there: words that bash breaks at ':' and '='
 * are put together again. */
static void render_bash(buf *out)
{
    buf_text(out, "# bash completion for " CLI_PROGRAM "\n"
                  "_neo4j_migrations() {\n"
                  "    local line=${COMP_LINE:0:COMP_POINT} command='' words current previous i\n"
                  "    local -a typed\n"
                  "    read -ra typed <<<\"$line\"\n"
                  "    [[ $line == *[[:space:]] ]] && typed+=('')\n"
                  "    current=${typed[-1]}\n"
                  "    previous=${typed[-2]:-}\n"
                  "    case $previous in\n");
    render_bash_values(out);
    buf_text(out, "    esac\n"
                  "    for ((i = 1; i < ${#typed[@]} - 1; i++)); do\n"
                  "        case \" ");
    render_command_names(out);
    buf_text(out, " \" in\n"
                  "            *\" ${typed[i]} \"*) command=${typed[i]}; break ;;\n"
                  "        esac\n"
                  "    done\n"
                  "    case $command in\n"
                  "        '') words=\"");
    render_command_names(out);
    buf_text(out, "\" ;;\n");
    render_bash_commands(out);
    buf_text(out, "    esac\n"
                  "    COMPREPLY=($(compgen -W \"$words ");
    render_option_names(out);
    buf_text(out, "\" -- \"$current\"))\n"
                  "    local broken=${current%\"${current##*[:=]}\"}\n"
                  "    for i in \"${!COMPREPLY[@]}\"; do\n"
                  "        COMPREPLY[i]=${COMPREPLY[i]#\"$broken\"}\n"
                  "    done\n"
                  "}\n"
                  "complete -o default -F _neo4j_migrations " CLI_PROGRAM "\n");
}

/* ---- zsh and fish, which show what things are for ---- */

/* Between single quotes; `also` are characters that want a backslash there. */
static void append_quoted(const char *text, const char *also, buf *out)
{
    for (; *text; text++) {
        if (*text == '\'')
            buf_text(out, "'\\''");
        else if (strchr(also, *text))
            buf_printf(out, "\\%c", *text);
        else
            buf_char(out, *text);
    }
}

static void render_zsh_option(const cli_option *option, buf *out)
{
    buf_printf(out, "        '*--%s", option->name);
    buf_text(out, takes_value(option) ? "=[" : "[");
    append_quoted(option->help, "[]:", out);
    buf_char(out, ']');
    if (takes_value(option)) {
        buf_char(out, ':');
        append_quoted(option->value, ":", out);
        buf_char(out, ':');
        if (takes_file(option))
            buf_text(out, "_files");
        else if (option->choices)
            buf_char(out, '(');
        render_choices(option->choices, out);
        if (option->choices)
            buf_char(out, ')');
    }
    buf_text(out, "' \\\n");
}

static void render_zsh(buf *out)
{
    const cli_command *command;
    buf_text(out, "#compdef " CLI_PROGRAM "\n"
                  "_neo4j_migrations() {\n"
                  "    local -a commands\n"
                  "    commands=(\n");
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        buf_printf(out, "        '%s:", command->name);
        append_quoted(command->purpose, ":", out);
        buf_text(out, "'\n");
    }
    buf_text(out, "    )\n"
                  "    _arguments -S \\\n");
    for (size_t i = 0; i < CLI_OPTIONS; i++)
        if (!option_at(i)->hidden)
            render_zsh_option(option_at(i), out);
    buf_text(out, "        '1:command:{_describe command commands}' \\\n"
                  "        '*:argument:{_neo4j_migrations_argument}'\n"
                  "}\n"
                  "_neo4j_migrations_argument() {\n"
                  "    case ${line[1]} in\n");
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        if (!command->parameters)
            continue;
        buf_printf(out, "        %s) compadd -- ", command->name);
        if (command == &cli_command_help)
            render_command_names(out);
        else
            render_arguments(command, " ", out);
        buf_text(out, ";;\n");
    }
    buf_text(out, "    esac\n"
                  "}\n"
                  "compdef _neo4j_migrations " CLI_PROGRAM "\n");
}

static void render_fish_option(const cli_option *option, buf *out)
{
    buf_printf(out, "complete -c " CLI_PROGRAM " -l %s", option->name);
    if (option->letter)
        buf_printf(out, " -s %c", option->letter);
    if (takes_value(option))
        buf_text(out, takes_file(option) ? " -r -F" : " -x");
    if (option->choices) {
        buf_text(out, " -a '");
        render_choices(option->choices, out);
        buf_char(out, '\'');
    }
    buf_text(out, " -d '");
    append_quoted(option->help, "", out);
    buf_text(out, "'\n");
}

static void render_fish(buf *out)
{
    const cli_command *command;
    buf_text(out, "complete -c " CLI_PROGRAM " -f\n");
    for (size_t i = 0; i < CLI_OPTIONS; i++)
        if (!option_at(i)->hidden)
            render_fish_option(option_at(i), out);
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        buf_printf(out, "complete -c " CLI_PROGRAM " -n __fish_use_subcommand -a %s -d '",
                   command->name);
        append_quoted(command->purpose, "", out);
        buf_printf(out, "'\ncomplete -c " CLI_PROGRAM " -n '__fish_seen_subcommand_from %s' -a '",
                   command->name);
        if (command == &cli_command_help)
            render_command_names(out);
        else
            render_arguments(command, " ", out);
        buf_text(out, "'\n");
    }
}

void cli_completion_render(cli_shell shell, buf *out)
{
    switch (shell) {
    case CLI_BASH:
        render_bash(out);
        return;
    case CLI_ZSH:
        render_zsh(out);
        return;
    case CLI_FISH:
        render_fish(out);
        return;
    }
}
