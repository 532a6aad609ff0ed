#include "bolt/result.h"

#include "bolt/summary.h"

static void stop(bolt_collector *c, status st)
{
    if (!c->stopped)
        c->stopped = st;
}

static status take_keys(bolt_collector *c, bolt_map metadata)
{
    bolt_run_reply reply;
    status st = bolt_reply_run(metadata, c->a, &reply, c->err);
    if (st)
        return st;
    str *keys = arena_array(c->a, reply.key_count, sizeof *keys);
    if (!keys)
        return fail_no_memory(c->err);
    for (size_t i = 0; i < reply.key_count; i++) {
        keys[i] = arena_str(c->a, reply.keys[i]);
        if (!keys[i].data)
            return fail_no_memory(c->err);
    }
    c->result.keys = keys;
    c->result.key_count = reply.key_count;
    c->qid = reply.qid;
    return ST_OK;
}

void bolt_collector_begin(bolt_collector *c, bolt_map metadata)
{
    stop(c, take_keys(c, metadata));
}

static bool keep(bolt_collector *c, bolt_list record)
{
    arena *a = c->batch ? c->batch : c->a;
    bolt_list *rows = arena_grow(a, c->rows, c->result.row_count, &c->capacity, sizeof *c->rows);
    bolt_value from = bolt_list_of(record.items, record.count), copy;
    if (!rows || !bolt_value_copy(a, &from, &copy))
        return false;
    c->rows = rows;
    c->rows[c->result.row_count++] = copy.as.list;
    c->result.rows = c->rows;
    return true;
}

void bolt_collector_row(bolt_collector *c, bolt_list record)
{
    if (!c->stopped && !keep(c, record))
        stop(c, fail_no_memory(c->err));
}

void bolt_collector_end(bolt_collector *c, bolt_map metadata)
{
    c->done = true;
    if (!c->stopped)
        stop(c, bolt_summary_copy(c->a, metadata, &c->result.summary, c->err));
}
