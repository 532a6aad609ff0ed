/* TLS (1.2 and later) over another transport. All that the driver knows of OpenSSL stands in tls_*.c
 * and transport_tls.c, and none of it is initialised before the first encrypted connection. */
#ifndef BOLT_TLS_H
#define BOLT_TLS_H

#include "bolt/encryption.h"
#include "bolt/transport.h"

/* What the connections of a driver have in common: whom they trust, and who we are. Safe to use
 * from several threads. */
typedef struct bolt_tls_context bolt_tls_context;

/* Reads no file yet. `config` is borrowed. Without `verify` any certificate will do. */
MUST_CHECK status bolt_tls_context_new(const bolt_tls_config *config, bool verify,
                                       const allocator *mem, bolt_tls_context **out, error *err);

/* After the last connection has been closed. Accepts NULL. */
void bolt_tls_context_free(bolt_tls_context *context);

typedef struct bolt_tls_peer {
    const bolt_wait *wait;
    str host; /* whom its certificate must name; without brackets */
    str name; /* "host:port", for messages */
    int64_t deadline;
} bolt_tls_peer;

/* Reads certificates and key again if their files have changed since the last time, and shakes
 * hands. `lower` is taken over, and closed when this fails. ST_SECURITY when the peer cannot be
 * trusted, does not trust us or does not speak TLS: trying again will not help. */
MUST_CHECK status bolt_tls_connect(bolt_tls_context *context, const bolt_tls_peer *peer,
                                   bolt_transport *lower, bolt_transport **out, error *err);

#endif
