/* Memory that is thrown away together. There are three lifetimes: what is loaded (until the handle
 * is closed), one operation (the result is its arena), one row. A function that returns memory
 * takes the arena that will own it; so there is nothing to free one by one. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/attr.h"
#include "base/mem.h"
#include "base/str.h"

typedef struct arena_block arena_block;

/* Start with ARENA_INIT, or set `mem` and `limit` by hand. A `limit` of 0 means none. */
typedef struct arena {
    const allocator *mem;
    size_t limit; /* bytes of all blocks together */
    size_t used;
    arena_block *last;
} arena;

#define ARENA_INIT(allocator, bytes)                                                               \
    {                                                                                              \
        .mem = (allocator), .limit = (bytes)                                                       \
    }
#define ARENA_AUTO CLEANUP(arena_finish) arena

/* Zeroed and aligned for every type; NULL when memory or limit is exhausted. */
void *arena_alloc(arena *a, size_t size);
void *arena_array(arena *a, size_t count, size_t size);
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))

/* Makes room for one more item in an array of `count` items, doubling `*capacity` when it is full.
 * Returns the array, maybe moved; NULL when there is no memory (the old array stays valid). */
void *arena_grow(arena *a, void *items, size_t count, size_t *capacity, size_t size);

/* Copies with a terminating NUL that is not counted; `data` is NULL when there is no memory.
 * Copying STR_NONE gives empty text. */
str arena_str(arena *a, str s);
str arena_printf(arena *a, const char *format, ...) PRINTF_LIKE(2, 3);

/* Forgets everything but keeps one block for reuse. */
void arena_reset(arena *a);
void arena_finish(arena *a);

#endif
