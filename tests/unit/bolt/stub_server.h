/* A server in memory that plays a script, and notes what it hears.
 *
 * A script is the version to be agreed upon, then groups of answers: `5.4 | ok; ok; fields x; row
 * 1; ok`. A group becomes readable when the client has sent something since the group before; what
 * the client sent until then is noted in `heard` as names of messages, with a `|` where a group was
 * answered.
 *
 *     ok               SUCCESS {}
 *     is KEY TEXT      SUCCESS {KEY: "TEXT"}
 *     number KEY N     SUCCESS {KEY: N}
 *     more             SUCCESS {has_more: true}
 *     fields A B ...   SUCCESS {fields: [A, B, ...]}
 *     row 1 2 ...      RECORD [1, 2, ...]
 *     fail CODE        FAILURE {code: CODE, message: "no"}
 *     ignored          IGNORED
 *     noop             an empty chunk
 *     bytes HEX        as they are
 *     close            the end of the stream follows
 *     silence          nothing follows, whatever the client says
 *     polite [N]       from now on every request is answered, rows are [1], and N batches of
 *                      those that are pulled in batches are not the last (the last group)
 *
 * After the last group the stream ends as soon as the client says something. */
#ifndef STUB_SERVER_H
#define STUB_SERVER_H

#include "bolt/access.h"
#include "bolt/notation.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

enum { STUB_GROUPS = 32, STUB_CONNECTIONS = 8 };

typedef struct stub_server {
    const char *scripts[STUB_CONNECTIONS]; /* one for each connection; then: connection refused */
    size_t connections;
    size_t open;
    size_t slice; /* bytes for each recv; 0: all there are */
    size_t cut;   /* the stream ends after so many bytes in all */
    size_t delivered;
    size_t commits;                             /* heard */
    void (*on_group)(void *user, size_t group); /* called before a group is read */
    void *user;
    buf heard;
} stub_server;

typedef struct stub_transport {
    bolt_transport base;
    stub_server *server;
    buf bytes;
    size_t ends[STUB_GROUPS];
    size_t groups, group, read;
    bool spoken_to, silent, closes, polite;
    uint64_t batches; /* of a polite server, before the last */
    size_t greeting;  /* bytes of the handshake that are still to come */
    bolt_dechunker in;
} stub_transport;

static inline str stub_word(str *rest)
{
    *rest = str_trim(*rest);
    return str_split(rest, ' ');
}

static inline void stub_reply(buf *out, uint8_t tag, const bolt_value *field)
{
    bolt_packer p;
    size_t begin = bolt_chunk_begin(out);
    bolt_packer_init(&p, out, bolt_version_find(5, 4), NULL);
    bolt_pack_struct(&p, tag, field ? 1 : 0);
    if (field)
        bolt_pack_value(&p, field);
    cr_assert_eq(bolt_packer_finish(&p), ST_OK);
    bolt_chunk_end(out, begin);
}

static inline void stub_success(buf *out, str key, bolt_value value)
{
    bolt_entry entry = { key, value };
    bolt_value map = bolt_map_of(&entry, key.len ? 1 : 0);
    stub_reply(out, BOLT_REPLY_SUCCESS, &map);
}

static inline size_t stub_items(str rest, bool numbers, bolt_value items[16])
{
    size_t count = 0;
    for (str word; rest.len > 0 && (word = stub_word(&rest)).len > 0; count++) {
        uint64_t number = 0;
        cr_assert(!numbers || str_to_u64(word, &number));
        items[count] = numbers ? bolt_int((int64_t)number) : bolt_string(word);
    }
    return count;
}

static inline void stub_failure(buf *out, str code)
{
    bolt_entry entries[] = { { STR("code"), bolt_string(code) },
                             { STR("message"), bolt_string(STR("no")) } };
    bolt_value map = bolt_map_of(entries, 2);
    stub_reply(out, BOLT_REPLY_FAILURE, &map);
}

