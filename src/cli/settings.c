#include "cli/settings.h"

#include "cli/duration.h"

#include <string.h>

size_t cli_choice_index(const char *const *choices, str text)
{
    for (size_t i = 0; choices[i]; i++)
        if (str_eq_ignore_case(str_from(choices[i]), text))
            return i;
    return STR_NOT_FOUND;
}

str cli_choice_list(const char *const *choices, arena *a)
{
    str list = STR("");
    for (size_t i = 0; choices[i] && list.data; i++)
        list = arena_printf(a, "%.*s%s%s", STR_ARG(list), i ? ", " : "", choices[i]);
    return list;
}

bool cli_flag_parse(str text, bool *out)
{
    bool yes = str_eq_ignore_case(text, STR("true"));
    if (!yes && !str_eq_ignore_case(text, STR("false")))
        return false;
    *out = yes;
    return true;
}

static status check_choice(const cli_settings *s, const cli_option *option, const char *named,
                           str value, error *err)
{
    if (cli_choice_index(option->choices, value) != STR_NOT_FOUND)
        return ST_OK;
    str list = cli_choice_list(option->choices, s->memory);
    return fail(err, ST_ARGUMENT, "\"%s\" wants one of %.*s, not \"%.*s\"", named, STR_ARG(list),
                STR_ARG(value));
}

static status check_flag(const char *named, str value, error *err)
{
    bool ignored;
    if (cli_flag_parse(value, &ignored))
        return ST_OK;
    return fail(err, ST_ARGUMENT, "\"%s\" wants true or false, not \"%.*s\"", named,
                STR_ARG(value));
}

static status check_duration(const char *named, str value, error *err)
{
    int64_t ignored;
    if (cli_duration_parse(value, &ignored))
        return ST_OK;
    return fail(err, ST_ARGUMENT,
                "\"%s\" wants a duration such as PT0.5S, PT5M or P1DT2H, not \"%.*s\"", named,
                STR_ARG(value));
}

static status check_number(const char *named, str value, error *err)
{
    uint64_t number;
    if (str_to_u64(value, &number) && number > 0)
        return ST_OK;
    return fail(err, ST_ARGUMENT, "\"%s\" wants a number of at least 1, not \"%.*s\"", named,
                STR_ARG(value));
}

/* The value itself may be secret, so only its key is told. */
static status check_pair(const cli_option *option, const char *named, str value, error *err)
{
    size_t at = str_find_char(value, '=', 0);
    if (at != STR_NOT_FOUND && at > 0)
        return ST_OK;
    return fail(err, ST_ARGUMENT, "\"%s\" wants %s, but there is no %s", named, option->value,
                at == 0 ? "key before the \"=\"" : "\"=\" in what it got");
}

static status check(const cli_settings *s, const cli_option *option, const char *named, str value,
                    error *err)
{
    switch (option->kind) {
    case CLI_KIND_CHOICE:
        return check_choice(s, option, named, value, err);
    case CLI_KIND_FLAG:
        return check_flag(named, value, err);
    case CLI_KIND_DURATION:
        return check_duration(named, value, err);
    case CLI_KIND_NUMBER:
        return check_number(named, value, err);
    case CLI_KIND_PAIRS:
        return check_pair(option, named, value, err);
    case CLI_KIND_NAME:
        if (!str_is_blank(value))
            return ST_OK;
        return fail(err, ST_ARGUMENT, "\"%s\" is empty: it wants %s", named, option->value);
    case CLI_KIND_TEXT:
    case CLI_KIND_SECRET:
    case CLI_KIND_LIST:
    case CLI_KIND_ACTION:
        break;
    }
    return ST_OK;
}

/* Blanks around what is not free text are an accident, most of all at the end of a line in a file.
 */
static str tidy(const cli_option *option, str value)
{
    bool words = option->kind == CLI_KIND_CHOICE || option->kind == CLI_KIND_FLAG ||
                 option->kind == CLI_KIND_DURATION || option->kind == CLI_KIND_NUMBER;
    return words ? str_trim(value) : value;
}

static status append(cli_settings *s, cli_setting *setting, str value, error *err)
{
    str *grown =
        arena_grow(s->memory, setting->items, setting->count, &setting->capacity, sizeof *grown);
    str copy = arena_str(s->memory, value);
    if (!grown || !copy.data)
        return fail_no_memory(err);
    setting->items = grown;
    setting->items[setting->count++] = copy;
    return ST_OK;
}

static status append_pieces(cli_settings *s, cli_setting *setting, str value, error *err)
{
    while (value.data) {
        str piece = str_split(&value, ',');
        status st = str_is_blank(piece) ? ST_OK : append(s, setting, piece, err);
        if (st)
            return st;
    }
    return ST_OK;
}

static bool repeatable(const cli_option *option)
{
    return option->kind == CLI_KIND_LIST || option->kind == CLI_KIND_PAIRS;
}

static status refuse_second(const cli_setting *setting, const cli_option *option, error *err)
{
    if (setting->origin != CLI_FROM_COMMAND_LINE || repeatable(option))
        return ST_OK;
    return fail(err, ST_ARGUMENT, "\"--%s\" is given twice", option->name);
}

status cli_settings_add(cli_settings *s, const cli_option *option, const cli_source *source,
                        str value, error *err)
{
    cli_setting *setting = &s->of[option->id];
    value = tidy(option, value);
    status st = check(s, option, source->name, value, err);
    if (!st && source->origin == CLI_FROM_COMMAND_LINE)
        st = refuse_second(setting, option, err);
    if (st || setting->origin > source->origin)
        return st;
    if (setting->origin < source->origin)
        setting->count = 0;
    setting->origin = source->origin;
    setting->file = source->file;
    setting->line = source->line;
    return option->kind == CLI_KIND_LIST ? append_pieces(s, setting, value, err)
                                         : append(s, setting, value, err);
}

status cli_settings_ask_for(cli_settings *s, const cli_option *option, error *err)
{
    cli_setting *setting = &s->of[option->id];
    status st = refuse_second(setting, option, err);
    if (!st)
        setting->origin = CLI_FROM_COMMAND_LINE;
    return st;
}

bool cli_settings_given(const cli_settings *s, cli_option_id id)
{
    return s->of[id].origin != CLI_NOT_GIVEN;
}

const char *cli_settings_text(const cli_settings *s, cli_option_id id)
{
    const cli_setting *setting = &s->of[id];
    bool blank = setting->count == 0 || str_is_blank(setting->items[0]);
    return blank ? NULL : setting->items[0].data;
}

bool cli_settings_flag(const cli_settings *s, cli_option_id id)
{
    const char *text = cli_settings_text(s, id);
    bool value = false;
    cli_flag_parse(str_from(text ? text : cli_option_get(id)->preset), &value);
    return value;
}

size_t cli_settings_choice(const cli_settings *s, cli_option_id id)
{
    const cli_option *option = cli_option_get(id);
    const char *text = cli_settings_text(s, id);
    return cli_choice_index(option->choices, str_from(text ? text : option->preset));
}

int64_t cli_settings_ms(const cli_settings *s, cli_option_id id)
{
    const char *text = cli_settings_text(s, id);
    int64_t ms = 0;
    if (text)
        cli_duration_parse(str_from(text), &ms);
    return ms;
}
