#include "engine/batches.h"

#include "engine/event.h"

/* Reason: rows that say nothing but that they are there need not fill the memory. */
enum { FETCH_MAX = 1000 };

typedef struct batches {
    run *r;
    size_t index;
    uint64_t size, rows;
} batches;

static void tell(const batches *b)
{
    const run *r = b->r;
    engine_event event = { .type = ENGINE_BATCH,
                           .migration = r->x->migration,
                           .callback = r->x->callback,
                           .statement = b->index + 1,
                           .statements = r->program->count,
                           .rows = b->rows };
    engine_raise(r->x->op->e, &event);
}

/* ---- Batches of the server ---- */

/* Rows come once their batch has been committed. */
static status count_row(void *user, const str *keys, bolt_list row, error *err)
{
    batches *b = user;
    (void)keys, (void)row, (void)err;
    if (++b->rows % b->size == 0)
        tell(b);
    return ST_OK;
}

/* The server goes on to the next batch when it is asked for more rows. */
static status stream(batches *b, bolt_session *session, error *err)
{
    run *r = b->r;
    ARENA_AUTO scratch = ARENA_INIT(r->a->mem, 0);
    bolt_tx_config config = { .automatic = true, .metadata = run_name_statements(r, b->index, 1) };
    int64_t fetch = b->size < FETCH_MAX ? (int64_t)b->size : FETCH_MAX;
    bolt_summary summary;
    bolt_tx *tx;
    status st = bolt_tx_begin(session, &config, &tx, err);
    if (st)
        return st;
    st = bolt_tx_stream(tx, &r->queue[b->index], fetch, count_row, b, &summary, &scratch, err);
    if (st) {
        bolt_tx_rollback(tx);
        return st;
    }
    run_count(r, &summary);
    if (b->rows % b->size)
        tell(b);
    return bolt_tx_commit(tx, err);
}

/* ---- Batches of our own ---- */

static bool changed(const bolt_counters *c)
{
    return c->properties_set || c->labels_added || c->labels_removed || c->relationships_created;
}

static status one_more(batches *b, bolt_session *session, bool *more, error *err)
{
    run *r = b->r;
    ARENA_AUTO scratch = ARENA_INIT(r->a->mem, 0);
    bolt_tx_config config = { .timeout_ms = r->x->op->e->options.transaction_timeout_ms,
                              .metadata = run_name_statements(r, b->index, 1) };
    bolt_result result;
    status st = engine_check(r->x->op->e, err);
    if (!st)
        st = bolt_session_execute(session, &config, &r->queue[b->index], &scratch, &result, err);
    if (st)
        return st;
    bool told = result.row_count && result.rows[0].items[0].type == BOLT_INT;
    uint64_t rows = told ? (uint64_t)result.rows[0].items[0].as.integer : 0;
    b->rows += rows;
    run_count(r, &result.summary);
    if (rows)
        tell(b);
    *more = rows == b->size && changed(&result.summary.counters);
    return ST_OK;
}

static status repeat(batches *b, bolt_session *session, error *err)
{
    status st = ST_OK;
    for (bool more = true; !st && more;)
        st = one_more(b, session, &more, err);
    return st;
}

status run_batches(run *r, bolt_session *session, size_t index, error *err)
{
    const program_statement *statement = &r->program->statements[index];
    batches b = { .r = r, .index = index, .size = statement->batch_size };
    status st = statement->repeats ? repeat(&b, session, err) : stream(&b, session, err);
    if (st && err && st != ST_CONNECTION)
        err->statement = 1;
    return st;
}
