/* What takes the place of BTREE indexes, which Neo4j 4.4 is the last to have, and of constraints that are backed by one. Pure. */
#ifndef REFACTORING_BTREE_H
#define REFACTORING_BTREE_H

#include "refactoring/refactoring.h"

typedef struct btree_move {
    const catalog_item *old;
    const catalog_item *made;     /* what is to be created; NULL: `existing` is there already */
    const catalog_item *existing; /* the same in all but its name */
} btree_move;

typedef struct btree_moves {
    bool replaces;           /* `old` is dropped, and `made` gets its name */
    const btree_move *items; /* constraints, then indexes */
    size_t count;
    const str *unknown; /* names in the parameters that no such index or constraint has */
    size_t unknown_count;
} btree_moves;

/* Whether it is one of the two types that move BTREE indexes, and whether there are any to be moved on this server. */
bool refactoring_is_about_btrees(const catalog_refactoring *r);
bool refactoring_moves_btrees(const catalog_refactoring *r, const catalog_server *server);

/* `present` is what the database has, without what belongs to the tool. ST_MIGRATIONS for wrong parameters, and when a new name is
 * taken by something else. */
MUST_CHECK status refactoring_btree_moves(const catalog_refactoring *r,
                                          const catalog_item *const *present, size_t count,
                                          arena *a, btree_moves *out, error *err);

#endif
