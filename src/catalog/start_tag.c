#include "catalog/start_tag.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

size_t catalog_attributes_begin(str text, size_t at)
{
    while (at < text.len && !is_blank(text.data[at]))
        at++;
    return at;
}

static size_t behind_value(str text, size_t at)
{
    while (at < text.len && text.data[at] != '"' && text.data[at] != '\'')
        at++;
    size_t end = at < text.len ? str_find_char(text, text.data[at], at + 1) : STR_NOT_FOUND;
    return end == STR_NOT_FOUND ? text.len : end + 1;
}

static bool declares_namespace(str text, size_t at)
{
    str rest = str_from_index(text, at);
    char next = rest.len > 5 ? rest.data[5] : '\0';
    return str_starts(rest, STR("xmlns")) && (next == ':' || next == '=' || is_blank(next));
}

size_t catalog_attributes_next(str text, size_t *at)
{
    size_t begin;
    do {
        for (begin = *at; begin < text.len && is_blank(text.data[begin]);)
            begin++;
        *at = behind_value(text, begin);
    } while (*at < text.len && declares_namespace(text, begin));
    return begin;
}
