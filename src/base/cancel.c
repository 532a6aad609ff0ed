#include "base/cancel.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

status cancel_init(cancel *c, error *err)
{
    atomic_init(&c->requests, 0);
    if (pipe(c->wake) != 0)
        return fail(err, ST_IO, "cannot create a pipe: %s", strerror(errno));
    for (int i = 0; i < 2; i++) {
        fcntl(c->wake[i], F_SETFD, FD_CLOEXEC);
        fcntl(c->wake[i], F_SETFL, O_NONBLOCK);
    }
    return ST_OK;
}

void cancel_finish(cancel *c)
{
    close(c->wake[0]);
    close(c->wake[1]);
}

void cancel_request(cancel *c)
{
    int saved = errno;
    atomic_fetch_add(&c->requests, 1);
    ssize_t ignored = write(c->wake[1], "!", 1);
    (void)ignored; /* a full pipe is readable already */
    errno = saved;
}

int cancel_requests(cancel *c)
{
    return c ? atomic_load(&c->requests) : 0;
}

int cancel_fd(const cancel *c)
{
    return c ? c->wake[0] : -1;
}

void cancel_reset(cancel *c)
{
    char drained[64];
    if (!c)
        return;
    atomic_store(&c->requests, 0);
    while (read(c->wake[0], drained, sizeof drained) > 0)
        ;
}

status cancel_sleep(cancel *c, int64_t ms, error *err)
{
    int64_t deadline = deadline_in(ms);
    while (cancel_requests(c) == 0) {
        int left = deadline_left(deadline);
        if (left == 0)
            return ST_OK;
        struct pollfd wake = { .fd = cancel_fd(c), .events = POLLIN };
        poll(&wake, 1, left);
    }
    return fail(err, ST_CANCELLED, "cancelled");
}
