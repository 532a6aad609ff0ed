/* Positions by name: a hash table that is told beforehand how many names there will be at most. */
#ifndef CATALOG_LOOKUP_H
#define CATALOG_LOOKUP_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

typedef struct catalog_lookup_slot {
    str name; /* borrowed; STR_NONE: free */
    size_t position;
} catalog_lookup_slot;

typedef struct catalog_lookup {
    catalog_lookup_slot *slots;
    size_t mask;
} catalog_lookup;

MUST_CHECK status catalog_lookup_init(catalog_lookup *l, size_t names, arena *a, error *err);

/* The position that this name was given before; otherwise it is given `position`, which is returned. */
size_t catalog_lookup_put(catalog_lookup *l, str name, size_t position);

/* STR_NOT_FOUND when it was given none. */
size_t catalog_lookup_find(const catalog_lookup *l, str name);

#endif
