/* An encrypted stream over another transport. For tls_*.c and transport_tls.c. */
#ifndef BOLT_TRANSPORT_TLS_H
#define BOLT_TRANSPORT_TLS_H

#include "bolt/tls_context.h"

/* OpenSSL talks to the lower transport through a BIO of ours, which takes all that it is given:
 * `unsent` is ciphertext that the lower transport did not take yet. So a record is queued as a
 * whole or not at all, and our caller may send something else after having been told to wait. */
typedef struct bolt_tls_stream {
    bolt_transport base;
    const allocator *mem;
    bolt_transport *lower;
    SSL *ssl;
    BIO_METHOD *method;
    buf unsent;
    bolt_io send_end; /* closed: the lower transport takes no more */
    bolt_io recv_end; /* closed: nothing more comes from it */
    bolt_io end;      /* closed: nothing more comes from us */
    bolt_tls_client client;
    buf reason; /* what `end` says */
    /* What the handshake has to say about the peer. */
    unsigned char first[4]; /* bytes that it sent */
    size_t first_size;
    bolt_identity identity;
    buf distrust; /* why its certificate is not trusted; else empty */
} bolt_tls_stream;

/* Takes `lower` over, and closes it when there is no memory. */
MUST_CHECK status bolt_tls_stream_new(const allocator *mem, bolt_transport *lower,
                                      bolt_tls_stream **out, error *err);

/* Makes `ssl`, over the lower transport. False when there is no memory. */
MUST_CHECK bool bolt_tls_stream_attach(bolt_tls_stream *t, SSL_CTX *ctx);

/* Hands ciphertext on as far as that needs no waiting. */
void bolt_tls_stream_flush(bolt_tls_stream *t);

/* After a call of OpenSSL that did not succeed: what to wait for. When it is of no use to wait,
 * `end` is set. */
short bolt_tls_stream_failed(bolt_tls_stream *t);

#endif
