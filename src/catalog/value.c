#include "catalog/value.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

str catalog_value_collapse(str value, arena *a)
{
    char *to = arena_alloc(a, value.len + 1);
    if (!to)
        return STR_NONE;
    size_t length = 0;
    for (size_t i = 0; i < value.len; i++) {
        if (!is_blank(value.data[i]))
            to[length++] = value.data[i];
        else if (length > 0 && to[length - 1] != ' ')
            to[length++] = ' ';
    }
    length -= length > 0 && to[length - 1] == ' ';
    return (str){ to, length };
}

bool catalog_value_is_collapsed(catalog_value_type type)
{
    return type == VALUE_BOOLEAN || type == VALUE_NAME;
}

bool catalog_value_is_true(str value)
{
    return str_eq(value, STR("true")) || str_eq(value, STR("1"));
}

static bool is_boolean(str value)
{
    return catalog_value_is_true(value) || str_eq(value, STR("false")) || str_eq(value, STR("0"));
}

static bool is_word(const char *const *words, str value)
{
    while (*words && !str_eq(value, str_from(*words)))
        words++;
    return *words != NULL;
}

/* ---- Types of properties ---- */

static const char *const scalars[] = { "BOOLEAN",    "STRING",         "INTEGER",
                                       "FLOAT",      "DATE",           "LOCAL TIME",
                                       "ZONED TIME", "LOCAL DATETIME", "ZONED DATETIME",
                                       "DURATION",   "POINT",          NULL };
static const char *const numbers[] = { "INTEGER", "INTEGER8", "INTEGER16", "INTEGER32", "INTEGER64",
                                       "FLOAT",   "FLOAT32",  "FLOAT64",   NULL };

/* What stands between the two, if it begins and ends with them. */
static str between(str text, str begin, str end)
{
    bool both = text.len >= begin.len + end.len && str_starts(text, begin) && str_ends(text, end);
    return both ? str_slice(text, begin.len, text.len - end.len) : STR_NONE;
}

static bool is_list(str type)
{
    str inner = between(type, STR("LIST<"), STR(" NOT NULL>"));
    return inner.data && is_word(scalars, inner);
}

static bool is_vector(str type)
{
    str inner = between(type, STR("VECTOR<"), STR(")"));
    str number = str_split(&inner, '>');
    uint64_t size;
    return is_word(numbers, number) && str_starts(inner, STR("(")) && inner.data[1] != '0' &&
           str_to_u64(str_from_index(inner, 1), &size);
}

/* STRING, LIST<STRING NOT NULL>, VECTOR<FLOAT32>(3), or several of these with | in between. */
static bool is_property_type(str type)
{
    while (type.data) {
        str member = str_split(&type, '|');
        if (type.data && str_ends(member, STR(" ")))
            member.len--;
        if (type.data && str_starts(type, STR(" ")))
            type = str_from_index(type, 1);
        if (!is_word(scalars, member) && !is_list(member) && !is_vector(member))
            return false;
    }
    return true;
}

bool catalog_value_is(catalog_value_type type, const char *const *words, str value)
{
    switch (type) {
    case VALUE_TEXT:
        return !str_is_blank(value);
    case VALUE_BOOLEAN:
        return is_boolean(value);
    case VALUE_NAME:
        return value.len > 0;
    case VALUE_WORD:
        return is_word(words, value);
    case VALUE_PROPERTY_TYPE:
        return is_property_type(value);
    }
    return false;
}
