#include "catalog/property_type.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '_' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_of_types(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || is_blank(c) ||
           str_find_char(STR("<>()|,"), c, 0) != STR_NOT_FOUND;
}

bool catalog_property_type_is_type(str type)
{
    bool letters = false;
    for (size_t i = 0; i < type.len; i++) {
        if (!is_of_types(type.data[i]))
            return false;
        letters = letters || char_is_alpha(type.data[i]);
    }
    return letters;
}

/* Cuts off what stands before the next | that is not within < and >. */
static str next_member(str *rest)
{
    size_t at = 0;
    int depth = 0;
    for (; at < rest->len && (depth > 0 || rest->data[at] != '|'); at++)
        depth += (rest->data[at] == '<') - (rest->data[at] == '>');
    str member = str_slice(*rest, 0, at);
    *rest = at < rest->len ? str_from_index(*rest, at + 1) : STR_NONE;
    return member;
}

static char next_letter(str s, size_t *at)
{
    while (*at < s.len && is_blank(s.data[*at]))
        ++*at;
    return *at < s.len ? char_upper(s.data[(*at)++]) : '\0';
}

static bool is_same_member(str a, str b)
{
    size_t i = 0, k = 0;
    for (;;) {
        char c = next_letter(a, &i);
        if (c != next_letter(b, &k))
            return false;
        if (c == '\0')
            return true;
    }
}

static bool has_member(str type, str member)
{
    while (type.data)
        if (is_same_member(next_member(&type), member))
            return true;
    return false;
}

static bool has_all_members(str type, str members)
{
    while (members.data)
        if (!has_member(type, next_member(&members)))
            return false;
    return true;
}

bool catalog_property_type_equal(str a, str b)
{
    return has_all_members(a, b) && has_all_members(b, a);
}

static bool starts_with(str type, str word)
{
    size_t at = 0;
    for (size_t i = 0; i < word.len; i++)
        if (next_letter(type, &at) != word.data[i])
            return false;
    return true;
}

static bool has_member_like(str type, str word)
{
    while (type.data)
        if (starts_with(next_member(&type), word))
            return true;
    return false;
}

bool catalog_property_type_is_list(str type)
{
    return has_member_like(type, STR("LIST<"));
}

bool catalog_property_type_is_union(str type)
{
    next_member(&type);
    return type.data != NULL;
}

bool catalog_property_type_is_vector(str type)
{
    return has_member_like(type, STR("VECTOR"));
}

void catalog_property_type_write(buf *out, str type)
{
    for (size_t i = 0; i < type.len; i++)
        buf_char(out, type.data[i] == '_' ? ' ' : char_upper(type.data[i]));
}
