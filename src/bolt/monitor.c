#include "bolt/monitor.h"

#include "base/clock.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    /* ms after which a waiter looks whether it has been interrupted: a condition cannot be signalled
     * by a signal handler. */
    SLICE = 50,
    NS_PER_MS = 1000000,
    NS_PER_S = 1000000000,
};

/* A clock that nobody sets, where conditions can have one. */
#if defined(_POSIX_CLOCK_SELECTION) && _POSIX_CLOCK_SELECTION > 0
static const clockid_t wait_clock = CLOCK_MONOTONIC;

static int choose_clock(pthread_condattr_t *attributes)
{
    return pthread_condattr_setclock(attributes, wait_clock);
}
#else
static const clockid_t wait_clock = CLOCK_REALTIME;

static int choose_clock(pthread_condattr_t *attributes)
{
    (void)attributes;
    return 0;
}
#endif

static int init_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    int code = pthread_condattr_init(&attributes);
    if (code)
        return code;
    code = choose_clock(&attributes);
    if (!code)
        code = pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
    return code;
}

status bolt_monitor_init(bolt_monitor *m, error *err)
{
    int code = pthread_mutex_init(&m->mutex, NULL);
    if (!code) {
        code = init_condition(&m->changed);
        if (code)
            pthread_mutex_destroy(&m->mutex);
    }
    return code ? fail(err, ST_NO_MEMORY, "cannot create a lock: %s", strerror(code)) : ST_OK;
}

void bolt_monitor_finish(bolt_monitor *m)
{
    pthread_cond_destroy(&m->changed);
    pthread_mutex_destroy(&m->mutex);
}

void bolt_monitor_lock(bolt_monitor *m)
{
    pthread_mutex_lock(&m->mutex);
}

void bolt_monitor_unlock(bolt_monitor *m)
{
    pthread_mutex_unlock(&m->mutex);
}

void bolt_monitor_notify(bolt_monitor *m)
{
    pthread_cond_broadcast(&m->changed);
}

static struct timespec time_in(int ms)
{
    struct timespec t;
    clock_gettime(wait_clock, &t);
    int64_t ns = t.tv_nsec + (int64_t)ms * NS_PER_MS;
    t.tv_sec += (time_t)(ns / NS_PER_S);
    t.tv_nsec = (long)(ns % NS_PER_S);
    return t;
}

status bolt_monitor_wait(bolt_monitor *m, const bolt_wait *wait, int64_t deadline, error *err)
{
    int left = deadline_left(deadline);
    if (bolt_wait_interrupted(wait))
        return fail(err, ST_CANCELLED, "cancelled");
    if (left == 0)
        return ST_TIMEOUT;
    struct timespec until = time_in(left > 0 && left < SLICE ? left : SLICE);
    pthread_cond_timedwait(&m->changed, &m->mutex, &until);
    return ST_OK; /* also after a slice: what changed just then was not told to somebody who waits */
}
