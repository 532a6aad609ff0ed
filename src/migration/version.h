/* Versions of migrations: "1", "1.2.3", "001". Two are equal only if their texts are. */
#ifndef MIGRATION_VERSION_H
#define MIGRATION_VERSION_H

#include "base/arena.h"
#include "base/str.h"

#define MIGRATION_BASELINE "BASELINE"

typedef enum version_order {
    VERSION_SEMANTIC,      /* part by part as numbers of any size; missing parts count as 0 */
    VERSION_LEXICOGRAPHIC, /* as text */
} version_order;

/* <0, 0, >0. The baseline comes before everything else. */
int version_compare(str a, str b, version_order order);

/* The one behind it, of the same shape: "001" and "002", "1.9" and "1.10". It must be that of a name. Data is NULL when
 * there is no memory. */
str version_next(str version, arena *a);

#endif
