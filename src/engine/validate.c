#include "engine/operation.h"

/* What is wrong with the files themselves belongs into the verdict. */
static status verdict_of_problem(chain_outcome outcome, bool needs_repair, const error *problem,
                                 arena *a, chain_verdict *out, error *err)
{
    str warning = arena_str(a, str_from(problem->message));
    if (!warning.data)
        return fail_no_memory(err);
    *out = (chain_verdict){ .outcome = outcome, .needs_repair = needs_repair, .warning = warning };
    return ST_OK;
}

static status work(operation *op, void *user, error *err)
{
    chain_verdict *out = user;
    error problem = { .status = ST_OK };
    status st = operation_discover(op, &problem);
    if (st == ST_MIGRATIONS)
        return verdict_of_problem(CHAIN_DIFFERENT_CONTENT, true, &problem, op->a, out, err);
    if (!st)
        st = migration_sort(&op->local, op->e->options.migrations.order, op->a, &problem);
    if (st == ST_MIGRATIONS)
        return verdict_of_problem(CHAIN_DUPLICATE_VERSION, false, &problem, op->a, out, err);
    if (!st)
        st = operation_read_history(op, &problem);
    if (st) {
        if (err)
            *err = problem;
        return st;
    }
    chain_input input = operation_chain_input(op);
    return chain_validate(&input, op->a, out, err);
}

status engine_validate(engine *e, arena *a, chain_verdict *out, error *err)
{
    operation_needs needs = { .reads_only = true,
                              .chain = true,
                              .target = true,
                              .before = CALLBACK_BEFORE_VALIDATE,
                              .after = CALLBACK_AFTER_VALIDATE };
    return operation_run(e, a, needs, work, out, err);
}
