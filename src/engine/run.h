/* What running a script as a whole and running one group of its statements share. */
#ifndef ENGINE_RUN_H
#define ENGINE_RUN_H

#include "engine/execute.h"

enum {
    RUN_METADATA_MAX = HISTORY_METADATA_MAX + 1,
    RUN_STATEMENT_SIZE = 48, /* of two numbers and a hyphen */
};

/* A script under way. */
typedef struct run {
    execution *x;
    const program *program;
    arena *a;
    bolt_entry metadata[RUN_METADATA_MAX]; /* of the transaction that is about to begin */
    size_t named;                          /* entries of it that are the same for all statements */
    char statement[RUN_STATEMENT_SIZE];
    bolt_statement *queue; /* one for each statement of the program */
    size_t first, end;     /* of those that are queued now */
    bool schema_changed;   /* since indexes were waited for */
    bolt_counters counted; /* before the transaction that is under way */
} run;

/* Names the statements of a transaction as "3" or "3-7", counted from 1 in the script: what a
 * person sees in SHOW TRANSACTIONS and in the query log. Valid until it names others. */
bolt_map run_name_statements(run *r, size_t first, size_t count);

/* All statements of a group, in the transactions that mode and statements ask for. With `record`
 * the last of these records the migration, if it can hold an entry. */
MUST_CHECK status run_group(run *r, bolt_session *session, const program_group *group, bool record,
                            error *err);

/* What a statement has changed. */
void run_count(run *r, const bolt_summary *summary);

/* All of the group would be one transaction, together with the entry. */
bool run_is_one_transaction(const run *r, const program_group *group);

MUST_CHECK status run_await_indexes(run *r, bolt_session *session, const program_group *group,
                                    error *err);

#endif
