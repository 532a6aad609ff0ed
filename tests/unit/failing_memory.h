/* An allocator that runs out of memory when it is told to, and knows what has not been given back.
 *
 *     for (failing_memory f = { 0 }; failing_memory_next(&f);) {
 *         const allocator mem = { failing_resize, &f };
 *         ... what is tested, with `mem` ...
 *         cr_assert_eq(f.blocks, 0);
 *     }
 *
 * In the first round everything goes well, and the allocations are counted. Then comes a round for each of
 * them in which that one fails, and a round for each in which all from that one on fail. */
#ifndef FAILING_MEMORY_H
#define FAILING_MEMORY_H

#include "base/mem.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct failing_memory {
    size_t rounds;
    size_t allocations;   /* in the first round */
    atomic_size_t seen;   /* in this one */
    size_t first, last;   /* those that fail, from 1 */
    atomic_size_t blocks; /* not given back */
    atomic_bool failed;   /* one did fail in this round */
} failing_memory;

static inline void *failing_resize(void *user, void *block, size_t size)
{
    failing_memory *f = user;
    if (size == 0) {
        f->blocks -= block != NULL;
        free(block);
        return NULL;
    }
    size_t number = ++f->seen;
    if (number >= f->first && number <= f->last) {
        f->failed = true;
        return NULL;
    }
    void *result = realloc(block, size);
    f->blocks += result && !block;
    return result;
}

/* From now on there is memory again. */
static inline void failing_memory_recover(failing_memory *f)
{
    f->last = 0;
}

/* False when all rounds are over. */
static inline bool failing_memory_next(failing_memory *f)
{
    if (f->rounds == 1)
        f->allocations = f->seen;
    size_t n = f->rounds++;
    if (n > 2 * f->allocations)
        return false;
    f->seen = 0;
    f->failed = false;
    f->first = (n + 1) / 2;
    f->last = n == 0 ? 0 : n % 2 ? f->first : SIZE_MAX;
    return true;
}

#endif
