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

/* Who calls a function has given arguments. */
static status check(const catalog_operation *wanted, error *err)
{
    size_t at = 0;
    const catalog_refactoring *r = &wanted->refactoring;
    const catalog_parameter *unknown = refactoring_unknown(r, &at);
    if (unknown)
        return fail(err, ST_ARGUMENT, "the refactoring %.*s has no parameter `%.*s`",
                    STR_ARG(r->type), STR_ARG(unknown->name));
    status st = without_place(refactoring_check(wanted, err), err);
    if (st != ST_MIGRATIONS)
        return st;
    if (err)
        err->status = ST_ARGUMENT;
    return ST_ARGUMENT;
}

status engine_refactor(engine *e, const catalog_refactoring *refactoring, bool dry, arena *a,
                       engine_refactored *out, error *err)
{
    engine_refactored made = { 0 };
    refactor_work w = { .operation = { .kind = CATALOG_REFACTOR, .refactoring = *refactoring },
                        .dry = dry,
                        .out = &made };
    operation_needs needs = { .unlocked = true, .target = true };
    status st = check(&w.operation, err);
    if (!st)
        st = operation_run(e, a, needs, work, &w, err);
    if (!st)
        *out = made;
    return st;
}
