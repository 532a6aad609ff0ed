#include "bolt/wait.h"

#include "base/clock.h"

#include <errno.h>
#include <string.h>

bool bolt_wait_interrupted(const bolt_wait *wait)
{
    return cancel_requests(wait->cancel) > wait->tolerated;
}

void bolt_wait_shield(bolt_wait *wait, bool on)
{
    int requests = cancel_requests(wait->cancel);
    wait->tolerated = !on ? 0 : requests > 1 ? requests : 1;
}

static status fail_interrupted(error *err)
{
    return fail(err, ST_CANCELLED, "cancelled");
}

status bolt_wait_poll(const bolt_wait *wait, struct pollfd *fds, size_t count, int64_t deadline,
                      bool *ready, error *err)
{
    struct pollfd *wake = &fds[count];
    for (;;) {
        *wake = (struct pollfd){ .fd = cancel_fd(wait->cancel), .events = POLLIN };
        if (bolt_wait_interrupted(wait))
            return fail_interrupted(err);
        int found = poll(fds, (nfds_t)count + 1, deadline_left(deadline));
        if (found < 0 && errno != EINTR)
            return fail(err, ST_CONNECTION, "cannot wait for the network: %s", strerror(errno));
        if (found > 0 && wake->revents) {
            cancel_rearm(wait->cancel);
            found--;
        }
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
