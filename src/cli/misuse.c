#include "cli/misuse.h"

#include "base/secretive.h"
#include "cli/settings.h"
#include "cli/suggest.h"

static void offer_options(const cli_parameter *parameter, cli_suggestion *near)
{
    for (; parameter && parameter->name; parameter++)
        if (parameter->dashes)
            cli_suggest_offer(near, str_from(parameter->name));
    for (size_t i = 0; i < CLI_OPTIONS; i++) {
        const cli_option *option = cli_option_get((cli_option_id)i);
        if (!option->hidden)
            cli_suggest_offer(near, str_from(option->name));
    }
}

/* --no-verbose: the flag that is meant. */
static const cli_option *negated(str name)
{
    const cli_option *option =
        str_starts(name, STR("no-")) ? cli_option_named(str_from_index(name, 3)) : NULL;
    return option && option->kind == CLI_KIND_FLAG ? option : NULL;
}

status cli_misuse_option(const cli_command *command, str name, error *err)
{
    cli_suggestion near = { .typed = name };
    const cli_option *flag = negated(name);
    if (flag)
        return fail(err, ST_ARGUMENT, "unknown option \"--%.*s\"; write \"--%s=false\"",
                    STR_ARG(name), flag->name);
    offer_options(command ? command->parameters : NULL, &near);
    if (!near.best.data)
        return fail(err, ST_ARGUMENT, "unknown option \"--%.*s\"", STR_ARG(name));
    return fail(err, ST_ARGUMENT, "unknown option \"--%.*s\"; did you mean \"--%.*s\"?",
                STR_ARG(name), STR_ARG(near.best));
}

/* Without what follows a "password=". */
static str without_secret(str argument)
{
    str rest = argument, name = str_split(&rest, '=');
    return secretive_is_about(name) ? name : argument;
}

status cli_misuse_command(str name, const cli_option *bare_flag, error *err)
{
    bool ignored;
    if (bare_flag && cli_flag_parse(name, &ignored))
        return fail(err, ST_ARGUMENT, "unknown command \"%.*s\"; write \"--%s=%.*s\"",
                    STR_ARG(name), bare_flag->name, STR_ARG(name));
    char advice[CLI_COMMAND_ADVICE_MAX];
    cli_command_advise(name, advice);
    name = without_secret(name);
    return fail(err, ST_ARGUMENT, "unknown command \"%.*s\"%s", STR_ARG(name), advice);
}

/* How the arguments of a command are written: all of them between commas. */
static str shown_parameters(const cli_command *command, arena *memory)
{
    str shown = STR("");
    for (const cli_parameter *each = command->parameters; each->name; each++)
        shown =
            arena_printf(memory, "%.*s%s%s", STR_ARG(shown), shown.len ? ", " : "", each->shown);
    return shown;
}

status cli_misuse_argument(const cli_command *command, str argument, const cli_option *bare_flag,
                           arena *a, error *err)
{
    bool ignored;
    if (bare_flag && cli_flag_parse(argument, &ignored))
        return fail(err, ST_ARGUMENT, "unexpected argument \"%.*s\"; write \"--%s=%.*s\"",
                    STR_ARG(argument), bare_flag->name, STR_ARG(argument));
    argument = without_secret(argument);
    if (!command->parameters)
        return fail(err, ST_ARGUMENT, "unexpected argument \"%.*s\": \"%s\" takes options only",
                    STR_ARG(argument), command->name);
    return fail(err, ST_ARGUMENT, "unexpected argument \"%.*s\": \"%s\" takes %.*s only",
                STR_ARG(argument), command->name, STR_ARG(shown_parameters(command, a)));
}

status cli_misuse_choice(const cli_command *command, const cli_parameter *parameter, str value,
                         arena *a, error *err)
{
    str list = cli_choice_list(parameter->choices, a);
    const char *name = parameter->kind == CLI_PARAMETER_WORD ? command->name : parameter->name;
    cli_suggestion near = { .typed = value };
    for (size_t i = 0; parameter->choices[i]; i++)
        cli_suggest_offer(&near, str_from(parameter->choices[i]));
    return fail(err, ST_ARGUMENT, "\"%s\" wants %s%.*s, not \"%.*s\"%s%.*s%s", name,
                parameter->choices[1] ? "one of " : "", STR_ARG(list), STR_ARG(value),
                near.best.data ? "; did you mean \"" : "", STR_ARG(near.best),
                near.best.data ? "\"?" : "");
}
