#include "bolt/cursor.h"

#include "bolt/transaction.h"

enum {
    FETCH_SIZE = 1000,
    BATCH_BYTES = 1 << 20, /* of decoded rows, from which on batches grow no more */
};

static status await_batch(bolt_cursor *c, error *err)
{
    bolt_tx *tx = c->tx;
    c->collector.err = err;
    status st = bolt_tx_await(tx, err);
    if (st) {
        if (tx->connection)
            bolt_connection_disown(tx->connection, &c->collector);
        c->broken = st;
        return st;
    }
    tx->reading = tx->automatic && c->collector.more;
    return c->collector.stopped;
}

status bolt_cursor_open(bolt_cursor *c, bolt_tx *tx, const bolt_statement *statement,
                        int64_t fetch_size, arena *a, error *err)
{
    *c = (bolt_cursor){ .tx = tx,
                        .collector = { .a = a, .batch = &c->batch },
                        .batch = ARENA_INIT(a->mem, 0),
                        .fetch_size = fetch_size > 0 ? fetch_size : FETCH_SIZE,
                        .grows = fetch_size <= 0 };
    bolt_tag tag = { .owner = &c->collector };
    status st = bolt_tx_check(tx, err);
    if (!st)
        st = bolt_tx_append(tx, statement, c->fetch_size, tag, err);
    c->run = tx->runs;
    return st ? st : await_batch(c, err);
}

static bolt_open_result position(const bolt_cursor *c)
{
    bool last = c->run == c->tx->runs;
    return (bolt_open_result){ .qid = last ? BOLT_LAST_RESULT : c->collector.qid,
                               .fields = c->collector.result.key_count };
}

static void forget_batch(bolt_cursor *c)
{
    bolt_collector *collector = &c->collector;
    arena_reset(&c->batch);
    collector->rows = NULL;
    collector->capacity = 0;
    collector->result.rows = NULL;
    collector->result.row_count = 0;
    collector->more = false;
    c->read = 0;
}

static status fetch(bolt_cursor *c, error *err)
{
    bolt_tx *tx = c->tx;
    status st = bolt_tx_check(tx, err);
    if (st)
        return st;
    bolt_open_result result = position(c);
    if (c->grows && c->batch.used < BATCH_BYTES)
        c->fetch_size *= 2;
    forget_batch(c);
    st = bolt_connection_pull_more(tx->connection, c->fetch_size, &result,
                                   (bolt_tag){ .owner = &c->collector }, &tx->failure);
    return st ? bolt_tx_give_up(tx, st, err) : await_batch(c, err);
}

status bolt_cursor_next(bolt_cursor *c, bolt_list *row, bool *found, error *err)
{
    if (c->collector.stopped) /* for want of memory, and nothing else */
        return fail_no_memory(err);
    if (c->broken) {
        status st = c->tx ? bolt_tx_check(c->tx, err) : ST_OK;
        return st ? st
                  : fail(err, c->broken, "the result has been given up, as its rows did not come");
    }
    while (c->read == c->collector.result.row_count && c->collector.more) {
        status st =
            c->tx ? fetch(c, err)
                  : fail(err, ST_ARGUMENT, "the transaction has ended before all rows were read");
        if (st)
            return st;
    }
    *found = c->read < c->collector.result.row_count;
    if (*found)
        *row = c->collector.result.rows[c->read++];
    return ST_OK;
}

void bolt_cursor_detach(bolt_cursor *c)
{
    bolt_tx *tx = c->tx;
    if (tx && !tx->failed && c->collector.more) {
        bolt_open_result result = position(c);
        tx->reading = false;
        if (bolt_connection_discard_more(tx->connection, &result, &tx->failure))
            bolt_tx_give_up(tx, ST_NO_MEMORY, NULL);
    }
    c->tx = NULL;
}

void bolt_cursor_close(bolt_cursor *c)
{
    bolt_cursor_detach(c);
    arena_finish(&c->batch);
}

static status show(bolt_tx *tx, bolt_row_fn *fn, void *user, const str *keys, bolt_list row,
                   error *err)
{
    tx->calling = true;
    status st = fn(user, keys, row, err);
    tx->calling = false;
    return st;
}

static status read_all(bolt_cursor *c, bolt_row_fn *fn, void *user, error *err)
{
    for (;;) {
        bolt_list row;
        bool found;
        status st = bolt_cursor_next(c, &row, &found, err);
        if (!st && found)
            st = show(c->tx, fn, user, c->collector.result.keys, row, err);
        if (st || !found)
            return st;
    }
}

status bolt_tx_stream(bolt_tx *tx, const bolt_statement *statement, int64_t fetch_size,
                      bolt_row_fn *fn, void *user, bolt_summary *summary, arena *a, error *err)
{
    ARENA_AUTO scratch = ARENA_INIT(tx->session->memory.mem, 0);
    bolt_cursor c;
    status st = bolt_cursor_open(&c, tx, statement, fetch_size, a ? a : &scratch, err);
    if (!st)
        st = read_all(&c, fn, user, err);
    if (!st && summary)
        *summary = c.collector.result.summary;
    bolt_cursor_close(&c);
    return st;
}
