#include "engine/operation.h"

#include "engine/event.h"
#include "engine/native.h"

static bool is_given_nothing(const engine_options *o)
{
    return o->places.count == 0 && o->places.added.count == 0 && o->native_count == 0;
}

status operation_load(operation *op, migration_list *out, error *err)
{
    engine *e = op->e;
    if (is_given_nothing(&e->options))
        engine_log(e, ENGINE_WARNING,
                   "Cannot find migrations as neither locations nor packages to scan are "
                   "configured!");
    status st = migration_load(&op->files, &e->options.migrations, op->a, out, err);
    return st ? st : native_add(op, out, err);
}

status operation_find(operation *op, error *err)
{
    status st = operation_scan(op, err);
    if (!st)
        st = operation_load(op, &op->local, err);
    return st ? st : migration_sort(&op->local, op->e->options.migrations.order, op->a, err);
}

status operation_discover(operation *op, error *err)
{
    migration_list found;
    status st = operation_load(op, &found, err);
    if (!st)
        st = native_take_checksums(op, &found, err);
    if (!st)
        st = operation_filter(op, &found, err);
    if (!st)
        op->local = found;
    return st;
}

status operation_resolve(operation *op, error *err)
{
    status st = operation_discover(op, err);
    return st ? st : migration_sort(&op->local, op->e->options.migrations.order, op->a, err);
}
