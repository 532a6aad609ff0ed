/* Time in which nobody has to wait: whoever would sleep until a deadline finds that it has passed. And chance
 * that repeats itself. In place of base/clock.c, base/random.c and poll(2), in programs with a single thread. */
#include "quick_time.h"

#include "base/clock.h"
#include "base/random.h"

#include <limits.h>
#include <poll.h>
#include <string.h>

enum { DAWN = 1000000, MS = 1000 };

static int64_t now = DAWN;
static uint64_t chance;

void quick_time_restart(void)
{
    now = DAWN;
    chance = 0;
}

int64_t clock_ms(void)
{
    return now;
}

int64_t clock_us(void)
{
    return now * MS;
}

int64_t clock_utc_us(void)
{
    return now * MS;
}

int64_t deadline_in(int64_t timeout_ms)
{
    return timeout_ms < 0 || timeout_ms > DEADLINE_NEVER - now ? DEADLINE_NEVER : now + timeout_ms;
}

int deadline_left(int64_t deadline)
{
    if (deadline == DEADLINE_NEVER)
        return -1;
    int64_t left = deadline - now;
    return left <= 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

uint64_t random_u64(void)
{
    return chance++;
}

void random_uuid(char text[UUID_TEXT_SIZE])
{
    memset(text, '0', UUID_TEXT_SIZE - 1);
    text[UUID_TEXT_SIZE - 1] = '\0';
}

/* Nothing will ever be ready, and nobody may wait for ever. */
int poll(struct pollfd *fds, nfds_t count, int timeout)
{
    FUZZ_CHECK(timeout >= 0);
    for (nfds_t i = 0; i < count; i++)
        fds[i].revents = 0;
    now += timeout;
    return 0;
}
