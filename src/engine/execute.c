#include "engine/run.h"

#include "engine/catalog_execute.h"
#include "engine/event.h"
#include "engine/native.h"

/* A session for each database that the script switches to. */
static status open_session(const run *r, const program_group *group, bolt_session **out, error *err)
{
    const operation *op = r->x->op;
    if (!group->database.data) {
        *out = NULL;
        return ST_OK;
    }
    return r->x->as_ourselves ? operation_own_session(op, group->database, out, err)
                              : operation_session(op, group->database, out, err);
}

/* Whether a transaction of the group runs where the history is. */
static bool is_on_schema(const run *r, const program_group *group)
{
    const operation *op = r->x->op;
    return group->database.data ? str_eq_ignore_case(group->database, op->place.database)
                                : r->x->session == op->schema;
}

static bool is_done_at_once(const run *r)
{
    const program *p = r->program;
    return p->group_count == 0 || (p->group_count == 1 && is_on_schema(r, p->groups) &&
                                   run_is_one_transaction(r, p->groups));
}

static bool needs_recording(const run *r)
{
    return r->x->recording && !r->x->recording->done;
}

/* What could not join the last transaction is recorded as soon as that is committed: indexes are
 * waited for afterwards. */
static status finish(run *r, error *err)
{
    r->x->progress.finished = true;
    status st = needs_recording(r) ? recording_write(r->x->recording, err) : ST_OK;
    r->x->progress.uncertain = st == ST_UNKNOWN_OUTCOME;
    r->x->progress.recorded = r->x->recording && !st;
    return st;
}

static status run_in(run *r, bolt_session *session, size_t index, error *err)
{
    const program_group *group = &r->program->groups[index];
    bool last = index + 1 == r->program->group_count;
    bool record = last && needs_recording(r) && is_on_schema(r, group);
    status st = run_group(r, session, group, record, err);
    if (!st && last)
        st = finish(r, err);
    return st || !r->schema_changed ? st : run_await_indexes(r, session, group, err);
}

/* A database that the server does not let us into is the matter of the command that switches to it, not of a statement. */
static void locate_switch(const program_group *group, error *err)
{
    str refused = STR("Neo.ClientError.Database.");
    if (err && group->use && !err->statement && str_starts(str_from(err->code), refused))
        cypher_position(group->use, 1, 1, &err->line, &err->column);
}

static status run_groups(run *r, error *err)
{
    for (size_t i = 0; i < r->program->group_count; i++) {
        const program_group *group = &r->program->groups[i];
        bolt_session *own;
        status st = open_session(r, group, &own, err);
        if (!st) {
            st = run_in(r, own ? own : r->x->session, i, err);
            bolt_session_close(own);
        }
        if (st) {
            locate_switch(group, err);
            return st;
        }
    }
    return r->program->group_count ? ST_OK : finish(r, err);
}

static size_t name_script(const execution *x, bolt_entry room[HISTORY_METADATA_MAX])
{
    const history *h = &x->op->history;
    if (x->migration)
        return history_migration_metadata(h, x->migration, room).count;
    return x->callback ? history_metadata(h, STR("callback"), x->callback->source, room).count
                       : history_metadata(h, STR("refactoring"), x->refactoring, room).count;
}

status engine_execute(execution *x, const program *script, error *err)
{
    if (x->rehearsal)
        return rehearsal_add(x, script, err);
    ARENA_AUTO scratch = ARENA_INIT(x->op->e->mem, 0);
    run r = { .x = x, .program = script, .a = &scratch };
    x->progress = (struct progress){ .statements = script->count };
    r.named = name_script(x, r.metadata);
    r.queue = arena_array(&scratch, script->count, sizeof *r.queue);
    if (!r.queue)
        return fail_no_memory(err);
    for (size_t i = 0; i < script->count; i++) {
        str text = script->statements[i].text;
        r.queue[i] = (bolt_statement){ .text = text,
                                       .parameters = script->statements[i].parameters,
                                       .evaluate = cypher_may_return(text) };
    }
    status st = x->recording && !is_done_at_once(&r) ? recording_note(x->recording, err) : ST_OK;
    return st ? st : run_groups(&r, err);
}

/* As the Java tool does, whose checksums cover the replacement; but nobody wants it in the data. */
static void warn_of_encoding(const execution *x, const cypher_script *script)
{
    str source = x->migration ? x->migration->source : x->callback->source;
    if (script->malformed_line)
        engine_log(x->op->e, ENGINE_WARNING,
                   "%.*s:%u: what is no UTF-8 is taken for U+FFFD: save the file as UTF-8",
                   STR_ARG(source), (unsigned)script->malformed_line);
}

status engine_prepare(const execution *x, const cypher_script *script, arena *a, program *out,
                      error *err)
{
    const engine_options *o = &x->op->e->options;
    warn_of_encoding(x, script);
    return program_build(script, &o->placeholders, o->cypher_version, a, out, err);
}

/* Applied once, it stays as it was: whoever was not done with it wants to know. */
static void warn_of_nothing(const execution *x, const program *script)
{
    if (script->count == 0)
        engine_log(x->op->e, ENGINE_WARNING, "%.*s contains no statement",
                   STR_ARG(x->migration->source));
}

static status run_script(execution *x, error *err)
{
    ARENA_AUTO scratch = ARENA_INIT(x->op->e->mem, 0);
    cypher_script script;
    program prepared;
    status st =
        migration_script(x->migration, &x->op->e->options.migrations, &scratch, &script, err);
    if (!st)
        st = engine_prepare(x, &script, &scratch, &prepared, err);
    if (st)
        return st;
    warn_of_nothing(x, &prepared);
    return engine_execute(x, &prepared, err);
}

static status execute_kind(execution *x, error *err)
{
    switch (x->migration->type) {
    case MIGRATION_CYPHER:
        return run_script(x, err);
    case MIGRATION_CATALOG:
        return catalog_execute(x, err);
    case MIGRATION_PROGRAMMATIC:
        return native_execute(x, err);
    }
    return ST_OK;
}

status engine_execute_migration(execution *x, error *err)
{
    error problem = { .status = ST_OK };
    x->op->e->running = x->migration;
    status st = execute_kind(x, &problem);
    x->op->e->running = NULL;
    if (!st)
        return ST_OK;
    failure_name(x, &problem);
    failure_outcome(x, &problem);
    if (err)
        *err = problem;
    return st;
}
