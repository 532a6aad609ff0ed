#include "history/history.h"

#include "history/run.h"

static status read_found(bolt_list row, history_found *out, error *err)
{
    if (row.count != 3 || row.items[0].type != BOLT_NODE || row.items[1].type != BOLT_INT ||
        row.items[2].type != BOLT_INT)
        return fail(err, ST_PROTOCOL, "expected a node of the history from the server");
    const bolt_node *node = row.items[0].as.node;
    *out = (history_found){
        .migration = { .version = bolt_map_string(node->properties, "version", STR_NONE),
                       .description = bolt_map_string(node->properties, "description", STR_NONE),
                       .source = bolt_map_string(node->properties, "source", STR_NONE),
                       .type = bolt_map_string(node->properties, "type", STR_NONE),
                       .repeatable = bolt_map_bool(node->properties, "repeatable", false),
                       .node = { .id = node->element_id } },
        .relationships = row.items[1].as.integer,
        .following = row.items[2].as.integer,
    };
    return ST_OK;
}

static status read_all(const bolt_result *result, arena *a, const history_found **out,
                       size_t *count, error *err)
{
    history_found *found = arena_array(a, result->row_count, sizeof *found);
    if (!found)
        return fail_no_memory(err);
    for (size_t i = 0; i < result->row_count; i++) {
        status st = read_found(result->rows[i], &found[i], err);
        if (st)
            return st;
    }
    *out = found;
    *count = result->row_count;
    return ST_OK;
}

status history_lookup(const history *h, str version, arena *a, const history_found **out,
                      size_t *count, error *err)
{
    bolt_entry parameters[] = { { STR("version"), bolt_string(version) },
                                { STR("target"), bolt_string(h->target) } };
    history_query query = {
        .session = h->session,
        .metadata = h->metadata,
        .read = true,
        .text = STR("MATCH ()-[:MIGRATED_TO]->(m:__Neo4jMigration {version: $version}) "
                    "WHERE coalesce(m.migrationTarget, '<default>') = "
                    "coalesce($target, '<default>') "
                    "WITH DISTINCT m OPTIONAL MATCH (m)-[r]-() "
                    "WITH m, count(DISTINCT r) AS relationships "
                    "RETURN m, relationships, size([(m)-[n:MIGRATED_TO]->() | 1])"),
        .parameters = parameters,
        .parameter_count = 2,
    };
    bolt_result result;
    status st = history_run(&query, a, &result, err);
    return st ? st : read_all(&result, a, out, count, err);
}
