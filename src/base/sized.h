/* Structs of a caller that begin with their size, so that fields can be added: a caller who was compiled against
 * older headers gives fewer bytes, one against newer headers more. */
#ifndef BASE_SIZED_H
#define BASE_SIZED_H

#include <stdbool.h>
#include <stddef.h>

/* Copies what both know, and zeroes the rest of `out`. False when the caller uses fields that are unknown
 * here, or gives no size. `out_size` and `given_size` are the sizes of the structs. */
bool sized_copy(void *out, size_t out_size, const void *given, size_t given_size);

#endif
