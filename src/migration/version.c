#include "migration/version.h"

#include <string.h>

static bool is_number(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!char_is_digit(s.data[i]))
            return false;
    return true;
}

static str without_leading_zeros(str s)
{
    while (s.len > 0 && s.data[0] == '0')
        s = str_from_index(s, 1);
    return s;
}

/* Digits of any length; what is no number (other tools recorded it) comes behind all numbers. */
static int compare_parts(str a, str b)
{
    bool number = is_number(a);
    if (number != is_number(b))
        return number ? -1 : 1;
    if (!number)
        return str_compare(a, b);
    a = without_leading_zeros(a);
    b = without_leading_zeros(b);
    if (a.len != b.len)
        return a.len < b.len ? -1 : 1;
    return str_compare(a, b);
}

static int compare_semantic(str a, str b)
{
    int order = 0;
    while (order == 0 && (a.data || b.data))
        order = compare_parts(str_split(&a, '.'), str_split(&b, '.'));
    return order;
}

int version_compare(str a, str b, version_order order)
{
    bool a_first = str_eq(a, STR(MIGRATION_BASELINE));
    bool b_first = str_eq(b, STR(MIGRATION_BASELINE));
    if (a_first || b_first)
        return (int)b_first - (int)a_first;
    switch (order) {
    case VERSION_SEMANTIC:
        return compare_semantic(a, b);
    case VERSION_LEXICOGRAPHIC:
        return str_compare(a, b);
    }
    return 0;
}

str version_next(str version, arena *a)
{
    char *next = arena_alloc(a, version.len + 2);
    if (!next)
        return STR_NONE;
    memcpy(next, version.data, version.len);
    size_t at = version.len;
    while (at > 0 && next[at - 1] == '9')
        next[--at] = '0';
    if (at > 0 && char_is_digit(next[at - 1])) {
        next[at - 1]++;
        return (str){ next, version.len };
    }
    memmove(next + at + 1, next + at, version.len - at);
    next[at] = '1';
    return (str){ next, version.len + 1 };
}
