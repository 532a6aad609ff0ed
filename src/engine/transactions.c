#include "engine/batches.h"
#include "engine/catalog_execute.h"
#include "engine/counters.h"
#include "engine/event.h"
#include "engine/merge.h"
#include "engine/run.h"

#include <stdio.h>

/* Reason: whoever loses the answers to so many COMMITs has no connection to work with. */
enum { ATTEMPTS = 3 };

bolt_map run_name_statements(run *r, size_t first, size_t count)
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
    return r->x->op->e->options.transaction_timeout_ms;
}

static void tell_statement(run *r, size_t number)
{
    engine_event event = { .type = ENGINE_STATEMENT,
                           .migration = r->x->migration,
                           .callback = r->x->callback,
                           .statement = number,
                           .statements = r->program->count };
    engine_raise(r->x->op->e, &event);
}

void run_count(run *r, const bolt_summary *summary)
{
    if (summary->counters.indexes_added || summary->counters.constraints_added)
        r->schema_changed = true;
    counters_add(&r->x->counters, &summary->counters);
}

static void note(run *r, size_t index, const bolt_summary *summary)
{
    run_count(r, summary);
    tell_statement(r, r->first + index + 1);
}

/* The driver counts what it was given; we count the statements of the script, in its file. Behind
 * those is the entry of the history. */
static void locate(run *r, error *err)
{
    if (err->statement == 0)
        return;
    size_t index = r->first + err->statement - 1;
    if (index >= r->end) {
        err->statement = 0;
        err->line = err->column = 0;
        history_explain(err);
        r->x->progress.refused = err->code[0] != '\0' || err->status == ST_LOCKED;
        return;
    }
    err->statement = (uint32_t)(index + 1);
    err->statements = (uint32_t)r->program->count;
    if (err->line)
        program_position(&r->program->statements[index], &err->line, &err->column);
    else
        cypher_position(r->program->statements[index].source, 1, 1, &err->line, &err->column);
}

/* ---- Several statements in one transaction ---- */

static status answered(void *user, size_t index, const bolt_summary *summary, error *err)
{
    run *r = user;
    if (r->first + index < r->end)
        note(r, index, summary);
    return engine_check(r->x->op->e, err);
}

static status merged(void *user, size_t index, const bolt_summary *summary, error *err)
{
    run *r = user;
    (void)index;
    run_count(r, summary);
    return engine_check(r->x->op->e, err);
}

/* It has several statements, of which the script knows nothing: they count as the one that asks for the nodes. */
static status merge(bolt_tx *tx, run *r, error *err)
{
    catalog_server server = catalog_server_of(&r->x->op->place);
    const catalog_refactoring *about = r->program->statements[r->first].merge;
    bolt_tx_on_summary(tx, merged, r);
    status st = merge_in(tx, about, &server, &r->queue[r->first], r->a, err);
    bolt_tx_on_summary(tx, answered, r);
    if (!st)
        tell_statement(r, r->first + 1);
    else if (err && (st == ST_SERVER || st == ST_MIGRATIONS || st == ST_PROTOCOL)) {
        err->statement = 1;
        err->line = err->column = 0;
    }
    return st;
}

static status queue_all(bolt_tx *tx, run *r, error *err)
{
    r->x->counters = r->counted; /* without an attempt before this one */
    if (r->program->statements[r->first].merge)
        return merge(tx, r, err);
    bolt_tx_on_summary(tx, answered, r);
    for (size_t i = r->first; i < r->end; i++) {
        status st = bolt_tx_queue(tx, &r->queue[i], err);
        if (st)
            return st;
    }
    return bolt_tx_flush(tx, err);
}

static status work(bolt_tx *tx, void *user, error *err)
{
    return queue_all(tx, user, err);
}

/* The entry tells how long all of that took, and travels with COMMIT. */
static status work_and_record(bolt_tx *tx, void *user, error *err)
{
    run *r = user;
    status st = queue_all(tx, r, err);
    return st ? st : recording_join(r->x->recording, tx, r->a, err);
}

