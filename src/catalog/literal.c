/* Literals of Cypher, compared where they stand. */
#include "base/utf8.h"
#include "catalog/options.h"

/* ---- Texts and keys: characters without quotes and escapes ---- */

typedef struct characters {
    str rest; /* what stands between the quotes */
    bool escapes;
} characters;

static characters characters_of(str quoted)
{
    bool quotes = quoted.len >= 2 && str_find_char(STR("'\"`"), quoted.data[0], 0) != STR_NOT_FOUND;
    return (characters){
        .rest = quotes ? str_slice(quoted, 1, quoted.len - 1) : quoted,
        .escapes = quotes && quoted.data[0] != '`',
    };
}

static uint32_t hexadecimal(str digits)
{
    uint32_t value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        char c = char_lower(digits.data[i]);
        bool digit = char_is_digit(c), letter = c >= 'a' && c <= 'f';
        if (!digit && !letter)
            return UTF8_REPLACEMENT;
        value = value * 16 + (uint32_t)(digit ? c - '0' : c - 'a' + 10);
    }
    return value;
}

/* Behind a backslash. */
static uint32_t next_escaped(characters *c)
{
    static const char meanings[] = "\b\f\n\r\t";
    char kind = c->rest.data[0];
    c->rest = str_from_index(c->rest, 1);
    size_t at = str_find_char(STR("bfnrt"), kind, 0);
    if (at != STR_NOT_FOUND)
        return (unsigned char)meanings[at];
    size_t digits = kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    if (digits == 0 || c->rest.len < digits)
        return (unsigned char)kind;
    uint32_t code = hexadecimal(str_slice(c->rest, 0, digits));
    c->rest = str_from_index(c->rest, digits);
    return code;
}

/* In lower case as far as ASCII goes; false at the end. */
static bool next_character(characters *c, uint32_t *out)
{
    if (c->rest.len == 0)
        return false;
    char first = c->rest.data[0];
    bool double_tick = !c->escapes && str_starts(c->rest, STR("``"));
    size_t length = double_tick ? 2 : utf8_decode(c->rest, out);
    c->rest = str_from_index(c->rest, length);
    if (double_tick)
        *out = '`';
    else if (first == '\\' && c->escapes && c->rest.len > 0)
        *out = next_escaped(c);
    if (*out < 0x80)
        *out = (unsigned char)char_lower((char)*out);
    return true;
}

static bool characters_equal(characters a, characters b)
{
    for (;;) {
        uint32_t x = 0, y = 0;
        bool more = next_character(&a, &x);
        if (more != next_character(&b, &y) || x != y)
            return false;
        if (!more)
            return true;
    }
}

bool catalog_options_is_key(const catalog_option *option, str key)
{
    return characters_equal(characters_of(option->key), characters_of(key));
}

static bool is_text(str value)
{
    return value.len > 0 && (value.data[0] == '\'' || value.data[0] == '"');
}

bool catalog_options_is_text(str value, str text)
{
    return is_text(value) && characters_equal(characters_of(value), (characters){ .rest = text });
}

/* ---- Numbers: 3, 3.0, 30e-1 ---- */

/* 0.DIGITS times ten to the `point`, where digits may hold a dot, but no zeros at their ends; none for zero. */
typedef struct decimal {
    bool negative;
    str digits;
    int64_t point;
} decimal;

static int64_t exponent_of(str text)
{
    uint64_t value = 0;
    bool negative = str_starts(text, STR("-"));
    if (negative || str_starts(text, STR("+")))
        text = str_trim(str_from_index(text, 1));
    if (!str_to_u64(text, &value) || value > INT32_MAX)
        value = INT32_MAX;
    return negative ? -(int64_t)value : (int64_t)value;
}

static bool is_zero_or_dot(char c)
{
    return c == '0' || c == '.';
}

static str trim_zeros(str digits)
{
    size_t from = 0, to = digits.len;
    while (from < to && is_zero_or_dot(digits.data[from]))
        from++;
    while (to > from && is_zero_or_dot(digits.data[to - 1]))
        to--;
    return str_slice(digits, from, to);
}

/* How many places the dot is behind where the digits begin. */
static int64_t point_of(str mantissa, str digits)
{
    size_t dot = str_find_char(mantissa, '.', 0);
    int64_t from = digits.data - mantissa.data;
    int64_t at = (int64_t)(dot == STR_NOT_FOUND ? mantissa.len : dot);
    return at >= from ? at - from : at - from + 1;
}

/* False for what is no decimal number, such as 0x1F. */
static bool read_decimal(str text, decimal *out)
{
    *out = (decimal){ .negative = str_starts(text, STR("-")) };
    if (out->negative || str_starts(text, STR("+")))
        text = str_trim(str_from_index(text, 1));
    size_t end = 0;
    while (end < text.len && (char_is_digit(text.data[end]) || text.data[end] == '.'))
        end++;
    bool exponent = end < text.len && char_lower(text.data[end]) == 'e';
    if (end == 0 || (end < text.len && !exponent))
        return false;
    str mantissa = str_slice(text, 0, end);
    out->digits = trim_zeros(mantissa);
    out->point = point_of(mantissa, out->digits);
    if (exponent)
        out->point += exponent_of(str_trim(str_from_index(text, end + 1)));
    if (out->digits.len == 0)
        *out = (decimal){ .negative = false };
    return true;
}

static char next_digit(str digits, size_t *at)
{
    if (*at < digits.len && digits.data[*at] == '.')
        ++*at;
    return *at < digits.len ? digits.data[(*at)++] : '\0';
}

static bool decimals_equal(const decimal *a, const decimal *b)
{
    if (a->negative != b->negative || a->point != b->point)
        return false;
    for (size_t i = 0, k = 0;;) {
        char c = next_digit(a->digits, &i);
        if (c != next_digit(b->digits, &k))
            return false;
        if (c == '\0')
            return true;
    }
}

/* ---- All of them ---- */

static bool is_container(str value, char begin)
{
    return value.len > 0 && value.data[0] == begin;
}

static bool lists_equal(str a, str b)
{
    catalog_options left = catalog_options_open(a), right = catalog_options_open(b);
    for (;;) {
        catalog_option x, y;
        bool more = catalog_options_next(&left, &x);
        if (more != catalog_options_next(&right, &y))
            return false;
        if (!more)
            return true;
        if (!catalog_literal_equal(x.value, y.value))
            return false;
    }
}

static bool map_has_all(str map, str wanted)
{
    catalog_option want, found;
    for (catalog_options options = catalog_options_open(wanted);
         catalog_options_next(&options, &want);)
        if (!catalog_options_find(map, want.key, &found) ||
            !catalog_literal_equal(want.value, found.value))
            return false;
    return true;
}

bool catalog_literal_equal(str a, str b)
{
    decimal x, y;
    if (is_container(a, '{') || is_container(b, '{'))
        return is_container(a, '{') && is_container(b, '{') && map_has_all(a, b) &&
               map_has_all(b, a);
    if (is_container(a, '[') || is_container(b, '['))
        return is_container(a, '[') && is_container(b, '[') && lists_equal(a, b);
    if (is_text(a) || is_text(b))
        return is_text(a) && is_text(b) && characters_equal(characters_of(a), characters_of(b));
    if (read_decimal(a, &x) && read_decimal(b, &y))
        return decimals_equal(&x, &y);
    return str_eq_ignore_case(a, b);
}
