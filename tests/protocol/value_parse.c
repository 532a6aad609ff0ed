#include "value_text.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct parser {
    str text;
    size_t at;
    arena *arena;
} parser;

static _Noreturn void give_up(const parser *p, const char *what)
{
    fprintf(stderr, "boltsh: %s at offset %zu of %.*s\n", what, p->at, STR_ARG(p->text));
    exit(2);
}

static char peek(parser *p)
{
    while (p->at < p->text.len && isspace((unsigned char)p->text.data[p->at]))
        p->at++;
    return p->at < p->text.len ? p->text.data[p->at] : '\0';
}

static void expect(parser *p, char c)
{
    if (peek(p) != c)
        give_up(p, "unexpected character");
    p->at++;
}

static bool accept(parser *p, char c)
{
    if (peek(p) != c)
        return false;
    p->at++;
    return true;
}

static int hex_digit(const parser *p, char c)
{
    if (!isxdigit((unsigned char)c))
        give_up(p, "not a hex digit");
    return char_is_digit(c) ? c - '0' : char_lower(c) - 'a' + 10;
}

static unsigned parse_hex(parser *p, size_t digits)
{
    unsigned value = 0;
    for (size_t i = 0; i < digits; i++)
        value =
            value << 4 | (unsigned)hex_digit(p, p->at < p->text.len ? p->text.data[p->at++] : 0);
    return value;
}

/* \n \t \" \\, \u below U+0080, and \x for bytes that are not UTF-8. */
static char parse_escape(parser *p)
{
    char c = p->at < p->text.len ? p->text.data[p->at++] : '\0';
    switch (c) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'u':
        return (char)parse_hex(p, 4);
    case 'x':
        return (char)parse_hex(p, 2);
    default:
        return c;
    }
}

static str parse_string(parser *p)
{
    expect(p, '"');
    char *data = arena_alloc(p->arena, p->text.len - p->at + 1);
    size_t len = 0;
    while (data && p->at < p->text.len && p->text.data[p->at] != '"') {
        char c = p->text.data[p->at++];
        data[len++] = c == '\\' ? parse_escape(p) : c;
    }
    expect(p, '"');
    return (str){ data, len };
}

static bolt_value parse_value(parser *p);

static bolt_value parse_list(parser *p)
{
    bolt_value *items = NULL;
    size_t count = 0, capacity = 0;
    expect(p, '[');
    while (peek(p) != ']') {
        items = arena_grow(p->arena, items, count, &capacity, sizeof *items);
        items[count++] = parse_value(p);
        if (!accept(p, ','))
            break;
    }
    expect(p, ']');
    return bolt_list_of(items, count);
}

static bolt_value parse_map(parser *p)
{
    bolt_entry *entries = NULL;
    size_t count = 0, capacity = 0;
    expect(p, '{');
    while (peek(p) != '}') {
        entries = arena_grow(p->arena, entries, count, &capacity, sizeof *entries);
        str key = parse_string(p);
        expect(p, ':');
        entries[count++] = (bolt_entry){ key, parse_value(p) };
        if (!accept(p, ','))
            break;
    }
    expect(p, '}');
    return bolt_map_of(entries, count);
}

static bolt_value parse_number(parser *p)
{
    char digits[64] = "";
    size_t len = 0;
    bool real = false;
    while (p->at < p->text.len && len + 1 < sizeof digits &&
           strchr("+-.0123456789eE", p->text.data[p->at])) {
        digits[len++] = p->text.data[p->at++];
        real = real || !(char_is_digit(digits[len - 1]) || digits[len - 1] == '-');
    }
    if (len == 0)
        give_up(p, "no value");
    return real ? bolt_float(strtod(digits, NULL)) : bolt_int(strtoll(digits, NULL, 10));
}

static bool accept_word(parser *p, str word)
{
    if (!str_starts(str_from_index(p->text, p->at), word))
        return false;
    p->at += word.len;
    return true;
}

/* ---- what JSON lacks ---- */

static int64_t int_at(const bolt_value *value, size_t index)
{
    if (value->type == BOLT_INT)
        return value->as.integer;
    return value->type == BOLT_LIST && index < value->as.list.count
               ? value->as.list.items[index].as.integer
               : 0;
}

static double real_at(const bolt_value *list, size_t index)
{
    return index < list->as.list.count ? list->as.list.items[index].as.real : 0;
}

static str text_at(const bolt_value *list, size_t index)
{
    return index < list->as.list.count ? list->as.list.items[index].as.string : STR("");
}

static str bytes_of(parser *p, str hex)
{
    char *data = arena_alloc(p->arena, hex.len / 2 + 1);
    for (size_t i = 0; data && i + 1 < hex.len; i += 2)
        data[i / 2] = (char)(hex_digit(p, hex.data[i]) << 4 | hex_digit(p, hex.data[i + 1]));
    return (str){ data, hex.len / 2 };
}

static bolt_value temporal(parser *p, bolt_type type, bolt_temporal fields)
{
    bolt_temporal *t = ARENA_NEW(p->arena, bolt_temporal);
    *t = fields;
    return (bolt_value){ .type = type, .as.temporal = t };
}

