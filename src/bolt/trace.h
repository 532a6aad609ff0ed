/* Tells somebody what is said on a connection, as it goes out and comes in. Nothing of a trace keeps a connection from
 * working: when there is no memory for it, there is less of it. */
#ifndef BOLT_TRACE_H
#define BOLT_TRACE_H

#include "base/buf.h"
#include "bolt/version.h"

#include <neo4j_bolt.h>
#include <stdatomic.h>

/* Where the traces of a driver go. */
typedef struct bolt_trace_sink {
    bolt_trace_fn *fn;
    void *user;
    atomic_uint_least64_t connections; /* counts them */
} bolt_trace_sink;

typedef struct bolt_tracer bolt_tracer;

/* `server` is borrowed, "host:port". NULL when there is no memory. */
bolt_tracer *bolt_tracer_create(bolt_trace_sink *sink, const allocator *mem, str server);

/* All functions accept NULL, so that nobody needs to know whether there is a trace. */
void bolt_tracer_destroy(bolt_tracer *t);

/* A version is agreed upon. Messages begin at `position` of what is sent: before comes the handshake. */
void bolt_tracer_opened(bolt_tracer *t, const bolt_version *version, uint64_t position);

/* These bytes have been given to the transport; they stand at `position`. */
void bolt_tracer_sent(void *tracer, uint64_t position, const void *data, size_t size);

/* This message has arrived. */
void bolt_tracer_received(bolt_tracer *t, str message);

/* `reason` may be NULL. The first call counts. */
void bolt_tracer_closed(bolt_tracer *t, const char *reason);

/* Appends what an event comes to on a line of its own, without a line break:
 * `2026-11-25T01:16:34.868982Z [1] C: RUN "RETURN 1" {} {}`. */
void bolt_trace_line(buf *out, const bolt_trace_event *event);

#endif
