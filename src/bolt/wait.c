#include "bolt/wait.h"

#include "base/clock.h"

#include <errno.h>
#include <string.h>

/* ms after which a wait that the first request does not interrupt looks for further ones. */
enum { SHIELDED_SLICE = 50 };

void bolt_wait_init(bolt_wait *wait, cancel *stop)
{
    memset(wait->sources, 0, sizeof wait->sources);
    wait->sources[0] = stop;
    atomic_init(&wait->tolerated, 0);
}

static size_t count_sources(const bolt_wait *wait)
{
    size_t count = 0;
    while (count < BOLT_WAIT_SOURCES && wait->sources[count])
        count++;
    return count;
}

bool bolt_wait_init_behind(bolt_wait *wait, cancel *stop, const bolt_wait *other)
{
    size_t others = count_sources(other);
    bolt_wait_init(wait, stop);
    size_t own = count_sources(wait);
    if (own + others > BOLT_WAIT_SOURCES)
        return false;
    memcpy(wait->sources + own, other->sources, others * sizeof other->sources[0]);
    return true;
}

void bolt_wait_init_shielded(bolt_wait *wait, const bolt_wait *other)
{
    bolt_wait_init(wait, NULL);
    memcpy(wait->sources, other->sources, sizeof wait->sources);
    bolt_wait_shield(wait, true);
}

int bolt_wait_requests(const bolt_wait *wait)
{
    int requests = 0;
    for (size_t i = 0; i < count_sources(wait); i++)
        requests += cancel_requests(wait->sources[i]);
    return requests;
}

bool bolt_wait_interrupted(const bolt_wait *wait)
{
    return bolt_wait_requests(wait) > atomic_load(&wait->tolerated);
}

void bolt_wait_shield(bolt_wait *wait, bool on)
{
    int requests = bolt_wait_requests(wait);
    atomic_store(&wait->tolerated, !on ? 0 : requests > 1 ? requests : 1);
}

static status fail_interrupted(error *err)
{
    return fail(err, ST_CANCELLED, "cancelled");
}

/* The descriptor of requests to stop stays readable from the first one on, for all threads. So only
 * whom the first one interrupts can watch it; others look from time to time. */
static int poll_once(const bolt_wait *wait, struct pollfd *fds, size_t count, int64_t deadline,
                     bool *watching)
{
    size_t sources = count_sources(wait), watched = *watching ? sources : 0;
    int left = deadline_left(deadline), requested = 0;
    if (watched < sources && (left < 0 || left > SHIELDED_SLICE))
        left = SHIELDED_SLICE;
    for (size_t i = 0; i < watched; i++)
        fds[count + i] = (struct pollfd){ .fd = cancel_fd(wait->sources[i]), .events = POLLIN };
    int found = poll(fds, (nfds_t)(count + watched), left);
    for (size_t i = 0; i < watched && found > 0; i++)
        requested += fds[count + i].revents != 0;
    *watching = *watching && requested == 0;
    return found - requested;
}

status bolt_wait_poll(const bolt_wait *wait, struct pollfd *fds, size_t count, int64_t deadline,
                      bool *ready, error *err)
{
    bool watching = atomic_load(&wait->tolerated) == 0;
    for (;;) {
        if (bolt_wait_interrupted(wait))
            return fail_interrupted(err);
        int found = poll_once(wait, fds, count, deadline, &watching);
        if (found < 0 && errno != EINTR)
            return fail(err, ST_CONNECTION, "cannot wait for the network: %s", strerror(errno));
        if (bolt_wait_interrupted(wait))
            return fail_interrupted(err);
        if (found > 0 || (found == 0 && deadline_left(deadline) == 0)) {
            *ready = found > 0;
            return ST_OK;
        }
    }
}

status bolt_wait_sleep(const bolt_wait *wait, int64_t ms, error *err)
{
    struct pollfd none[BOLT_WAIT_SOURCES];
    bool ready;
    return bolt_wait_poll(wait, none, 0, deadline_in(ms), &ready, err);
}
