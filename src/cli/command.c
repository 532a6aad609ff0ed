#include "cli/command.h"

#include "cli/suggest.h"

#include <stdio.h>

static const cli_command *const COMMANDS[] = {
    &cli_command_apply,    &cli_command_info,
    &cli_command_validate, &cli_command_repair,
    &cli_command_delete,   &cli_command_clean,
    &cli_command_run,      &cli_command_show_catalog,
    &cli_command_diff,     &cli_command_migrate_btree_indexes,
    &cli_command_init,     &cli_command_new,
    &cli_command_config,   &cli_command_lock,
    &cli_command_wait,     &cli_command_completion,
    &cli_command_manual,   &cli_command_reference,
    &cli_command_help,
};

const cli_command *cli_command_at(size_t index)
{
    return index < sizeof COMMANDS / sizeof *COMMANDS ? COMMANDS[index] : NULL;
}

const cli_command *cli_command_named(str name)
{
    const cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++)
        if (str_eq(name, str_from(command->name)) ||
            (command->alias && str_eq(name, str_from(command->alias))))
            return command;
    return NULL;
}

static str nearest(str name)
{
    cli_suggestion near = { .typed = name };
    const cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        cli_suggest_offer(&near, str_from(command->name));
        if (command->alias)
            cli_suggest_offer(&near, str_from(command->alias));
    }
    return near.best;
}

void cli_command_advise(str name, char advice[CLI_COMMAND_ADVICE_MAX])
{
    str near = nearest(name);
    if (near.data) {
        snprintf(advice, CLI_COMMAND_ADVICE_MAX, "; did you mean \"%.*s\"?", STR_ARG(near));
        return;
    }
    size_t length = 0;
    const cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)) && length < CLI_COMMAND_ADVICE_MAX; i++)
        if (!command->hidden)
            length += (size_t)snprintf(advice + length, CLI_COMMAND_ADVICE_MAX - length, "%s%s",
                                       i ? ", " : ": there are ", command->name);
}
