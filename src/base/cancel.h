/* A request to stop that may come from another thread or a signal handler. Every wait of the
 * program watches its descriptor, so nothing sleeps through it. */
#ifndef BASE_CANCEL_H
#define BASE_CANCEL_H

#include "base/attr.h"
#include "base/error.h"

#include <stdatomic.h>

typedef struct cancel {
    atomic_int requests; /* how often it was asked for: a second request means at once */
    int wake[2];         /* a pipe; the reading end becomes readable with the first request */
} cancel;

MUST_CHECK status cancel_init(cancel *c, error *err);
void cancel_finish(cancel *c);

/* Async-signal-safe. */
void cancel_request(cancel *c);

/* All of these accept NULL: nobody can cancel then. */
int cancel_requests(cancel *c);
int cancel_fd(const cancel *c); /* for poll(2), POLLIN: readable once requested; -1 when there is
                                   none */

/* Forgets requests, before the next operation begins. */
void cancel_reset(cancel *c);

/* Sleeps; ST_CANCELLED as soon as it is asked for. */
status cancel_sleep(cancel *c, int64_t ms, error *err);

#endif
