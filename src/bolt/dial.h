/* From the name of a server to a stream of bytes: resolves, connects, encrypts. */
#ifndef BOLT_DIAL_H
#define BOLT_DIAL_H

#include "bolt/address.h"
#include "bolt/tls.h"

/* What all connections of a driver have in common. */
typedef struct bolt_dialler {
    const allocator *mem;
    bolt_tls_context *tls; /* NULL: not encrypted */
    int64_t timeout;       /* ms to look up the name, for each address, and for TLS */
} bolt_dialler;

/* A failure of TLS is final: neither another address nor an unencrypted connection is tried. */
MUST_CHECK status bolt_dial(const bolt_dialler *dialler, const bolt_address *server,
                            const bolt_wait *wait, int64_t deadline, bolt_transport **out,
                            error *err);

#endif
