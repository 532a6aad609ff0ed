#include "chain/repair.h"

#include "engine/change.h"
#include "engine/event.h"

typedef struct repair_work {
    bool dry;
    engine_repaired *out;
} repair_work;

static status find_all(operation *op, error *err)
{
    status st = operation_resolve(op, err);
    if (!st && op->local.count == 0)
        st = fail(err, ST_MIGRATIONS,
                  "Zero migrations have been discovered and repairing the database would lead to "
                  "the deletion of all migrations recorded; if you want that, use the clean "
                  "operation");
    return st ? st : operation_read_history(op, err);
}

static void tell_changes(engine *e, const engine_repaired *repaired)
{
    for (size_t i = 0; i < repaired->change_count; i++)
        engine_log(e, ENGINE_INFO, "Repair: %.*s", STR_ARG(repaired->changes[i].text));
}

static status repair(operation *op, const chain_input *input, const repair_work *w, error *err)
{
    chain_repair plan;
    engine_repaired repaired = { .needed = true };
    status st = chain_repair_build(input, op->a, &plan, err);
    if (!st)
        st = change_describe(plan.changes, plan.count, op->a, &repaired.changes, err);
    if (st)
        return st;
    repaired.change_count = plan.count;
    repaired.counts = plan.counts;
    if (!w->dry)
        st = change_history(op, plan.changes, plan.count, &repaired.counts, err);
    if (st)
        return st;
    if (!w->dry)
        tell_changes(op->e, &repaired);
    *w->out = repaired;
    return ST_OK;
}

static status work(operation *op, void *user, error *err)
{
    const repair_work *w = user;
    status st = find_all(op, err);
    if (st)
        return st;
    chain_input input = operation_chain_input(op);
    chain_verdict verdict;
    st = chain_validate(&input, op->a, &verdict, err);
    if (st)
        return st;
    if (verdict.needs_repair || verdict.outcome == CHAIN_DUPLICATE_VERSION)
        return repair(op, &input, w, err);
    *w->out = (engine_repaired){ .needed = false };
    return ST_OK;
}

status engine_repair(engine *e, bool dry, arena *a, engine_repaired *out, error *err)
{
    repair_work w = { .dry = dry, .out = out };
    operation_needs needs = { .reads_only = dry, .dry = dry, .chain = true, .target = true };
    return operation_run(e, a, needs, work, &w, err);
}
