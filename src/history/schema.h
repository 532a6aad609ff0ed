/* The constraints and the index that lock and history rely on. */
#ifndef HISTORY_SCHEMA_H
#define HISTORY_SCHEMA_H

#include "history/history.h"

#define HISTORY_LOCK_LABEL "__Neo4jMigrationsLock"

/* Creates what `place` does not have: before the lock is taken. Takes away the index of a constraint whose creation
 * was broken off, which servers may forget, and waits a while before it does. */
MUST_CHECK status history_schema_ensure_lock(const history *h, const history_place *place,
                                             error *err);

/* The same for the chain: before anything is applied. */
MUST_CHECK status history_schema_ensure_chain(const history *h, const history_place *place,
                                              error *err);

/* The names of all of it that `place` knows. */
MUST_CHECK status history_schema_list(const history_place *place, arena *a,
                                      history_names *constraints, history_names *indexes,
                                      error *err);

/* Drops all of it, whatever its names; adds to the counts. */
MUST_CHECK status history_schema_drop(bolt_session *session, bolt_map metadata,
                                      const history_place *place, arena *a, int64_t *constraints,
                                      int64_t *indexes, error *err);

#endif
