/* Every wait of the driver goes through here, so that none sleeps through its deadline or through a
 * request to stop. */
#ifndef BOLT_WAIT_H
#define BOLT_WAIT_H

#include "base/cancel.h"

#include <poll.h>

/* Several threads may wait by the same one. */
typedef struct bolt_wait {
    cancel *cancel;       /* may be NULL */
    atomic_int tolerated; /* so many requests to stop do not interrupt */
} bolt_wait;

/* `stop` may be NULL. */
void bolt_wait_init(bolt_wait *wait, cancel *stop);

bool bolt_wait_interrupted(const bolt_wait *wait);

/* Requests made so far, and at least the first one, no longer interrupt; later ones do. */
void bolt_wait_shield(bolt_wait *wait, bool on);

/* Sets revents of the `count` descriptors; `fds` has room for one more behind them. `*ready` is
 * false when the deadline passed first. ST_CANCELLED when interrupted. */
MUST_CHECK status bolt_wait_poll(const bolt_wait *wait, struct pollfd *fds, size_t count,
                                 int64_t deadline, bool *ready, error *err);

MUST_CHECK status bolt_wait_sleep(const bolt_wait *wait, int64_t ms, error *err);

#endif
