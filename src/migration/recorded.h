/* Migrations as a history has them. Plain values: who read them, and from where, is not known
 * here. */
#ifndef MIGRATION_RECORDED_H
#define MIGRATION_RECORDED_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* Where a migration stands in the graph: for changing it there. */
typedef struct recorded_node {
    str id;              /* of the server; valid as long as nothing is deleted */
    str previous;        /* the node that leads to it, which may be none of ours */
    int64_t repetitions; /* how often it was applied again */
    int64_t linked_at;   /* when it was applied first: milliseconds since 1970; 0 when unknown */
} recorded_node;

/* Of a repeatable one that was applied again, the last time counts: checksum and all `installed_`
 * fields are of it. STR_NONE where nothing was recorded. */
typedef struct recorded_migration {
    str version, description, source;
    str type; /* CYPHER, CATALOG or JAVA */
    bool repeatable;
    str checksum;
    str installed_on; /* 2026-11-22T19:39:15.789Z[UTC] */
    str installed_by; /* system user/database user */
    str duration;     /* PT0.23S */
    recorded_node node;
} recorded_migration;

typedef struct recorded_chain {
    const recorded_migration *items; /* in the order in which they are linked */
    size_t count;
    str baseline;  /* the id of its node; STR_NONE while nothing was ever recorded */
    bool followed; /* nodes that do not count come behind the last one */
    size_t nodes;  /* of this target with a version but the baseline's, linked or not */
} recorded_chain;

#endif
