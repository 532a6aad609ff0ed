#include "bolt/transaction.h"
#include "driver/handle.h"

#include <assert.h>
#include <stddef.h>

static_assert(offsetof(held_result, result) == 0, "a bolt_result is where its held_result is");

static held_result *held(bolt_result *result)
{
    return (held_result *)result;
}

static const held_result *held_const(const bolt_result *result)
{
    return (const held_result *)result;
}

status result_new(const bolt_session *session, held_result **out, error *err)
{
    const allocator *mem = session->memory.mem;
    held_result *r = mem_new(mem, sizeof *r);
    if (!r)
        return fail_no_memory(err);
    r->mem = *mem;
    r->a = (arena)ARENA_INIT(&r->mem, 0);
    *out = r;
    return ST_OK;
}

void result_attach(held_result *r, bolt_transaction *tx)
{
    r->result.keys = r->cursor.collector.result.keys;
    r->result.key_count = r->cursor.collector.result.key_count;
    r->tx = tx;
    r->later = tx->fetching;
    tx->fetching = r;
}

static void detach(held_result *r)
{
    held_result **link = &r->tx->fetching;
    while (*link != r)
        link = &(*link)->later;
    *link = r->later;
}

void bolt_result_free(bolt_result *result)
{
    if (!result)
        return;
    held_result *r = held(result);
    if (r->tx)
        detach(r);
    if (r->fetched)
        bolt_cursor_close(&r->cursor);
    arena_finish(&r->a);
    allocator mem = r->mem;
    mem_free(&mem, r);
}

size_t bolt_result_column_count(const bolt_result *result)
{
    return result ? result->key_count : 0;
}

bolt_text bolt_result_column(const bolt_result *result, size_t index)
{
    bool there = index < bolt_result_column_count(result);
    return driver_text(there ? result->keys[index] : STR_NONE);
}

size_t bolt_result_row_count(const bolt_result *result)
{
    return result ? result->row_count : 0;
}

const bolt_value *bolt_result_value(const bolt_result *result, size_t row, size_t column)
{
    if (row >= bolt_result_row_count(result) || column >= result->rows[row].count)
        return NULL;
    return &result->rows[row].items[column];
}

const bolt_summary *bolt_result_summary(const bolt_result *result)
{
    if (!result)
        return NULL;
    const held_result *r = held_const(result);
    if (!r->fetched)
        return &result->summary;
    return r->cursor.collector.done ? &r->cursor.collector.result.summary : NULL;
}

static status next(held_result *r, const bolt_value **out, error *err)
{
    bolt_list row = { NULL, 0 };
    bool found = r->next < r->result.row_count;
    status st = ST_OK;
    if (r->fetched)
        st = bolt_cursor_next(&r->cursor, &row, &found, err);
    else if (found)
        row = r->result.rows[r->next++];
    if (st)
        return st;
    r->row = bolt_list_of(row.items, row.count);
    *out = found ? &r->row : NULL;
    return ST_OK;
}

bolt_status bolt_result_next(bolt_result *result, const bolt_value **row, bolt_error *err)
{
    error internal = { .status = ST_OK };
    status st = result && row ? next(held(result), row, &internal)
                              : fail(&internal, ST_ARGUMENT, "there is no %s",
                                     result ? "place for the row" : "result");
    return driver_status(st, &internal, err);
}
