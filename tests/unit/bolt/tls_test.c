#include "bolt/tls.h"

#include "base/clock.h"
#include "bolt/driver.h"
#include "bolt/tls_server.h"
#include "failing_memory.h"

#include <openssl/pem.h>
#include <string.h>

static tls_server server;
static error err;

static void set_up(void)
{
    tls_server_init(&server);
}

static void tear_down(void)
{
    tls_server_finish(&server);
}

TestSuite(tls, .init = set_up, .fini = tear_down);

static int64_t patience = 2000;
static bolt_tls_config config;

static status connect_to(bool verify, const char *host, const allocator *mem,
                         bolt_tls_context **context, bolt_transport **out)
{
    const bolt_wait wait = { 0 };
    bolt_tls_peer peer = { .wait = &wait,
                           .host = str_from(host),
                           .name = STR("db:1"),
                           .deadline = deadline_in(patience) };
    err = (error){ .status = ST_OK };
    status st = bolt_tls_context_new(&config, verify, mem, context, &err);
    return st ? st : bolt_tls_connect(*context, &peer, tls_server_dial(&server), out, &err);
}

typedef struct client {
    bolt_tls_context *context;
    bolt_transport *transport;
} client;

static client connected(void)
{
    client c;
    cr_assert_eq(connect_to(false, "db", NULL, &c.context, &c.transport), ST_OK, "%s", err.message);
    return c;
}

static void disconnect(client *c)
{
    c->transport->ops->close(c->transport);
    bolt_tls_context_free(c->context);
    cr_assert_not(server.is_open);
}

static bolt_io send_text(const client *c, const char *text)
{
    return c->transport->ops->send(c->transport, text, strlen(text));
}

static bolt_io receive(const client *c, char *room, size_t size)
{
    return c->transport->ops->recv(c->transport, room, size);
}

static void expect_heard(const char *text)
{
    str heard = buf_view(&server.heard);
    cr_expect(str_eq(heard, str_from(text)), "heard %.*s", STR_ARG(heard));
}

Test(tls, carries_bytes_both_ways)
{
    client c = connected();
    char got[16];
    cr_assert(c.transport->encrypted);
    cr_assert_eq(receive(&c, got, sizeof got).events, POLLIN, "nothing is there yet");
    cr_assert_eq(send_text(&c, "ping").moved, 4);
    expect_heard("ping");
    tls_server_say(&server, "pong", 4);
    cr_assert_eq(receive(&c, got, sizeof got).moved, 4);
    cr_assert(memcmp(got, "pong", 4) == 0);
    cr_assert_not(server.was_bid_farewell);
    disconnect(&c);
    cr_assert(server.was_bid_farewell);
}

Test(tls, one_byte_at_a_time)
{
    server.slice = 1;
    client c = connected();
    char got[16];
    cr_assert_eq(send_text(&c, "ping").moved, 4);
    expect_heard("ping");
    tls_server_say(&server, "pong", 4);
    cr_assert_eq(receive(&c, got, 3).moved, 3);
    cr_assert_eq(receive(&c, got, 3).moved, 1);
    cr_assert_eq(receive(&c, got, 3).moved, 0);
    disconnect(&c);
}

/* What the caller was told to keep may be taken back: it never went into a record. */
Test(tls, after_waiting_something_else_may_be_sent)
{
    client c = connected();
    char got[16];
    server.is_limited = true;
    server.room = 7; /* of a record of some 30 bytes */
    cr_assert_eq(send_text(&c, "first").moved, 5, "it is encrypted, and on its way");
    bolt_io io = send_text(&c, "second thoughts");
    cr_assert(io.moved == 0 && io.events == POLLOUT && !io.closed);
    cr_assert_eq(receive(&c, got, sizeof got).events, POLLIN | POLLOUT, "the rest is to be sent");
    expect_heard("");
    server.is_limited = false;
    cr_assert_eq(send_text(&c, "!").moved, 1);
    expect_heard("first!");
    disconnect(&c);
}

Test(tls, reading_sends_what_is_left)
{
    client c = connected();
    char got[16];
    server.is_limited = true;
    server.room = 7;
    cr_assert_eq(send_text(&c, "first").moved, 5);
    server.is_limited = false;
    cr_assert_eq(receive(&c, got, sizeof got).events, POLLIN);
    expect_heard("first");
    disconnect(&c);
}

