/* The allocator that a client brings, and the seam where tests make allocations fail. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* `resize` behaves as realloc, and frees when `size` is 0. It may return NULL: running out of
 * memory is an error like any other. A NULL allocator means malloc and free. */
typedef struct allocator {
    void *(*resize)(void *user, void *block, size_t size);
    void *user;
} allocator;

/* NULL when there is no memory, also when count * size overflows. `size` and `count` are not 0. */
void *mem_resize(const allocator *mem, void *block, size_t count, size_t size);

/* Zeroed. */
void *mem_new(const allocator *mem, size_t size);

/* Accepts NULL. */
void mem_free(const allocator *mem, void *block);

/* Overwrites secrets in a way that the compiler keeps. */
void mem_wipe(void *block, size_t size);

#endif
