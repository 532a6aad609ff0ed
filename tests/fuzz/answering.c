#include "answering.h"

#include "fuzz.h"
#include "witness.h"

#include "bolt/message.h"
#include "bolt/version.h"

#include <string.h>

enum {
    HELLO = 0x01,
    GOODBYE = 0x02,
    RUN = 0x10,
    COMMIT = 0x12,
    PULL = 0x3F,
    ROUTE = 0x66,
    DUE_MAX = 4096,
    ANSWERS_MAX = 4096,
    BATCH = 2000, /* of NOOPs */
};

typedef struct line {
    bolt_transport base;
    answering *all;
    buf heard; /* not looked at yet */
    buf said;  /* not received yet */
    size_t read;
    size_t greeting; /* bytes of the handshake that are still to be heard */
    uint8_t due[DUE_MAX];
    size_t due_count, answers;
    bool greeted, left, closed;
} line;

/* ---- Hearing ---- */

static void hear(line *l, const witness *message)
{
    FUZZ_CHECK(message && message->kind == 't');
    FUZZ_CHECK(!l->left && (l->greeted || message->number == HELLO || message->number == GOODBYE));
    l->greeted = true;
    l->left = message->number == GOODBYE;
    l->all->commits += message->number == COMMIT;
    if (l->left)
        return;
    FUZZ_CHECK(l->due_count < DUE_MAX);
    l->due[l->due_count++] = (uint8_t)message->number;
}

/* The size of the first message with its chunks; 0 when not all of it is there. */
static size_t message_size(str bytes)
{
    size_t at = 0;
    while (at + 2 <= bytes.len) {
        size_t chunk =
            (size_t)(unsigned char)bytes.data[at] << 8 | (unsigned char)bytes.data[at + 1];
        at += 2 + chunk;
        if (chunk == 0)
            return at;
    }
    return 0;
}

static void hear_messages(line *l)
{
    for (size_t size; (size = message_size(buf_view(&l->heard))) > 0;) {
        ARENA_AUTO a = ARENA_INIT(NULL, 0);
        hear(l, witness_read_chunks(str_slice(buf_view(&l->heard), 0, size), &a));
        buf_consume(&l->heard, size);
    }
}

static bolt_io line_send(bolt_transport *transport, const void *data, size_t size)
{
    line *l = (line *)transport;
    size_t greeting = size < l->greeting ? size : l->greeting;
    if (l->closed)
        return (bolt_io){ .closed = true, .reason = "broken" };
    l->greeting -= greeting;
    buf_append(&l->heard, (const char *)data + greeting, size - greeting);
    hear_messages(l);
    return (bolt_io){ .moved = size };
}

/* ---- Saying ---- */

static void say_message(line *l, str message)
{
    char head[] = { (char)(unsigned char)(message.len >> 8), (char)(unsigned char)message.len };
    buf_append(&l->said, head, 2);
    buf_str(&l->said, message);
    buf_append(&l->said, "\0", 2);
    unsigned tag = message.len > 1 ? (unsigned char)message.data[1] : 0;
    if (tag != 0x70 && tag != 0x7E && tag != 0x7F)
        return;
    if (l->due_count == 0)
        return;
    l->all->confirmed += tag == 0x70 && l->due[0] == COMMIT;
    memmove(l->due, l->due + 1, --l->due_count);
}

#define SAY(l, literal) say_message((l), STR(literal))

#define ADDRESSES                                                                                  \
    "\xD6"                                                                                         \
    "\0\0\0\2"                                                                                     \
    "\x83"                                                                                         \
    "a:1"                                                                                          \
    "\x83"                                                                                         \
    "b:1"
#define SERVER(role)                                                                               \
    "\xA2\x84"                                                                                     \
    "role" role "\x89"                                                                             \
    "addresses" ADDRESSES
#define TABLE(servers)                                                                             \
    "\xB1\x70\xA1\x82"                                                                             \
    "rt\xA3\x83"                                                                                   \
    "ttl\xC9\1\x2C\x82"                                                                            \
    "db\x84"                                                                                       \
    "home\x87"                                                                                     \
    "servers" servers
#define ALL_ROLES                                                                                  \
    "\x93" SERVER("\x85"                                                                           \
                  "ROUTE") SERVER("\x84"                                                           \
                                  "READ") SERVER("\x85"                                            \
                                                 "WRITE")
#define NO_WRITER                                                                                  \
    "\x92" SERVER("\x85"                                                                           \
                  "ROUTE") SERVER("\x84"                                                           \
                                  "READ")

static void say_politely(line *l)
{
    switch (l->due_count ? l->due[0] : 0) {
    case RUN:
        SAY(l, "\xB1\x70\xA1\x86"
               "fields\x91\x81x");
        break;
    case PULL:
        SAY(l, "\xB1\x71\x91\x01");
        SAY(l, "\xB1\x70\xA1\x84"
               "type\x81r");
        break;
    case ROUTE:
        SAY(l, TABLE(ALL_ROLES));
        break;
    case COMMIT:
        SAY(l, "\xB1\x70\xA1\x88"
               "bookmark\x82"
               "b1");
        break;
    default:
        SAY(l, "\xB1\x70\xA0");
        break;
    }
}

static void say_failure(line *l, str code)
{
    BUF_AUTO message = BUF_INIT(NULL, 0);
    buf_append(&message,
               "\xB1\x7F\xA3\x84"
               "code\xD0",
               9);
    buf_char(&message, (char)code.len);
    buf_str(&message, code);
    buf_str(&message, STR("\x8A"
                          "neo4j_code\xD0"));
    buf_char(&message, (char)code.len);
    buf_str(&message, code);
    buf_str(&message, STR("\x87"
                          "message\xD0\x22"
                          "no (line 1, column 2 (offset: 1))\n\""));
    say_message(l, buf_view(&message));
}

