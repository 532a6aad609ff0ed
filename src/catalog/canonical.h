/* The form of a document that checksums are made of. */
#ifndef CATALOG_CANONICAL_H
#define CATALOG_CANONICAL_H

#include "catalog/tree.h"

/* Inclusive Canonical XML 1.0 without comments and instructions, of elements and of text that is not blank, its lines trimmed; the
 * catalog holds its constraints, then its indexes. The tree has been checked against the grammar, which fills in defaults. */
void catalog_canonical_write(const catalog_tree *tree, arena *scratch, buf *out);

#endif
