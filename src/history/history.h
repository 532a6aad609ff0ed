/* The recorded chain in the database: reading it, adding to it, forgetting it. The graph is shared
 * with other tools: labels, properties and names are fixed. */
#ifndef HISTORY_HISTORY_H
#define HISTORY_HISTORY_H

#include "history/lock.h"
#include "history/place.h"
#include "migration/change.h"
#include "migration/migration.h"
#include "migration/recorded.h"

enum { HISTORY_METADATA_MAX = 4 };

/* Where a history is kept and who writes to it. Everything is borrowed. */
typedef struct history {
    const allocator *mem;
    bolt_driver *driver;   /* of the session */
    bolt_session *session; /* of the schema database */
    history_lock *lock;    /* held by those who record something */
    bolt_map metadata;     /* of all transactions, at most HISTORY_METADATA_MAX - 1 entries */
    str target;            /* `migrationTarget`; STR_NONE for the default chain */
    str installed_by;      /* STR_NONE: nobody is recorded */
    str connected_as;
    bool numeric_ids; /* of nodes: before version 5 of the server */
} history;

/* The metadata of a transaction that is about something: names it, in the room that is given. */
bolt_map history_metadata(const history *h, str kind, str name,
                          bolt_entry room[HISTORY_METADATA_MAX]);
bolt_map history_migration_metadata(const history *h, const migration *m,
                                    bolt_entry room[HISTORY_METADATA_MAX]);

/* `migrationTarget` for these two databases: STR_NONE when there is no schema database, or when
 * both are the same but for case. In lower case. */
MUST_CHECK status history_target(str schema_database, str target_database, arena *a, str *out,
                                 error *err);

/* For a target database whose name differs from that of the schema database in case only. The Java tool
 * takes it for another database, with a chain of its own: that chain's target when it is the only
 * one of the two, as somebody has come from there; otherwise STR_NONE. */
MUST_CHECK status history_target_apart(const history *h, str target_database, arena *a, str *out,
                                       error *err);

/* All that is recorded, for history_place_read to ask on its way. Borrows the target. */
history_question history_chain_question(const history *h);

/* ST_MIGRATIONS when it is no chain: forked, circular, incomplete or of an unknown type. Asks on
 * its own what has not been answered. */
MUST_CHECK status history_read(const history *h, const history_question *asked, arena *a,
                               recorded_chain *out, error *err);

/* The pure half of history_read: rows of node, incoming MIGRATED_TO, latest REPEATED, how many of
 * the latter there are. */
MUST_CHECK status history_chain_from_rows(const bolt_list *rows, size_t count, arena *a,
                                          recorded_chain *out, error *err);

/* One application of a migration. */
typedef struct history_entry {
    const migration *migration;
    str previous; /* goes behind this version, and what came after that comes after it then;
                     STR_NONE when it is a repeatable one that was applied again */
    int64_t duration_ms;
} history_entry;

/* In a transaction of its own. ST_LOCKED when somebody else has our lock by now. */
MUST_CHECK status history_record(const history *h, const history_entry *entry, error *err);

/* The same as one more statement of a transaction on the schema database. It fails in the server,
 * and so does the whole transaction, when somebody else has the lock or history_find has been
 * called since. The arena must live until the transaction has ended. */
MUST_CHECK status history_queue(const history *h, const history_entry *entry, bolt_tx *tx, arena *a,
                                error *err);

/* Puts such a failure into words. */
void history_explain(error *err);

/* For when the outcome of a COMMIT is unknown: whether the entry is there now. Waits for that
 * transaction to end, or sees to it that it cannot record anything any more; so the answer stays
 * true. */
MUST_CHECK status history_find(const history *h, const history_entry *entry, bool *out, error *err);

/* Makes all changes, in one transaction. ST_MIGRATIONS, and nothing is changed, when one finds the
 * graph in another state than it was read in. */
MUST_CHECK status history_change(const history *h, const recorded_change *changes, size_t count,
                                 recorded_counts *out, error *err);

/* A migration that may be of any kind and shape, as long as something leads to it. */
typedef struct history_found {
    recorded_migration migration; /* without checksum and what is told of the application */
    int64_t relationships;        /* that go with it when it is deleted */
    int64_t following;
} history_found;
MUST_CHECK status history_lookup(const history *h, str version, arena *a, const history_found **out,
                                 size_t *count, error *err);

typedef struct history_names {
    const str *items; /* sorted */
    size_t count;
} history_names;

typedef struct history_deleted {
    history_names chains;                      /* of targets, "<default>" for none */
    history_names constraints, indexes, locks; /* with "all"; not the lock of who cleans */
    int64_t nodes, relationships;
    int64_t dropped_constraints, dropped_indexes;
} history_deleted;

/* Forgets the chain of this target. */
MUST_CHECK status history_clean(const history *h, arena *a, history_deleted *out, error *err);

/* Forgets the chains of all targets, all locks, and the constraints and the index that `place`
 * knows. `own_lock` is the id of the lock of who cleans. */
MUST_CHECK status history_clean_all(const history *h, const history_place *place, str own_lock,
                                    arena *a, history_deleted *out, error *err);

/* What one of the two would do; nothing is written. Without `place`: the former. */
MUST_CHECK status history_clean_rehearse(const history *h, const history_place *place, arena *a,
                                         history_deleted *out, error *err);

#endif
