#include "engine/operation.h"

#include "engine/event.h"

typedef struct info_work {
    chain_mode mode;
    chain chain;
    engine_place place;
} info_work;

/* Good enough to look at: of the two, the later one is shown. */
static status warn_of_duplicates(operation *op, error *err)
{
    error problem = { .status = ST_OK };
    status st = chain_check_duplicates(&op->recorded, op->a, &problem);
    if (st == ST_MIGRATIONS)
        engine_log(op->e, ENGINE_WARNING, "%s in the history", problem.message);
    return st == ST_NO_MEMORY ? fail_no_memory(err) : ST_OK;
}

static status build(operation *op, info_work *w, error *err)
{
    status st = operation_resolve(op, err);
    if (!st && w->mode != CHAIN_LOCAL)
        st = operation_read_history(op, err);
    if (!st)
        st = warn_of_duplicates(op, err);
    if (st)
        return st;
    chain_input input = operation_chain_input(op);
    return chain_build(&input, w->mode, op->a, &w->chain, err);
}

static status work(operation *op, void *user, error *err)
{
    info_work *w = user;
    status st = build(op, w, err);
    return st ? st : operation_describe_place(op, &w->place, err);
}

status engine_info(engine *e, chain_mode mode, arena *a, engine_information *out, error *err)
{
    info_work w = { .mode = mode };
    operation_needs needs = { .reads_only = true,
                              .chain = mode != CHAIN_LOCAL,
                              .target = true,
                              .before = CALLBACK_BEFORE_INFO,
                              .after = CALLBACK_AFTER_INFO };
    status st = operation_run(e, a, needs, work, &w, err);
    if (!st)
        *out = (engine_information){ .place = w.place, .chain = w.chain };
    return st;
}

/* ---- Without a server ---- */

static void tell_preconditions(operation *op)
{
    for (size_t i = 0; i < op->local.count; i++)
        if (op->local.items[i].precondition_count > 0) {
            engine_log(op->e, ENGINE_INFO, "Preconditions are not looked at without a server");
            return;
        }
}

status engine_find(engine *e, arena *a, chain *out, error *err)
{
    operation op = { .e = e, .a = a };
    e->skipped = (engine_skips){ 0 };
    status st = operation_find(&op, err);
    if (st)
        return st;
    tell_preconditions(&op);
    chain_input input = operation_chain_input(&op);
    return chain_build(&input, CHAIN_LOCAL, a, out, err);
}
