/* When to try a transaction again: 1 s after the first failure, then twice as long each time, give
 * or take a fifth, until the budget is used up. Pure: time and chance are given. */
#ifndef BOLT_RETRY_H
#define BOLT_RETRY_H

#include <stdbool.h>
#include <stdint.h>

typedef struct bolt_retry {
    int64_t budget;        /* ms from the first failure; negative: for ever */
    int64_t first_failure; /* 0: nothing has failed yet */
    int64_t delay;
} bolt_retry;

/* An attempt has failed at `now` (ms). False: the budget is used up. Otherwise `*delay_ms` is how
 * long to wait; `chance` is any random number. */
bool bolt_retry_next(bolt_retry *retry, int64_t now, uint64_t chance, int64_t *delay_ms);

#endif