Test(tls, much_is_taken_in_parts)
{
    client c = connected();
    enum { SIZE = 1 << 20 };
    char *much = calloc(1, SIZE), *got = calloc(1, SIZE);
    size_t sent = 0, received = 0;
    for (size_t i = 0; i < SIZE; i++)
        much[i] = (char)(i * 31 % 251);
    while (sent < SIZE) {
        size_t moved = c.transport->ops->send(c.transport, much + sent, SIZE - sent).moved;
        cr_assert(moved > 0 && moved < 128 << 10,
                  "not all at once: it is kept twice until it is sent");
        sent += moved;
    }
    cr_assert(server.heard.len == SIZE && memcmp(server.heard.data, much, SIZE) == 0);
    tls_server_say(&server, much, SIZE);
    while (received < SIZE)
        received += receive(&c, got + received, SIZE - received).moved;
    cr_assert(memcmp(got, much, SIZE) == 0);
    free(much);
    free(got);
    disconnect(&c);
}

/* A server may say why it hangs up, and who writes to it learns so first. */
Test(tls, what_was_said_before_the_end_is_read)
{
    client c = connected();
    char got[16];
    tls_server_say(&server, "why", 3);
    server.refuses = server.has_left = true;
    cr_assert_eq(send_text(&c, "x").moved, 1, "kept before the wire said no");
    bolt_io io = send_text(&c, "x");
    cr_assert(io.closed && !io.insecure && strcmp(io.reason, "refused") == 0);
    cr_assert_eq(receive(&c, got, sizeof got).moved, 3);
    io = receive(&c, got, sizeof got);
    cr_assert(io.closed && !io.insecure && io.reason);
    cr_assert_str_eq(io.reason, "it was closed without the farewell of TLS");
    io = receive(&c, got, sizeof got);
    cr_assert(io.closed && io.reason, "it stays closed");
    disconnect(&c);
}

Test(tls, farewell)
{
    client c = connected();
    char got[16];
    SSL_shutdown(server.ssl);
    server.has_left = true;
    bolt_io io = receive(&c, got, sizeof got);
    cr_assert(io.closed && !io.insecure && io.reason == NULL);
    disconnect(&c);
}

Test(tls, what_has_been_tampered_with)
{
    client c = connected();
    char got[16];
    tls_server_say(&server, "pong", 4);
    server.flip = 9;
    bolt_io io = receive(&c, got, sizeof got);
    cr_assert(io.closed && io.insecure && io.moved == 0);
    cr_assert_str_eq(io.reason, "decryption failed or bad record mac");
    cr_assert(send_text(&c, "x").insecure);
    disconnect(&c);
}

Test(tls, a_handshake_that_has_been_tampered_with)
{
    for (size_t flip = 1; flip < 400; flip += 7) {
        bolt_tls_context *context;
        bolt_transport *transport;
        server.flip = flip;
        server.has_left = true;
        status st = connect_to(false, "db", NULL, &context, &transport);
        cr_assert(st == ST_SECURITY || (st == ST_CONNECTION && err.retryable), "%zu: %d", flip,
                  (int)st);
        cr_assert_not(server.is_open);
        cr_assert_eq(server.heard.len, 0);
        bolt_tls_context_free(context);
        tls_server_reset(&server);
    }
}

static void expect_distrust(const char *host, const char *message)
{
    bolt_tls_context *context;
    bolt_transport *transport;
    cr_assert_eq(connect_to(true, host, NULL, &context, &transport), ST_SECURITY);
    cr_expect_str_eq(err.message, message);
    cr_expect_not(err.retryable);
    cr_assert_not(server.is_open);
    bolt_tls_context_free(context);
    tls_server_reset(&server);
}

Test(tls, nobody_is_trusted_without_reason)
{
    const char *self_signed =
        "cannot trust \"db:1\": its certificate is self-signed: give it as a CA of your own, or "
        "accept any certificate with bolt+ssc:// or neo4j+ssc://";
    setenv("SSL_CERT_FILE", "/dev/null", 1);
    setenv("SSL_CERT_DIR", "/nowhere", 1);
    expect_distrust("db", self_signed);
    expect_distrust("192.0.2.7", self_signed);
}

/* Also when the wire is ready all the time. */
Test(tls, a_deadline_holds)
{
    bolt_tls_context *context;
    bolt_transport *transport;
    server.is_deaf = true;
    patience = 50;
    cr_assert_eq(connect_to(false, "db", NULL, &context, &transport), ST_TIMEOUT);
    cr_assert(err.retryable && !server.is_open);
    bolt_tls_context_free(context);
}

