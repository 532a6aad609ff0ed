#include "engine/operation.h"

#include "engine/callback.h"
#include "engine/event.h"
#include "history/schema.h"

#define COULD_NOT_UNLOCK                                                                           \
    "Could not unlock\xE2\x80\xA6 Please check for residues (Nodes labeled "                       \
    "`__Neo4jMigrationsLock`)."

static status open_session(const operation *op, str database, str user, bolt_session **out,
                           error *err)
{
    bolt_session_config config = { .database = database,
                                   .impersonated_user = user,
                                   .bookmarks = op->bookmarks };
    return bolt_session_open(op->e->driver, &config, out, err);
}

status operation_session(const operation *op, str database, bolt_session **out, error *err)
{
    return open_session(op, database, op->e->options.impersonated_user, out, err);
}

status operation_own_session(const operation *op, str database, bolt_session **out, error *err)
{
    return open_session(op, database, STR_NONE, out, err);
}

/* The server would only say which clauses it does not know there. */
static status check_schema_database(str name, error *err)
{
    if (!name.data || !str_eq_ignore_case(name, STR("system")))
        return ST_OK;
    return fail(err, ST_ARGUMENT,
                "the database \"%.*s\" cannot keep a history: name another schema database, or "
                "connect to another one and switch in a script, \":use system\"",
                STR_ARG(name));
}

static status open_sessions(operation *op, error *err)
{
    const engine_options *o = &op->e->options;
    bool separate = o->schema_database.data &&
                    !(o->database.data && str_eq_ignore_case(o->schema_database, o->database));
    str schema = o->schema_database.data ? o->schema_database : o->database;
    status st = check_schema_database(schema, err);
    if (!st)
        st = bolt_bookmarks_create(op->e->mem, &op->bookmarks, err);
    if (!st)
        st = operation_session(op, schema, &op->schema, err);
    if (!st && separate)
        st = operation_session(op, o->database, &op->target, err);
    if (!st && !separate)
        op->target = op->schema;
    return st;
}

static void close_sessions(operation *op)
{
    if (op->target != op->schema)
        bolt_session_close(op->target);
    bolt_session_close(op->schema);
    bolt_bookmarks_destroy(op->bookmarks);
}

/* The name of the database behind the target session, which exists if the server tells it. One that
 * was created a moment ago may still be starting: that is worth waiting for. */
static status ask_target(operation *op, str *out, error *err)
{
    bolt_tx_config config = { .read = true, .metadata = op->history.metadata };
    bolt_statement statement = { .text = STR("CALL dbms.components() YIELD name RETURN name") };
    bolt_result result;
    status st = bolt_session_execute(op->target, &config, &statement, op->a, &result, err);
    if (!st)
        *out = result.summary.database;
    return st;
}

/* It follows from the options, unless a schema database stands beside a home database, whose name
 * only the server knows. */
static bool knows_target(const engine_options *o)
{
    return !o->schema_database.data || o->database.data;
}

static status introduce(operation *op, error *err)
{
    engine *e = op->e;
    const engine_options *o = &e->options;
    op->metadata[0] = (bolt_entry){ STR("app"), bolt_string(STR("neo4j-migrations")) };
    op->metadata[1] = (bolt_entry){ STR("version"), bolt_string(o->version) };
    op->history = (history){ .mem = e->mem,
                             .driver = e->driver,
                             .session = op->schema,
                             .lock = &op->lock,
                             .metadata = { op->metadata, 2 },
                             .installed_by = o->installed_by };
    op->lock = (history_lock){ .session = op->schema, .metadata = op->history.metadata };
    status st = history_lock_name(o->database, op->a, &op->lock.name, err);
    return st || !knows_target(o)
               ? st
               : history_target(o->schema_database, o->database, op->a, &op->history.target, err);
}

static status find_target(operation *op, operation_needs needs, str *name, error *err)
{
    const engine_options *o = &op->e->options;
    *name = o->database;
    if (op->target == op->schema || (knows_target(o) && !needs.target))
        return ST_OK;
    str told = STR_NONE;
    status st = ask_target(op, &told, err);
    if (st || knows_target(o))
        return st;
    *name = told;
    return history_target(o->schema_database, told, op->a, &op->history.target, err);
}

/* Nothing may run again because the two names of one database were written differently. */
static status find_chain(operation *op, operation_needs needs, error *err)
{
    str schema = op->e->options.schema_database, name, apart = STR_NONE;
    status st = find_target(op, needs, &name, err);
    if (st || op->history.target.data || !schema.data || needs.unlocked || str_eq(schema, name))
        return st;
    st = history_target_apart(&op->history, name, op->a, &apart, err);
    if (st || !apart.data)
        return st;
    engine_log(op->e, ENGINE_WARNING,
               "The history of \"%.*s\" is kept apart, as if \"%.*s\" were another database: going "
               "on with it",
               STR_ARG(name), STR_ARG(schema));
    op->history.target = apart;
    op->chain_asked = (history_question){ 0 };
    return ST_OK;
}

/* Who may only read creates nothing, and needs none of it either. */
static status prepare_lock(operation *op, operation_needs needs, error *err)
{
    error problem = { .status = ST_OK };
    bolt_driver_shield(op->e->driver, true);
    status st = history_schema_ensure_lock(&op->history, &op->place, &problem);
    bolt_driver_shield(op->e->driver, false);
    if (!st || (st == ST_SERVER && needs.reads_only && !op->e->options.read_lock))
        return ST_OK;
    if (err)
        *err = problem;
    return st;
}

