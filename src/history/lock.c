#include "history/lock.h"

#include "history/run.h"
#include "history/text.h"

#include "base/buf.h"

#define LOCK_WITHOUT_TARGET "John Doe"

#define LOCK_HELD                                                                                  \
    "Cannot create __Neo4jMigrationsLock node. Likely another migration is going on or has "       \
    "crashed"

#define CONSTRAINT_VIOLATED "Neo.ClientError.Schema.ConstraintValidationFailed"

/* Reason: it goes into the message of an error. */
enum { HOLDER_MAX_BYTES = 1024 };

/* Reason: whoever loses the answers to so many COMMITs has no connection to work with. */
enum { ATTEMPTS = 3 };

status history_lock_name(str target_database, arena *a, str *out, error *err)
{
    if (!target_database.data || str_eq_ignore_case(target_database, STR("neo4j"))) {
        *out = STR(LOCK_WITHOUT_TARGET);
        return ST_OK;
    }
    char *name = arena_alloc(a, target_database.len + 1);
    if (!name)
        return fail_no_memory(err);
    for (size_t i = 0; i < target_database.len; i++)
        name[i] = char_lower(target_database.data[i]);
    *out = (str){ name, target_database.len };
    return ST_OK;
}

/* ---- Locks of anybody ---- */

static str property_text(bolt_map properties, const char *key, arena *a)
{
    const bolt_value *value = bolt_map_get(properties, key);
    if (!value)
        return STR_NONE;
    return value->type == BOLT_STRING ? value->as.string : history_datetime_text(value, a);
}

static status read_held(bolt_list row, arena *a, history_held *out, error *err)
{
    if (row.count != 1 || row.items[0].type != BOLT_MAP)
        return fail(err, ST_PROTOCOL, "expected the properties of a lock from the server");
    bolt_map p = row.items[0].as.map;
    *out = (history_held){ .id = property_text(p, "id", a),
                           .name = property_text(p, "name", a),
                           .since = property_text(p, "since", a),
                           .migration = property_text(p, "migration", a),
                           .holder = { .tool = property_text(p, "tool", a),
                                       .user = property_text(p, "user", a),
                                       .host = property_text(p, "host", a),
                                       .pid = bolt_map_int(p, "pid", 0) } };
    return ST_OK;
}

history_question history_lock_question(const history_lock *lock)
{
    return (history_question){
        .text = STR("MATCH (l:__Neo4jMigrationsLock {name: $name}) RETURN properties(l)"),
        .parameter = { STR("name"), bolt_string(lock->name) },
        .tolerates = "",
    };
}

static status ask(const history_lock *lock, str text, const bolt_entry *parameters, size_t count,
                  arena *a, bolt_result *out, error *err)
{
    history_query query = { .session = lock->session,
                            .metadata = lock->metadata,
                            .read = true,
                            .text = text,
                            .parameters = parameters,
                            .parameter_count = count };
    return history_run(&query, a, out, err);
}

static status read_all(const bolt_result *result, arena *a, history_held_list *out, error *err)
{
    history_held *items = arena_array(a, result->row_count, sizeof *items);
    if (!items)
        return fail_no_memory(err);
    status st = ST_OK;
    for (size_t i = 0; !st && i < result->row_count; i++)
        st = read_held(result->rows[i], a, &items[i], err);
    if (!st)
        *out = (history_held_list){ items, result->row_count };
    return st;
}

status history_lock_holders(const history_lock *lock, const history_question *asked, arena *a,
                            history_held_list *out, error *err)
{
    history_question question = history_lock_question(lock);
    bolt_result result = asked->result;
    status st =
        asked->answered ? ST_OK : ask(lock, question.text, &question.parameter, 1, a, &result, err);
    return st ? st : read_all(&result, a, out, err);
}

status history_lock_all(const history_lock *lock, arena *a, history_held_list *out, error *err)
{
    bolt_result result;
    str text = STR("MATCH (l:__Neo4jMigrationsLock) RETURN properties(l) ORDER BY l.name");
    status st = ask(lock, text, NULL, 0, a, &result, err);
    return st ? st : read_all(&result, a, out, err);
}

static void append_part(buf *out, const char *before, str text)
{
    if (text.data && text.len)
        buf_printf(out, "%s%.*s", before, STR_ARG(text));
}

status history_lock_describe(const history_held *held, arena *a, str *out, error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, HOLDER_MAX_BYTES);
    buf_text(&text, "held");
    size_t before = text.len;
    append_part(&text, " since ", held->since);
    append_part(&text, " by ", held->holder.user);
    append_part(&text, " on ", held->holder.host);
    if (held->holder.pid)
        buf_printf(&text, ", process %lld", (long long)held->holder.pid);
    append_part(&text, ", with ", held->holder.tool);
    append_part(&text, ", which was applying ", held->migration);
    if (text.len == before)
        buf_text(&text, "; the node does not tell by whom");
    return buf_finish(&text, a, out, err);
}

status history_lock_remove(const history_lock *lock, const history_held *held, arena *a,
                           bool *removed, error *err)
{
    bolt_entry parameters[] = { { STR("name"), bolt_string(held->name) },
                                { STR("id"), bolt_string(held->id) } };
    history_query query = { .session = lock->session,
                            .metadata = lock->metadata,
                            .text = STR("MATCH (l:__Neo4jMigrationsLock {name: $name}) "
                                        "WHERE $id IS NULL OR l.id = $id DELETE l"),
                            .parameters = parameters,
                            .parameter_count = 2 };
    bolt_result result;
    status st = history_run(&query, a, &result, err);
    if (!st)
        *removed = result.summary.counters.nodes_deleted > 0;
    return st;
}

/* ---- Held by somebody else ---- */

