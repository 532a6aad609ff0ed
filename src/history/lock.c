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

/* ---- Held by somebody else ---- */

static str property_text(bolt_map properties, const char *key, arena *a)
{
    const bolt_value *value = bolt_map_get(properties, key);
    if (!value)
        return STR_NONE;
    if (value->type == BOLT_STRING)
        return value->as.string;
    if (value->type == BOLT_INT)
        return arena_printf(a, "%lld", (long long)value->as.integer);
    return history_datetime_text(value, a);
}

static void append_property(buf *out, const char *before, bolt_map properties, const char *key,
                            arena *a)
{
    str text = property_text(properties, key, a);
    if (text.data && text.len)
        buf_printf(out, "%s%.*s", before, STR_ARG(text));
}

static void append_holder(buf *out, bolt_map properties, arena *a)
{
    size_t before = out->len;
    append_property(out, " since ", properties, "since", a);
    append_property(out, " by ", properties, "user", a);
    append_property(out, " on ", properties, "host", a);
    append_property(out, ", process ", properties, "pid", a);
    append_property(out, ", with ", properties, "tool", a);
    append_property(out, ", which was applying ", properties, "migration", a);
    if (out->len == before)
        buf_text(out, "; the node does not tell by whom");
}

history_question history_lock_question(const history_lock *lock)
{
    return (history_question){
        .text = STR("MATCH (l:__Neo4jMigrationsLock {name: $name}) RETURN properties(l)"),
        .parameter = { STR("name"), bolt_string(lock->name) },
        .tolerates = "",
    };
}

static status find_node(const history_lock *lock, arena *a, bolt_result *out, error *err)
{
    history_question question = history_lock_question(lock);
    history_query query = { .session = lock->session,
                            .metadata = lock->metadata,
                            .read = true,
                            .text = question.text,
                            .parameters = &question.parameter,
                            .parameter_count = 1 };
    return history_run(&query, a, out, err);
}

status history_lock_holder(const history_lock *lock, arena *a, str *out, error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, HOLDER_MAX_BYTES);
    bolt_result found;
    buf_text(&text, "held");
    if (!find_node(lock, a, &found, NULL) && found.row_count && found.rows[0].count &&
        found.rows[0].items[0].type == BOLT_MAP)
        append_holder(&text, found.rows[0].items[0].as.map, a);
    else
        buf_text(&text, "; it is not known by whom");
    return buf_finish(&text, a, out, err);
}

/* The failure to create the node, with what the node that is there tells. */
static status fail_held(const history_lock *lock, const error *cause, arena *a, error *err)
{
    str holder;
    if (history_lock_holder(lock, a, &holder, NULL))
        holder = STR("held");
    fail(err, ST_LOCKED,
         LOCK_HELD "; %.*s; if that is no longer running, release the lock with `clean all`, which "
                   "also forgets the history, or with the statement MATCH "
                   "(l:__Neo4jMigrationsLock {name: '%.*s'}) DELETE l",
         STR_ARG(holder), STR_ARG(lock->name));
    ERROR_SET(err, code, cause->code, str_from(cause->code).len);
    ERROR_SET(err, gql_status, cause->gql_status, str_from(cause->gql_status).len);
    return ST_LOCKED;
}

status history_lock_check(const history_lock *lock, const history_question *asked, arena *a,
                          error *err)
{
    bolt_result found = asked->result;
    error nobody = { .status = ST_OK };
    status st = asked->answered ? ST_OK : find_node(lock, a, &found, err);
    return st || found.row_count == 0 ? st : fail_held(lock, &nobody, a, err);
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
    bolt_result found;
    status st = find_node(lock, a, &found, NULL);
    *out =
        !st && found.row_count && found.rows[0].count && found.rows[0].items[0].type == BOLT_MAP &&
        str_eq(bolt_map_string(found.rows[0].items[0].as.map, "id", STR_NONE), str_from(lock->id));
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