static void say_bytes(line *l, bool framed)
{
    source *s = l->all->script;
    size_t size = source_byte(s), left = (size_t)(s->end - s->at);
    str bytes = { (const char *)s->at, size < left ? size : left };
    s->at += bytes.len;
    if (framed && bytes.len) {
        say_message(l, bytes);
        return;
    }
    buf_str(&l->said, bytes);
    l->all->incoherent = true;
}

static void say_what_the_bytes_say(line *l)
{
    switch (source_byte(l->all->script)) {
    case 0:
        SAY(l, "\xB1\x70\xA0");
        break;
    case 1:
        SAY(l, "\xB1\x71\x91\x01");
        break;
    case 2:
        SAY(l, "\xB1\x71\x92\x01\x02");
        break;
    case 3:
        SAY(l, "\xB1\x70\xA1\x88"
               "has_more\xC3");
        break;
    case 4:
        SAY(l, "\xB1\x70\xA3\x86"
               "fields\x92\x81x\x81y\x83qid\x05\x82"
               "db\x84home");
        break;
    case 5:
        SAY(l, "\xB0\x7E");
        break;
    case 6:
        say_failure(l, STR("Neo.TransientError.Transaction.DeadlockDetected"));
        break;
    case 7:
        say_failure(l, STR("Neo.ClientError.Statement.SyntaxError"));
        break;
    case 8:
        say_failure(l, STR("Neo.ClientError.Security.AuthorizationExpired"));
        break;
    case 9:
        say_failure(l, STR("Neo.ClientError.Security.Unauthorized"));
        break;
    case 10:
        say_failure(l, STR("Neo.ClientError.Cluster.NotALeader"));
        break;
    case 11:
        say_failure(l, STR("Neo.TransientError.General.DatabaseUnavailable"));
        break;
    case 12:
        say_failure(l, STR("Neo.ClientError.Database.DatabaseNotFound"));
        break;
    case 13:
        SAY(l, TABLE(NO_WRITER));
        break;
    case 14:
        SAY(l, "\xB1\x70\xA2\x8A"
               "patch_bolt\x91\x83utc\x85hints\xA1\xD0\x1F"
               "connection.recv_timeout_seconds\x05");
        break;
    case 15:
        buf_append(&l->said, "\0\0\0\0", 4);
        break;
    case 16:
        say_bytes(l, true);
        break;
    case 17:
        say_bytes(l, false);
        break;
    case 18:
        l->closed = true;
        break;
    default:
        say_politely(l);
        break;
    }
}

static void answer(line *l)
{
    answering *all = l->all;
    if (l->answers++ == ANSWERS_MAX) {
        l->closed = true;
    } else if (all->script->at < all->script->end) {
        say_what_the_bytes_say(l);
    } else if (all->polite > 0) {
        all->polite--;
        say_politely(l);
    } else {
        l->closed = true;
    }
}

/* Nothing is said to somebody who has asked nothing, so that silence can be seen as well. */
static bolt_io line_recv(bolt_transport *transport, void *room, size_t size)
{
    line *l = (line *)transport;
    answering *all = l->all;
    if (all->stop_after > 0 && --all->stop_after == 0)
        cancel_request(all->stop);
    while (l->read == l->said.len && !l->closed && l->due_count > 0)
        answer(l);
    size_t moved = l->said.len - l->read;
    if (moved == 0)
        return l->closed ? (bolt_io){ .closed = true } : (bolt_io){ .events = POLLIN };
    if (moved > size)
        moved = size;
    if (all->slice && moved > all->slice)
        moved = all->slice;
    memcpy(room, l->said.data + l->read, moved);
    l->read += moved;
    return (bolt_io){ .moved = moved };
}

static int line_fd(const bolt_transport *transport)
{
    (void)transport;
    return -1;
}

static void line_close(bolt_transport *transport)
{
    line *l = (line *)transport;
    l->all->open--;
    buf_free(&l->heard);
    buf_free(&l->said);
    mem_free(NULL, l);
}

/* Bolt 6 is agreed upon by a manifest, which the client answers with the version and no capabilities. */
static void greet(line *l)
{
    const char major = (char)l->all->major, minor = (char)l->all->minor;
    l->greeting = BOLT_HANDSHAKE_SIZE;
    if (major < 6) {
        buf_append(&l->said, (const char[]){ 0, 0, minor, major }, 4);
        return;
    }
    l->greeting += BOLT_ANSWER_SIZE;
    buf_append(&l->said, (const char[]){ 0, 0, 1, '\xFF', 1, 0, 0, minor, major, 0 }, 10);
}

status answering_dial(void *user, const bolt_address *server, const bolt_wait *wait,
                      int64_t deadline, bolt_transport **out, error *err)
{
    static const bolt_transport_ops ops = { line_send, line_recv, line_fd, line_close };
    answering *all = user;
    (void)server;
    (void)wait;
    (void)deadline;
    if (source_byte(all->script) == UINT8_MAX) {
        fail(err, ST_CONNECTION, "nobody there");
        err->retryable = true;
        return ST_CONNECTION;
    }
    line *l = mem_new(NULL, sizeof *l);
    l->base.ops = &ops;
    l->all = all;
    l->heard = l->said = (buf)BUF_INIT(NULL, 0);
    greet(l);
    all->open++;
    *out = &l->base;
    return ST_OK;
}
