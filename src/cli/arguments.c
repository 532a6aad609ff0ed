#include "cli/arguments.h"

#include "base/mem.h"
#include "base/secretive.h"
#include "cli/misuse.h"

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

static const cli_parameter *dashed_parameter(const parser *p, str name)
{
    const cli_parameter *parameter = p->found.command ? p->found.command->parameters : NULL;
    for (; parameter && parameter->name; parameter++)
        if (parameter->kind != CLI_PARAMETER_WORD && str_eq(name, str_from(parameter->name)))
            return parameter;
    return NULL;
}

static status add(parser *p, const cli_option *option, str value, error *err)
{
    str named = arena_printf(p->settings->memory, "--%s", option->name);
    if (!named.data)
        return fail_no_memory(err);
    cli_source source = { .origin = CLI_FROM_COMMAND_LINE, .name = named.data };
    return cli_settings_add(p->settings, option, &source, value, err);
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

/* Not for the eyes of those who list processes. */
static bool is_secret(const cli_option *option, str value)
{
    bool pair = option->kind == CLI_KIND_PAIRS;
    return option->wipe || (pair && secretive_is_about(part_before(value, '=')));
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
    if (is_secret(option, attached))
        mem_wipe(argument + (attached.data - argument), attached.len);
    return st;
}

static status add_to_list(cli_list *list, str text, arena *memory, error *err)
{
    if (str_is_blank(text))
        return ST_OK;
    str *grown = arena_grow(memory, list->items, list->count, &list->capacity, sizeof *grown);
    text = arena_str(memory, text);
    if (!grown || !text.data)
        return fail_no_memory(err);
    list->items = grown;
    list->items[list->count++] = text;
    return ST_OK;
}

static bool is_repeatable(const cli_parameter *parameter)
{
    return parameter->kind == CLI_PARAMETER_LIST || parameter->kind == CLI_PARAMETER_REPEAT;
}

static status add_all(parser *p, cli_list *list, bool pieces, str value, error *err)
{
    arena *memory = p->settings->memory;
    if (!pieces)
        return add_to_list(list, value, memory, err);
    status st = ST_OK;
    while (!st && value.data)
        st = add_to_list(list, str_split(&value, ','), memory, err);
    return st;
}

static status set_parameter(parser *p, const cli_parameter *parameter, str value, error *err)
{
    size_t index = (size_t)(parameter - p->found.command->parameters);
    str *place = &p->found.parameters[index];
    bool ignored;
    if (is_repeatable(parameter))
        return add_all(p, &p->found.lists[index], parameter->kind == CLI_PARAMETER_LIST, value,
                       err);
    if (place->data)
        return fail(err, ST_ARGUMENT, "\"%s\" is given twice", parameter->name);
    if (parameter->kind == CLI_PARAMETER_FLAG && !cli_flag_parse(value, &ignored))
        return fail(err, ST_ARGUMENT, "\"%s\" wants true or false, not \"%.*s\"", parameter->name,
                    STR_ARG(value));
    if (parameter->choices && cli_choice_index(parameter->choices, value) == STR_NOT_FOUND)
        return cli_misuse_choice(p->found.command, parameter, value, p->settings->memory, err);
    *place = value;
    p->found.orders[index] = ++p->found.given;
    return ST_OK;
}

static status take_dashed_parameter(parser *p, const cli_parameter *parameter, str attached,
                                    error *err)
{
    if (!parameter->dashes)
        return fail(err, ST_ARGUMENT, "unknown option \"--%s\"; write \"%s\" without dashes",
                    parameter->name, parameter->name);
    if (!attached.data && parameter->kind == CLI_PARAMETER_FLAG)
        attached = STR("true");
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
    return cli_misuse_option(p->found.command, name, err);
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

/* all, all=true, mode=LOCAL: what is named comes before what may be any word. */
static const cli_parameter *named_parameter(const parser *p, str argument, str *value)
{
    str name = part_before(argument, '=');
    const cli_parameter *parameter = p->found.command->parameters;
    for (; parameter && parameter->name; parameter++) {
        bool flag = parameter->kind == CLI_PARAMETER_FLAG;
        if ((!flag && parameter->kind != CLI_PARAMETER_CHOICE) ||
            !str_eq(name, str_from(parameter->name)))
            continue;
        *value = part_after(argument, '=');
        if (!value->data && flag)
            *value = STR("true");
        return value->data ? parameter : NULL;
    }
    return NULL;
}

static const cli_parameter *free_word(const parser *p)
{
    const cli_parameter *parameter = p->found.command->parameters;
    for (size_t i = 0; parameter && parameter[i].name; i++)
        if (parameter[i].kind == CLI_PARAMETER_WORD && !p->found.parameters[i].data)
            return &parameter[i];
    return NULL;
}

static status take_plain_parameter(parser *p, str argument, const cli_option *bare_flag, error *err)
{
    str value = argument;
    const cli_parameter *parameter = named_parameter(p, argument, &value);
    if (!parameter)
        parameter = free_word(p);
    return parameter ? set_parameter(p, parameter, value, err)
                     : cli_misuse_argument(p->found.command, argument, bare_flag,
                                           p->settings->memory, err);
}

static status take_plain(parser *p, str argument, const cli_option *bare_flag, error *err)
{
    if (p->found.command)
        return take_plain_parameter(p, argument, bare_flag, err);
    p->found.command = cli_command_named(argument);
    return p->found.command ? ST_OK : cli_misuse_command(argument, bare_flag, err);
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
        out->command = p.found.command;
        if (st)
            return st;
    }
    *out = p.found;
    return ST_OK;
}

status cli_arguments_check(const cli_arguments *arguments, error *err)
{
    const cli_parameter *parameters = arguments->command->parameters;
    for (size_t i = 0; parameters && parameters[i].name; i++) {
        bool given = is_repeatable(&parameters[i]) ? arguments->lists[i].count > 0
                                                   : arguments->parameters[i].data != NULL;
        if (parameters[i].required && !given)
            return fail(err, ST_ARGUMENT, "\"%s\" wants %s: %s", arguments->command->name,
                        parameters[i].shown, parameters[i].help);
    }
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

const char **cli_arguments_texts(const cli_arguments *arguments, size_t parameter, arena *a)
{
    const cli_list *list = &arguments->lists[parameter];
    const char **texts = arena_array(a, list->count + 1, sizeof *texts);
    for (size_t i = 0; texts && i < list->count; i++)
        texts[i] = list->items[i].data;
    return texts;
}
