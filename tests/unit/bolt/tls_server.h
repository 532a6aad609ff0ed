/* A TLS server in memory: a transport that is the wire to it. It takes as much as it is told to, and answers at
 * once. */
#ifndef TLS_SERVER_H
#define TLS_SERVER_H

#include "base/buf.h"
#include "bolt/transport.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <unistd.h>

typedef struct tls_server {
    SSL_CTX *ctx;
    SSL *ssl;
    size_t slice;    /* bytes of a call in either direction; 0: all */
    size_t room;     /* bytes that it still takes when `is_limited` */
    bool is_limited; /* takes no more than `room` */
    bool refuses;    /* sending to it is an error from now on */
    bool has_left;   /* the stream ends when all it said has been read */
    bool is_deaf;    /* takes what it is sent, and does nothing */
    size_t flip;     /* from so many bytes on, each one it says comes over wrong; 0: never */
    size_t said;     /* bytes that have been read from it */
    buf heard;       /* plaintext */
    bool was_bid_farewell;
    bool is_open;
} tls_server;

typedef struct tls_wire {
    bolt_transport base;
    tls_server *server;
    int fd; /* of something that is always ready */
} tls_wire;

static inline X509 *tls_certificate(EVP_PKEY *key, const char *name)
{
    X509 *certificate = X509_new();
    X509_NAME *subject = X509_get_subject_name(certificate);
    X509V3_CTX extensions;
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const unsigned char *)name, -1, -1,
                               0);
    X509_set_issuer_name(certificate, subject);
    X509V3_set_ctx_nodb(&extensions);
    X509V3_set_ctx(&extensions, certificate, certificate, NULL, NULL, 0);
    X509_EXTENSION *names =
        X509V3_EXT_conf_nid(NULL, &extensions, NID_subject_alt_name, "DNS:db,IP:192.0.2.7");
    X509_add_ext(certificate, names, -1);
    X509_EXTENSION_free(names);
    cr_assert(X509_sign(certificate, key, EVP_sha256()));
    return certificate;
}

static inline void tls_server_init(tls_server *s)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = tls_certificate(key, "db");
    *s = (tls_server){ .ctx = SSL_CTX_new(TLS_server_method()) };
    cr_assert(SSL_CTX_use_certificate(s->ctx, certificate) && SSL_CTX_use_PrivateKey(s->ctx, key));
    X509_free(certificate);
    EVP_PKEY_free(key);
}

static inline void tls_server_reset(tls_server *s)
{
    SSL_free(s->ssl);
    buf_free(&s->heard);
    *s = (tls_server){ .ctx = s->ctx };
}

static inline void tls_server_finish(tls_server *s)
{
    tls_server_reset(s);
    SSL_CTX_free(s->ctx);
}

static inline void tls_server_listen(tls_server *s)
{
    char text[4096];
    size_t size;
    while (SSL_read_ex(s->ssl, text, sizeof text, &size))
        buf_append(&s->heard, text, size);
    s->was_bid_farewell = SSL_get_shutdown(s->ssl) & SSL_RECEIVED_SHUTDOWN;
    ERR_clear_error();
}

static inline void tls_server_say(tls_server *s, const void *text, size_t size)
{
    cr_assert_eq(SSL_write(s->ssl, text, (int)size), (int)size);
}

static inline size_t tls_slice(const tls_server *s, size_t size)
{
    return s->slice && s->slice < size ? s->slice : size;
}

static inline bolt_io tls_wire_send(bolt_transport *transport, const void *data, size_t size)
{
    tls_server *s = ((tls_wire *)transport)->server;
    if (s->refuses)
        return (bolt_io){ .closed = true, .reason = "refused" };
    size = tls_slice(s, size);
    if (s->is_limited && size > s->room)
        size = s->room;
    if (size == 0)
        return (bolt_io){ .events = POLLOUT };
    s->room -= s->is_limited ? size : 0;
    if (s->is_deaf)
        return (bolt_io){ .moved = size };
    cr_assert_eq(BIO_write(SSL_get_rbio(s->ssl), data, (int)size), (int)size);
    tls_server_listen(s);
    return (bolt_io){ .moved = size };
}

static inline bolt_io tls_wire_recv(bolt_transport *transport, void *room, size_t size)
{
    tls_server *s = ((tls_wire *)transport)->server;
    int got = BIO_read(SSL_get_wbio(s->ssl), room, (int)tls_slice(s, size));
    if (got <= 0)
        return (bolt_io){ .closed = s->has_left, .events = POLLIN };
    for (int i = 0; i < got; i++)
        if (s->flip && ++s->said > s->flip)
            ((char *)room)[i] ^= 1;
    return (bolt_io){ .moved = (size_t)got };
}

static inline int tls_wire_fd(const bolt_transport *transport)
{
    return ((const tls_wire *)transport)->fd;
}

static inline void tls_wire_close(bolt_transport *transport)
{
    tls_wire *wire = (tls_wire *)transport;
    wire->server->is_open = false;
    close(wire->fd);
    free(wire);
}

/* A new connection to the server. */
static inline bolt_transport *tls_server_dial(tls_server *s)
{
    static const bolt_transport_ops ops = { tls_wire_send, tls_wire_recv, tls_wire_fd,
                                            tls_wire_close };
    tls_wire *wire = malloc(sizeof *wire);
    *wire = (tls_wire){ .base = { .ops = &ops }, .server = s, .fd = open("/dev/null", O_RDWR) };
    s->ssl = SSL_new(s->ctx);
    SSL_set_bio(s->ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    BIO_set_mem_eof_return(SSL_get_rbio(s->ssl), -1);
    SSL_set_accept_state(s->ssl);
    s->is_open = true;
    return &wire->base;
}

#endif
