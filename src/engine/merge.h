/* Merging nodes in a transaction: asks, then changes. */
#ifndef ENGINE_MERGE_H
#define ENGINE_MERGE_H

#include "bolt/session.h"
#include "refactoring/merge.h"

/* What is to be changed, for the nodes that the statement `nodes` gives. */
MUST_CHECK status merge_look(bolt_tx *tx, const catalog_refactoring *merge,
                             const catalog_server *server, const bolt_statement *nodes, arena *a,
                             merge_changes *out, error *err);

/* The same, and changes it; all has been answered when this returns. The summaries of what
 * changes something go to whoever is told of those of the transaction. */
MUST_CHECK status merge_in(bolt_tx *tx, const catalog_refactoring *merge,
                           const catalog_server *server, const bolt_statement *nodes, arena *a,
                           error *err);

#endif
