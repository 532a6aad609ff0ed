#include "bolt/retry.h"

enum { FIRST_DELAY = 1000, FACTOR = 2, JITTER_PERCENT = 20, LONGEST_DELAY = 1 << 30 };

bool bolt_retry_next(bolt_retry *retry, int64_t now, uint64_t chance, int64_t *delay_ms)
{
    if (retry->delay == 0) {
        retry->first_failure = now;
        retry->delay = FIRST_DELAY;
    } else if (retry->delay < LONGEST_DELAY) {
        retry->delay *= FACTOR;
    }
    if (retry->budget >= 0 && now - retry->first_failure >= retry->budget)
        return false;
    int64_t jitter = retry->delay * JITTER_PERCENT / 100;
    *delay_ms = retry->delay - jitter + (int64_t)(chance % (uint64_t)(2 * jitter + 1));
    return true;
}
