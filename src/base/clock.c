#include "base/clock.h"

#include <limits.h>
#include <time.h>

static int64_t read_us(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_us(void)
{
    return read_us(CLOCK_MONOTONIC);
}

int64_t clock_utc_us(void)
{
    return read_us(CLOCK_REALTIME);
}

int64_t clock_ms(void)
{
    return clock_us() / 1000;
}

int64_t deadline_in(int64_t timeout_ms)
{
    int64_t now = clock_ms();
    return timeout_ms < 0 || timeout_ms > DEADLINE_NEVER - now ? DEADLINE_NEVER : now + timeout_ms;
}

int deadline_left(int64_t deadline)
{
    if (deadline == DEADLINE_NEVER)
        return -1;
    int64_t left = deadline - clock_ms();
    if (left <= 0)
        return 0;
    return left > INT_MAX ? INT_MAX : (int)left;
}
