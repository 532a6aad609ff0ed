/* Constraints with an index behind them, and what cannot share a transaction because of that. Pure. */
#ifndef ENGINE_CATALOG_BACKING_H
#define ENGINE_CATALOG_BACKING_H

#include "catalog/server.h"

bool catalog_is_backed(const catalog_item *item);

/* Whether dropping such an item may keep a constraint from being created in the same transaction. */
bool catalog_leaves_index(const catalog_server *server, const catalog_item *dropped);

/* Whether it does: "Trying to create constraint 'b' in same transaction as dropping 'a'. This is not supported because
 * they are both backed by similar indexes". Measured: 4.4.48 and 5.26.30 say so of constraints, 2026.08.1 also of
 * the index that a constraint would have; neither of the same properties in another order. */
bool catalog_is_in_the_way(const catalog_server *server, const catalog_item *dropped,
                           const catalog_item *created);

#endif