static inline void stub_answer(stub_transport *t, str line)
{
    buf *out = &t->bytes;
    bolt_value items[16], list;
    uint64_t number;
    str verb = stub_word(&line);
    if (str_eq(verb, STR("ok"))) {
        stub_success(out, STR_NONE, bolt_null());
    } else if (str_eq(verb, STR("is"))) {
        str key = stub_word(&line);
        stub_success(out, key, bolt_string(stub_word(&line)));
    } else if (str_eq(verb, STR("number"))) {
        str key = stub_word(&line);
        cr_assert(str_to_u64(stub_word(&line), &number));
        stub_success(out, key, bolt_int((int64_t)number));
    } else if (str_eq(verb, STR("more"))) {
        stub_success(out, STR("has_more"), bolt_bool(true));
    } else if (str_eq(verb, STR("fields"))) {
        stub_success(out, verb, bolt_list_of(items, stub_items(line, false, items)));
    } else if (str_eq(verb, STR("row"))) {
        list = bolt_list_of(items, stub_items(line, true, items));
        stub_reply(out, BOLT_REPLY_RECORD, &list);
    } else if (str_eq(verb, STR("fail"))) {
        stub_failure(out, stub_word(&line));
    } else if (str_eq(verb, STR("ignored"))) {
        stub_reply(out, BOLT_REPLY_IGNORED, NULL);
    } else if (str_eq(verb, STR("noop"))) {
        buf_append(out, "\0", 2);
    } else if (str_eq(verb, STR("bytes"))) {
        cr_assert(read_hex(line, out));
    } else if (str_eq(verb, STR("silence"))) {
        t->silent = true;
    } else if (str_eq(verb, STR("polite"))) {
        t->polite = true;
        if (line.len > 0)
            cr_assert(str_to_u64(line, &t->batches));
    } else if (str_eq(verb, STR("close"))) {
        t->closes = true;
    } else {
        cr_assert_fail("what is %.*s?", STR_ARG(verb));
    }
}

/* Bolt 6 is agreed upon by a manifest, which the client answers with the version and no capabilities. */
static inline void stub_choose(stub_transport *t, char major, char minor)
{
    t->greeting = BOLT_HANDSHAKE_SIZE;
    if (major < 6) {
        buf_append(&t->bytes, (const char[]){ 0, 0, minor, major }, 4);
        return;
    }
    buf_append(&t->bytes, (const char[]){ 0, 0, 1, '\xFF', 1, 0, 0, minor, major, 0 }, 10);
    t->greeting += 5;
}

static inline void stub_read_script(stub_transport *t, str script)
{
    while (script.data) {
        str group = str_split(&script, '|');
        while (group.data && t->groups > 0) {
            str line = str_trim(str_split(&group, ';'));
            if (line.len > 0)
                stub_answer(t, line);
        }
        if (t->groups == 0) {
            str version = str_trim(group);
            stub_choose(t, (char)(version.data[0] - '0'), (char)(version.data[2] - '0'));
        }
        t->ends[t->groups++] = t->bytes.len;
    }
    cr_assert_not(t->bytes.failed);
}

static inline const char *stub_name(unsigned char tag)
{
    switch (tag) {
    case 0x01:
        return "HELLO";
    case 0x02:
        return "GOODBYE";
    case 0x0F:
        return "RESET";
    case 0x10:
        return "RUN";
    case 0x11:
        return "BEGIN";
    case 0x12:
        return "COMMIT";
    case 0x13:
        return "ROLLBACK";
    case 0x2F:
        return "DISCARD";
    case 0x3F:
        return "PULL";
    case 0x6A:
        return "LOGON";
    default:
        return "?";
    }
}

static inline bool stub_has_more(stub_transport *t, str pull)
{
    static const char everything[] = "\xB1\x3F\xA1\x81n\xFF";
    if (t->batches == 0 || str_eq(pull, str_from(everything)))
        return false;
    t->batches--;
    return true;
}

static inline void stub_be_polite(stub_transport *t, const char *request, str message)
{
    if (!strcmp(request, "RUN")) {
        stub_answer(t, STR("fields x"));
    } else if (!strcmp(request, "PULL")) {
        stub_answer(t, STR("row 1"));
        stub_answer(t, stub_has_more(t, message) ? STR("more") : STR("is type r"));
    } else if (!strcmp(request, "COMMIT")) {
        stub_answer(t, STR("is bookmark b"));
    } else if (strcmp(request, "GOODBYE") != 0) {
        stub_answer(t, STR("ok"));
    }
    t->ends[t->groups - 1] = t->bytes.len;
}

static inline void stub_take(stub_transport *t, str message)
{
    const char *request = stub_name((unsigned char)message.data[1]);
    buf_printf(&t->server->heard, "%s ", request);
    t->server->commits += !strcmp(request, "COMMIT");
    if (t->polite && t->group + 1 >= t->groups)
        stub_be_polite(t, request, message);
}

