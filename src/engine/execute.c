#include "engine/execute.h"

#include "engine/event.h"

#include <stdio.h>

enum {
    METADATA_MAX = HISTORY_METADATA_MAX + 1,
    STATEMENT_SIZE = 48, /* of two numbers and a hyphen */
};

/* One migration under way. */
typedef struct run {
    operation *op;
    const migration *m;
    const program *program;
    progress progress;
    bolt_entry metadata[METADATA_MAX]; /* of the transaction that is about to begin */
    size_t named;                      /* entries of it that are the same for all statements */
    char statement[STATEMENT_SIZE];
    bolt_statement *queue; /* one for each statement of the program */
    size_t first;          /* of those that are queued now */
    bool schema_changed;   /* in the present group */
} run;

/* Names the statements of a transaction as "3" or "3-7", counted from 1 in the migration: what a
 * person sees in SHOW TRANSACTIONS and in the query log. Valid until it names others. */
static bolt_map name_statements(run *r, size_t first, size_t count)
{
    int size = count == 1 ? snprintf(r->statement, sizeof r->statement, "%zu", first + 1)
                          : snprintf(r->statement, sizeof r->statement, "%zu-%zu", first + 1,
                                     first + count);
    str text = { r->statement, (size_t)size };
    r->metadata[r->named] = (bolt_entry){ STR("statement"), bolt_string(text) };
    return (bolt_map){ r->metadata, r->named + 1 };
}

static int64_t timeout(const run *r)
{
    return r->op->e->options.transaction_timeout_ms;
}

static void tell_statement(run *r, size_t number)
{
    engine_event event = { .type = ENGINE_STATEMENT,
                           .migration = r->m,
                           .statement = number,
                           .statements = r->program->count };
    engine_raise(r->op->e, &event);
}

static void note(run *r, size_t index, const bolt_summary *summary)
{
    if (summary->counters.indexes_added || summary->counters.constraints_added)
        r->schema_changed = true;
    tell_statement(r, r->first + index + 1);
}

static status answered(void *user, size_t index, const bolt_summary *summary, error *err)
{
    run *r = user;
    note(r, index, summary);
    return engine_check(r->op->e, err);
}

/* The driver counts what it was given; we count the statements of the migration, in its file. */
static void locate(const run *r, size_t offset, error *err)
{
    if (err->statement == 0)
        return;
    size_t index = offset + err->statement - 1;
    err->statement = (uint32_t)(index + 1);
    err->statements = (uint32_t)r->program->count;
    if (err->line)
        program_position(&r->program->statements[index], &err->line, &err->column);
    else
        cypher_position(r->program->statements[index].source, 1, 1, &err->line, &err->column);
}

/* ---- All statements of a group in one transaction ---- */

typedef struct group_run {
    run *run;
    const program_group *group;
} group_run;

static status queue_group(bolt_tx *tx, void *user, error *err)
{
    const group_run *g = user;
    run *r = g->run;
    r->schema_changed = false;
    r->first = g->group->first;
    bolt_tx_on_summary(tx, answered, r);
    for (size_t i = 0; i < g->group->count; i++) {
        status st = bolt_tx_queue(tx, &r->queue[g->group->first + i], err);
        if (st)
            return st;
    }
    return bolt_tx_flush(tx, err);
}

static status run_together(run *r, bolt_session *session, const program_group *group, error *err)
{
    bolt_tx_config config = { .timeout_ms = timeout(r),
                              .metadata = name_statements(r, group->first, group->count) };
    group_run g = { r, group };
    status st = bolt_session_transact(session, &config, queue_group, &g, err);
    if (st) {
        r->progress.uncertain = st == ST_UNKNOWN_OUTCOME;
        locate(r, group->first, err);
        return st;
    }
    r->progress.committed = group->first + group->count;
    return ST_OK;
}

/* ---- Each statement in a transaction of its own ---- */

static status committed(void *user, size_t index, const bolt_summary *summary, error *err)
{
    run *r = user;
    (void)err;
    r->progress.committed = r->first + index + 1;
    note(r, index, summary);
    return ST_OK; /* the driver sees a request to stop, and learns what else was committed */
}

/* So many statements from `from` on are of the same kind. */
static size_t alike(const run *r, size_t from, size_t end)
{
    const program_statement *statements = r->program->statements;
    size_t count = 1;
    while (from + count < end && statements[from + count].implicit == statements[from].implicit)
        count++;
    return count;
}

/* What was sent is known to have ended only if the server has named the statement that failed. */
static bool is_uncertain(status st, const error *err)
{
    return st == ST_UNKNOWN_OUTCOME || st == ST_CONNECTION || st == ST_TIMEOUT ||
           st == ST_SECURITY || (st == ST_CANCELLED && err->statement == 0);
}

static status queue_each(run *r, bolt_tx *tx, size_t from, size_t count, error *err)
{
    for (size_t i = from; i < from + count; i++) {
        bolt_statement statement = r->queue[i];
        statement.metadata = name_statements(r, i, 1);
        status st = bolt_tx_queue(tx, &statement, err);
        if (st)
            return st;
    }
    return ST_OK;
}

