/* The items that a database has, and would have after some steps. Pure. */
#ifndef ENGINE_CATALOG_PRESENT_H
#define ENGINE_CATALOG_PRESENT_H

#include "catalog/item.h"

typedef struct catalog_present {
    const catalog_item **items;
    size_t count;
} catalog_present;

/* With room for `more`. Borrows the items. */
MUST_CHECK status catalog_present_init(catalog_present *present, catalog_items items, size_t more,
                                       arena *a, error *err);

/* NULL when there is none that is called so. */
const catalog_item *catalog_present_named(const catalog_present *present, const catalog_item *item);

/* By its name, or else by what it is. */
const catalog_item *catalog_present_find(const catalog_present *present, const catalog_item *item);

void catalog_present_add(catalog_present *present, const catalog_item *item);

/* One of those that are there; NULL is none. */
void catalog_present_remove(catalog_present *present, const catalog_item *item);

#endif
