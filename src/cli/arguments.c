#include "cli/arguments.h"

#include "base/mem.h"
#include "cli/suggest.h"

#include <string.h>

typedef struct parser {
    cli_settings *settings;
    char **next; /* the argument that comes next; the last one is NULL */
    bool options_ended;
    const cli_option *bare_flag; /* the argument before was this flag without a value */
    cli_arguments found;
} parser;

static str part_before(str text, char separator)
{
    return str_split(&text, separator);
}

static str part_after(str text, char separator)
{
    str_split(&text, separator);
    return text;
}

static bool is_long(str argument)
{
    return argument.len > 2 && str_starts(argument, STR("--"));
}

static bool is_short(str argument)
{
    return argument.len > 1 && argument.data[0] == '-' && !str_starts(argument, STR("--"));
}

/* Such an argument is not taken for the value of the option before it. */
static bool is_known_option(str argument)
{
    if (is_long(argument))
        return cli_option_named(part_before(str_from_index(argument, 2), '='));
    if (is_short(argument))
        return cli_option_lettered(argument.data[1]);
    return str_eq(argument, STR("--"));
}

static void offer_options(cli_suggestion *near)
{
    for (size_t i = 0; i < CLI_OPTIONS; i++) {
        const cli_option *option = cli_option_get((cli_option_id)i);
        if (!option->hidden)
            cli_suggest_offer(near, str_from(option->name));
    }
}

static const cli_parameter *dashed_parameter(const parser *p, str name)
{
    const cli_parameter *parameter = p->found.command ? p->found.command->parameters : NULL;
    for (; parameter && parameter->name; parameter++)
        if (parameter->kind != CLI_PARAMETER_WORD && str_eq(name, str_from(parameter->name)))
            return parameter;
    return NULL;
}

static status fail_unknown_option(str name, error *err)
{
    cli_suggestion near = { .typed = name };
    offer_options(&near);
    if (!near.best.data)
        return fail(err, ST_ARGUMENT, "unknown option \"--%.*s\"", STR_ARG(name));
    return fail(err, ST_ARGUMENT, "unknown option \"--%.*s\"; did you mean \"--%.*s\"?",
                STR_ARG(name), STR_ARG(near.best));
}

static status fail_unknown_command(str name, const cli_option *bare_flag, error *err)
{
    bool ignored;
    if (bare_flag && cli_flag_parse(name, &ignored))
        return fail(err, ST_ARGUMENT, "unknown command \"%.*s\"; write \"--%s=%.*s\"",
                    STR_ARG(name), bare_flag->name, STR_ARG(name));
    char advice[CLI_COMMAND_ADVICE_MAX];
    cli_command_advise(name, advice);
    return fail(err, ST_ARGUMENT, "unknown command \"%.*s\"%s", STR_ARG(name), advice);
}

static status fail_unexpected(const parser *p, str argument, const cli_option *bare_flag,
                              error *err)
{
    bool ignored;
    if (bare_flag && cli_flag_parse(argument, &ignored))
        return fail(err, ST_ARGUMENT, "unexpected argument \"%.*s\"; write \"--%s=%.*s\"",
                    STR_ARG(argument), bare_flag->name, STR_ARG(argument));
    const cli_command *command = p->found.command;
    const cli_parameter *parameters = command->parameters;
    if (!parameters)
        return fail(err, ST_ARGUMENT, "unexpected argument \"%.*s\": \"%s\" takes options only",
                    STR_ARG(argument), command->name);
    return fail(err, ST_ARGUMENT, "unexpected argument \"%.*s\": \"%s\" takes %s only",
                STR_ARG(argument), command->name, parameters->shown);
}

static status add(parser *p, const cli_option *option, str value, error *err)
{
    str named = arena_printf(p->settings->memory, "--%s", option->name);
    if (!named.data)
        return fail_no_memory(err);
    return cli_settings_add(p->settings, option, CLI_FROM_COMMAND_LINE, named, value, err);
}

static status take_action(parser *p, const cli_option *option, str attached, error *err)
{
    if (attached.data)
        return fail(err, ST_ARGUMENT, "\"--%s\" takes no value", option->name);
    p->found.help |= option->id == CLI_HELP;
    p->found.version |= option->id == CLI_VERSION;
    return ST_OK;
}

/* A secret may stand alone, in front of the command or at the end. */
static bool next_is_value(const parser *p, const cli_option *option)
{
    str next = str_from(*p->next);
    if (!next.data || is_known_option(next))
        return false;
    return option->kind != CLI_KIND_SECRET || !cli_command_named(next);
}

/* `argument` is where an attached value stands, to be wiped. */
static status take_option(parser *p, const cli_option *option, str attached, char *argument,
                          error *err)
{
    if (option->kind == CLI_KIND_ACTION)
        return take_action(p, option, attached, err);
    if (option->kind == CLI_KIND_FLAG && !attached.data) {
        p->bare_flag = option;
        return add(p, option, STR("true"), err);
    }
    if (!attached.data && next_is_value(p, option)) {
        argument = *p->next++;
        attached = str_from(argument);
    }
    if (!attached.data && option->kind == CLI_KIND_SECRET)
        return cli_settings_ask_for(p->settings, option, err);
    if (!attached.data)
        return fail(err, ST_ARGUMENT, "\"--%s\" wants a value: --%s=%s", option->name, option->name,
                    option->value);
    status st = add(p, option, attached, err);
    if (option->wipe)
        mem_wipe(argument + (attached.data - argument), attached.len);
    return st;
}

