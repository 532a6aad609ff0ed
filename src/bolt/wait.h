/* Every wait of the driver goes through here, so that none sleeps through its deadline or through a
 * request to stop. */
#ifndef BOLT_WAIT_H
#define BOLT_WAIT_H

#include "base/cancel.h"

#include <poll.h>

enum { BOLT_WAIT_SOURCES = 4 };

/* Several threads may wait by the same one. */
typedef struct bolt_wait {
    cancel *sources[BOLT_WAIT_SOURCES]; /* requests to any of them count, the nearest comes first */
    atomic_int tolerated;               /* so many requests to stop do not interrupt */
} bolt_wait;

/* `stop` may be NULL. */
void bolt_wait_init(bolt_wait *wait, cancel *stop);

/* What interrupts `other` interrupts this one, too, but not the other way round. False when there are too many
 * sources: each of them is asked whenever somebody waits. */
MUST_CHECK bool bolt_wait_init_behind(bolt_wait *wait, cancel *stop, const bolt_wait *other);

/* For cleaning up: as `other`, shielded. */
void bolt_wait_init_shielded(bolt_wait *wait, const bolt_wait *other);

/* How often it was asked to stop. */
int bolt_wait_requests(const bolt_wait *wait);

bool bolt_wait_interrupted(const bolt_wait *wait);

/* Requests made so far, and at least the first one, no longer interrupt; later ones do. */
void bolt_wait_shield(bolt_wait *wait, bool on);

/* Sets revents of the `count` descriptors; `fds` has room for BOLT_WAIT_SOURCES more behind them. `*ready` is
 * false when the deadline passed first. ST_CANCELLED when interrupted. */
MUST_CHECK status bolt_wait_poll(const bolt_wait *wait, struct pollfd *fds, size_t count,
                                 int64_t deadline, bool *ready, error *err);

MUST_CHECK status bolt_wait_sleep(const bolt_wait *wait, int64_t ms, error *err);

#endif
