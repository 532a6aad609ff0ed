#include "engine/operation.h"

#include "engine/catalog_execute.h"
#include "engine/counters.h"
#include "engine/declared.h"
#include "engine/event.h"
#include "engine/execute.h"

typedef struct run_work {
    const str *paths;
    size_t count;
    bool dry;
    engine_ran ran;
} run_work;

/* All of them before the first one runs. */
static status read_all(operation *op, const run_work *w, migration_list *out, error *err)
{
    migration *items = arena_array(op->a, w->count, sizeof *items);
    if (!items)
        return fail_no_memory(err);
    for (size_t i = 0; i < w->count; i++) {
        status st =
            migration_read_file(w->paths[i], &op->e->options.migrations, op->a, &items[i], err);
        if (!st)
            st = catalog_check_operations(op, &items[i], err);
        if (st)
            return st;
    }
    *out = (migration_list){ items, w->count };
    return operation_filter(op, out, err);
}

static status rehearse_one(operation *op, const migration *m, rehearsal *kept, error *err)
{
    declared own;
    status st = declared_build((migration_list){ m, 1 }, op->a, &own, err);
    if (st)
        return st;
    execution x = {
        .op = op, .migration = m, .session = op->target, .declared = &own, .rehearsal = kept
    };
    return engine_execute_migration(&x, err);
}

static status rehearse(operation *op, const migration_list *list, engine_ran *out, error *err)
{
    rehearsal kept = { .a = op->a };
    status st = ST_OK;
    for (size_t i = 0; !st && i < list->count; i++)
        st = rehearse_one(op, &list->items[i], &kept, err);
    *out = (engine_ran){ .count = list->count, .statements = { kept.items, kept.count } };
    return st;
}

static status run_one(operation *op, const migration *m, engine_ran *ran, error *err)
{
    int64_t delay = op->e->options.delay_ms;
    status st = delay > 0 ? bolt_driver_sleep(op->e->driver, delay, err) : engine_check(op->e, err);
    if (st)
        return st;
    engine_event event = { .type = ENGINE_STARTED, .migration = m };
    engine_raise(op->e, &event);
    declared own;
    st = declared_build((migration_list){ m, 1 }, op->a, &own, err);
    if (st)
        return st;
    execution x = { .op = op, .migration = m, .session = op->target, .declared = &own };
    st = engine_execute_migration(&x, err);
    if (st)
        return st;
    ran->count++;
    counters_add(&ran->counters, &x.counters);
    event.type = ENGINE_APPLIED;
    event.counters = &x.counters;
    engine_tell(op->e, event, "Applied %.*s (\"%.*s\")", STR_ARG(m->version),
                STR_ARG(m->description));
    return ST_OK;
}

static status work(operation *op, void *user, error *err)
{
    run_work *w = user;
    migration_list list;
    status st = read_all(op, w, &list, err);
    if (!st && w->dry)
        return rehearse(op, &list, &w->ran, err);
    for (size_t i = 0; !st && i < list.count; i++)
        st = run_one(op, &list.items[i], &w->ran, err);
    return st;
}

status engine_run(engine *e, const str *paths, size_t count, bool dry, arena *a, engine_ran *out,
                  error *err)
{
    run_work w = { .paths = paths, .count = count, .dry = dry };
    operation_needs needs = { .unlocked = true, .target = true };
    status st = operation_run(e, a, needs, work, &w, err);
    if (!st)
        *out = w.ran;
    return st;
}
