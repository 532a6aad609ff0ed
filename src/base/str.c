#include "base/str.h"

#include <string.h>

str str_from(const char *text)
{
    return text ? (str){ text, strlen(text) } : STR_NONE;
}

bool str_eq(str a, str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

bool str_eq_ignore_case(str a, str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (char_lower(a.data[i]) != char_lower(b.data[i]))
            return false;
    return true;
}

int str_compare(str a, str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.data, b.data, common) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_starts(str s, str prefix)
{
    return s.len >= prefix.len && str_eq((str){ s.data, prefix.len }, prefix);
}

bool str_ends(str s, str suffix)
{
    return s.len >= suffix.len && str_eq(str_from_index(s, s.len - suffix.len), suffix);
}

str str_slice(str s, size_t from, size_t to)
{
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    return (str){ from ? s.data + from : s.data, to - from };
}

str str_from_index(str s, size_t from)
{
    return str_slice(s, from, s.len);
}

size_t str_find(str s, str what, size_t from)
{
    if (what.len == 0)
        return from <= s.len ? from : STR_NOT_FOUND;
    for (; (from = str_find_char(s, what.data[0], from)) != STR_NOT_FOUND; from++) {
        if (what.len > s.len - from)
            return STR_NOT_FOUND;
        if (memcmp(s.data + from, what.data, what.len) == 0)
            return from;
    }
    return STR_NOT_FOUND;
}

size_t str_find_char(str s, char c, size_t from)
{
    if (from >= s.len)
        return STR_NOT_FOUND;
    const char *found = memchr(s.data + from, c, s.len - from);
    return found ? (size_t)(found - s.data) : STR_NOT_FOUND;
}

str str_trim(str s)
{
    size_t from = 0, to = s.len;
    while (from < to && (unsigned char)s.data[from] <= ' ')
        from++;
    while (to > from && (unsigned char)s.data[to - 1] <= ' ')
        to--;
    return str_slice(s, from, to);
}

bool str_is_blank(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.data[i] != ' ' && (s.data[i] < '\t' || s.data[i] > '\r'))
            return false;
    return true;
}

str str_split(str *rest, char separator)
{
    size_t at = str_find_char(*rest, separator, 0);
    str piece = str_slice(*rest, 0, at);
    *rest = at == STR_NOT_FOUND ? STR_NONE : str_from_index(*rest, at + 1);
    return piece;
}

bool str_to_u64(str s, uint64_t *out)
{
    uint64_t value = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (!char_is_digit(s.data[i]))
            return false;
        unsigned digit = (unsigned)(s.data[i] - '0');
        if (value > (UINT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    if (s.len == 0)
        return false;
    *out = value;
    return true;
}

bool char_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool char_is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

char char_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

char char_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c;
}
