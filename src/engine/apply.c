#include "engine/operation.h"

#include "base/clock.h"
#include "engine/catalog_execute.h"
#include "engine/counters.h"
#include "engine/event.h"
#include "engine/execute.h"
#include "history/schema.h"

static void tell_started(engine *e, const chain_step *step)
{
    engine_event event = { .type = ENGINE_STARTED,
                           .migration = step->migration,
                           .repeated = step->action == CHAIN_REPEAT };
    engine_raise(e, &event);
}

static void tell_applied(engine *e, const chain_step *step, int64_t duration_ms,
                         const bolt_counters *counters)
{
    const migration *m = step->migration;
    engine_event event = { .type = ENGINE_APPLIED,
                           .migration = m,
                           .duration_ms = duration_ms,
                           .counters = counters,
                           .repeated = step->action == CHAIN_REPEAT };
    if (event.repeated)
        engine_tell(e, event, "Reapplied changed repeatable migration %.*s (\"%.*s\")",
                    STR_ARG(m->version), STR_ARG(m->description));
    else
        engine_tell(e, event, "Applied migration %.*s (\"%.*s\").", STR_ARG(m->version),
                    STR_ARG(m->description));
}

static void tell_skipped(engine *e, const migration *m)
{
    engine_event event = { .type = ENGINE_SKIPPED, .migration = m };
    engine_tell(e, event, "Skipping already applied migration %.*s (\"%.*s\")", STR_ARG(m->version),
                STR_ARG(m->description));
}

/* ---- The plan ---- */

static status apply_migration(operation *op, const chain_step *step, engine_applied *sum,
                              error *err)
{
    tell_started(op->e, step);
    recording r = { .op = op, .step = step, .began = clock_ms() };
    execution x = { .op = op,
                    .migration = step->migration,
                    .session = op->target,
                    .recording = &r,
                    .declared = &op->declared };
    status st = engine_execute_migration(&x, err);
    if (st)
        return st;
    counters_add(&sum->counters, &x.counters);
    tell_applied(op->e, step, r.duration_ms, &x.counters);
    return ST_OK;
}

static status take_step(operation *op, const chain_step *step, engine_applied *sum, error *err)
{
    int64_t delay = op->e->options.delay_ms;
    status st = delay > 0 ? bolt_driver_sleep(op->e->driver, delay, err) : engine_check(op->e, err);
    if (st)
        return st;
    if (step->action != CHAIN_SKIP)
        return apply_migration(op, step, sum, err);
    tell_skipped(op->e, step->migration);
    return ST_OK;
}

/* The end of the history moves when something was put behind it. */
static status walk(operation *op, const chain_plan *plan, engine_applied *sum, error *err)
{
    str *leaf = &sum->version;
    for (size_t i = 0; i < plan->count; i++) {
        const chain_step *step = &plan->steps[i];
        status st = take_step(op, step, sum, err);
        if (st)
            return st;
        bool behind = leaf->data ? str_eq(step->previous, *leaf)
                                 : str_eq(step->previous, STR(MIGRATION_BASELINE));
        if (step->action == CHAIN_APPLY && behind)
            *leaf = step->migration->version;
    }
    return ST_OK;
}

static status find_target(operation *op, const chain *compared, chain_target *out, error *err)
{
    chain_target target;
    status st =
        chain_target_resolve(op->e->options.target, compared, &op->local, op->a, &target, err);
    if (st)
        return st;
    if (target.nothing)
        engine_log(op->e, ENGINE_INFO,
                   "Nothing has been applied so far, so there is no current version to stop at");
    else if (target.version.data)
        engine_log(op->e, ENGINE_INFO, "Will stop at target version %.*s", STR_ARG(target.version));
    *out = target;
    return ST_OK;
}

/* What cannot be executed is told before anything is. */
static status prepare_catalogs(operation *op, const chain_plan *plan, error *err)
{
    status st = ST_OK;
    bool any = false;
    for (size_t i = 0; !st && i < plan->count; i++) {
        const chain_step *step = &plan->steps[i];
        if (step->action == CHAIN_SKIP || step->migration->type != MIGRATION_CATALOG)
            continue;
        any = true;
        st = catalog_check_operations(op, step->migration, err);
    }
    return st || !any ? st : declared_build(op->local, op->a, &op->declared, err);
}

/* A constraint whose creation is broken off may leave an index behind. */
static status ensure_schema(operation *op, error *err)
{
    bolt_driver_shield(op->e->driver, true);
    status st = history_schema_ensure_chain(&op->history, &op->place, err);
    bolt_driver_shield(op->e->driver, false);
    return st;
}

static status plan(operation *op, chain_plan *out, error *err)
{
    status st = operation_resolve(op, err);
    if (!st)
        st = ensure_schema(op, err);
    if (!st)
        st = operation_read_history(op, err);
    if (!st)
        st = chain_check_duplicates(&op->recorded, op->a, err);
    if (st)
        return st;
    chain_input input = operation_chain_input(op);
    chain compared;
    chain_target target;
    st = chain_build(&input, CHAIN_COMPARE, op->a, &compared, err);
    if (!st)
        st = find_target(op, &compared, &target, err);
    if (!st)
        st = chain_plan_build(&compared, &target, input.order, op->a, out, err);
    return st ? st : prepare_catalogs(op, out, err);
}

static status work(operation *op, void *user, error *err)
{
    engine_applied *sum = user;
    chain_plan steps;
    status st = plan(op, &steps, err);
    if (st)
        return st;
    if (op->recorded.count)
        sum->version = op->recorded.items[op->recorded.count - 1].version;
    return walk(op, &steps, sum, err);
}

status engine_apply(engine *e, arena *a, engine_applied *out, error *err)
{
    if (e->options.cypher_version.data)
        engine_log(e, ENGINE_INFO,
                   "All statements in all Cypher based migrations will be prefixed with %.*s",
                   STR_ARG(e->options.cypher_version));
    engine_applied sum = { .version = STR_NONE };
    operation_needs needs = { .chain = true,
                              .target = true,
                              .before = CALLBACK_BEFORE_MIGRATE,
                              .after = CALLBACK_AFTER_MIGRATE };
    status st = operation_run(e, a, needs, work, &sum, err);
    if (!st)
        *out = sum;
    return st;
}
