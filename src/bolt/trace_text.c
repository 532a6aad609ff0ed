#include "bolt/trace_text.h"

#include "base/utf8.h"
#include "bolt/trace_secret.h"
#include "bolt/trace_token.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TAG_HELLO = 0x01, TAG_RUN = 0x10, TAG_LOGON = 0x6A, TAG_RECORD = 0x71 };

typedef struct writer {
    buf *out;
    size_t limit;    /* of out->len */
    bool full;       /* nothing more is read or shown */
    const char *end; /* why, if it is for a reason of the message's own */
    unsigned quiet;  /* what is read is not shown */
    unsigned depth;
    bool secretive;
    str credentials;
    trace_reader reader;
} writer;

/* ---- Text ---- */

static void put(writer *w, str text)
{
    if (w->quiet || w->full)
        return;
    if (text.len > w->limit - w->out->len) {
        w->full = true;
        buf_text(w->out, "\xE2\x80\xA6");
        return;
    }
    buf_str(w->out, text);
}

static void put_text(writer *w, const char *text)
{
    put(w, str_from(text));
}

/* "…(65536 bytes)" */
static void put_more(writer *w, size_t count, const char *what)
{
    char text[64];
    snprintf(text, sizeof text, "\xE2\x80\xA6(%zu %s)", count, what);
    put_text(w, text);
}

