#include "bolt/trace.h"

#include "base/clock.h"
#include "base/secret.h"
#include "bolt/channel.h"
#include "bolt/trace_text.h"

#include <string.h>
#include <time.h>

enum {
    TAG_GOODBYE = 0x02,
    CREDENTIALS_MIN = 6, /* bytes; what is shorter stands in much that is no secret */
    MICROSECONDS = 1000000,
};

struct bolt_tracer {
    bolt_trace_sink *sink;
    const allocator *mem;
    allocator secret; /* over `mem` */
    uint64_t number;
    str server;
    uint64_t begin; /* of the first message */
    bool opened, closed;
    bool blind; /* something has been missed: which answer belongs to what is not known any more */
    bolt_dechunker sent;
    buf credentials;
    bool secretive; /* the statement that was sent last */
    buf due; /* for each request that is not answered, whether its answer may tell a secret */
    size_t answered;
    buf text;
};

bolt_tracer *bolt_tracer_create(bolt_trace_sink *sink, const allocator *mem, str server)
{
    bolt_tracer *t = mem_new(mem, sizeof *t);
    if (!t)
        return NULL;
    *t = (bolt_tracer){ .sink = sink,
                        .mem = mem,
                        .secret = secret_memory(mem),
                        .number = atomic_fetch_add(&sink->connections, 1) + 1,
                        .server = server };
    bolt_dechunker_init(&t->sent, &t->secret, BOLT_REQUEST_LIMIT);
    t->credentials = t->text = t->due = (buf)BUF_INIT(&t->secret, 0);
    return t;
}

void bolt_tracer_destroy(bolt_tracer *t)
{
    if (!t)
        return;
    bolt_dechunker_finish(&t->sent);
    buf_free(&t->credentials);
    buf_free(&t->due);
    buf_free(&t->text);
    mem_free(t->mem, t);
}

/* What is in t->text. */
static void tell(bolt_tracer *t, bolt_trace_kind kind)
{
    bolt_trace_event event = { .kind = kind,
                               .connection = t->number,
                               .time_us = clock_utc_us(),
                               .server = { t->server.data, t->server.len } };
    buf_char(&t->text, '\0');
    if (t->text.failed)
        event.text = (bolt_text){ "(no memory for the text)", 24 };
    else
        event.text = (bolt_text){ t->text.data, t->text.len - 1 };
    t->sink->fn(t->sink->user, &event);
    buf_clear(&t->text);
}

void bolt_tracer_opened(bolt_tracer *t, const bolt_version *version, uint64_t position)
{
    if (!t)
        return;
    t->opened = true;
    t->begin = position;
    buf_printf(&t->text, "Bolt %u.%u with %.*s", version->major, version->minor,
               STR_ARG(t->server));
    tell(t, BOLT_TRACE_OPENED);
}

/* ---- Secrets ---- */

static void keep_credentials(bolt_tracer *t, str credentials)
{
    if (credentials.len < CREDENTIALS_MIN)
        return;
    buf_clear(&t->credentials);
    buf_str(&t->credentials, credentials);
    t->blind = t->blind || t->credentials.failed;
}

static trace_secrecy secrecy(const bolt_tracer *t, bool secretive)
{
    return (trace_secrecy){ .secretive = secretive || t->blind,
                            .credentials = buf_view(&t->credentials) };
}

static void note_due(bolt_tracer *t, const trace_request *request)
{
    if (request->tag == TAG_GOODBYE)
        return;
    bool login = request->credentials.len > 0 && request->credentials.len < CREDENTIALS_MIN;
    buf_char(&t->due, t->secretive || login ? 'x' : '-');
    t->blind = t->blind || t->due.failed;
}

static bool take_due(bolt_tracer *t, bool summary)
{
    if (t->answered >= t->due.len)
        return true;
    bool secretive = t->due.data[t->answered] == 'x';
    t->answered += summary;
    if (t->answered == t->due.len || t->answered > BOLT_READ_SIZE) {
        buf_consume(&t->due, t->answered);
        t->answered = 0;
    }
    return secretive;
}

/* ---- Messages ---- */

/* PULL and DISCARD belong to the statement before them, and so does what ends its transaction. */
static void tell_request(bolt_tracer *t, str message)
{
    trace_request request = trace_look_at_request(message);
    keep_credentials(t, request.credentials);
    if (request.is_run)
        t->secretive = request.secretive;
    note_due(t, &request);
    trace_render(&t->text, message, true, secrecy(t, request.secretive));
    tell(t, BOLT_TRACE_SENT);
}

static void tell_requests(bolt_tracer *t)
{
    str message;
    while (!bolt_dechunker_next(&t->sent, &message, NULL) && message.data)
        tell_request(t, message);
}

void bolt_tracer_sent(void *tracer, uint64_t position, const void *data, size_t size)
{
    bolt_tracer *t = tracer;
    uint64_t end = position + size;
    if (!t || !t->opened || end <= t->begin)
        return;
    size_t skipped = position < t->begin ? (size_t)(t->begin - position) : 0;
    char *room = bolt_dechunker_reserve(&t->sent, size - skipped);
    if (!room) {
        t->blind = true;
        buf_text(&t->text, "(no memory for what was sent)");
        tell(t, BOLT_TRACE_SENT);
        return;
    }
    memcpy(room, (const char *)data + skipped, size - skipped);
    bolt_dechunker_received(&t->sent, size - skipped);
    tell_requests(t);
}

void bolt_tracer_received(bolt_tracer *t, str message)
{
    if (!t)
        return;
    bool secretive = take_due(t, trace_is_summary(message));
    trace_render(&t->text, message, false, secrecy(t, secretive));
    tell(t, BOLT_TRACE_RECEIVED);
}

void bolt_tracer_closed(bolt_tracer *t, const char *reason)
{
    if (!t || !t->opened || t->closed)
        return;
    t->closed = true;
    buf_printf(&t->text, "closed%s%s", reason ? ": " : "", reason ? reason : "");
    tell(t, BOLT_TRACE_CLOSED);
}

/* ---- Lines ---- */

static const char *who(bolt_trace_kind kind)
{
    switch (kind) {
    case BOLT_TRACE_OPENED:
    case BOLT_TRACE_CLOSED:
        return "--";
    case BOLT_TRACE_SENT:
        return "C:";
    case BOLT_TRACE_RECEIVED:
        return "S:";
    }
    return "";
}

void bolt_trace_line(buf *out, const bolt_trace_event *event)
{
    time_t seconds = (time_t)(event->time_us / MICROSECONDS);
    struct tm utc;
    char time[32] = "";
    if (gmtime_r(&seconds, &utc))
        strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%S", &utc);
    buf_printf(out, "%s.%06dZ [%llu] %s %.*s", time, (int)(event->time_us % MICROSECONDS),
               (unsigned long long)event->connection, who(event->kind), (int)event->text.length,
               event->text.data);
}
