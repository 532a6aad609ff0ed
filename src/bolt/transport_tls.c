#include "bolt/transport_tls.h"

#include <openssl/err.h>

enum {
    RECORD_MAX = 16 << 10,  /* bytes of plaintext in a record (RFC 8446, section 5.1) */
    SEND_SIZE = 64 << 10,   /* ciphertext that is worth a write */
    UNSENT_LIMIT = 1 << 20, /* that, and whatever a handshake has to say */
};

/* ---- The lower transport as a BIO ---- */

void bolt_tls_stream_flush(bolt_tls_stream *t)
{
    while (t->unsent.len > 0) {
        bolt_io io = t->lower->ops->send(t->lower, t->unsent.data, t->unsent.len);
        if (io.closed) {
            t->send_end = io;
            buf_clear(&t->unsent);
        }
        if (io.moved == 0)
            return;
        buf_consume(&t->unsent, io.moved);
    }
}

/* What goes to a closed connection is dropped without ado: the peer may have said why, and that is
 * still to be read. */
static int bio_write(BIO *bio, const char *data, size_t size, size_t *written)
{
    bolt_tls_stream *t = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (!t->send_end.closed)
        buf_append(&t->unsent, data, size);
    *written = size;
    return !t->unsent.failed;
}

static void note_first(bolt_tls_stream *t, const char *data, size_t size)
{
    for (size_t i = 0; i < size && t->first_size < sizeof t->first; i++)
        t->first[t->first_size++] = (unsigned char)data[i];
}

static int bio_read(BIO *bio, char *room, size_t size, size_t *got)
{
    bolt_tls_stream *t = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (t->recv_end.closed)
        return 0;
    bolt_io io = t->lower->ops->recv(t->lower, room, size);
    if (io.closed)
        t->recv_end = io;
    else if (io.moved == 0)
        BIO_set_retry_read(bio);
    note_first(t, room, io.moved);
    *got = io.moved;
    return io.moved > 0;
}

static long bio_control(BIO *bio, int command, long number, void *pointer)
{
    const bolt_tls_stream *t = BIO_get_data(bio);
    (void)number;
    (void)pointer;
    return command == BIO_CTRL_EOF ? t->recv_end.closed : command == BIO_CTRL_FLUSH;
}

static BIO *make_bio(bolt_tls_stream *t)
{
    t->method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "bolt transport");
    if (!t->method || !BIO_meth_set_write_ex(t->method, bio_write) ||
        !BIO_meth_set_read_ex(t->method, bio_read) || !BIO_meth_set_ctrl(t->method, bio_control))
        return NULL;
    BIO *bio = BIO_new(t->method);
    if (bio) {
        BIO_set_data(bio, t);
        BIO_set_init(bio, 1);
    }
    return bio;
}

/* ---- Bytes ---- */

static void end_with_words(bolt_tls_stream *t, bool insecure)
{
    buf_char(&t->reason, '\0');
    t->end = (bolt_io){ .closed = true,
                        .insecure = insecure,
                        .reason = t->reason.failed ? "out of memory" : t->reason.data };
}

/* Frames of Bolt tell whether anything is missing, so this is no attack that could succeed; but it
 * is not how TLS ends in good order either. */
static void end_with_lower(bolt_tls_stream *t)
{
    const char *reason = t->recv_end.reason;
    buf_text(&t->reason, reason ? reason : "it was closed without the farewell of TLS");
    end_with_words(t, false);
}

static void end_with_error(bolt_tls_stream *t)
{
    bolt_tls_word_error(t->client, &t->reason);
    end_with_words(t, true);
}

short bolt_tls_stream_failed(bolt_tls_stream *t)
{
    int kind = SSL_get_error(t->ssl, 0);
    if (kind == SSL_ERROR_WANT_READ)
        return POLLIN;
    if (kind == SSL_ERROR_WANT_WRITE)
        return POLLOUT;
    if (kind == SSL_ERROR_ZERO_RETURN)
        t->end = (bolt_io){ .closed = true };
    else if (t->unsent.failed)
        t->end = (bolt_io){ .closed = true, .reason = "out of memory" };
    else if (t->recv_end.closed)
        end_with_lower(t);
    else
        end_with_error(t);
    ERR_clear_error();
    return 0;
}

