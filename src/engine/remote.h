/* The catalog of a database, as its server tells it. */
#ifndef ENGINE_REMOTE_H
#define ENGINE_REMOTE_H

#include "catalog/item.h"
#include "engine/operation.h"

/* Constraints, then indexes, each in the server's order, of the database that is migrated: without what the tool
 * itself has created there, and without what backs a constraint; lookup indexes are among them. One round trip. */
MUST_CHECK status remote_read(const operation *op, arena *a, catalog_items *out, error *err);

#endif
