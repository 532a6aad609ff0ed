/* ${nm:key} in statements. Pure. */
#ifndef ENGINE_PLACEHOLDER_H
#define ENGINE_PLACEHOLDER_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

typedef struct placeholder {
    str key, value;
} placeholder;

typedef struct placeholder_values {
    const placeholder *items;
    size_t count;
} placeholder_values;

/* A piece of the original that became something else. */
typedef struct replacement {
    size_t from, length;         /* in the original, in bytes */
    size_t new_from, new_length; /* in the result */
} replacement;

typedef struct replacements {
    const replacement *items;
    size_t count;
} replacements;

/* Values are taken as they are and not looked through again. ST_PARSE for a placeholder without a
 * value, unless it stands in a comment; `*unknown` becomes its offset then. */
MUST_CHECK status placeholder_replace(str text, const placeholder_values *values, arena *a,
                                      str *out, replacements *done, size_t *unknown, error *err);

/* An offset in the result as one in the original; within a value: where its placeholder begins. */
size_t placeholder_original_offset(const replacements *done, size_t offset);

#endif
