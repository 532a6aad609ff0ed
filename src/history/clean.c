#include "history/history.h"

#include "history/run.h"
#include "history/schema.h"

static status read_chains(const bolt_result *result, arena *a, history_deleted *out, error *err)
{
    str *chains = arena_array(a, result->row_count, sizeof *chains);
    if (!chains)
        return fail_no_memory(err);
    for (size_t i = 0; i < result->row_count; i++) {
        bolt_list row = result->rows[i];
        if (row.count != 1 || row.items[0].type != BOLT_STRING)
            return fail(err, ST_PROTOCOL, "expected the name of a chain from the server");
        chains[i] = row.items[0].as.string;
    }
    *out = (history_deleted){ .chains = chains,
                              .chain_count = result->row_count,
                              .nodes = result->summary.counters.nodes_deleted,
                              .relationships = result->summary.counters.relationships_deleted };
    return ST_OK;
}

static status delete_chains(const history *h, bool all, arena *a, history_deleted *out, error *err)
{
    bolt_entry parameters[] = { { STR("target"), bolt_string(h->target) },
                                { STR("all"), bolt_bool(all) } };
    history_query query = {
        .session = h->session,
        .metadata = h->metadata,
        .text = STR("MATCH (n:__Neo4jMigration) WITH n, "
                    "coalesce(n.migrationTarget, '<default>') AS chain "
                    "WHERE $all OR chain = coalesce($target, '<default>') "
                    "DETACH DELETE n WITH DISTINCT chain RETURN chain ORDER BY chain"),
        .parameters = parameters,
        .parameter_count = 2,
    };
    bolt_result result;
    status st = history_run(&query, a, &result, err);
    return st ? st : read_chains(&result, a, out, err);
}

static status delete_locks(const history *h, error *err)
{
    history_query query = { .session = h->session,
                            .metadata = h->metadata,
                            .text = STR("MATCH (l:__Neo4jMigrationsLock) DELETE l") };
    return history_run(&query, NULL, NULL, err);
}

status history_clean(const history *h, arena *a, history_deleted *out, error *err)
{
    return delete_chains(h, false, a, out, err);
}

status history_clean_all(const history *h, const history_place *place, arena *a,
                         history_deleted *out, error *err)
{
    history_deleted deleted;
    status st = delete_chains(h, true, a, &deleted, err);
    if (!st)
        st = delete_locks(h, err);
    if (!st)
        st = history_schema_drop(h->session, h->metadata, place, a, &deleted.constraints,
                                 &deleted.indexes, err);
    if (st)
        return st;
    *out = deleted;
    return ST_OK;
}