static status transact(run *r, bolt_session *session, bolt_work_fn *fn, error *err)
{
    bool changed = r->schema_changed;
    bolt_tx_config config = { .timeout_ms = timeout(r),
                              .metadata = run_name_statements(r, r->first, r->end - r->first) };
    status st = bolt_session_transact(session, &config, fn, r, err);
    r->schema_changed = r->schema_changed || changed;
    if (st)
        locate(r, err);
    else
        r->x->progress.committed = r->end;
    r->counted = r->x->counters;
    r->x->progress.uncertain = st == ST_UNKNOWN_OUTCOME;
    return st;
}

/* A lost answer to COMMIT is looked for: the entry is there, or all was rolled back. */
static status resolve(run *r, error *err)
{
    progress *p = &r->x->progress;
    if (recording_find(r->x->recording, NULL))
        return fail(err, ST_UNKNOWN_OUTCOME,
                    "the connection was lost while committing; whether the transaction was "
                    "committed is unknown");
    p->uncertain = false;
    if (r->x->recording->done) {
        p->committed = r->end;
        return ST_OK;
    }
    if (engine_check(r->x->op->e, NULL))
        return fail(err, ST_CANCELLED, "cancelled; the transaction was rolled back");
    return fail(err, ST_CONNECTION,
                "the connection was lost while committing; the transaction was rolled back");
}

static status run_recorded(run *r, bolt_session *session, error *err)
{
    status st = ST_OK;
    r->x->progress.joined = true;
    for (int i = 0; i < ATTEMPTS; i++) {
        if (i > 0)
            engine_on_retry(r->x->op->e, err, 0);
        st = transact(r, session, work_and_record, err);
        if (st != ST_UNKNOWN_OUTCOME) {
            r->x->recording->done = !st;
            return st;
        }
        st = resolve(r, err);
        if (st != ST_CONNECTION)
            return st;
    }
    return st;
}

static status run_together(run *r, bolt_session *session, bool record, error *err)
{
    return record ? run_recorded(r, session, err) : transact(r, session, work, err);
}

/* ---- Each statement in a transaction of its own ---- */

static status committed(void *user, size_t index, const bolt_summary *summary, error *err)
{
    run *r = user;
    (void)err;
    r->x->progress.committed = r->first + index + 1;
    note(r, index, summary);
    r->counted = r->x->counters;
    return ST_OK; /* the driver sees a request to stop, and learns what else was committed */
}

static bool is_alike(const program_statement *a, const program_statement *b)
{
    return a->implicit == b->implicit && a->plain == b->plain && !a->batch_size && !b->batch_size;
}

/* Behind the statements from `from` on that are of the same kind. */
static size_t end_of_alike(const run *r, size_t from, size_t end)
{
    const program_statement *statements = r->program->statements;
    size_t next = from + 1;
    while (next < end && is_alike(&statements[from], &statements[next]))
        next++;
    return next;
}

/* What was sent is known to have ended only if the server has named the statement that failed. */
static bool is_uncertain(status st, const error *err)
{
    return st == ST_UNKNOWN_OUTCOME || st == ST_CONNECTION || st == ST_TIMEOUT ||
           st == ST_SECURITY || (st == ST_CANCELLED && err->statement == 0);
}

static status queue_each(run *r, bolt_tx *tx, error *err)
{
    for (size_t i = r->first; i < r->end; i++) {
        bolt_statement statement = r->queue[i];
        statement.metadata = run_name_statements(r, i, 1);
        status st = bolt_tx_queue(tx, &statement, err);
        if (st)
            return st;
    }
    return ST_OK;
}

static bool is_implicit(const run *r)
{
    return r->program->statements[r->first].implicit;
}

static status send_each(run *r, bolt_session *session, error *err)
{
    bolt_tx_config config = { .automatic = true, .timeout_ms = is_implicit(r) ? 0 : timeout(r) };
    bolt_tx *tx;
    status st = bolt_tx_begin(session, &config, &tx, err);
    if (st)
        return st;
    bolt_tx_on_summary(tx, committed, r);
    st = queue_each(r, tx, err);
    if (!st)
        return bolt_tx_commit(tx, err);
    bolt_tx_rollback(tx);
    return st;
}

