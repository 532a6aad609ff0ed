#include "migration/name.h"

#include "migration/grammar.h"

static size_t digits_length(str s)
{
    size_t at = 0;
    while (at < s.len && char_is_digit(s.data[at]))
        at++;
    return at;
}

size_t name_version_length(str text)
{
    size_t at = digits_length(text);
    if (at == 0 || at == text.len)
        return at;
    char separator = text.data[at];
    if (separator != '_' && separator != '.')
        return at;
    while (at < text.len && text.data[at] == separator) {
        size_t digits = digits_length(str_from_index(text, at + 1));
        if (digits == 0)
            break;
        at += 1 + digits;
    }
    return at;
}

static bool is_word_character(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_';
}

static size_t word_length(str s)
{
    size_t at = 0;
    while (at < s.len && is_word_character(s.data[at]))
        at++;
    return at;
}

size_t name_description_length(str text)
{
    size_t at = 0;
    while (at < text.len && (is_word_character(text.data[at]) || text.data[at] == ' '))
        at++;
    return at;
}

bool name_match_start(str text, name_match *out)
{
    if (!str_starts(text, STR("V")) && !str_starts(text, STR("R")))
        return false;
    name_match match = { .type = text.data[0], .extension = STR_NONE };
    str rest = str_from_index(text, 1);
    match.version = str_slice(rest, 0, name_version_length(rest));
    rest = str_from_index(rest, match.version.len);
    if (match.version.len == 0 || !str_starts(rest, STR("__")))
        return false;
    rest = str_from_index(rest, 2);
    match.description = str_slice(rest, 0, name_description_length(rest));
    if (match.description.len == 0)
        return false;
    rest = str_from_index(rest, match.description.len);
    size_t extension = str_starts(rest, STR(".")) ? word_length(str_from_index(rest, 1)) : 0;
    if (extension > 0)
        match.extension = str_slice(rest, 1, 1 + extension);
    match.length = text.len - rest.len + (extension ? 1 + extension : 0);
    *out = match;
    return true;
}

static str replaced(str s, char what, char with, arena *a)
{
    char *copy = arena_alloc(a, s.len + 1);
    if (!copy)
        return STR_NONE;
    for (size_t i = 0; i < s.len; i++)
        copy[i] = s.data[i] == what ? with : s.data[i];
    return (str){ copy, s.len };
}

status migration_name_parse(str name, arena *a, migration_name *out, error *err)
{
    name_match match;
    if (!name_match_start(name, &match) || match.length != name.len) {
        str why = name_problem(name, a);
        if (!why.data)
            return fail_no_memory(err);
        return fail(err, ST_PARSE, "\"%.*s\" is not the name of a migration: %.*s", STR_ARG(name),
                    STR_ARG(why));
    }
    migration_name parsed = {
        .version = replaced(match.version, '_', '.', a),
        .description = replaced(match.description, '_', ' ', a),
        .extension = match.extension.data ? arena_str(a, match.extension) : STR_NONE,
        .repeatable = match.type == 'R',
    };
    if (!parsed.version.data || !parsed.description.data ||
        (match.extension.data && !parsed.extension.data))
        return fail_no_memory(err);
    *out = parsed;
    return ST_OK;
}

status migration_name_render(const migration_name *name, char separator, arena *a, str *out,
                             error *err)
{
    str version = replaced(name->version, '.', separator, a);
    str description = replaced(name->description, ' ', '_', a);
    str text = arena_printf(a, "%c%.*s__%.*s.%.*s", name->repeatable ? 'R' : 'V', STR_ARG(version),
                            STR_ARG(description), STR_ARG(name->extension));
    if (!version.data || !description.data || !text.data)
        return fail_no_memory(err);
    migration_name parsed;
    error problem = { .status = ST_OK };
    status st = migration_name_parse(text, a, &parsed, &problem);
    if (st)
        return fail(err, st == ST_PARSE ? ST_ARGUMENT : st, "%s", problem.message);
    if (!str_eq(parsed.version, name->version))
        return fail(err, ST_ARGUMENT, "\"%.*s\" is no version: in \"%.*s\" it would be %.*s",
                    STR_ARG(name->version), STR_ARG(text), STR_ARG(parsed.version));
    *out = text;
    return ST_OK;
}

static bool ends_well(str rest)
{
    if (rest.len == 0)
        return true;
    if (!str_starts(rest, STR("__")))
        return false;
    rest = str_from_index(rest, 2);
    size_t description = name_description_length(rest);
    rest = str_from_index(rest, description);
    if (description == 0 || rest.len == 0)
        return description > 0;
    return rest.data[0] == '.' && rest.len > 1 &&
           word_length(str_from_index(rest, 1)) == rest.len - 1;
}

status migration_target_parse(str text, arena *a, str *version, bool *optional, error *err)
{
    bool typed = str_starts(text, STR("V")) || str_starts(text, STR("R"));
    str rest = str_from_index(text, 1);
    str digits = str_slice(rest, 0, name_version_length(rest));
    rest = str_from_index(rest, digits.len);
    bool may_miss = str_starts(rest, STR("?"));
    if (!typed || digits.len == 0 || !ends_well(str_from_index(rest, may_miss ? 1 : 0)))
        return fail(err, ST_ARGUMENT,
                    "\"%.*s\" is not a target: expected current, latest, next, a version with its "
                    "V or R as in V3, V1_2 or R030 (V3? where it may be missing), or the name of a "
                    "migration",
                    STR_ARG(text));
    str value = replaced(digits, '_', '.', a);
    if (!value.data)
        return fail_no_memory(err);
    *version = value;
    *optional = may_miss;
    return ST_OK;
}
