#include "engine/native.h"

#include "engine/event.h"

static bool is_object(const migration *m)
{
    return m->type == MIGRATION_PROGRAMMATIC && m->path.data;
}

static status run_code(const engine_context *context, error *err)
{
    const engine_options *o = &context->e->options;
    const migration *m = context->migration;
    if (is_object(m))
        return o->object.run(context, o->object.user, err);
    const engine_native *native = m->code;
    return native->code.run(context, native->code.user, err);
}

/* A session of its own, so that nothing of it is left open when the code forgets to end it. */
static status run_in_session(execution *x, error *err)
{
    engine *e = x->op->e;
    engine_context context = { .e = e,
                               .migration = x->migration,
                               .driver = e->driver,
                               .database = e->options.database,
                               .impersonated_user = e->options.impersonated_user,
                               .bookmarks = x->op->bookmarks,
                               .counters = &x->counters };
    status st = operation_describe_place(x->op, &context.place, err);
    if (!st)
        st = operation_session(x->op, e->options.database, &context.session, err);
    if (st)
        return st;
    st = run_code(&context, err);
    bolt_session_close(context.session);
    return st;
}

status native_execute(execution *x, error *err)
{
    status st = engine_check(x->op->e, err);
    if (!st && x->recording)
        st = recording_note(x->recording, err);
    if (!st)
        st = run_in_session(x, err);
    if (!st)
        x->progress.finished = true;
    if (!st && x->recording) {
        st = recording_write(x->recording, err);
        x->progress.uncertain = st == ST_UNKNOWN_OUTCOME;
    }
    return st;
}

status native_add(const operation *op, migration_list *list, error *err)
{
    const engine_options *o = &op->e->options;
    if (o->native_count == 0)
        return ST_OK;
    migration *items = arena_array(op->a, list->count + o->native_count, sizeof *items);
    if (!items)
        return fail_no_memory(err);
    for (size_t i = 0; i < list->count; i++)
        items[i] = list->items[i];
    for (size_t i = 0; i < o->native_count; i++) {
        items[list->count + i] = o->natives[i].migration;
        items[list->count + i].code = &o->natives[i];
    }
    *list = (migration_list){ items, list->count + o->native_count };
    return ST_OK;
}

static status take_checksum(const operation *op, migration *m, error *err)
{
    const engine_native *native = m->code;
    if (!native || !native->checksum.take)
        return ST_OK;
    return native->checksum.take(op->e, native->checksum.user, op->a, &m->checksum, err);
}

status native_take_checksums(const operation *op, migration_list *list, error *err)
{
    if (op->e->options.native_count == 0)
        return ST_OK;
    migration *items = arena_array(op->a, list->count, sizeof *items);
    status st = items ? ST_OK : fail_no_memory(err);
    for (size_t i = 0; !st && i < list->count; i++) {
        items[i] = list->items[i];
        st = take_checksum(op, &items[i], err);
    }
    if (!st)
        list->items = items;
    return st;
}