/* What the node that is there tells, and what to do about it. */
static str describe_holder(const history_lock *lock, arena *a)
{
    history_question question = { .answered = false };
    history_held_list found;
    str holder;
    if (history_lock_holders(lock, &question, a, &found, NULL))
        return STR("it could not be found out by whom it is held");
    if (found.count == 0)
        return STR("it has just been given back, so try again");
    if (history_lock_describe(&found.items[0], a, &holder, NULL))
        return STR("held");
    return arena_printf(a,
                        "%.*s; if that is no longer running, release the lock with `lock release`",
                        STR_ARG(holder));
}

static status fail_held(const history_lock *lock, const error *cause, arena *a, error *err)
{
    fail(err, ST_LOCKED, LOCK_HELD "; %.*s", STR_ARG(describe_holder(lock, a)));
    ERROR_SET(err, code, cause->code, str_from(cause->code).len);
    ERROR_SET(err, gql_status, cause->gql_status, str_from(cause->gql_status).len);
    if (err)
        err->retryable = true; /* until it is given back */
    return ST_LOCKED;
}

/* ---- Ours ---- */

#define CREATE_LOCK                                                                                \
    "CREATE (l:__Neo4jMigrationsLock) SET l = $lock, l.since = datetime({timezone: 'UTC'})"

/* What is matched behind WITH is matched once the node is there, and nobody else can create one. */
static str creation(const history_question *chain, arena *a)
{
    if (!chain->text.data)
        return STR(CREATE_LOCK);
    return arena_printf(a, CREATE_LOCK " WITH count(l) AS held %.*s", STR_ARG(chain->text));
}

static status create_node(const history_lock *lock, const history_holder *holder,
                          history_question *chain, arena *a, error *err)
{
    bolt_entry properties[] = {
        { STR("id"), bolt_string(str_from(lock->id)) }, { STR("name"), bolt_string(lock->name) },
        { STR("tool"), bolt_string(holder->tool) },     { STR("user"), bolt_string(holder->user) },
        { STR("host"), bolt_string(holder->host) },     { STR("pid"), bolt_int(holder->pid) },
    };
    bolt_entry parameters[] = { { STR("lock"), bolt_map_of(properties, 6) }, chain->parameter };
    history_query query = { .session = lock->session,
                            .metadata = lock->metadata,
                            .text = creation(chain, a),
                            .parameters = parameters,
                            .parameter_count = chain->text.data ? 2 : 1 };
    if (!query.text.data)
        return fail_no_memory(err);
    status st = history_run(&query, a, &chain->result, err);
    chain->answered = !st && chain->text.data;
    return st;
}

static status is_ours(const history_lock *lock, arena *a, bool *out)
{
    history_question question = { .answered = false };
    history_held_list found;
    status st = history_lock_holders(lock, &question, a, &found, NULL);
    *out = !st && found.count && str_eq(found.items[0].id, str_from(lock->id));
    return st;
}

/* When the answer to COMMIT was lost, a second attempt waits for the end of the first one, and is
 * refused if that one has created the node. */
static status create_surely(const history_lock *lock, const history_holder *holder,
                            history_question *chain, arena *a, error *err)
{
    status st = create_node(lock, holder, chain, a, err);
    bool ours = false;
    for (int i = 1; st == ST_UNKNOWN_OUTCOME && i < ATTEMPTS; i++)
        st = create_node(lock, holder, chain, a, err);
    if (st && history_failed_with(err, CONSTRAINT_VIOLATED) && !is_ours(lock, a, &ours) && ours)
        return ST_OK;
    return st;
}

status history_lock_acquire(history_lock *lock, const history_holder *holder,
                            history_question *chain, arena *a, error *err)
{
    error problem = { .status = ST_OK };
    random_uuid(lock->id);
    status st = create_surely(lock, holder, chain, a, &problem);
    if (!st)
        return ST_OK;
    if (st == ST_SERVER)
        lock->id[0] = '\0';
    if (history_failed_with(&problem, CONSTRAINT_VIOLATED))
        return fail_held(lock, &problem, a, err);
    if (err)
        *err = problem;
    return st;
}

status history_lock_note(const history_lock *lock, bolt_map metadata, str version, error *err)
{
    bolt_entry parameters[] = { { STR("id"), bolt_string(str_from(lock->id)) },
                                { STR("version"), bolt_string(version) } };
    history_query query = { .session = lock->session,
                            .metadata = metadata,
                            .text = STR("MATCH (l:__Neo4jMigrationsLock {id: $id}) "
                                        "SET l.migration = $version"),
                            .parameters = parameters,
                            .parameter_count = 2 };
    return history_run(&query, NULL, NULL, err);
}

/* Deleting a node that is gone does no harm, so a lost connection is worth a second attempt; but
 * not the patience of managed transactions: a server that is down has been waited for already. */
static status delete_node(const history_lock *lock, error *err)
{
    bolt_entry parameters[] = { { STR("id"), bolt_string(str_from(lock->id)) } };
    bolt_tx_config config = { .metadata = lock->metadata };
    bolt_statement statement = { .text = STR("MATCH (l:__Neo4jMigrationsLock {id: $id}) DELETE l"),
                                 .parameters = { parameters, 1 } };
    status st = bolt_session_run(lock->session, &config, &statement, NULL, NULL, err);
    if (st == ST_CONNECTION)
        st = bolt_session_run(lock->session, &config, &statement, NULL, NULL, err);
    return st == ST_SERVER
               ? bolt_session_execute(lock->session, &config, &statement, NULL, NULL, err)
               : st;
}

status history_lock_release(history_lock *lock, error *err)
{
    status st = lock->id[0] ? delete_node(lock, err) : ST_OK;
    if (!st)
        lock->id[0] = '\0';
    return st;
}