static status send_each(run *r, bolt_session *session, size_t from, size_t count, error *err)
{
    bool implicit = r->program->statements[from].implicit;
    bolt_tx_config config = { .automatic = true, .timeout_ms = implicit ? 0 : timeout(r) };
    bolt_tx *tx;
    status st = bolt_tx_begin(session, &config, &tx, err);
    if (st)
        return st;
    bolt_tx_on_summary(tx, committed, r);
    st = queue_each(r, tx, from, count, err);
    if (!st)
        return bolt_tx_commit(tx, err);
    bolt_tx_rollback(tx);
    return st;
}

static status pipeline(run *r, bolt_session *session, size_t from, size_t count, error *err)
{
    bool implicit = r->program->statements[from].implicit;
    r->first = from;
    status st = send_each(r, session, from, count, err);
    if (!st)
        return ST_OK;
    r->progress.partly = implicit;
    r->progress.uncertain = is_uncertain(st, err);
    locate(r, from, err);
    return st;
}

/* Statements that bring their own transactions are never tried again; others are when the server
 * says that this may help. */
static bool worth_trying_again(const run *r, const error *problem)
{
    str transient = STR("Neo.TransientError.");
    return problem->status == ST_SERVER && problem->statement &&
           !r->program->statements[problem->statement - 1].implicit &&
           str_starts(str_from(problem->code), transient);
}

static status try_again(run *r, bolt_session *session, size_t index, error *err)
{
    program_group alone = { .first = index, .count = 1 };
    r->progress.partly = false;
    bool changed = r->schema_changed;
    status st = run_together(r, session, &alone, err);
    r->schema_changed = r->schema_changed || changed;
    return st;
}

static status run_each(run *r, bolt_session *session, const program_group *group, error *err)
{
    size_t end = group->first + group->count;
    r->schema_changed = false;
    for (size_t next = group->first; next < end; next = r->progress.committed) {
        error problem = { .status = ST_OK };
        status st = engine_check(r->op->e, err);
        if (st)
            return st;
        st = pipeline(r, session, next, alike(r, next, end), &problem);
        if (st && worth_trying_again(r, &problem))
            st = try_again(r, session, r->progress.committed, &problem);
        if (st) {
            *err = problem;
            return st;
        }
    }
    return ST_OK;
}

/* ---- The whole migration ---- */

static status await_indexes(run *r, bolt_session *session, const program_group *group, error *err)
{
    bolt_tx_config config = { .metadata = name_statements(r, group->first, group->count) };
    bolt_statement statement = { .text = STR("CALL db.awaitIndexes()") };
    return bolt_session_run(session, &config, &statement, NULL, NULL, err);
}

static status run_group(run *r, bolt_session *session, const program_group *group, error *err)
{
    bool separate = group->implicit || r->op->e->options.per_statement;
    status st = separate ? run_each(r, session, group, err) : run_together(r, session, group, err);
    return st || !r->schema_changed ? st : await_indexes(r, session, group, err);
}

static status run_groups(run *r, error *err)
{
    for (size_t i = 0; i < r->program->group_count; i++) {
        const program_group *group = &r->program->groups[i];
        bolt_session *own = NULL;
        status st =
            group->database.data ? operation_session(r->op, group->database, &own, err) : ST_OK;
        if (!st)
            st = run_group(r, own ? own : r->op->target, group, err);
        bolt_session_close(own);
        if (st)
            return st;
    }
    return ST_OK;
}

static status prepare(operation *op, const migration *m, arena *a, program *out, error *err)
{
    const engine_options *o = &op->e->options;
    cypher_script script;
    status st = migration_script(m, &o->migrations, a, &script, err);
    return st ? st : program_build(&script, &o->placeholders, o->cypher_version, a, out, err);
}

static status start(run *r, arena *a, error *err)
{
    r->named = history_metadata(&r->op->history, r->m, r->metadata).count;
    r->progress.statements = r->program->count;
    r->queue = arena_array(a, r->program->count, sizeof *r->queue);
    if (!r->queue)
        return fail_no_memory(err);
    for (size_t i = 0; i < r->program->count; i++) {
        str text = r->program->statements[i].text;
        r->queue[i] = (bolt_statement){ .text = text, .evaluate = cypher_may_return(text) };
    }
    return run_groups(r, err);
}

status engine_execute(operation *op, const migration *m, error *err)
{
    error problem = { .status = ST_OK };
    ARENA_AUTO scratch = ARENA_INIT(op->e->mem, 0);
    program prepared;
    run r = { .op = op, .m = m, .program = &prepared };
    status st = prepare(op, m, &scratch, &prepared, &problem);
    if (!st)
        st = start(&r, &scratch, &problem);
    if (!st)
        return ST_OK;
    failure_name(op, m, &problem);
    failure_outcome(&r.progress, &problem);
    if (err)
        *err = problem;
    return st;
}
