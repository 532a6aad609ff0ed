#include "history/record.h"

#include "history/run.h"

#include <assert.h>
#include <string.h>

enum { RECORD_PARAMETERS = 11 };

static status lower_case(str text, arena *a, str *out, error *err)
{
    char *lower = arena_alloc(a, text.len + 1);
    if (!lower)
        return fail_no_memory(err);
    for (size_t i = 0; i < text.len; i++)
        lower[i] = char_lower(text.data[i]);
    *out = (str){ lower, text.len };
    return ST_OK;
}

status history_target(str schema_database, str target_database, arena *a, str *out, error *err)
{
    if (!schema_database.data || str_eq_ignore_case(schema_database, target_database)) {
        *out = STR_NONE;
        return ST_OK;
    }
    return lower_case(target_database, a, out, err);
}

status history_target_apart(const history *h, str target_database, arena *a, str *out, error *err)
{
    str target;
    status st = lower_case(target_database, a, &target, err);
    if (st)
        return st;
    bolt_entry parameter = { STR("target"), bolt_string(target) };
    history_query query = {
        .session = h->session,
        .metadata = h->metadata,
        .read = true,
        .text = STR("MATCH (b:__Neo4jMigration {version: 'BASELINE'})-[:MIGRATED_TO]->() "
                    "WITH collect(b.migrationTarget) AS apart, count(*) AS chains "
                    "RETURN size(apart) = chains AND $target IN apart"),
        .parameters = &parameter,
        .parameter_count = 1,
    };
    bolt_result result;
    st = history_run(&query, a, &result, err);
    if (st)
        return st;
    bool apart = result.row_count == 1 && result.rows[0].count == 1 &&
                 result.rows[0].items[0].type == BOLT_BOOL && result.rows[0].items[0].as.boolean;
    *out = apart ? target : STR_NONE;
    return ST_OK;
}

bolt_map history_metadata(const history *h, str kind, str name,
                          bolt_entry room[HISTORY_METADATA_MAX])
{
    size_t count = h->metadata.count;
    assert(count < HISTORY_METADATA_MAX);
    for (size_t i = 0; i < count; i++)
        room[i] = h->metadata.entries[i];
    room[count++] = (bolt_entry){ kind, bolt_string(name) };
    return (bolt_map){ room, count };
}

bolt_map history_migration_metadata(const history *h, const migration *m,
                                    bolt_entry room[HISTORY_METADATA_MAX])
{
    return history_metadata(h, STR("migration"), m->version, room);
}

static bolt_value type_name(migration_type type)
{
    switch (type) {
    case MIGRATION_CYPHER:
        return bolt_string(STR("CYPHER"));
    case MIGRATION_CATALOG:
        return bolt_string(STR("CATALOG"));
    case MIGRATION_PROGRAMMATIC:
        return bolt_string(STR("JAVA")); /* the only word that other tools know */
    }
    return bolt_null();
}

bolt_map history_node_properties(const history *h, const migration *m,
                                 bolt_entry entries[HISTORY_NODE_PROPERTIES])
{
    entries[0] = (bolt_entry){ STR("version"), bolt_string(m->version) };
    entries[1] = (bolt_entry){ STR("description"), bolt_string(m->description) };
    entries[2] = (bolt_entry){ STR("type"), type_name(m->type) };
    entries[3] = (bolt_entry){ STR("repeatable"), bolt_bool(m->repeatable) };
    entries[4] = (bolt_entry){ STR("source"), bolt_string(m->source) };
    entries[5] = (bolt_entry){ STR("checksum"), bolt_string(m->checksum) };
    entries[6] = (bolt_entry){ STR("migrationTarget"), bolt_string(h->target) };
    return (bolt_map){ entries, HISTORY_NODE_PROPERTIES };
}

/* ---- The statements ---- */

/* Takes the node of the lock, so that history_find waits for the end of this transaction; divides
 * by zero when it is not ours. A migration may have deleted all nodes, and the lock with them. */
#define UNDER_OUR_LOCK                                                                             \
    "OPTIONAL MATCH (l:__Neo4jMigrationsLock {name: $lockName}) "                                  \
    "SET l.id = l.id, l.migration = null "                                                         \
    "WITH count(CASE WHEN l IS NULL OR (l.id = $lock AND coalesce(l.attempt, 0) = $attempt) "      \
    "THEN 1 END) AS locks WITH 1 / locks AS held WHERE held = 1 "

#define OF_TARGET(node)                                                                            \
    "coalesce(" node ".migrationTarget, '<default>') = coalesce($target, '<default>') "
#define APPLIED                                                                                    \
    "at: datetime({timezone: 'UTC'}), in: duration({milliseconds: $duration}), by: $by, "          \
    "connectedAs: $connectedAs"

/* One statement for both kinds of target; FOREACH over a list of none or one item is Cypher's way
 * to do something on a condition in every version. What an older tool has left behind as failed is
 * no place to go on from. */
static const char APPEND[] = UNDER_OUR_LOCK
    "OPTIONAL MATCH (x:__Neo4jMigration {version: $previous}) "
    "WHERE " OF_TARGET(
        "x") "AND NOT coalesce(x.flyway_failed, false) "
             "WITH count(x) AS found "
             "FOREACH (missing IN CASE WHEN found = 0 THEN [1] ELSE [] END | "
             "CREATE (:__Neo4jMigration {version: $previous, migrationTarget: $target})) "
             "WITH found MATCH (p:__Neo4jMigration {version: $previous}) "
             "WHERE " OF_TARGET(
                 "p") "AND NOT coalesce(p.flyway_failed, false) "
                      "OPTIONAL MATCH (p)-[before:MIGRATED_TO]->(next) "
                      "CREATE (c:__Neo4jMigration) SET c = $properties "
                      "CREATE (p)-[:MIGRATED_TO {" APPLIED "}]->(c) "
                      "FOREACH (moved IN CASE WHEN before IS NULL THEN [] ELSE [before] END | "
                      "CREATE (c)-[after:MIGRATED_TO]->(next) SET after = properties(moved) DELETE "
                      "moved)";

