/* Changes of a recorded history that apply nothing. They are made in the order in which they stand:
 * each finds the graph as those before it have left it. Plain values, like what they change. */
#ifndef MIGRATION_CHANGE_H
#define MIGRATION_CHANGE_H

#include "migration/migration.h"
#include "migration/recorded.h"

typedef enum recorded_change_kind {
    RECORDED_UNREPEAT, /* nodes in a row that have the version of another one are removed; what
                          follows them follows `after`, by the relationship that led to it */
    RECORDED_CHECKSUM, /* is that of `local` from now on */
    RECORDED_KIND,     /* repeatable or not, as `local` is, whose source is taken over */
    RECORDED_REMOVE,   /* what follows comes in its place, by the relationship that led to it */
    RECORDED_MOVE,     /* behind `after`, with the relationship that led to it */
    RECORDED_INSERT,   /* `local` behind `after`, as if it had been applied just now */
} recorded_change_kind;

typedef struct recorded_change {
    recorded_change_kind kind;
    str after;                          /* id of a node; may be the baseline's */
    str after_version;                  /* for people */
    const recorded_migration *recorded; /* what is changed: NULL for RECORDED_INSERT */
    size_t count;                       /* of RECORDED_UNREPEAT: so many, from `recorded` on */
    const migration *local;
} recorded_change;

/* What became of nodes and relationships. */
typedef struct recorded_counts {
    int64_t nodes_deleted, relationships_deleted;
    int64_t nodes_created, relationships_created;
} recorded_counts;

#endif
