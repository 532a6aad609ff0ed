#include "bolt/wait.h"

#include "base/clock.h"

#include <errno.h>
#include <string.h>

/* ms after which a wait that the first request does not interrupt looks for further ones. */
enum { SHIELDED_SLICE = 50 };

void bolt_wait_init(bolt_wait *wait, cancel *stop)
{
    wait->cancel = stop;
    atomic_init(&wait->tolerated, 0);
}

bool bolt_wait_interrupted(const bolt_wait *wait)
{
    return cancel_requests(wait->cancel) > atomic_load(&wait->tolerated);
}

void bolt_wait_shield(bolt_wait *wait, bool on)
{
    int requests = cancel_requests(wait->cancel);
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
    int left = deadline_left(deadline);
    if (!*watching && wait->cancel && (left < 0 || left > SHIELDED_SLICE))
        left = SHIELDED_SLICE;
    fds[count] =
        (struct pollfd){ .fd = *watching ? cancel_fd(wait->cancel) : -1, .events = POLLIN };
    int found = poll(fds, (nfds_t)count + 1, left);
    if (found <= 0 || !fds[count].revents)
        return found;
    *watching = false;
    return found - 1;
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
    struct pollfd none[1];
    bool ready;
    return bolt_wait_poll(wait, none, 0, deadline_in(ms), &ready, err);
}