static status set_parameter(parser *p, const cli_parameter *parameter, str value, error *err)
{
    str *place = &p->found.parameters[parameter - p->found.command->parameters];
    bool ignored;
    if (place->data)
        return fail(err, ST_ARGUMENT, "\"%s\" is given twice", parameter->name);
    if (parameter->kind == CLI_PARAMETER_FLAG && !cli_flag_parse(value, &ignored))
        return fail(err, ST_ARGUMENT, "\"%s\" wants true or false, not \"%.*s\"", parameter->name,
                    STR_ARG(value));
    if (parameter->kind == CLI_PARAMETER_CHOICE &&
        cli_choice_index(parameter->choices, value) == STR_NOT_FOUND) {
        str list = cli_choice_list(parameter->choices, p->settings->memory);
        return fail(err, ST_ARGUMENT, "\"%s\" wants one of %.*s, not \"%.*s\"", parameter->name,
                    STR_ARG(list), STR_ARG(value));
    }
    *place = value;
    return ST_OK;
}

static status take_dashed_parameter(parser *p, const cli_parameter *parameter, str attached,
                                    error *err)
{
    if (!parameter->dashes)
        return fail(err, ST_ARGUMENT, "unknown option \"--%s\"; write \"%s\" without dashes",
                    parameter->name, parameter->name);
    if (!attached.data && *p->next && !is_known_option(str_from(*p->next)))
        attached = str_from(*p->next++);
    if (!attached.data)
        return fail(err, ST_ARGUMENT, "\"--%s\" wants a value: %s", parameter->name,
                    parameter->shown);
    return set_parameter(p, parameter, attached, err);
}

static status take_long(parser *p, char *argument, error *err)
{
    str text = str_from_index(str_from(argument), 2);
    str name = part_before(text, '='), attached = part_after(text, '=');
    const cli_option *option = cli_option_named(name);
    if (option)
        return take_option(p, option, attached, argument, err);
    const cli_parameter *parameter = dashed_parameter(p, name);
    if (parameter)
        return take_dashed_parameter(p, parameter, attached, err);
    return fail_unknown_option(name, err);
}

/* -a X, -aX, -a=X; flags may be followed by more letters. */
static status take_short(parser *p, char *argument, error *err)
{
    str rest = str_from_index(str_from(argument), 1);
    status st = ST_OK;
    while (!st && rest.len > 0) {
        const cli_option *option = cli_option_lettered(rest.data[0]);
        if (!option)
            return fail(err, ST_ARGUMENT, "unknown option \"-%c\"", rest.data[0]);
        rest = str_from_index(rest, 1);
        bool alone = option->kind == CLI_KIND_FLAG || option->kind == CLI_KIND_ACTION;
        bool equals = rest.len > 0 && rest.data[0] == '=';
        str attached = equals ? str_from_index(rest, 1) : rest.len && !alone ? rest : STR_NONE;
        st = take_option(p, option, attached, argument, err);
        if (attached.data || !alone)
            return st;
    }
    return st;
}

static status take_plain_parameter(parser *p, str argument, const cli_option *bare_flag, error *err)
{
    str name = part_before(argument, '='), value = part_after(argument, '=');
    const cli_parameter *parameter = p->found.command->parameters;
    for (; parameter && parameter->name; parameter++) {
        if (parameter->kind == CLI_PARAMETER_WORD)
            return set_parameter(p, parameter, argument, err);
        if (!str_eq(name, str_from(parameter->name)))
            continue;
        if (!value.data && parameter->kind == CLI_PARAMETER_FLAG)
            value = STR("true");
        if (value.data)
            return set_parameter(p, parameter, value, err);
    }
    return fail_unexpected(p, argument, bare_flag, err);
}

static status take_plain(parser *p, str argument, const cli_option *bare_flag, error *err)
{
    if (p->found.command)
        return take_plain_parameter(p, argument, bare_flag, err);
    p->found.command = cli_command_named(argument);
    return p->found.command ? ST_OK : fail_unknown_command(argument, bare_flag, err);
}

static status take(parser *p, char *argument, error *err)
{
    str text = str_from(argument);
    const cli_option *bare_flag = p->bare_flag;
    p->bare_flag = NULL;
    if (!p->options_ended && str_eq(text, STR("--"))) {
        p->options_ended = true;
        return ST_OK;
    }
    if (!p->options_ended && is_long(text))
        return take_long(p, argument, err);
    if (!p->options_ended && is_short(text))
        return take_short(p, argument, err);
    return take_plain(p, text, bare_flag, err);
}

status cli_arguments_parse(cli_settings *settings, char **argv, cli_arguments *out, error *err)
{
    parser p = { .settings = settings, .next = argv };
    while (*p.next) {
        status st = take(&p, *p.next++, err);
        if (st)
            return st;
    }
    *out = p.found;
    return ST_OK;
}

size_t cli_arguments_choice(const cli_arguments *arguments, size_t parameter)
{
    const cli_parameter *wanted = &arguments->command->parameters[parameter];
    str given = arguments->parameters[parameter];
    return cli_choice_index(wanted->choices, given.data ? given : str_from(wanted->preset));
}

bool cli_arguments_flag(const cli_arguments *arguments, size_t parameter)
{
    bool value = false;
    cli_flag_parse(arguments->parameters[parameter], &value);
    return value;
}
