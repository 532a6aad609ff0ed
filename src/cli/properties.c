#include "cli/properties.h"

#include "base/utf8.h"

#include <string.h>

typedef struct parser {
    arena *memory;
    str rest;
    uint32_t line; /* of what comes next */
    uint32_t key_line;
    cli_properties found;
    size_t capacity;
} parser;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

static void skip_blanks(str *s)
{
    while (s->len > 0 && is_blank(s->data[0]))
        *s = str_from_index(*s, 1);
}

static void append_code(buf *out, uint32_t code)
{
    if (code < 0x80) {
        buf_char(out, (char)code);
    } else if (code < 0x800) {
        buf_char(out, (char)(0xC0 | code >> 6));
        buf_char(out, (char)(0x80 | (code & 0x3F)));
    } else if (code < 0x10000) {
        buf_char(out, (char)(0xE0 | code >> 12));
        buf_char(out, (char)(0x80 | (code >> 6 & 0x3F)));
        buf_char(out, (char)(0x80 | (code & 0x3F)));
    } else {
        buf_char(out, (char)(0xF0 | code >> 18));
        buf_char(out, (char)(0x80 | (code >> 12 & 0x3F)));
        buf_char(out, (char)(0x80 | (code >> 6 & 0x3F)));
        buf_char(out, (char)(0x80 | (code & 0x3F)));
    }
}

static status to_utf8(str text, arena *a, str *out, error *err)
{
    if (str_starts(text, STR("\xEF\xBB\xBF")))
        text = str_from_index(text, 3);
    if (utf8_is_valid(text)) {
        *out = text;
        return ST_OK;
    }
    BUF_AUTO converted = BUF_INIT(a->mem, 2 * text.len + 1);
    for (size_t i = 0; i < text.len; i++)
        append_code(&converted, (unsigned char)text.data[i]);
    return buf_finish(&converted, a, out, err);
}

/* One line as it stands in the file, without its end. */
static str next_natural_line(parser *p)
{
    size_t end = 0;
    while (end < p->rest.len && p->rest.data[end] != '\n' && p->rest.data[end] != '\r')
        end++;
    str found = str_slice(p->rest, 0, end);
    bool crlf = str_starts(str_from_index(p->rest, end), STR("\r\n"));
    p->rest = str_from_index(p->rest, end + (crlf ? 2 : 1));
    p->line++;
    skip_blanks(&found);
    return found;
}

static bool continues(str line)
{
    size_t slashes = 0;
    while (slashes < line.len && line.data[line.len - 1 - slashes] == '\\')
        slashes++;
    return slashes % 2 == 1;
}

/* A line with everything that continues it; comments and blank lines come out empty. */
static void next_logical_line(parser *p, buf *out)
{
    str line = next_natural_line(p);
    p->key_line = p->line;
    if (line.len > 0 && (line.data[0] == '#' || line.data[0] == '!'))
        return;
    while (continues(line)) {
        buf_str(out, str_slice(line, 0, line.len - 1));
        if (p->rest.len == 0)
            return;
        line = next_natural_line(p);
    }
    buf_str(out, line);
}

/* The length of the key, escapes included. */
static size_t key_end(str line)
{
    size_t i = 0;
    while (i < line.len && line.data[i] != '=' && line.data[i] != ':' && !is_blank(line.data[i]))
        i += line.data[i] == '\\' ? 2 : 1;
    return i < line.len ? i : line.len;
}

static str value_after(str line, size_t end)
{
    str value = str_from_index(line, end);
    skip_blanks(&value);
    if (value.len > 0 && (value.data[0] == '=' || value.data[0] == ':'))
        value = str_from_index(value, 1);
    skip_blanks(&value);
    return value;
}

static int hex_digit(char c)
{
    c = char_lower(c);
    return char_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool take_unit(str *text, uint32_t *out)
{
    uint32_t unit = 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = i < text->len ? hex_digit(text->data[i]) : -1;
        if (digit < 0)
            return false;
        unit = unit << 4 | (uint32_t)digit;
    }
    *text = str_from_index(*text, 6);
    *out = unit;
    return true;
}