static const char REPEAT[] =
    UNDER_OUR_LOCK "OPTIONAL MATCH (m:__Neo4jMigration {version: $version}) WHERE " OF_TARGET(
        "m") "WITH collect(m) AS nodes WITH nodes, 1 / size(nodes) AS found WHERE found >= 0 "
             "UNWIND nodes AS m CREATE (m)-[:REPEATED {checksum: $checksum, " APPLIED "}]->(m)";

/* A statement with all that it borrows. */
typedef struct record {
    bolt_entry properties[HISTORY_NODE_PROPERTIES];
    bolt_entry parameters[RECORD_PARAMETERS];
    bolt_statement statement;
} record;

static void build(const history *h, const history_entry *entry, record *out)
{
    const migration *m = entry->migration;
    size_t count = 0;
    bolt_entry *p = out->parameters;
    p[count++] = (bolt_entry){ STR("lockName"), bolt_string(h->lock->name) };
    p[count++] = (bolt_entry){ STR("lock"), bolt_string(str_from(h->lock->id)) };
    p[count++] = (bolt_entry){ STR("attempt"), bolt_int(h->lock->attempt) };
    p[count++] = (bolt_entry){ STR("previous"), bolt_string(entry->previous) };
    p[count++] = (bolt_entry){ STR("version"), bolt_string(m->version) };
    p[count++] = (bolt_entry){ STR("target"), bolt_string(h->target) };
    p[count++] = (bolt_entry){ STR("checksum"), bolt_string(m->checksum) };
    p[count++] = (bolt_entry){ STR("duration"), bolt_int(entry->duration_ms) };
    p[count++] = (bolt_entry){ STR("by"), bolt_string(h->installed_by) };
    p[count++] = (bolt_entry){ STR("connectedAs"), bolt_string(h->connected_as) };
    p[count].key = STR("properties");
    p[count].value.type = BOLT_MAP;
    p[count++].value.as.map = history_node_properties(h, m, out->properties);
    out->statement = (bolt_statement){ .text = str_from(entry->previous.data ? APPEND : REPEAT),
                                       .parameters = { p, count } };
}

void history_explain(error *err)
{
    if (!err || strcmp(err->code, "Neo.ClientError.Statement.ArithmeticError") != 0)
        return;
    fail(err, ST_LOCKED,
         "nothing could be recorded: somebody else has taken the lock of this run meanwhile, or "
         "has changed the history");
}

status history_queue(const history *h, const history_entry *entry, bolt_tx *tx, arena *a,
                     error *err)
{
    record *made = ARENA_NEW(a, record);
    if (!made)
        return fail_no_memory(err);
    build(h, entry, made);
    return bolt_tx_queue(tx, &made->statement, err);
}

status history_record(const history *h, const history_entry *entry, error *err)
{
    record made;
    bolt_entry room[HISTORY_METADATA_MAX];
    build(h, entry, &made);
    history_query query = { .session = h->session,
                            .metadata = history_migration_metadata(h, entry->migration, room),
                            .text = made.statement.text,
                            .parameters = made.statement.parameters.entries,
                            .parameter_count = made.statement.parameters.count };
    status st = history_run(&query, NULL, NULL, err);
    if (st)
        history_explain(err);
    return st && err ? err->status : st;
}

/* ---- Looking for an entry ---- */

/* A repeatable one that was applied again is there when its last repetition has this checksum. */
static const char FIND[] =
    "OPTIONAL MATCH (l:__Neo4jMigrationsLock {id: $lock}) SET l.attempt = $attempt "
    "WITH count(l) AS held OPTIONAL MATCH (m:__Neo4jMigration {version: $version}) "
    "WHERE " OF_TARGET(
        "m") "AND NOT coalesce(m.flyway_failed, false) "
             "OPTIONAL MATCH (m)-[r:REPEATED]->(m) WITH m, r ORDER BY r.at "
             "WITH m, last(collect(r)) AS r "
             "RETURN m IS NOT NULL AND ($first OR coalesce(r.checksum, m.checksum, '') = "
             "coalesce($checksum, '')) AS found";

status history_find(const history *h, const history_entry *entry, bool *out, error *err)
{
    bolt_entry parameters[] = {
        { STR("lock"), bolt_string(str_from(h->lock->id)) },
        { STR("attempt"), bolt_int(++h->lock->attempt) },
        { STR("version"), bolt_string(entry->migration->version) },
        { STR("target"), bolt_string(h->target) },
        { STR("checksum"), bolt_string(entry->migration->checksum) },
        { STR("first"), bolt_bool(entry->previous.data != NULL) },
    };
    bolt_entry room[HISTORY_METADATA_MAX];
    history_query query = { .session = h->session,
                            .metadata = history_migration_metadata(h, entry->migration, room),
                            .text = str_from(FIND),
                            .parameters = parameters,
                            .parameter_count = sizeof parameters / sizeof *parameters };
    ARENA_AUTO scratch = ARENA_INIT(h->mem, 0);
    bolt_result result;
    status st = history_run(&query, &scratch, &result, err);
    if (st)
        return st;
    *out = false;
    for (size_t i = 0; i < result.row_count; i++)
        *out = *out || (result.rows[i].count && result.rows[i].items[0].type == BOLT_BOOL &&
                        result.rows[i].items[0].as.boolean);
    return ST_OK;
}
