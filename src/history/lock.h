/* The lock: one node for each target in the schema database, unique by its name. Other tools take
 * the same one, so label, `id` and `name` are fixed; what else stands in it is for people. */
#ifndef HISTORY_LOCK_H
#define HISTORY_LOCK_H

#include "history/place.h"

#include "base/random.h"

typedef struct history_lock {
    bolt_session *session;
    bolt_map metadata;
    str name;                /* of the lock, derived from the target database */
    char id[UUID_TEXT_SIZE]; /* empty: not held */
    int64_t attempt;         /* counted in its node: transactions that began under another number
                                record nothing any more */
} history_lock;

/* Says who holds it, for others. */
typedef struct history_holder {
    str tool; /* name/version */
    str user; /* of the operating system */
    str host;
    int64_t pid;
} history_holder;

/* `target_database` as configured, or STR_NONE. */
MUST_CHECK status history_lock_name(str target_database, arena *a, str *out, error *err);

/* ST_LOCKED with all that is known about the holder. When the outcome is unknown the lock counts as
 * held: release it. `chain` is answered by the same statement, if it is a question. */
MUST_CHECK status history_lock_acquire(history_lock *lock, const history_holder *holder,
                                       history_question *chain, arena *a, error *err);

/* Who holds it, for history_place_read to ask on its way. Borrows the name. */
history_question history_lock_question(const history_lock *lock);

/* For those who only read: ST_LOCKED when somebody holds it, and nothing is written. Asks on its
 * own what has not been answered. */
MUST_CHECK status history_lock_check(const history_lock *lock, const history_question *asked,
                                     arena *a, error *err);

/* "held since 2026-11-22T19:39:15Z[UTC] by root on tango, process 42, with neo4j-migrations/1.0,
 * which was applying 3". */
MUST_CHECK status history_lock_holder(const history_lock *lock, arena *a, str *out, error *err);

/* Notes which migration is under way, for whoever finds the lock after a crash. It is forgotten with
 * the entry of the migration. */
MUST_CHECK status history_lock_note(const history_lock *lock, bolt_map metadata, str version,
                                    error *err);

/* Does nothing if it is not held. */
MUST_CHECK status history_lock_release(history_lock *lock, error *err);

#endif