/* Two escapes make one character when they are a surrogate pair; a lone half is no character. */
static bool take_unicode(str *text, uint32_t *out)
{
    uint32_t high, low;
    if (!take_unit(text, &high))
        return false;
    *out = high >= 0xD800 && high <= 0xDFFF ? UTF8_REPLACEMENT : high;
    str after = *text;
    bool pair = high >= 0xD800 && high <= 0xDBFF && str_starts(after, STR("\\u")) &&
                take_unit(&after, &low) && low >= 0xDC00 && low <= 0xDFFF;
    if (pair) {
        *out = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        *text = after;
    }
    return true;
}

static char unescape(char c)
{
    switch (c) {
    case 't':
        return '\t';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 'f':
        return '\f';
    default:
        return c;
    }
}

static status unescape_into(parser *p, str text, str *out, error *err)
{
    BUF_AUTO plain = BUF_INIT(p->memory->mem, text.len + 1);
    while (text.len > 0) {
        uint32_t code;
        if (text.data[0] != '\\' || text.len == 1) {
            buf_char(&plain, text.data[0]);
            text = str_from_index(text, 1);
        } else if (text.data[1] != 'u') {
            buf_char(&plain, unescape(text.data[1]));
            text = str_from_index(text, 2);
        } else if (take_unicode(&text, &code)) {
            append_code(&plain, code);
        } else {
            status st = fail(err, ST_PARSE, "\"\\u\" wants four hexadecimal digits behind it");
            if (err)
                err->line = p->key_line;
            return st;
        }
    }
    return buf_finish(&plain, p->memory, out, err);
}

static status add(parser *p, str line, error *err)
{
    cli_property property = { .line = p->key_line };
    size_t end = key_end(line);
    status st = unescape_into(p, str_slice(line, 0, end), &property.key, err);
    if (!st)
        st = unescape_into(p, value_after(line, end), &property.value, err);
    if (st)
        return st;
    cli_property *grown =
        arena_grow(p->memory, p->found.items, p->found.count, &p->capacity, sizeof *grown);
    if (!grown)
        return fail_no_memory(err);
    p->found.items = grown;
    p->found.items[p->found.count++] = property;
    return ST_OK;
}

status cli_properties_parse(str text, arena *a, cli_properties *out, error *err)
{
    parser p = { .memory = a };
    status st = to_utf8(text, a, &p.rest, err);
    BUF_AUTO line = BUF_INIT(a->mem, p.rest.len + 1);
    while (!st && p.rest.len > 0) {
        buf_clear(&line);
        next_logical_line(&p, &line);
        if (line.failed)
            return fail_no_memory(err);
        if (line.len > 0)
            st = add(&p, buf_view(&line), err);
    }
    if (!st)
        *out = p.found;
    return st;
}

/* ---- Writing ---- */

static void append_unicode(buf *out, uint32_t code)
{
    if (code >= 0x10000) {
        code -= 0x10000;
        buf_printf(out, "\\u%04X\\u%04X", (unsigned)(0xD800 + (code >> 10)),
                   (unsigned)(0xDC00 + (code & 0x3FF)));
    } else {
        buf_printf(out, "\\u%04X", (unsigned)code);
    }
}

/* As Java writes them: with more escapes than reading needs. */
static void append_escaped(buf *out, str text, bool is_key)
{
    static const char SPECIAL[] = "\t\n\r\f", NAMES[] = "tnrf";
    for (size_t at = 0, length; at < text.len; at += length) {
        uint32_t code;
        length = utf8_decode(str_from_index(text, at), &code);
        char c = text.data[at];
        const char *special = c ? strchr(SPECIAL, c) : NULL;
        if (code > 0x7E || (code < ' ' && !special)) {
            append_unicode(out, code);
            continue;
        }
        if (special || strchr("\\:=#!", c) || (c == ' ' && (is_key || at == 0)))
            buf_char(out, '\\');
        buf_char(out, special ? NAMES[special - SPECIAL] : c);
    }
}

void cli_property_render(str key, str value, buf *out)
{
    append_escaped(out, key, true);
    buf_char(out, '=');
    append_escaped(out, value, false);
    buf_char(out, '\n');
}
