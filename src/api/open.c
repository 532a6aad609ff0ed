#include "api/handle.h"

const char *n4m_version(void)
{
    return N4M_VERSION;
}

static allocator allocator_of(const n4m_options *options)
{
    const n4m_allocator *given = options->allocator;
    return given && given->resize ? (allocator){ given->resize, given->user } : (allocator){ 0 };
}

static status set_up(n4m_migrations *m, const n4m_options *options, error *err)
{
    status st = cancel_init(&m->cancel, err);
    m->can_cancel = !st;
    if (!st)
        st = settings_read(options, &m->load, &m->engine.options, err);
    if (!st)
        st = settings_open_driver(options, m, err);
    if (st)
        return st;
    native_prepare(m, options->native != 0);
    m->engine.mem = &m->mem;
    m->engine.cancel = &m->cancel;
    m->engine.options.places.cancel = &m->cancel;
    m->engine.driver = m->driver;
    m->on_event = options->on_event;
    m->user = options->user;
    m->on_trace = options->on_trace;
    m->trace_user = options->trace_user;
    m->engine.on_event = options->on_event ? api_on_event : NULL;
    m->engine.user = m;
    return ST_OK;
}

static status open_handle(const n4m_options *options, n4m_migrations **out, error *err)
{
    n4m_options complete;
    status st = settings_complete(options, &complete, sizeof complete, err);
    if (st)
        return st;
    allocator mem = allocator_of(&complete);
    n4m_migrations *m = mem_new(&mem, sizeof *m);
    if (!m)
        return fail_no_memory(err);
    m->mem = mem;
    m->load = (arena)ARENA_INIT(&m->mem, 0);
    m->words = (arena)ARENA_INIT(&m->mem, 0);
    st = set_up(m, &complete, err);
    if (st)
        n4m_close(m);
    else
        *out = m;
    return st;
}

n4m_status n4m_open(const n4m_options *options, n4m_migrations **out, n4m_error *err)
{
    error internal = { .status = ST_OK };
    status st = out ? open_handle(options, out, &internal)
                    : fail(&internal, ST_ARGUMENT, "there is no place for the handle");
    return api_status(st, &internal, err);
}

void n4m_close(n4m_migrations *m)
{
    if (!m)
        return;
    bolt_driver_close(m->driver);
    if (m->can_cancel)
        cancel_finish(&m->cancel);
    arena_finish(&m->words);
    arena_finish(&m->load);
    allocator mem = m->mem;
    mem_free(&mem, m);
}

void n4m_cancel(n4m_migrations *m)
{
    if (m)
        cancel_request(&m->cancel);
}
