#include "bolt/trace_text.h"

#include "bolt/trace_put.h"
#include "bolt/trace_secret.h"
#include "bolt/trace_token.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TAG_HELLO = 0x01, TAG_RUN = 0x10, TAG_LOGON = 0x6A, TAG_RECORD = 0x71 };

typedef struct writer {
    trace_out to;
    const char *end; /* why nothing more is read, if it is for a reason of the message's own */
    unsigned depth;
    bool secretive;
    str credentials;
    trace_reader reader;
} writer;

/* ---- Text ---- */

static bool tells_secret(const writer *w, str text)
{
    bool ours = w->credentials.len > 0 && str_find(text, w->credentials, 0) != STR_NOT_FOUND;
    return ours || trace_is_key(text);
}

static void put_string(writer *w, str text)
{
    bool hidden = w->secretive || tells_secret(w, text);
    trace_put_quoted(&w->to, hidden ? STR(SECRETIVE_BLANK) : text, TRACE_STRING_MAX);
}

static void put_statement(writer *w, str text)
{
    BUF_AUTO blanked = BUF_INIT(w->to.out->mem, 0);
    if (secretive_is_about(text))
        trace_blank_statement(&blanked, text);
    else
        buf_str(&blanked, text);
    bool hidden = blanked.failed || tells_secret(w, buf_view(&blanked));
    trace_put_quoted(&w->to, hidden ? STR(SECRETIVE_BLANK) : buf_view(&blanked),
                     TRACE_STATEMENT_MAX);
}

static void put_special(writer *w, const char *tag, str bytes)
{
    trace_put_text(&w->to, "{\"@");
    trace_put_text(&w->to, tag);
    trace_put_text(&w->to, "\": \"");
    if (w->secretive)
        trace_put_text(&w->to, SECRETIVE_BLANK);
    else
        trace_put_hex(&w->to, bytes, TRACE_BYTES_MAX);
    trace_put_text(&w->to, "\"}");
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
    trace_put_text(&w->to, text);
    if (!strpbrk(text, ".en"))
        trace_put_text(&w->to, ".0");
}

static void put_int(writer *w, int64_t number)
{
    char text[32];
    snprintf(text, sizeof text, "%" PRId64, number);
    trace_put_text(&w->to, text);
}

/* ---- Values ---- */

static void value(writer *w);

static void give_up(writer *w, const char *why)
{
    if (!w->to.full)
        w->end = why;
    w->to.full = true;
}

static void malformed(writer *w)
{
    give_up(w, "malformed");
}

static void hidden(writer *w, void (*read)(writer *w))
{
    trace_put_text(&w->to, "\"" SECRETIVE_BLANK "\"");
    w->to.quiet++;
    read(w);
    w->to.quiet--;
}

/* Items beyond those that are shown are read all the same: something else may come behind them. */
static void items(writer *w, size_t count, void (*item)(writer *w))
{
    bool too_deep = ++w->depth > TRACE_DEPTH_MAX;
    for (size_t i = 0; i < count && !w->to.full && !too_deep; i++) {
        bool shown = i < TRACE_ITEMS_MAX;
        if (i > 0 && shown)
            trace_put_text(&w->to, ", ");
        w->to.quiet += !shown;
        item(w);
        w->to.quiet -= !shown;
    }
    if (too_deep)
        give_up(w, "nested too deep");
    else if (count > TRACE_ITEMS_MAX)
        trace_put_more(&w->to, count, "items");
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
    return secretive_is_about(key) || str_eq(key, STR("parameters"));
}

static void entry(writer *w)
{
    trace_token key = trace_next(&w->reader);
    if (key.kind != TRACE_TEXT) {
        malformed(w);
        return;
    }
    trace_put_quoted(&w->to, key.bytes, TRACE_STRING_MAX);
    trace_put_text(&w->to, ": ");
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
    trace_put_text(&w->to, tag);
    items(w, t->count, value);
    trace_put_text(&w->to, "]}");
}

static void value(writer *w)
{
    trace_token t = trace_next(&w->reader);
    switch (t.kind) {
    case TRACE_NULL:
        trace_put_text(&w->to, "null");
        break;
    case TRACE_BOOL:
        trace_put_text(&w->to, t.number ? "true" : "false");
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
        trace_put_text(&w->to, "[");
        items(w, t.count, value);
        trace_put_text(&w->to, "]");
        break;
    case TRACE_MAP:
        trace_put_text(&w->to, "{");
        items(w, t.count, entry);
        trace_put_text(&w->to, "}");
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
    trace_put_text(&w->to, name ? name : unknown);
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
    trace_put_text(&w->to, " ");
    if (sent && is_login(tag) && !comes_map(w))
        hidden(w, value);
    else if (sent && tag == TAG_RUN)
        run_field(w, index);
    else
        value(w);
}

void trace_render(buf *out, str message, bool sent, trace_secrecy secrecy)
{
    writer w = { .to = { .out = out, .limit = out->len + TRACE_LINE_MAX },
                 .secretive = secrecy.secretive,
                 .credentials = secrecy.credentials,
                 .reader = { .message = message } };
    trace_token head = trace_next(&w.reader);
    if (head.kind != TRACE_STRUCT) {
        trace_put_text(&w.to, "no message: ");
        put_special(&w, "bytes", message);
        return;
    }
    put_name(&w, head.tag, sent);
    for (size_t i = 0; i < head.count && !w.to.full; i++)
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
        request.secretive = text.kind != TRACE_TEXT || secretive_is_about(text.bytes);
    }
    return request;
}

bool trace_is_summary(str message)
{
    trace_reader r = { .message = message };
    return trace_next(&r).tag != TAG_RECORD;
}
