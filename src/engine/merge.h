/* Merging nodes in a transaction: asks, then changes. */
#ifndef ENGINE_MERGE_H
#define ENGINE_MERGE_H

#include "bolt/session.h"
#include "refactoring/merge.h"

/* What `nodes`, the statement that asks for them, leads to; it has all been answered when this returns. The summaries of what
 * changes something go to whoever is told of those of the transaction. */
MUST_CHECK status merge_in(bolt_tx *tx, const catalog_refactoring *merge,
                           const catalog_server *server, const bolt_statement *nodes, arena *a,
                           error *err);

#endif
