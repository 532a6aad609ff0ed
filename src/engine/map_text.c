#include "engine/map_text.h"

#include "base/utf8.h"
#include "cypher/quote.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void append_string(str text, buf *out)
{
    buf_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '"' || text.data[i] == '\\')
            buf_char(out, '\\');
        buf_char(out, text.data[i]);
    }
    buf_char(out, '"');
}

enum { NUMBER_SIZE = 32 };

/* The shortest text that reads back as the same number; whatever the locale, with a point. */
static void format_number(double number, char text[NUMBER_SIZE])
{
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, NUMBER_SIZE, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    for (char *c = text; *c; c++)
        if (!strchr("0123456789+-e", *c))
            *c = '.';
}

/* -1000000.0, 1.0E10: what the C library writes as 1e+10 is no number of Cypher. Neither are infinities. */
static void append_float(double number, buf *out)
{
    char text[NUMBER_SIZE];
    double magnitude = number < 0 ? -number : number;
    if (number - number != 0) {
        buf_text(out, "null");
        return;
    }
    if (magnitude < 1e7 && number == (double)(int64_t)number) {
        buf_printf(out, "%lld.0", (long long)number);
        return;
    }
    format_number(number, text);
    str exponent = str_from(text), digits = str_split(&exponent, 'e');
    buf_str(out, digits);
    if (str_find_char(digits, '.', 0) == STR_NOT_FOUND)
        buf_text(out, ".0");
    if (exponent.data)
        buf_printf(out, "E%ld", strtol(exponent.data, NULL, 10));
}

static void append_list(bolt_list list, buf *out)
{
    buf_char(out, '[');
    for (size_t i = 0; i < list.count; i++) {
        buf_text(out, i ? ", " : "");
        value_text(&list.items[i], out);
    }
    buf_char(out, ']');
}

void value_text(const bolt_value *value, buf *out)
{
    if (value->type == BOLT_STRING)
        append_string(value->as.string, out);
    else if (value->type == BOLT_INT)
        buf_printf(out, "%lld", (long long)value->as.integer);
    else if (value->type == BOLT_FLOAT)
        append_float(value->as.real, out);
    else if (value->type == BOLT_BOOL)
        buf_text(out, value->as.boolean ? "TRUE" : "FALSE");
    else if (value->type == BOLT_LIST)
        append_list(value->as.list, out);
    else if (value->type == BOLT_MAP)
        map_text(value->as.map, out);
    else
        buf_text(out, "null");
}

/* ---- The order of a map ---- */

/* Reason: no server tells so many options; they are looked at for each place in the table. */
enum { ORDERED_MAX = 64 };

/* The hash of a text in Java: over UTF-16, and spread over its lower half. */
static uint32_t hash(str text)
{
    uint32_t sum = 0, character;
    while (text.len > 0) {
        text = str_from_index(text, utf8_decode(text, &character));
        if (character > 0xFFFF) {
            character -= 0x10000;
            sum = sum * 31 + (0xD800 + (character >> 10));
            character = 0xDC00 + (character & 0x3FF);
        }
        sum = sum * 31 + character;
    }
    return sum ^ (sum >> 16);
}

/* Of a table for so many entries, as the Java driver makes it. */
static uint32_t table_size(size_t count)
{
    size_t wanted = count < 3 ? count + 1 : count * 4 / 3 + 1;
    uint32_t size = 1;
    while (size < wanted)
        size *= 2;
    return size;
}

static void append_entry(const bolt_entry *entry, size_t before, buf *out)
{
    buf_text(out, before ? ", " : "");
    cypher_quote_name(out, entry->key);
    buf_text(out, ": ");
    value_text(&entry->value, out);
}

/* Other tools write a map in the order of a hash table. Dumps should not differ from theirs. */
static void append_entries(bolt_map map, buf *out)
{
    uint32_t size = map.count > ORDERED_MAX ? 1 : table_size(map.count);
    size_t written = 0;
    for (uint32_t place = 0; place < size; place++)
        for (size_t i = 0; i < map.count; i++)
            if ((hash(map.entries[i].key) & (size - 1)) == place)
                append_entry(&map.entries[i], written++, out);
}

void map_text(bolt_map map, buf *out)
{
    buf_char(out, '{');
    append_entries(map, out);
    buf_char(out, '}');
}