/* Those that a terminal obeys, ends a line at, or changes the direction for. */
static bool needs_escape(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 ||
           (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

static void put_character(writer *w, uint32_t c, str bytes)
{
    char escape[8];
    if (c == '"' || c == '\\') {
        snprintf(escape, sizeof escape, "\\%c", (char)c);
        put_text(w, escape);
    } else if (needs_escape(c)) {
        snprintf(escape, sizeof escape, "\\u%04x", (unsigned)c);
        put_text(w, escape);
    } else if (c == UTF8_REPLACEMENT) {
        put_text(w, "\xEF\xBF\xBD");
    } else {
        put(w, bytes);
    }
}

static void put_part(writer *w, str text, size_t from, size_t to)
{
    for (size_t at = from; at < to;) {
        uint32_t c;
        size_t length = utf8_decode(str_from_index(text, at), &c);
        put_character(w, c, str_slice(text, at, at + length));
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

static void put_quoted(writer *w, str text, size_t most)
{
    size_t shown = text.len > most ? shown_of(text, most) : text.len, at = 0, begin, end;
    put_text(w, "\"");
    while (trace_find_login(text, at, &begin, &end) && begin < shown) {
        put_part(w, text, at, begin);
        put_text(w, TRACE_BLANK);
        at = end;
    }
    if (at < shown)
        put_part(w, text, at, shown);
    if (shown < text.len)
        put_more(w, text.len, "bytes");
    put_text(w, "\"");
}

static bool tells_secret(const writer *w, str text)
{
    bool ours = w->credentials.len > 0 && str_find(text, w->credentials, 0) != STR_NOT_FOUND;
    return ours || trace_is_key(text);
}

static void put_string(writer *w, str text)
{
    bool hidden = w->secretive || tells_secret(w, text);
    put_quoted(w, hidden ? STR(TRACE_BLANK) : text, TRACE_STRING_MAX);
}

static void put_statement(writer *w, str text)
{
    BUF_AUTO blanked = BUF_INIT(w->out->mem, 0);
    if (trace_is_secretive(text))
        trace_blank_statement(&blanked, text);
    else
        buf_str(&blanked, text);
    bool hidden = blanked.failed || tells_secret(w, buf_view(&blanked));
    put_quoted(w, hidden ? STR(TRACE_BLANK) : buf_view(&blanked), TRACE_STATEMENT_MAX);
}

static void put_hex(writer *w, str bytes)
{
    char digits[3];
    size_t shown = bytes.len > TRACE_BYTES_MAX ? TRACE_BYTES_MAX : bytes.len;
    for (size_t i = 0; i < shown; i++) {
        snprintf(digits, sizeof digits, "%02x", (unsigned)(uint8_t)bytes.data[i]);
        put_text(w, digits);
    }
    if (shown < bytes.len)
        put_more(w, bytes.len, "bytes");
}

static void put_special(writer *w, const char *tag, str bytes)
{
    put_text(w, "{\"@");
    put_text(w, tag);
    put_text(w, "\": \"");
    if (w->secretive)
        put_text(w, TRACE_BLANK);
    else
        put_hex(w, bytes);
    put_text(w, "\"}");
}

/* So that nobody takes it for an integer. */
static void put_float(writer *w, double real)
{
    char text[64];
    if (isnan(real) || isinf(real))
        snprintf(text, sizeof text, "{\"@float\": \"%s\"}",
                 isnan(real) ? "nan"
                 : real > 0  ? "inf"
                             : "-inf");
    else
        snprintf(text, sizeof text, "%.17g", real);
    put_text(w, text);
    if (!strpbrk(text, ".en"))
        put_text(w, ".0");
}

static void put_int(writer *w, int64_t number)
{
    char text[32];
    snprintf(text, sizeof text, "%" PRId64, number);
    put_text(w, text);
}

/* ---- Values ---- */

static void value(writer *w);

static void give_up(writer *w, const char *why)
{
    if (!w->full)
        w->end = why;
    w->full = true;
}

static void malformed(writer *w)
{
    give_up(w, "malformed");
}

static void hidden(writer *w, void (*read)(writer *w))
{
    put_text(w, "\"" TRACE_BLANK "\"");
    w->quiet++;
    read(w);
    w->quiet--;
}

/* Items beyond those that are shown are read all the same: something else may come behind them. */
static void items(writer *w, size_t count, void (*item)(writer *w))
{
    bool too_deep = ++w->depth > TRACE_DEPTH_MAX;
    for (size_t i = 0; i < count && !w->full && !too_deep; i++) {
        bool shown = i < TRACE_ITEMS_MAX;
        if (i > 0 && shown)
            put_text(w, ", ");
        w->quiet += !shown;
        item(w);
        w->quiet -= !shown;
    }
    if (too_deep)
        give_up(w, "nested too deep");
    else if (count > TRACE_ITEMS_MAX)
        put_more(w, count, "items");
    w->depth--;
}

/* Says what kind of thing it is, and no more. */
static bool is_harmless(str key)
{
    static const char *const keys[] = { "code",   "neo4j_code", "gql_status",    "type", "db",
                                        "server", "bookmark",   "connection_id", "mode" };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (str_eq(key, str_from(keys[i])))
            return true;
    return false;
}

/* Truth and nothing are no secrets: `credentials_expired: true`. */
static bool comes_harmless(const writer *w)
{
    trace_reader ahead = w->reader;
    trace_kind kind = trace_next(&ahead).kind;
    return kind == TRACE_NULL || kind == TRACE_BOOL || kind == TRACE_BROKEN;
}

/* `parameters` of a login with a scheme of the server's own may be anything. */
static bool tells_of_secret(str key)
{
    return trace_is_secretive(key) || str_eq(key, STR("parameters"));
}

static void entry(writer *w)
{
    trace_token key = trace_next(&w->reader);
    if (key.kind != TRACE_TEXT) {
        malformed(w);
        return;
    }
    put_quoted(w, key.bytes, TRACE_STRING_MAX);
    put_text(w, ": ");
    bool secretive = w->secretive;
    w->secretive = secretive && !is_harmless(key.bytes);
    if (tells_of_secret(key.bytes) && !comes_harmless(w))
        hidden(w, value);
    else
        value(w);
    w->secretive = secretive;
}

static void put_structure(writer *w, const trace_token *t)
{
    char tag[16];
    bool letter = t->tag > 0x20 && t->tag < 0x7F && t->tag != '"' && t->tag != '\\';
    if (letter)
        snprintf(tag, sizeof tag, "{\"@%c\": [", t->tag);
    else
        snprintf(tag, sizeof tag, "{\"@0x%02X\": [", (unsigned)t->tag);
    put_text(w, tag);
    items(w, t->count, value);
    put_text(w, "]}");
}

static void value(writer *w)
{
    trace_token t = trace_next(&w->reader);
    switch (t.kind) {
    case TRACE_NULL:
        put_text(w, "null");
        break;
    case TRACE_BOOL:
        put_text(w, t.number ? "true" : "false");
        break;
    case TRACE_INT:
        put_int(w, t.number);
        break;
    case TRACE_FLOAT:
        put_float(w, t.real);
        break;
    case TRACE_BYTES:
        put_special(w, "bytes", t.bytes);
        break;
    case TRACE_TEXT:
        put_string(w, t.bytes);
        break;
    case TRACE_LIST:
        put_text(w, "[");
        items(w, t.count, value);
        put_text(w, "]");
        break;
    case TRACE_MAP:
        put_text(w, "{");
        items(w, t.count, entry);
        put_text(w, "}");
        break;
    case TRACE_STRUCT:
        put_structure(w, &t);
        break;
    case TRACE_UUID:
        put_special(w, "uuid", t.bytes);
        break;
    case TRACE_BROKEN:
        malformed(w);
        break;
    }
}

/* ---- Messages ---- */

static const char *name_of(uint8_t tag, bool sent)
{
    static const struct {
        uint8_t tag;
        bool sent;
        const char *name;
    } names[] = {
        { 0x01, true, "HELLO" },    { 0x02, true, "GOODBYE" }, { 0x0F, true, "RESET" },
        { 0x10, true, "RUN" },      { 0x11, true, "BEGIN" },   { 0x12, true, "COMMIT" },
        { 0x13, true, "ROLLBACK" }, { 0x2F, true, "DISCARD" }, { 0x3F, true, "PULL" },
        { 0x66, true, "ROUTE" },    { 0x6A, true, "LOGON" },   { 0x6B, true, "LOGOFF" },
        { 0x70, false, "SUCCESS" }, { 0x71, false, "RECORD" }, { 0x7E, false, "IGNORED" },
        { 0x7F, false, "FAILURE" },
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].tag == tag && names[i].sent == sent)
            return names[i].name;
    return NULL;
}

static void put_name(writer *w, uint8_t tag, bool sent)
{
    char unknown[8];
    const char *name = name_of(tag, sent);
    snprintf(unknown, sizeof unknown, "0x%02X", (unsigned)tag);
    put_text(w, name ? name : unknown);
}

/* The parameters of a statement that deals with secrets are not shown, the rest of its RUN is. */
static void run_field(writer *w, size_t index)
{
    trace_reader ahead = w->reader;
    trace_token text = trace_next(&ahead);
    if (index == 0 && text.kind == TRACE_TEXT) {
        w->reader = ahead;
        put_statement(w, text.bytes);
        return;
    }
    bool secretive = w->secretive;
    w->secretive = secretive && index == 1;
    value(w);
    w->secretive = secretive;
}

static bool is_login(uint8_t tag)
{
    return tag == TAG_HELLO || tag == TAG_LOGON;
}

static bool comes_map(const writer *w)
{
    trace_reader ahead = w->reader;
    return trace_next(&ahead).kind == TRACE_MAP;
}

static void field(writer *w, uint8_t tag, bool sent, size_t index)
{
    put_text(w, " ");
    if (sent && is_login(tag) && !comes_map(w))
        hidden(w, value);
    else if (sent && tag == TAG_RUN)
        run_field(w, index);
    else
        value(w);
}

void trace_render(buf *out, str message, bool sent, trace_secrecy secrecy)
{
    writer w = { .out = out,
                 .limit = out->len + TRACE_LINE_MAX,
                 .secretive = secrecy.secretive,
                 .credentials = secrecy.credentials,
                 .reader = { .message = message } };
    trace_token head = trace_next(&w.reader);
    if (head.kind != TRACE_STRUCT) {
        put_text(&w, "no message: ");
        put_special(&w, "bytes", message);
        return;
    }
    put_name(&w, head.tag, sent);
    for (size_t i = 0; i < head.count && !w.full; i++)
        field(&w, head.tag, sent, i);
    if (w.reader.at < message.len)
        malformed(&w);
    if (w.end)
        buf_printf(out, "\xE2\x80\xA6(%s at byte %zu)", w.end, w.reader.at);
}

/* ---- Looking ahead ---- */

static void skip(trace_reader *r)
{
    for (size_t due = 1; due > 0; due--) {
        trace_token t = trace_next(r);
        if (t.kind == TRACE_BROKEN)
            return;
        bool items = t.kind == TRACE_LIST || t.kind == TRACE_MAP || t.kind == TRACE_STRUCT;
        due += items ? t.kind == TRACE_MAP ? 2 * t.count : t.count : 0;
    }
}

static str credentials_in(trace_reader *r)
{
    trace_token map = trace_next(r);
    for (size_t i = 0; map.kind == TRACE_MAP && i < map.count; i++) {
        trace_token key = trace_next(r);
        trace_reader ahead = *r;
        trace_token item = trace_next(&ahead);
        if (key.kind == TRACE_TEXT && str_eq(key.bytes, STR("credentials")))
            return item.kind == TRACE_TEXT ? item.bytes : STR_NONE;
        skip(r);
    }
    return STR_NONE;
}

trace_request trace_look_at_request(str message)
{
    trace_reader r = { .message = message };
    trace_token head = trace_next(&r);
    trace_request request = { .tag = head.tag, .is_run = head.tag == TAG_RUN };
    if (is_login(head.tag))
        request.credentials = credentials_in(&r);
    if (request.is_run) {
        trace_token text = trace_next(&r);
        request.secretive = text.kind != TRACE_TEXT || trace_is_secretive(text.bytes);
    }
    return request;
}

bool trace_is_summary(str message)
{
    trace_reader r = { .message = message };
    return trace_next(&r).tag != TAG_RECORD;
}
