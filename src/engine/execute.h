/* Running one migration, and what to say when it fails. */
#ifndef ENGINE_EXECUTE_H
#define ENGINE_EXECUTE_H

#include "engine/operation.h"
#include "engine/program.h"

/* How far a migration has come. Statements run in order, so what is committed is the first so many
 * of them. */
typedef struct progress {
    size_t statements;
    size_t committed;
    bool partly;    /* the one after those may have committed a part of its work */
    bool uncertain; /* whether the next ones were committed is not known */
} progress;

/* Runs the statements of a Cypher migration; err tells which of them failed, where, and what stays.
 */
MUST_CHECK status engine_execute(operation *op, const migration *m, error *err);

/* Which migration, which file; in place of what the server says about editions, the way out. */
void failure_name(const operation *op, const migration *m, error *err);

/* What stays of it. */
void failure_outcome(const progress *p, error *err);

#endif
