/* What has nothing to do with the history. */
#include "api/handle.h"

/* ---- Run ---- */

static status read_urls(const char *const *urls, arena *a, const str **out, size_t *count,
                        error *err)
{
    str folder;
    *count = 0;
    while (urls && urls[*count])
        ++*count;
    if (*count == 0)
        return fail(err, ST_ARGUMENT, "there is no migration to run");
    str *paths = arena_array(a, *count, sizeof *paths);
    if (!paths)
        return fail_no_memory(err);
    status st = settings_folder(a, &folder, err);
    for (size_t i = 0; !st && i < *count; i++)
        st = location_parse_file(str_from(urls[i]), folder, a, &paths[i], err);
    if (!st)
        *out = paths;
    return st;
}

typedef struct run_input {
    const char *const *urls;
    const n4m_change_options *options;
} run_input;

static status keep_ran(n4m_result *r, const engine_ran *ran, error *err)
{
    str text;
    r->counters = api_counters(&ran->counters);
    status st = text_of_run(ran->count, &r->a, &text, err);
    return st ? st : api_keep(r, text, &r->text, err);
}

static status run(n4m_migrations *m, n4m_result *r, const void *input, error *err)
{
    const run_input *given = input;
    n4m_change_options options = N4M_CHANGE_OPTIONS_INIT;
    const str *paths = NULL;
    size_t count = 0;
    engine_ran ran;
    status st =
        given->options ? settings_complete(given->options, &options, sizeof options, err) : ST_OK;
    bool dry = options.dry_run != 0;
    if (!st)
        st = read_urls(given->urls, &r->a, &paths, &count, err);
    if (!st)
        st = engine_run(&m->engine, paths, count, dry, &r->a, &ran, err);
    if (st)
        return st;
    r->run_count = ran.count;
    return dry ? api_keep_statements(r, &ran.statements, m->engine.options.database, err)
               : keep_ran(r, &ran, err);
}

n4m_status n4m_run(n4m_migrations *m, const char *const *urls, const n4m_change_options *options,
                   n4m_result **out, n4m_error *err)
{
    run_input input = { urls, options };
    return api_run(m, out, run, &input, err);
}

/* ---- Lock ---- */

static n4m_process public_process(engine_process process)
{
    switch (process) {
    case ENGINE_PROCESS_UNKNOWN:
        return N4M_PROCESS_UNKNOWN;
    case ENGINE_PROCESS_RUNS:
        return N4M_PROCESS_RUNS;
    case ENGINE_PROCESS_GONE:
        return N4M_PROCESS_GONE;
    }
    return N4M_PROCESS_UNKNOWN;
}

static status keep_lock(n4m_result *r, const engine_lock *lock, n4m_lock *out, error *err)
{
    const history_held *held = &lock->held;
    const struct {
        str text;
        const char **to;
    } fields[] = {
        { held->name, &out->name },        { held->id, &out->id },
        { held->since, &out->since },      { held->migration, &out->migration },
        { held->holder.user, &out->user }, { held->holder.host, &out->host },
        { held->holder.tool, &out->tool },
    };
    out->ours = lock->ours;
    out->pid = held->holder.pid;
    out->process = public_process(lock->process);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        status st = api_keep(r, fields[i].text, fields[i].to, err);
        if (st)
            return st;
    }
    return ST_OK;
}

static status keep_locks(n4m_result *r, const engine_locks *locks, str text, error *err)
{
    r->locks = arena_array(&r->a, locks->count, sizeof *r->locks);
    if (!r->locks)
        return fail_no_memory(err);
    status st = api_keep(r, text, &r->text, err);
    for (size_t i = 0; !st && i < locks->count; i++)
        st = keep_lock(r, &locks->items[i], &r->locks[i], err);
    r->lock_count = locks->count;
    r->released = locks->released;
    return st;
}

static status lock_status(n4m_migrations *m, n4m_result *r, const void *input, error *err)
{
    (void)input;
    engine_locks locks;
    str text;
    status st = engine_lock_status(&m->engine, &r->a, &locks, err);
    if (!st)
        st = text_of_lock_status(&locks, &r->a, &text, err);
    return st ? st : keep_locks(r, &locks, text, err);
}

n4m_status n4m_lock_status(n4m_migrations *m, n4m_result **out, n4m_error *err)
{
    return api_run(m, out, lock_status, NULL, err);
}

static status lock_release(n4m_migrations *m, n4m_result *r, const void *input, error *err)
{
    engine_locks locks;
    str text;
    status st = engine_lock_release(&m->engine, *(const int *)input != 0, &r->a, &locks, err);
    if (!st)
        st = text_of_lock_release(&locks, &r->a, &text, err);
    return st ? st : keep_locks(r, &locks, text, err);
}

n4m_status n4m_lock_release(n4m_migrations *m, int force, n4m_result **out, n4m_error *err)
{
    return api_run(m, out, lock_release, &force, err);
}