/* Has the value when the tag is one of a date or time. */
static bool special_temporal(parser *p, str tag, const bolt_value *v, bolt_value *out)
{
    int64_t a = int_at(v, 0), b = int_at(v, 1), c = int_at(v, 2);
    if (str_eq(tag, STR("@date")))
        *out = temporal(p, BOLT_DATE, (bolt_temporal){ .seconds = a });
    else if (str_eq(tag, STR("@time")))
        *out = temporal(p, BOLT_TIME, (bolt_temporal){ .nanoseconds = a, .offset = b });
    else if (str_eq(tag, STR("@localtime")))
        *out = temporal(p, BOLT_LOCAL_TIME, (bolt_temporal){ .nanoseconds = a });
    else if (str_eq(tag, STR("@localdatetime")))
        *out = temporal(p, BOLT_LOCAL_DATETIME, (bolt_temporal){ .seconds = a, .nanoseconds = b });
    else if (str_eq(tag, STR("@datetime")))
        *out = temporal(p, BOLT_DATETIME,
                        (bolt_temporal){ .seconds = a, .nanoseconds = b, .offset = c });
    else if (str_eq(tag, STR("@zoned")) || str_eq(tag, STR("@walltime")))
        *out = temporal(p, BOLT_DATETIME_ZONED,
                        (bolt_temporal){ .seconds = a,
                                         .nanoseconds = b,
                                         .zone = text_at(v, 2),
                                         .local = str_eq(tag, STR("@walltime")) });
    else
        return false;
    return true;
}

static bolt_value special_float(str name)
{
    return bolt_float(str_eq(name, STR("nan")) ? (double)NAN
                      : name.data[0] == '-'    ? -(double)INFINITY
                                               : (double)INFINITY);
}

static bolt_value special_duration(parser *p, const bolt_value *v)
{
    bolt_duration *d = ARENA_NEW(p->arena, bolt_duration);
    *d = (bolt_duration){ int_at(v, 0), int_at(v, 1), int_at(v, 2), int_at(v, 3) };
    return (bolt_value){ .type = BOLT_DURATION, .as.duration = d };
}

static bolt_value special_point(parser *p, const bolt_value *v)
{
    bolt_point *point = ARENA_NEW(p->arena, bolt_point);
    *point = (bolt_point){ int_at(v, 0), real_at(v, 1), real_at(v, 2), real_at(v, 3),
                           v->as.list.count > 3 };
    return (bolt_value){ .type = BOLT_POINT, .as.point = point };
}

static bolt_value special_vector(parser *p, const bolt_value *v)
{
    bolt_vector vector = { (bolt_vector_type)int_at(v, 0), bytes_of(p, text_at(v, 1)) };
    return (bolt_value){ .type = BOLT_VECTOR, .as.vector = vector };
}

static bolt_value special_node(parser *p)
{
    bolt_node *node = ARENA_NEW(p->arena, bolt_node);
    node->element_id = STR("0");
    return (bolt_value){ .type = BOLT_NODE, .as.node = node };
}

static bolt_value special_struct(parser *p, const bolt_value *v)
{
    bolt_struct *s = ARENA_NEW(p->arena, bolt_struct);
    s->tag = (uint8_t)int_at(v, 0);
    s->fields = v->as.list.items[1].as.list;
    return (bolt_value){ .type = BOLT_STRUCT, .as.structure = s };
}

static bolt_value special(parser *p, str tag, const bolt_value *v)
{
    bolt_value value;
    if (special_temporal(p, tag, v, &value))
        return value;
    if (str_eq(tag, STR("@bytes")))
        return bolt_bytes(bytes_of(p, v->as.string));
    if (str_eq(tag, STR("@float")))
        return special_float(v->as.string);
    if (str_eq(tag, STR("@uuid")))
        return (bolt_value){ .type = BOLT_UUID,
                             .as.uuid = (const uint8_t *)bytes_of(p, v->as.string).data };
    if (str_eq(tag, STR("@duration")))
        return special_duration(p, v);
    if (str_eq(tag, STR("@point")))
        return special_point(p, v);
    if (str_eq(tag, STR("@vector")))
        return special_vector(p, v);
    if (str_eq(tag, STR("@node")))
        return special_node(p);
    if (str_eq(tag, STR("@struct")))
        return special_struct(p, v);
    give_up(p, "unknown tag");
}

static bolt_value parse_value(parser *p)
{
    switch (peek(p)) {
    case '"':
        return bolt_string(parse_string(p));
    case '[':
        return parse_list(p);
    case '{': {
        bolt_value map = parse_map(p);
        const bolt_entry *only = map.as.map.count == 1 ? map.as.map.entries : NULL;
        return only && only->key.len && only->key.data[0] == '@'
                   ? special(p, only->key, &only->value)
                   : map;
    }
    default:
        break;
    }
    if (accept_word(p, STR("null")))
        return bolt_null();
    if (accept_word(p, STR("true")))
        return bolt_bool(true);
    if (accept_word(p, STR("false")))
        return bolt_bool(false);
    return parse_number(p);
}

bolt_value value_parse(str text, arena *a)
{
    parser p = { .text = text, .arena = a };
    bolt_value value = parse_value(&p);
    if (peek(&p) != '\0')
        give_up(&p, "something follows the value");
    return value;
}