static status send_batches(run *r, bolt_session *session, error *err)
{
    status st = run_batches(r, session, r->first, err);
    if (st)
        return st;
    r->x->progress.committed = r->first + 1;
    r->counted = r->x->counters;
    tell_statement(r, r->first + 1);
    return ST_OK;
}

static status pipeline(run *r, bolt_session *session, error *err)
{
    bool batches = r->program->statements[r->first].batch_size > 0;
    status st = batches ? send_batches(r, session, err) : send_each(r, session, err);
    if (!st)
        return ST_OK;
    r->x->progress.partly = is_implicit(r);
    r->x->progress.goes_on = batches;
    r->x->progress.uncertain = is_uncertain(st, err);
    locate(r, err);
    return st;
}

/* Statements that bring their own transactions are never tried again; others are when the server
 * says that this may help. */
static bool worth_trying_again(const run *r, const error *problem)
{
    str transient = STR("Neo.TransientError.");
    return problem->status == ST_SERVER && problem->statement && !is_implicit(r) &&
           str_starts(str_from(problem->code), transient);
}

/* The statements from `first` to `end`, which are alike. */
static status run_alike(run *r, bolt_session *session, error *err)
{
    size_t end = r->end;
    while (r->first < end) {
        status st = engine_check(r->x->op->e, err);
        if (!st)
            st = pipeline(r, session, err);
        if (st && worth_trying_again(r, err)) {
            r->first = r->x->progress.committed;
            r->end = r->first + 1;
            st = run_together(r, session, false, err);
        }
        if (st)
            return st;
        r->first = r->x->progress.committed;
        r->end = end;
    }
    return ST_OK;
}

/* The last statement can bring the entry along if nothing forbids that they share a transaction. */
static bool can_record(const run *r, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++)
        if (!r->program->statements[i].plain)
            return false;
    return true;
}

static status run_each(run *r, bolt_session *session, const program_group *group, bool record,
                       error *err)
{
    size_t end = group->first + group->count;
    bool last_alone = record && can_record(r, end - 1, end);
    for (size_t next = group->first; next < end; next = r->x->progress.committed) {
        bool recorded = last_alone && next + 1 == end;
        status st = next > group->first && r->schema_changed
                        ? run_await_indexes(r, session, group, err)
                        : ST_OK;
        if (st)
            return st;
        r->first = next;
        r->end = recorded ? end : end_of_alike(r, next, last_alone ? end - 1 : end);
        st = recorded ? run_together(r, session, true, err) : run_alike(r, session, err);
        if (st)
            return st;
    }
    return ST_OK;
}

/* ---- A group ---- */

status run_await_indexes(run *r, bolt_session *session, const program_group *group, error *err)
{
    bolt_tx_config config = { .metadata = run_name_statements(r, group->first, group->count) };
    bolt_statement statement = { .text = STR("CALL db.awaitIndexes()") };
    r->schema_changed = false;
    return bolt_session_run(session, &config, &statement, NULL, NULL, err);
}

static bool runs_each(const run *r, const program_group *group)
{
    switch (r->program->transactions) {
    case PROGRAM_AS_CONFIGURED:
        return group->implicit || r->x->op->e->options.per_statement;
    case PROGRAM_IN_ONE:
        return group->implicit;
    case PROGRAM_IN_SEVERAL:
        return true;
    }
    return true;
}

bool run_is_one_transaction(const run *r, const program_group *group)
{
    bool together = group->count == 1 || !runs_each(r, group);
    return together && can_record(r, group->first, group->first + group->count);
}

status run_group(run *r, bolt_session *session, const program_group *group, bool record, error *err)
{
    if (runs_each(r, group))
        return run_each(r, session, group, record, err);
    r->first = group->first;
    r->end = group->first + group->count;
    return run_together(r, session, record && can_record(r, r->first, r->end), err);
}
