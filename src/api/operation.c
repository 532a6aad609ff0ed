#include "api/handle.h"

static n4m_result *new_result(const allocator *mem)
{
    n4m_result *r = mem_new(mem, sizeof *r);
    if (!r)
        return NULL;
    *r = api_empty_result;
    r->mem = *mem;
    r->a = (arena)ARENA_INIT(&r->mem, 0);
    return r;
}

/* What the last operation has left out. */
static status keep_skipped(n4m_result *r, const engine_skips *skipped, error *err)
{
    r->skipped = arena_array(&r->a, skipped->count, sizeof *r->skipped);
    if (!r->skipped)
        return fail_no_memory(err);
    for (size_t i = 0; i < skipped->count; i++) {
        const engine_skip *skip = &skipped->items[i];
        n4m_skipped *out = &r->skipped[i];
        status st = api_keep(r, skip->migration->version, &out->version, err);
        if (!st)
            st = api_keep(r, skip->migration->description, &out->description, err);
        if (!st)
            st = api_keep(r, skip->migration->source, &out->source, err);
        if (!st)
            st = api_keep(r, skip->reason, &out->reason, err);
        if (st)
            return st;
    }
    r->skipped_count = skipped->count;
    return ST_OK;
}

/* A request to stop is for the operation under way, or for the next one when there is none. */
static status run(n4m_migrations *m, n4m_result **out, api_operation_fn *fn, const void *input,
                  error *err)
{
    if (!m || !out)
        return fail(err, ST_ARGUMENT, "there is no %s", m ? "place for the result" : "handle");
    n4m_result *r = new_result(&m->mem);
    if (!r)
        return fail_no_memory(err);
    m->told = NULL;
    m->event = (n4m_event){ 0 };
    status st = fn(m, r, input, err);
    if (!st)
        st = keep_skipped(r, &m->engine.skipped, err);
    cancel_reset(&m->cancel);
    if (st)
        n4m_result_free(r);
    else
        *out = r;
    return st;
}

n4m_status api_run(n4m_migrations *m, n4m_result **out, api_operation_fn *fn, const void *input,
                   n4m_error *err)
{
    error internal = { .status = ST_OK };
    status st = run(m, out, fn, input, &internal);
    return api_status(st, &internal, err);
}

status api_keep(n4m_result *r, str text, const char **out, error *err)
{
    return api_text(&r->a, text, out, err);
}

status api_keep_list(n4m_result *r, const str *texts, size_t count, const char *const **out,
                     error *err)
{
    const char **list = arena_array(&r->a, count + 1, sizeof *list);
    if (!list)
        return fail_no_memory(err);
    for (size_t i = 0; i < count; i++) {
        status st = api_keep(r, texts[i], &list[i], err);
        if (st)
            return st;
    }
    *out = list;
    return ST_OK;
}
