/* What the operations share: sessions, lock, what was found here and there. */
#ifndef ENGINE_OPERATION_H
#define ENGINE_OPERATION_H

#include "engine/declared.h"
#include "engine/engine.h"
#include "history/place.h"

typedef struct operation {
    engine *e;
    arena *a;      /* of the result */
    arena scratch; /* of what ends with the operation */
    bolt_entry metadata[2];
    bolt_bookmarks *bookmarks;
    bolt_session *schema; /* where the history is kept */
    bolt_session *target; /* what is migrated; may be the same session */
    history_place place;  /* in scratch */
    history history;
    history_lock lock;
    history_question lock_asked, chain_asked; /* on the way; on their own if unanswered */
    migration_files files;                    /* below the locations */
    migration_list local; /* once resolved: sorted, without those that are skipped */
    declared declared;    /* by those, once something is to be applied */
    recorded_chain recorded;
} operation;

typedef struct operation_needs {
    bool reads_only; /* takes the lock only if the options want it; only tells if another has it */
    bool dry;        /* not even what the lock needs is created */
    bool chain;      /* operation_read_history will be called */
    bool target;     /* the target database must exist */
    bool may_locked; /* a lock of somebody else is no reason to stop, but to warn */
    bool unlocked;   /* has nothing to do with lock and callbacks */
    /* The callbacks around the work, unless it is dry; CALLBACK_BEFORE_FIRST_USE, which comes before
     * all operations: it has none of its own. */
    callback_phase before, after;
} operation_needs;

typedef status operation_work(operation *op, void *user, error *err);

/* Connects, takes the lock (or looks at it), works between the callbacks, and gives the lock back
 * whatever came out. Those who only read take it too when there are callbacks, which may write. */
MUST_CHECK status operation_run(engine *e, arena *a, operation_needs needs, operation_work *work,
                                void *user, error *err);

/* A session for any database, with the same bookmarks and user. */
MUST_CHECK status operation_session(const operation *op, str database, bolt_session **out,
                                    error *err);

/* The same, but never as an impersonated user. */
MUST_CHECK status operation_own_session(const operation *op, str database, bolt_session **out,
                                        error *err);

/* Looks for migrations below the locations: operation_run has done so, unless it is unlocked. */
MUST_CHECK status operation_scan(operation *op, error *err);

/* Reads those that were found, and adds those that are registered. Nothing of a server is needed. */
MUST_CHECK status operation_load(operation *op, migration_list *out, error *err);

/* Looks for the local migrations, reads and sorts them, whatever their preconditions say. No server is asked. */
MUST_CHECK status operation_find(operation *op, error *err);

/* Reads the local migrations, evaluates their preconditions and sorts them. */
MUST_CHECK status operation_resolve(operation *op, error *err);

/* Splits the above for who must tell their failures apart: everything but sorting. */
MUST_CHECK status operation_discover(operation *op, error *err);

/* Where we are, in words of the result. */
MUST_CHECK status operation_describe_place(const operation *op, engine_place *out, error *err);

MUST_CHECK status operation_read_history(operation *op, error *err);

/* Of local and recorded migrations, as the options want them compared. */
chain_input operation_chain_input(const operation *op);

/* Leaves the migrations whose assumptions hold. ST_MIGRATIONS when an assertion does not. */
MUST_CHECK status operation_filter(operation *op, migration_list *list, error *err);

#endif
