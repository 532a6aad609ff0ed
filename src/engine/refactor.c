/* A refactoring that is no part of a migration. */
#include "engine/operation.h"

#include "engine/catalog_execute.h"
#include "engine/execute.h"
#include "refactoring/refactoring.h"

typedef struct refactor_work {
    catalog_operation operation;
    bool dry;
    engine_refactored *out;
} refactor_work;

/* There is no document that a place could be in. */
static status without_place(status st, error *err)
{
    if (st && err)
        err->line = err->column = 0;
    return st;
}

static status work(operation *op, void *user, error *err)
{
    const refactor_work *w = user;
    catalog_document document = { .operations = &w->operation, .operation_count = 1 };
    rehearsal kept = { .a = op->a };
    execution x = { .op = op,
                    .refactoring = w->operation.refactoring.type,
                    .session = op->target,
                    .rehearsal = w->dry ? &kept : NULL };
    status st = catalog_execute_document(&x, &document, op->a, &w->out->advice, err);
    if (st) {
        failure_outcome(&x, err);
        return without_place(st, err);
    }
    w->out->counters = x.counters;
    w->out->statements = (engine_statements){ kept.items, kept.count };
    return ST_OK;
}

status engine_refactor(engine *e, const catalog_refactoring *refactoring, bool dry, arena *a,
                       engine_refactored *out, error *err)
{
    engine_refactored made = { 0 };
    refactor_work w = { .operation = { .kind = CATALOG_REFACTOR, .refactoring = *refactoring },
                        .dry = dry,
                        .out = &made };
    operation_needs needs = { .unlocked = true, .target = true };
    status st = refactoring_check_call(refactoring, err);
    if (!st)
        st = operation_run(e, a, needs, work, &w, err);
    if (!st)
        *out = made;
    return st;
}
