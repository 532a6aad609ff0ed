/* A stream of bytes to a server: TCP, TLS over it, or whatever a test puts there. Nothing here
 * blocks: who wants to wait does so on `fd` for the events that a call asked for. */
#ifndef BOLT_TRANSPORT_H
#define BOLT_TRANSPORT_H

#include "base/mem.h"
#include "base/str.h"
#include "bolt/resolve.h"
#include "bolt/wait.h"

/* What became of one attempt to move bytes. */
typedef struct bolt_io {
    size_t moved;
    short events;       /* when nothing moved: what to wait for, POLLIN or POLLOUT */
    bool closed;        /* nothing will move in this direction any more */
    bool insecure;      /* closed because TLS failed: trying again will not help */
    const char *reason; /* why it is closed; NULL when the peer ended the stream in good order.
                           Borrowed from the transport */
} bolt_io;

typedef struct bolt_transport bolt_transport;

typedef struct bolt_transport_ops {
    bolt_io (*send)(bolt_transport *transport, const void *data, size_t size);
    bolt_io (*recv)(bolt_transport *transport, void *room, size_t size);
    int (*fd)(const bolt_transport *transport);
    void (*close)(bolt_transport *transport); /* frees it too */
} bolt_transport_ops;

struct bolt_transport {
    const bolt_transport_ops *ops;
    bool encrypted;
};

typedef struct bolt_tcp_options {
    const allocator *mem;
    const bolt_wait *wait;
    str name;        /* "host:port" as the user knows it, for messages */
    int64_t timeout; /* per address, ms */
} bolt_tcp_options;

/* Tries the addresses in their order, each 250 ms after the one before or as soon as that one
 * failed (RFC 8305, section 5); the first connection wins. An error tells the failure of each
 * address. */
MUST_CHECK status bolt_tcp_connect(const bolt_tcp_options *options, const bolt_resolved *addresses,
                                   bolt_transport **out, error *err);

#endif
