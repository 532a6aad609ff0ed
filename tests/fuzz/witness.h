/* PackStream read by somebody who has never seen our code: written from the documentation, with nothing
 * of src/bolt in it. It knows the shortest form of everything, and accepts no other. */
#ifndef WITNESS_H
#define WITNESS_H

#include "base/arena.h"
#include "base/str.h"

typedef struct witness witness;

/* One value. */
struct witness {
    char kind;      /* n null, b boolean, i integer, f float, s text, x bytes, l list, m map,
                       t structure, u UUID */
    int64_t number; /* of a boolean or integer; the tag of a structure */
    uint64_t bits;  /* of a float */
    str data;       /* of text, bytes, UUID */
    witness *items; /* of a list or structure; of a map keys and values in turn */
    size_t count;   /* of items */
};

/* NULL when it is not one value in its shortest form and nothing behind it. */
const witness *witness_read(str bytes, arena *a);

/* The only message in `chunks`, put together from them; NULL when they hold something else. */
const witness *witness_read_chunks(str chunks, arena *a);

/* What stands under a key of a map; NULL when nothing does. */
const witness *witness_get(const witness *map, const char *key);

bool witness_is_text(const witness *value, str text);
bool witness_is_int(const witness *value, int64_t number);

#endif
