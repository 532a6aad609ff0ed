/* The catalog as the migrations declare it, one after the other. */
#ifndef CATALOG_VERSIONS_H
#define CATALOG_VERSIONS_H

#include "catalog/item.h"

/* What one migration adds. */
typedef struct catalog_change {
    str version, source; /* for messages */
    bool reset;          /* what was declared before is forgotten first */
    catalog_items items;
} catalog_change;

/* In the order of versions. */
typedef struct catalog_versions {
    const catalog_change *changes;
    size_t count;
} catalog_versions;

/* ST_MIGRATIONS with source, line and column of an item whose name its own migration has used before.
 * `scratch` is reset. */
MUST_CHECK status catalog_versions_check(catalog_versions versions, arena *scratch, error *err);

/* What is declared once the first `until` changes are made: of each name the newest definition, in the
 * order in which the names came up. Linear in what was declared. */
MUST_CHECK status catalog_versions_at(catalog_versions versions, size_t until, arena *a,
                                      catalog_items *out, error *err);

#endif
