/* How two catalogs differ. */
#ifndef CATALOG_DIFF_H
#define CATALOG_DIFF_H

#include "catalog/item.h"

/* An item that only one side has as it is; with what is equivalent on the other. */
typedef struct catalog_difference {
    const catalog_item *item;
    const catalog_item *equivalent; /* NULL: none */
} catalog_difference;

typedef enum catalog_relation {
    CATALOG_IDENTICAL,
    CATALOG_EQUIVALENT, /* what differs are names and options */
    CATALOG_DIFFERENT,
} catalog_relation;

typedef struct catalog_diff {
    catalog_relation relation;
    const catalog_difference *left, *right; /* what only they have, in their order */
    size_t left_count, right_count;
} catalog_diff;

/* Databases come with lookup indexes, which nobody declares: leaves out those of a database of which `declared` has no
 * equivalent. Borrows from both. */
MUST_CHECK status catalog_declared_lookups(catalog_items items, catalog_items declared, arena *a,
                                           catalog_items *out, error *err);

/* Linear in the number of items. Borrows from both. */
MUST_CHECK status catalog_compare(catalog_items left, catalog_items right, catalog_equality by,
                                  arena *a, catalog_diff *out, error *err);

#endif
