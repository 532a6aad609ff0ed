/* A lock, and waiting until whoever holds it has changed something. */
#ifndef BOLT_MONITOR_H
#define BOLT_MONITOR_H

#include "bolt/wait.h"

#include <pthread.h>

typedef struct bolt_monitor {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
} bolt_monitor;

MUST_CHECK status bolt_monitor_init(bolt_monitor *m, error *err);
void bolt_monitor_finish(bolt_monitor *m);

void bolt_monitor_lock(bolt_monitor *m);
void bolt_monitor_unlock(bolt_monitor *m);

/* Lets everybody look again who waits. */
void bolt_monitor_notify(bolt_monitor *m);

/* Called, and returns, with the lock held. ST_OK: something may have changed, so look, and wait again
 * if need be. ST_TIMEOUT, for the caller to word, when the deadline has passed before; ST_CANCELLED
 * when interrupted. */
MUST_CHECK status bolt_monitor_wait(bolt_monitor *m, const bolt_wait *wait, int64_t deadline,
                                    error *err);

#endif
