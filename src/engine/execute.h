/* Running one script, and what to say when it fails. */
#ifndef ENGINE_EXECUTE_H
#define ENGINE_EXECUTE_H

#include "engine/operation.h"
#include "engine/program.h"
#include "engine/recording.h"
#include "engine/rehearsal.h"

/* How far a script has come. Statements run in order, so what is committed is the first so many of
 * them. */
typedef struct progress {
    size_t statements;
    size_t committed;
    bool partly;    /* the one after those may have committed a part of its work */
    bool goes_on;   /* and goes on behind that when it is run again */
    bool uncertain; /* whether the next ones were committed is not known */
    bool joined;    /* to those, the entry of the history */
    bool refused;   /* that entry, and so the statements that it had joined */
    bool finished;  /* all are committed; what failed came afterwards */
    bool recorded;
} progress;

/* The script of a migration, of a callback, or of neither of them. */
typedef struct execution {
    operation *op;
    const migration *migration;
    const callback *callback;
    str refactoring;                 /* the type of one that is part of nothing */
    bolt_session *session;           /* where statements before the first `:use` run */
    bool as_ourselves;               /* no impersonation where it switches to other databases */
    recording *recording;            /* NULL: nothing is recorded */
    const struct declared *declared; /* what catalog migrations refer to */
    rehearsal *rehearsal;            /* NULL: statements are run, and do not go there instead */
    progress progress;               /* out */
    bolt_counters counters;          /* out: of all that has been committed */
} execution;

/* Runs all statements and records the migration: together with its last transaction where that one
 * is in the schema database and could hold an entry, right after it otherwise. Waits for indexes.
 * err tells which statement failed, and where. */
MUST_CHECK status engine_execute(execution *x, const program *script, error *err);

/* The same for a migration, which is read again from its file; err also names it, and tells what
 * stays. */
MUST_CHECK status engine_execute_migration(execution *x, error *err);

/* The program of a script that has been read. */
MUST_CHECK status engine_prepare(const execution *x, const cypher_script *script, arena *a,
                                 program *out, error *err);

/* Which migration or callback, which file; in place of what the server says about editions, the way
 * out. */
void failure_name(const execution *x, error *err);

/* What stays of it. */
void failure_outcome(const execution *x, error *err);

#endif
