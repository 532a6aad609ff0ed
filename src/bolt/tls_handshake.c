#include "bolt/transport_tls.h"

#include "base/clock.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

/* Kinds of records that may come first (RFC 8446, section 5.1). */
enum { CONTENT_ALERT = 21, CONTENT_HANDSHAKE = 22 };

static int on_verify(int trusted, X509_STORE_CTX *store)
{
    SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    bolt_tls_stream *t = SSL_get_app_data(ssl);
    if (!trusted && t->distrust.len == 0)
        bolt_tls_word_distrust(store, &t->identity, &t->distrust);
    return trusted;
}

static int on_certificate_request(SSL *ssl, void *user)
{
    bolt_tls_stream *t = user;
    (void)ssl;
    t->client.asked = true;
    return 1;
}

static bool expect(const bolt_tls_stream *t)
{
    const char *text = t->identity.text;
    SSL_set_hostflags(t->ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    SSL_set_verify(t->ssl, SSL_VERIFY_PEER, on_verify);
    return t->identity.is_address ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(t->ssl), text)
                                  : SSL_set1_host(t->ssl, text);
}

static bool prepare(bolt_tls_stream *t, SSL_CTX *ctx, bool verify)
{
    if (!bolt_tls_stream_attach(t, ctx))
        return false;
    SSL_set_cert_cb(t->ssl, on_certificate_request, t);
    if (verify && !expect(t))
        return false;
    return t->identity.is_address || SSL_set_tlsext_host_name(t->ssl, t->identity.text);
}

static status fail_not_tls(const bolt_tls_stream *t, str name, error *err)
{
    if (memcmp(t->first, "HTTP", 4) == 0)
        return fail(err, ST_SECURITY,
                    "\"%.*s\" speaks HTTP, not Bolt: give the server's Bolt port, usually 7687",
                    STR_ARG(name));
    return fail(err, ST_SECURITY,
                "\"%.*s\" does not speak TLS: write bolt:// or neo4j:// without encryption, or "
                "switch TLS on at the server",
                STR_ARG(name));
}

static bool is_not_tls(const bolt_tls_stream *t)
{
    return t->first_size > 0 && t->first[0] != CONTENT_HANDSHAKE && t->first[0] != CONTENT_ALERT;
}

/* A server without TLS hangs up on the first bytes of it. So does one that is about to go down, but
 * we know better then, if we have met it before. */
static status fail_hung_up(const bolt_tls_stream *t, bool met, str name, error *err)
{
    if (t->first_size == 0 && !t->recv_end.reason && !met)
        return fail(err, ST_SECURITY,
                    "\"%.*s\" hangs up when it is asked for TLS: if it does not speak TLS, write "
                    "bolt:// or neo4j:// without encryption, or switch TLS on at the server",
                    STR_ARG(name));
    fail(err, ST_CONNECTION, "lost the connection to \"%.*s\" during the TLS handshake: %s",
         STR_ARG(name), t->recv_end.reason ? t->recv_end.reason : "the server closed it");
    if (err)
        err->retryable = true;
    return ST_CONNECTION;
}

static status fail_handshake(const bolt_tls_stream *t, bool met, str name, error *err)
{
    if (t->distrust.len > 0)
        return fail(err, ST_SECURITY, "cannot trust \"%.*s\": %.*s", STR_ARG(name),
                    STR_ARG(buf_view(&t->distrust)));
    if (t->unsent.failed || t->distrust.failed || t->reason.failed)
        return fail_no_memory(err);
    if (is_not_tls(t))
        return fail_not_tls(t, name, err);
    if (t->recv_end.closed || !t->end.reason)
        return fail_hung_up(t, met, name, err);
    return fail(err, ST_SECURITY, "the encrypted connection to \"%.*s\" failed: %s", STR_ARG(name),
                t->end.reason);
}

static status fail_slow(str name, error *err)
{
    fail(err, ST_TIMEOUT,
         "\"%.*s\" did not finish the TLS handshake in time: is it the Bolt port of a server, and "
         "does it speak TLS?",
         STR_ARG(name));
    if (err)
        err->retryable = true;
    return ST_TIMEOUT;
}

/* One step; then `*events` is what to wait for, or 0 when it is done. */
static status step(bolt_tls_stream *t, bool met, str name, short *events, error *err)
{
    ERR_clear_error();
    bool done = SSL_connect(t->ssl) == 1;
    *events = done ? 0 : bolt_tls_stream_failed(t);
    bolt_tls_stream_flush(t);
    if (t->end.closed)
        return fail_handshake(t, met, name, err);
    if (!done)
        *events |= t->unsent.len > 0 ? POLLOUT : 0;
    return ST_OK;
}

static status shake_hands(bolt_tls_stream *t, bool met, const bolt_tls_peer *peer, error *err)
{
    for (;;) {
        short events;
        status st = step(t, met, peer->name, &events, err);
        if (st || !events)
            return st;
        struct pollfd fds[1 + BOLT_WAIT_SOURCES] = { { .fd = t->base.ops->fd(&t->base),
                                                       .events = events } };
        bool ready;
        st = bolt_wait_poll(peer->wait, fds, 1, peer->deadline, &ready, err);
        if (st)
            return st;
        if (!ready || deadline_left(peer->deadline) == 0)
            return fail_slow(peer->name, err);
    }
}

static status connect_with(bolt_tls_context *context, const bolt_tls_peer *peer, bolt_tls_stream *t,
                           error *err)
{
    SSL_CTX *ctx;
    t->client.given = context->config->client_certificate.len > 0;
    if (!bolt_identity_of(peer->host, &t->identity))
        return fail(err, ST_ARGUMENT, "\"%.*s\" is not a host name", STR_ARG(peer->host));
    status st = bolt_tls_context_get(context, &ctx, err);
    if (st)
        return st;
    bool prepared = prepare(t, ctx, context->verify);
    SSL_CTX_free(ctx);
    if (!prepared) {
        ERR_clear_error();
        return fail_no_memory(err);
    }
    st = shake_hands(t, atomic_load(&context->met), peer, err);
    if (!st)
        atomic_store(&context->met, true);
    return st;
}

status bolt_tls_connect(bolt_tls_context *context, const bolt_tls_peer *peer, bolt_transport *lower,
                        bolt_transport **out, error *err)
{
    bolt_tls_stream *t;
    status st = bolt_tls_stream_new(context->mem, lower, &t, err);
    if (st)
        return st;
    st = connect_with(context, peer, t, err);
    if (st)
        t->base.ops->close(&t->base);
    else
        *out = &t->base;
    return st;
}
