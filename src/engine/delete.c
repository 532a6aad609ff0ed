#include "engine/change.h"
#include "engine/event.h"
#include "migration/name.h"

typedef struct delete_work {
    str text; /* as it was given */
    bool dry;
    engine_removed *out;
} delete_work;

/* The name of a migration, or a version as it stands. */
static status version_of(str text, arena *a, str *out, error *err)
{
    migration_name name;
    status st = migration_name_parse(text, a, &name, NULL);
    if (st == ST_NO_MEMORY)
        return fail_no_memory(err);
    *out = st ? text : name.version;
    return ST_OK;
}

/* Other tools print what the source says. */
static str description_of(const recorded_migration *m, arena *a)
{
    migration_name name;
    if (m->source.data && !migration_name_parse(m->source, a, &name, NULL))
        return name.description;
    return m->description;
}

/* V3 is no version, though it looks like one. */
static void advise(operation *op, str text)
{
    str version;
    bool optional;
    if (!migration_target_parse(text, op->a, &version, &optional, NULL) && !optional)
        engine_log(op->e, ENGINE_WARNING,
                   "There is no version \"%.*s\": write \"%.*s\", without the letter, or a whole "
                   "name",
                   STR_ARG(text), STR_ARG(version));
}

static status fail_several(str version, size_t count, error *err)
{
    return fail(err, ST_MIGRATIONS,
                "version \"%.*s\" is recorded %zu times: `repair` leaves one of them",
                STR_ARG(version), count);
}

static status remove_found(operation *op, const history_found *found, const delete_work *w,
                           error *err)
{
    recorded_migration *m = ARENA_NEW(op->a, recorded_migration);
    recorded_change *change = ARENA_NEW(op->a, recorded_change);
    if (!m || !change)
        return fail_no_memory(err);
    *m = found->migration;
    m->description = description_of(&found->migration, op->a);
    *change = (recorded_change){ .kind = RECORDED_REMOVE, .recorded = m };
    engine_removed removed = { .version = m->version,
                               .description = m->description,
                               .counts = { .nodes_deleted = 1,
                                           .relationships_deleted = found->relationships,
                                           .relationships_created = found->following } };
    status st = change_describe(change, 1, op->a, &removed.changes, err);
    if (!st && !w->dry)
        st = change_history(op, change, 1, &removed.counts, err);
    if (!st)
        *w->out = removed;
    return st;
}

static status work(operation *op, void *user, error *err)
{
    const delete_work *w = user;
    str version;
    const history_found *found;
    size_t count;
    status st = version_of(w->text, op->a, &version, err);
    if (!st)
        st = history_lookup(&op->history, version, op->a, &found, &count, err);
    if (st)
        return st;
    if (count > 1)
        return fail_several(version, count, err);
    if (count == 1)
        return remove_found(op, found, w, err);
    advise(op, w->text);
    *w->out = (engine_removed){ .version = STR_NONE };
    return ST_OK;
}

status engine_delete(engine *e, str version, bool dry, arena *a, engine_removed *out, error *err)
{
    delete_work w = { .text = version, .dry = dry, .out = out };
    operation_needs needs = { .reads_only = dry, .dry = dry };
    return operation_run(e, a, needs, work, &w, err);
}
