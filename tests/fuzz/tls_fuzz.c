/* Whatever a server says in the handshake of TLS: it does not get through, and why is told in words. */
#include "fuzz.h"

#include "bolt/tls.h"

#include "base/clock.h"

#include <string.h>

typedef struct wire {
    bolt_transport base;
    const uint8_t *data;
    size_t left;
} wire;

static bolt_io wire_send(bolt_transport *transport, const void *data, size_t size)
{
    (void)transport;
    (void)data;
    return (bolt_io){ .moved = size };
}

static bolt_io wire_recv(bolt_transport *transport, void *room, size_t size)
{
    wire *w = (wire *)transport;
    size_t moved = size < w->left ? size : w->left;
    if (moved == 0)
        return (bolt_io){ .closed = true };
    memcpy(room, w->data, moved);
    w->data += moved;
    w->left -= moved;
    return (bolt_io){ .moved = moved };
}

static int wire_fd(const bolt_transport *transport)
{
    (void)transport;
    return -1;
}

static void wire_close(bolt_transport *transport)
{
    (void)transport;
}

static void check(status st, const error *err)
{
    FUZZ_CHECK(st == ST_SECURITY || st == ST_CONNECTION);
    FUZZ_CHECK(err->status == st && err->message[0]);
    for (const char *c = err->message; *c; c++)
        FUZZ_CHECK(*c >= ' ' && *c <= '~');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const bolt_transport_ops ops = { wire_send, wire_recv, wire_fd, wire_close };
    static const bolt_tls_config config;
    static bolt_tls_context *context;
    const bolt_wait wait = { 0 };
    const bolt_tls_peer peer = {
        .wait = &wait, .host = STR("db"), .name = STR("db:1"), .deadline = DEADLINE_NEVER
    };
    wire w = { .base = { .ops = &ops }, .data = data, .left = size };
    bolt_transport *out;
    error err = { .status = ST_OK };
    FUZZ_CHECK(context || bolt_tls_context_new(&config, true, NULL, &context, NULL) == ST_OK);
    check(bolt_tls_connect(context, &peer, &w.base, &out, &err), &err);
    return 0;
}