static inline void stub_hear(stub_transport *t, const char *data, size_t size)
{
    str message;
    size_t greeting = size < t->greeting ? size : t->greeting;
    t->greeting -= greeting;
    size -= greeting;
    if (size == 0)
        return;
    memcpy(bolt_dechunker_reserve(&t->in, size), data + greeting, size);
    bolt_dechunker_received(&t->in, size);
    while (!bolt_dechunker_next(&t->in, &message, NULL) && message.data)
        stub_take(t, message);
}

static inline bolt_io stub_send(bolt_transport *transport, const void *data, size_t size)
{
    stub_transport *t = (stub_transport *)transport;
    t->spoken_to = true;
    stub_hear(t, data, size);
    return (bolt_io){ .moved = size };
}

static inline bool stub_is_readable(stub_transport *t)
{
    if (t->group > 0 && t->read < t->ends[t->group - 1])
        return true;
    if (!t->spoken_to || t->group == t->groups)
        return false;
    if (t->server->on_group)
        t->server->on_group(t->server->user, t->group);
    t->spoken_to = false;
    t->group++;
    if (t->group > 1)
        buf_text(&t->server->heard, "| ");
    return t->read < t->ends[t->group - 1];
}

static inline bolt_io stub_recv(bolt_transport *transport, void *room, size_t size)
{
    stub_transport *t = (stub_transport *)transport;
    stub_server *server = t->server;
    if (server->cut && server->delivered == server->cut)
        return (bolt_io){ .closed = true };
    if (!stub_is_readable(t)) {
        bool over = t->group == t->groups && !t->silent && (t->spoken_to || t->closes);
        return over ? (bolt_io){ .closed = true } : (bolt_io){ .events = POLLIN };
    }
    size_t moved = t->ends[t->group - 1] - t->read;
    if (moved > size)
        moved = size;
    if (server->slice && moved > server->slice)
        moved = server->slice;
    if (server->cut && moved > server->cut - server->delivered)
        moved = server->cut - server->delivered;
    memcpy(room, t->bytes.data + t->read, moved);
    t->read += moved;
    server->delivered += moved;
    return (bolt_io){ .moved = moved };
}

static inline int stub_fd(const bolt_transport *transport)
{
    (void)transport;
    return -1; /* poll waits for the deadline */
}

static inline void stub_close(bolt_transport *transport)
{
    stub_transport *t = (stub_transport *)transport;
    t->server->open--;
    buf_free(&t->bytes);
    bolt_dechunker_finish(&t->in);
    mem_free(NULL, t);
}

static inline status stub_dial(void *user, const bolt_address *address, const bolt_wait *wait,
                               int64_t deadline, bolt_transport **out, error *err)
{
    static const bolt_transport_ops ops = { stub_send, stub_recv, stub_fd, stub_close };
    stub_server *server = user;
    (void)address;
    (void)wait;
    (void)deadline;
    const char *script =
        server->connections < STUB_CONNECTIONS ? server->scripts[server->connections] : NULL;
    if (!script)
        return fail(err, ST_CONNECTION, "no more connections");
    stub_transport *t = mem_new(NULL, sizeof *t);
    t->base.ops = &ops;
    t->server = server;
    bolt_dechunker_init(&t->in, NULL, 1 << 20);
    stub_read_script(t, str_from(script));
    server->connections++;
    server->open++;
    *out = &t->base;
    return ST_OK;
}

/* A mistake shall fail rather than hang. */
static inline void stub_config(bolt_config *config)
{
    config->uri = STR("bolt://stub");
    config->user_agent = STR("test/1");
    if (config->read_timeout == 0)
        config->read_timeout = 3000;
    if (config->handshake_timeout == 0)
        config->handshake_timeout = 3000;
}

static inline bolt_driver *stub_driver(stub_server *server, bolt_config *config)
{
    bolt_driver *driver;
    stub_config(config);
    cr_assert_eq(bolt_driver_open_with(config, stub_dial, server, &driver, NULL), ST_OK);
    return driver;
}

static inline void check_heard(stub_server *server, const char *expected)
{
    str heard = str_trim(buf_view(&server->heard));
    cr_expect(str_eq(heard, str_from(expected)), "heard: %.*s\nexpected: %s", STR_ARG(heard),
              expected);
    buf_free(&server->heard);
    cr_expect_eq(server->open, 0, "%zu connections are open", server->open);
}

#endif