static bolt_io tls_send(bolt_transport *transport, const void *data, size_t size)
{
    bolt_tls_stream *t = (bolt_tls_stream *)transport;
    const char *bytes = data;
    size_t sent = 0, moved;
    short events = POLLOUT;
    bolt_tls_stream_flush(t);
    bool room = t->unsent.len == 0 && !t->send_end.closed && !t->end.closed;
    while (room && sent < size && t->unsent.len < SEND_SIZE) {
        size_t left = size - sent;
        ERR_clear_error();
        room = SSL_write_ex(t->ssl, bytes + sent, left < RECORD_MAX ? left : RECORD_MAX, &moved);
        if (room)
            sent += moved;
        else
            events = bolt_tls_stream_failed(t);
    }
    bolt_tls_stream_flush(t);
    if (sent > 0)
        return (bolt_io){ .moved = sent };
    if (t->end.closed || t->send_end.closed)
        return t->end.closed ? t->end : t->send_end;
    return (bolt_io){ .events = events };
}

static short events_to_flush(const bolt_tls_stream *t)
{
    return t->unsent.len > 0 ? POLLOUT : 0;
}

static bolt_io tls_recv(bolt_transport *transport, void *room, size_t size)
{
    bolt_tls_stream *t = (bolt_tls_stream *)transport;
    char *bytes = room;
    size_t received = 0, moved;
    short events = 0;
    bool more = !t->end.closed;
    while (more && received < size) {
        ERR_clear_error();
        more = SSL_read_ex(t->ssl, bytes + received, size - received, &moved);
        if (more)
            received += moved;
        else
            events = bolt_tls_stream_failed(t);
        more = more && SSL_has_pending(t->ssl);
    }
    bolt_tls_stream_flush(t);
    if (received > 0)
        return (bolt_io){ .moved = received };
    return t->end.closed ? t->end : (bolt_io){ .events = events | events_to_flush(t) };
}

static int tls_fd(const bolt_transport *transport)
{
    const bolt_tls_stream *t = (const bolt_tls_stream *)transport;
    return t->lower->ops->fd(t->lower);
}

/* Says farewell if that needs no waiting. */
static void tls_close(bolt_transport *transport)
{
    bolt_tls_stream *t = (bolt_tls_stream *)transport;
    if (t->ssl && SSL_is_init_finished(t->ssl) && !t->end.closed)
        SSL_shutdown(t->ssl);
    bolt_tls_stream_flush(t);
    ERR_clear_error();
    SSL_free(t->ssl);
    BIO_meth_free(t->method);
    buf_free(&t->unsent);
    buf_free(&t->distrust);
    buf_free(&t->reason);
    t->lower->ops->close(t->lower);
    mem_free(t->mem, t);
}

static const bolt_transport_ops tls_ops = { tls_send, tls_recv, tls_fd, tls_close };

status bolt_tls_stream_new(const allocator *mem, bolt_transport *lower, bolt_tls_stream **out,
                           error *err)
{
    bolt_tls_stream *t = mem_new(mem, sizeof *t);
    if (!t) {
        lower->ops->close(lower);
        return fail_no_memory(err);
    }
    *t = (bolt_tls_stream){ .base = { .ops = &tls_ops, .encrypted = true },
                            .mem = mem,
                            .lower = lower,
                            .unsent = BUF_INIT(mem, UNSENT_LIMIT),
                            .reason = BUF_INIT(mem, 0),
                            .distrust = BUF_INIT(mem, 0) };
    *out = t;
    return ST_OK;
}

bool bolt_tls_stream_attach(bolt_tls_stream *t, SSL_CTX *ctx)
{
    BIO *bio = make_bio(t);
    t->ssl = bio ? SSL_new(ctx) : NULL;
    if (!t->ssl) {
        BIO_free(bio);
        return false;
    }
    SSL_set_bio(t->ssl, bio, bio);
    SSL_set_app_data(t->ssl, t);
    return true;
}
