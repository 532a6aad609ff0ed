#include "history/history.h"

#include "history/run.h"

#include <assert.h>

enum { PROPERTY_COUNT = 7, RECORD_PARAMETERS = 8 };

status history_target(str schema_database, str target_database, arena *a, str *out, error *err)
{
    if (!schema_database.data || str_eq_ignore_case(schema_database, target_database)) {
        *out = STR_NONE;
        return ST_OK;
    }
    char *lower = arena_alloc(a, target_database.len + 1);
    if (!lower)
        return fail_no_memory(err);
    for (size_t i = 0; i < target_database.len; i++)
        lower[i] = char_lower(target_database.data[i]);
    *out = (str){ lower, target_database.len };
    return ST_OK;
}

bolt_map history_metadata(const history *h, const migration *m,
                          bolt_entry room[HISTORY_METADATA_MAX])
{
    size_t count = h->metadata.count;
    assert(count < HISTORY_METADATA_MAX);
    for (size_t i = 0; i < count; i++)
        room[i] = h->metadata.entries[i];
    room[count++] = (bolt_entry){ STR("migration"), bolt_string(m->version) };
    return (bolt_map){ room, count };
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

/* A property that is null is not set. */
static bolt_map node_properties(const history *h, const migration *m,
                                bolt_entry entries[PROPERTY_COUNT])
{
    entries[0] = (bolt_entry){ STR("version"), bolt_string(m->version) };
    entries[1] = (bolt_entry){ STR("description"), bolt_string(m->description) };
    entries[2] = (bolt_entry){ STR("type"), type_name(m->type) };
    entries[3] = (bolt_entry){ STR("repeatable"), bolt_bool(m->repeatable) };
    entries[4] = (bolt_entry){ STR("source"), bolt_string(m->source) };
    entries[5] = (bolt_entry){ STR("checksum"), bolt_string(m->checksum) };
    entries[6] = (bolt_entry){ STR("migrationTarget"), bolt_string(h->target) };
    return (bolt_map){ entries, PROPERTY_COUNT };
}

static status record(const history *h, const migration *m, str text, str previous,
                     int64_t duration_ms, error *err)
{
    bolt_entry properties[PROPERTY_COUNT];
    bolt_entry parameters[RECORD_PARAMETERS] = {
        { STR("previous"), bolt_string(previous) },
        { STR("version"), bolt_string(m->version) },
        { STR("target"), bolt_string(h->target) },
        { STR("checksum"), bolt_string(m->checksum) },
        { STR("duration"), bolt_int(duration_ms) },
        { STR("by"), bolt_string(h->installed_by) },
        { STR("connectedAs"), bolt_string(h->connected_as) },
    };
    parameters[7].key = STR("properties");
    parameters[7].value.type = BOLT_MAP;
    parameters[7].value.as.map = node_properties(h, m, properties);
    bolt_entry room[HISTORY_METADATA_MAX];
    history_query query = { .session = h->session,
                            .metadata = history_metadata(h, m, room),
                            .text = text,
                            .parameters = parameters,
                            .parameter_count = RECORD_PARAMETERS };
    ARENA_AUTO scratch = ARENA_INIT(h->mem, 0);
    bolt_result result;
    status st = history_run(&query, &scratch, &result, err);
    if (st)
        return st;
    if (result.summary.counters.relationships_created == 0)
        return fail(err, ST_MIGRATIONS, "the history has no place for version \"%.*s\" any more",
                    STR_ARG(m->version));
    return ST_OK;
}

/* One statement for both kinds of target; FOREACH over a list of none or one item is Cypher's way
 * to do something on a condition in every version. */
status history_append(const history *h, const migration *m, str previous, int64_t duration_ms,
                      error *err)
{
    str text =
        STR("OPTIONAL MATCH (x:__Neo4jMigration {version: $previous}) "
            "WHERE coalesce(x.migrationTarget, '<default>') = coalesce($target, '<default>') "
            "WITH count(x) AS found "
            "FOREACH (missing IN CASE WHEN found = 0 THEN [1] ELSE [] END | "
            "CREATE (:__Neo4jMigration {version: $previous, migrationTarget: $target})) "
            "WITH found MATCH (p:__Neo4jMigration {version: $previous}) "
            "WHERE coalesce(p.migrationTarget, '<default>') = coalesce($target, '<default>') "
            "OPTIONAL MATCH (p)-[before:MIGRATED_TO]->(next) "
            "CREATE (c:__Neo4jMigration) SET c = $properties "
            "CREATE (p)-[:MIGRATED_TO {at: datetime({timezone: 'UTC'}), "
            "in: duration({milliseconds: $duration}), by: $by, connectedAs: $connectedAs}]->(c) "
            "FOREACH (moved IN CASE WHEN before IS NULL THEN [] ELSE [before] END | "
            "CREATE (c)-[after:MIGRATED_TO]->(next) SET after = properties(moved) DELETE moved)");
    return record(h, m, text, previous, duration_ms, err);
}

status history_repeat(const history *h, const migration *m, int64_t duration_ms, error *err)
{
    str text =
        STR("MATCH (m:__Neo4jMigration {version: $version}) "
            "WHERE coalesce(m.migrationTarget, '<default>') = coalesce($target, '<default>') "
            "CREATE (m)-[:REPEATED {checksum: $checksum, at: datetime({timezone: 'UTC'}), "
            "in: duration({milliseconds: $duration}), by: $by, connectedAs: $connectedAs}]->(m)");
    return record(h, m, text, STR_NONE, duration_ms, err);
}

status history_has(const history *h, const migration *m, bool *out, error *err)
{
    bolt_entry parameters[] = {
        { STR("version"), bolt_string(m->version) },
        { STR("target"), bolt_string(h->target) },
        { STR("checksum"), bolt_string(m->checksum) },
    };
    bolt_entry room[HISTORY_METADATA_MAX];
    history_query query = {
        .session = h->session,
        .metadata = history_metadata(h, m, room),
        .read = true,
        .text = STR("MATCH (m:__Neo4jMigration {version: $version}) "
                    "WHERE coalesce(m.migrationTarget, '<default>') = "
                    "coalesce($target, '<default>') AND (NOT coalesce(m.repeatable, false) OR "
                    "m.checksum = $checksum OR size([(m)-[r:REPEATED {checksum: $checksum}]->(m) "
                    "| 1]) > 0) RETURN m.version"),
        .parameters = parameters,
        .parameter_count = 3,
    };
    ARENA_AUTO scratch = ARENA_INIT(h->mem, 0);
    bolt_result result;
    status st = history_run(&query, &scratch, &result, err);
    if (st)
        return st;
    *out = result.row_count > 0;
    return ST_OK;
}
