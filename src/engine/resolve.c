#include "engine/operation.h"

#include "engine/event.h"
#include "engine/native.h"

status operation_discover(operation *op, error *err)
{
    engine *e = op->e;
    if (e->options.places.count == 0)
        engine_log(e, ENGINE_WARNING,
                   "Cannot find migrations as neither locations nor packages to scan are "
                   "configured!");
    migration_list found;
    status st = migration_load(&op->files, &e->options.migrations, op->a, &found, err);
    if (!st)
        st = native_add(op, &found, err);
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

status operation_check_kinds(const operation *op, error *err)
{
    for (size_t i = 0; i < op->local.count; i++) {
        const migration *m = &op->local.items[i];
        if (m->type != MIGRATION_CATALOG)
            continue;
        fail(err, ST_MIGRATIONS,
             "\"%.*s\" is an XML catalog migration, which this version of the tool cannot "
             "apply: move the file out of the location to go on",
             STR_ARG(m->source));
        ERROR_SET(err, source, m->path.data, m->path.len);
        ERROR_SET(err, version, m->version.data, m->version.len);
        ERROR_SET(err, description, m->description.data, m->description.len);
        return ST_MIGRATIONS;
    }
    return ST_OK;
}