Test(tls, hosts_that_are_none)
{
    bolt_tls_context *context;
    bolt_transport *transport;
    cr_assert_eq(connect_to(false, "", NULL, &context, &transport), ST_ARGUMENT);
    cr_assert_not(server.is_open);
    bolt_tls_context_free(context);
}

/* Only what we allocate ourselves: OpenSSL has its own memory. */
Test(tls, memory_runs_out)
{
    for (failing_memory f = { 0 }; failing_memory_next(&f);) {
        const allocator mem = { failing_resize, &f };
        bolt_tls_context *context = NULL;
        bolt_transport *transport = NULL;
        char got[8];
        status st = connect_to(false, "db", &mem, &context, &transport);
        cr_assert(!st || st == ST_NO_MEMORY, "%zu: %d %s", f.first, (int)st, err.message);
        if (!st) {
            bolt_io io = transport->ops->send(transport, "ping", 4);
            cr_assert(io.moved == 4 || io.closed);
            if (io.moved == 4)
                tls_server_say(&server, "pong", 4);
            io = transport->ops->recv(transport, got, sizeof got);
            cr_assert(io.moved == 4 || (io.closed && strcmp(io.reason, "out of memory") == 0));
            transport->ops->close(transport);
        }
        bolt_tls_context_free(context);
        cr_assert_not(server.is_open);
        cr_assert_eq(f.blocks, 0, "%zu", f.first);
        tls_server_reset(&server);
    }
}

/* ---- What is given back to an allocator tells no secrets ---- */

enum { WATCHED_MAX = 4096 };

typedef struct watcher {
    void *blocks[WATCHED_MAX];
    size_t sizes[WATCHED_MAX], count;
    const char *secret;
    bool told;
} watcher;

static void look(watcher *w, const char *block, size_t size)
{
    str text = { block, size };
    w->told |= str_find(text, str_from(w->secret), 0) != STR_NOT_FOUND;
}

/* Never in place, so that growing is giving back as well. */
static void *watch(void *user, void *block, size_t size)
{
    watcher *w = user;
    void *fresh = size ? calloc(1, size) : NULL;
    for (size_t i = 0; block && i < w->count; i++) {
        if (w->blocks[i] != block)
            continue;
        if (fresh)
            memcpy(fresh, block, w->sizes[i] < size ? w->sizes[i] : size);
        look(w, block, w->sizes[i]);
        w->blocks[i] = NULL;
    }
    free(block);
    if (fresh) {
        cr_assert_lt(w->count, WATCHED_MAX);
        w->blocks[w->count] = fresh;
        w->sizes[w->count++] = size;
    }
    return fresh;
}

static char *write_client(char *path)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = tls_certificate(key, "client");
    FILE *file = fdopen(mkstemp(path), "w");
    cr_assert(PEM_write_X509(file, certificate));
    cr_assert(PEM_write_PrivateKey(file, key, EVP_aes_128_cbc(), (const unsigned char *)"sesame", 6,
                                   NULL, NULL));
    fclose(file);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return path;
}

Test(tls, keys_leave_nothing_behind)
{
    static char path[] = "/tmp/tls-test-XXXXXX";
    watcher w = { .secret = "PRIVATE KEY" };
    const allocator mem = { watch, &w };
    bolt_tls_context *context;
    bolt_transport *transport;
    config.client_certificate = str_from(write_client(path));
    config.client_key_password = STR("sesame");
    cr_assert_eq(connect_to(false, "db", &mem, &context, &transport), ST_OK, "%s", err.message);
    transport->ops->close(transport);
    bolt_tls_context_free(context);
    remove(path);
    cr_assert(w.count > 0 && !w.told);
}

Test(tls, passwords_of_keys_leave_nothing_behind)
{
    static watcher w = { .secret = "sesame" };
    static const allocator mem = { watch, &w };
    bolt_driver *driver;
    bolt_config settings = { .uri = STR("bolt+s://db"),
                             .mem = &mem,
                             .tls = { .client_certificate = STR("c"),
                                      .client_key_password = STR("sesame") } };
    cr_assert_eq(bolt_driver_open(&settings, &driver, NULL), ST_OK);
    bolt_driver_close(driver);
    cr_assert(w.count > 0 && !w.told);
    settings.uri = STR("bolt://db");
    cr_assert_eq(bolt_driver_open(&settings, &driver, NULL), ST_ARGUMENT);
    cr_assert_not(w.told);
}
