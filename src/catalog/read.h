/* Elements that the grammar has let pass, as what they stand for. What no schema can say is checked here: ST_PARSE with line and
 * column. Everything is copied into the arena. */
#ifndef CATALOG_READ_H
#define CATALOG_READ_H

#include "catalog/tree.h"

/* The text of an element as catalog_text has it. */
MUST_CHECK status catalog_read_text(const catalog_node *element, arena *a, str *out, error *err);

/* Labels or types of an index: "A|B\|C" are "A" and "B|C". */
MUST_CHECK status catalog_read_labels(str text, arena *a, catalog_names *out, error *err);

/* A <constraint> or <index>. */
MUST_CHECK status catalog_read_item(const catalog_node *node, arena *a, catalog_item *out,
                                    error *err);

/* What stands in a <refactor>. */
MUST_CHECK status catalog_read_refactoring(const catalog_node *node, arena *a,
                                           catalog_refactoring *out, error *err);

/* Any child of <migration> but its <catalog>. */
MUST_CHECK status catalog_read_operation(const catalog_node *node, arena *a, catalog_operation *out,
                                         error *err);

#endif
