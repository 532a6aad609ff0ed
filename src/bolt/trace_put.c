#include "bolt/trace_put.h"

#include "base/utf8.h"
#include "bolt/trace_secret.h"

#include <stdio.h>

static void put(trace_out *o, str text)
{
    if (o->quiet || o->full)
        return;
    if (text.len > o->limit - o->out->len) {
        o->full = true;
        buf_text(o->out, "\xE2\x80\xA6");
        return;
    }
    buf_str(o->out, text);
}

void trace_put_text(trace_out *o, const char *text)
{
    put(o, str_from(text));
}

void trace_put_more(trace_out *o, size_t count, const char *what)
{
    char text[64];
    snprintf(text, sizeof text, "\xE2\x80\xA6(%zu %s)", count, what);
    trace_put_text(o, text);
}

/* Those that a terminal obeys, ends a line at, or changes the direction for. */
static bool needs_escape(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 ||
           (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

static void put_character(trace_out *o, uint32_t c, str bytes)
{
    char escape[8];
    if (c == '"' || c == '\\') {
        snprintf(escape, sizeof escape, "\\%c", (char)c);
        trace_put_text(o, escape);
    } else if (needs_escape(c)) {
        snprintf(escape, sizeof escape, "\\u%04x", (unsigned)c);
        trace_put_text(o, escape);
    } else if (c == UTF8_REPLACEMENT) {
        trace_put_text(o, "\xEF\xBF\xBD");
    } else {
        put(o, bytes);
    }
}

static void put_part(trace_out *o, str text, size_t from, size_t to)
{
    for (size_t at = from; at < to;) {
        uint32_t c;
        size_t length = utf8_decode(str_from_index(text, at), &c);
        put_character(o, c, str_slice(text, at, at + length));
        at += length;
    }
}

/* So much of the text that no character is cut. */
static size_t shown_of(str text, size_t most)
{
    size_t at = 0;
    for (uint32_t c; at < text.len;) {
        size_t length = utf8_decode(str_from_index(text, at), &c);
        if (at + length > most)
            break;
        at += length;
    }
    return at;
}

void trace_put_quoted(trace_out *o, str text, size_t most)
{
    size_t shown = text.len > most ? shown_of(text, most) : text.len, at = 0, begin, end;
    trace_put_text(o, "\"");
    while (secretive_find_login(text, at, &begin, &end) && begin < shown) {
        put_part(o, text, at, begin);
        trace_put_text(o, SECRETIVE_BLANK);
        at = end;
    }
    if (at < shown)
        put_part(o, text, at, shown);
    if (shown < text.len)
        trace_put_more(o, text.len, "bytes");
    trace_put_text(o, "\"");
}

void trace_put_hex(trace_out *o, str bytes, size_t most)
{
    char digits[3];
    size_t shown = bytes.len > most ? most : bytes.len;
    for (size_t i = 0; i < shown; i++) {
        snprintf(digits, sizeof digits, "%02x", (unsigned)(uint8_t)bytes.data[i]);
        trace_put_text(o, digits);
    }
    if (shown < bytes.len)
        trace_put_more(o, bytes.len, "bytes");
}
