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

/* Notes which migration is under way, for whoever finds the lock after a crash. It is forgotten with
 * the entry of the migration. */
MUST_CHECK status history_lock_note(const history_lock *lock, bolt_map metadata, str version,
                                    error *err);

/* Does nothing if it is not held. */
MUST_CHECK status history_lock_release(history_lock *lock, error *err);

/* ---- Locks of anybody ---- */

/* As the node tells it: texts are STR_NONE and the process is 0 where it does not. */
typedef struct history_held {
    str id, name;
    str since;     /* 2026-11-22T19:39:15.789Z[UTC] */
    str migration; /* the version of the one under way, which could not be recorded at once */
    history_holder holder;
} history_held;

typedef struct history_held_list {
    const history_held *items; /* sorted by name */
    size_t count;
} history_held_list;

/* Who has this lock, for history_place_read to ask on its way. Borrows the name. */
history_question history_lock_question(const history_lock *lock);

/* The answer to that question; asks on its own what has not been answered. */
MUST_CHECK status history_lock_holders(const history_lock *lock, const history_question *asked,
                                       arena *a, history_held_list *out, error *err);

/* All locks where this one is. */
MUST_CHECK status history_lock_all(const history_lock *lock, arena *a, history_held_list *out,
                                   error *err);

/* "held since 2026-11-22T19:39:15Z[UTC] by root on tango, process 42, with neo4j-migrations/1.0,
 * which was applying 3" */
MUST_CHECK status history_lock_describe(const history_held *held, arena *a, str *out, error *err);

/* `*removed` is false when it has been given back in the meantime. */
MUST_CHECK status history_lock_remove(const history_lock *lock, const history_held *held, arena *a,
                                      bool *removed, error *err);

#endif