/* Those who only read are done with the server after this; others read the chain under the lock. */
static status look_around(operation *op, operation_needs needs, error *err)
{
    bool only_looks = needs.reads_only && !needs.unlocked;
    history_place_wish wish = { .indexes = !needs.reads_only };
    if (only_looks) {
        op->lock_asked = history_lock_question(&op->lock);
        wish.lock = &op->lock_asked;
    }
    if (only_looks && needs.chain && knows_target(&op->e->options)) {
        op->chain_asked = history_chain_question(&op->history);
        wish.chain = &op->chain_asked;
    }
    status st =
        history_place_read(op->schema, op->history.metadata, &wish, &op->scratch, &op->place, err);
    if (st)
        return st;
    op->history.connected_as = op->place.user;
    op->history.numeric_ids = !history_place_is_from(&op->place, 5, 0);
    return needs.dry || needs.unlocked ? ST_OK : prepare_lock(op, needs, err);
}

static void warn(void *user, str message)
{
    engine_log(user, ENGINE_WARNING, "%.*s", STR_ARG(message));
}

status operation_scan(operation *op, error *err)
{
    engine *e = op->e;
    return migration_scan(&e->options.places, e->options.migrations.objects, warn, e, op->a,
                          &op->files, err);
}

/* Warns if somebody has the lock. */
static status tell_holder(operation *op, const char *consequence, error *err)
{
    history_held_list found;
    str holder;
    status st = history_lock_holders(&op->lock, &op->lock_asked, &op->scratch, &found, err);
    if (!st && found.count)
        st = history_lock_describe(&found.items[0], &op->scratch, &holder, err);
    if (!st && found.count)
        engine_log(op->e, ENGINE_WARNING, "%s: %.*s", consequence, STR_ARG(holder));
    return st;
}

/* Callbacks may write. */
static bool takes_lock(const operation *op, operation_needs needs)
{
    if (needs.unlocked || needs.dry)
        return false;
    return !needs.reads_only || op->e->options.read_lock || callbacks_exist(op, needs);
}

static status take_lock(operation *op, operation_needs needs, error *err)
{
    if (needs.unlocked)
        return ST_OK;
    if (!takes_lock(op, needs))
        return tell_holder(op, "Somebody has the lock, so this may be about to change", err);
    op->chain_asked = (history_question){ 0 };
    if (needs.chain && knows_target(&op->e->options))
        op->chain_asked = history_chain_question(&op->history);
    status st = history_lock_acquire(&op->lock, &op->e->options.holder, &op->chain_asked,
                                     &op->scratch, err);
    return st == ST_LOCKED && needs.may_locked
               ? tell_holder(op, "Going on although somebody has the lock", err)
               : st;
}

/* A request to stop does not keep us from giving back the lock. */
static void release_lock(operation *op)
{
    error problem = { .status = ST_OK };
    bolt_driver_shield(op->e->driver, true);
    status st = history_lock_release(&op->lock, &problem);
    bolt_driver_shield(op->e->driver, false);
    if (st)
        engine_log(op->e, ENGINE_ERROR, "%s", COULD_NOT_UNLOCK);
}

static status work_under_lock(operation *op, operation_needs needs, operation_work *work,
                              void *user, error *err)
{
    bool alone = needs.dry || needs.unlocked;
    status st = alone ? ST_OK : callbacks_before_first_use(op, err);
    if (!st)
        st = find_chain(op, needs, err);
    if (st)
        return st;
    return alone ? work(op, user, err) : callbacks_around(op, needs, work, user, err);
}

status operation_run(engine *e, arena *a, operation_needs needs, operation_work *work, void *user,
                     error *err)
{
    operation op = { .e = e, .a = a, .scratch = ARENA_INIT(e->mem, 0) };
    e->skipped = (engine_skips){ 0 };
    status st = open_sessions(&op, err);
    if (!st)
        st = introduce(&op, err);
    if (!st)
        st = look_around(&op, needs, err);
    if (!st && !needs.unlocked)
        st = operation_scan(&op, err);
    if (!st)
        st = take_lock(&op, needs, err);
    if (!st)
        st = work_under_lock(&op, needs, work, user, err);
    release_lock(&op);
    close_sessions(&op);
    arena_finish(&op.scratch);
    return st;
}

status operation_read_history(operation *op, error *err)
{
    return history_read(&op->history, &op->chain_asked, op->a, &op->recorded, err);
}

chain_input operation_chain_input(const operation *op)
{
    const engine_options *o = &op->e->options;
    return (chain_input){ .local = op->local,
                          .recorded = op->recorded,
                          .order = o->migrations.order,
                          .out_of_order = o->out_of_order,
                          .skip_checksums = o->skip_checksums };
}

/* What is not known stays so. */
static bool keep(arena *a, str from, str *out)
{
    *out = from.data ? arena_str(a, from) : STR_NONE;
    return out->data || !from.data;
}

status operation_describe_place(const operation *op, engine_place *out, error *err)
{
    bolt_server server;
    status st = bolt_driver_server(op->e->driver, &server, err);
    if (st)
        return st;
    const history_place *place = &op->place;
    bool kept =
        keep(op->a, server.address, &out->address) && keep(op->a, place->server, &out->server) &&
        keep(op->a, place->edition, &out->edition) && keep(op->a, place->user, &out->user) &&
        keep(op->a, place->database, &out->schema_database);
    out->database = op->history.target.data ? op->history.target : out->schema_database;
    return kept ? ST_OK : fail_no_memory(err);
}
