/* The recorded chain in the database: reading it, adding to it, forgetting it. The graph is shared
 * with other tools: labels, properties and names are fixed. */
#ifndef HISTORY_HISTORY_H
#define HISTORY_HISTORY_H

#include "history/place.h"
#include "migration/migration.h"
#include "migration/recorded.h"

enum { HISTORY_METADATA_MAX = 4 };

/* Where a history is kept and who writes to it. Everything is borrowed. */
typedef struct history {
    const allocator *mem;
    bolt_session *session; /* of the schema database */
    bolt_map metadata;     /* of all transactions, at most HISTORY_METADATA_MAX - 1 entries */
    str target;            /* `migrationTarget`; STR_NONE for the default chain */
    str installed_by;      /* STR_NONE: nobody is recorded */
    str connected_as;
} history;

/* The metadata of a transaction that is about a migration: names it, in the room that is given. */
bolt_map history_metadata(const history *h, const migration *m,
                          bolt_entry room[HISTORY_METADATA_MAX]);

/* `migrationTarget` for these two databases: STR_NONE when there is no schema database, or when
 * both are the same but for case. In lower case. */
MUST_CHECK status history_target(str schema_database, str target_database, arena *a, str *out,
                                 error *err);

/* All that is recorded, for history_place_read to ask on its way. Borrows the target. */
history_question history_chain_question(const history *h);

/* ST_MIGRATIONS when it is no chain: forked, circular, incomplete or of an unknown type. Asks on
 * its own what has not been answered. */
MUST_CHECK status history_read(const history *h, const history_question *asked, arena *a,
                               recorded_chain *out, error *err);

/* The pure half of history_read: rows of node, incoming MIGRATED_TO, latest REPEATED. */
MUST_CHECK status history_chain_from_rows(const bolt_list *rows, size_t count, arena *a,
                                          recorded_chain *out, error *err);

/* Puts a migration behind `previous`, in a transaction of its own; what came after `previous` comes
 * after it then. */
MUST_CHECK status history_append(const history *h, const migration *m, str previous,
                                 int64_t duration_ms, error *err);

/* Notes that a repeatable migration has been applied again. */
MUST_CHECK status history_repeat(const history *h, const migration *m, int64_t duration_ms,
                                 error *err);

/* For when the outcome of recording is unknown: whether this version is there now, with this
 * checksum if it is repeatable. */
MUST_CHECK status history_has(const history *h, const migration *m, bool *out, error *err);

typedef struct history_deleted {
    const str *chains; /* names of targets, "<default>" for none; sorted */
    size_t chain_count;
    int64_t nodes, relationships, constraints, indexes;
} history_deleted;

/* Forgets the chain of this target. */
MUST_CHECK status history_clean(const history *h, arena *a, history_deleted *out, error *err);

/* Forgets the chains of all targets, all locks, and the constraints and the index that `place`
 * knows. */
MUST_CHECK status history_clean_all(const history *h, const history_place *place, arena *a,
                                    history_deleted *out, error *err);

#endif
