#include "history/history.h"

#include "history/run.h"
#include "history/schema.h"

#define OF_CHAINS                                                                                  \
    "MATCH (n:__Neo4jMigration) WITH n, coalesce(n.migrationTarget, '<default>') AS chain "        \
    "WHERE $all OR chain = coalesce($target, '<default>') "

static status run(const history *h, bool read, bool all, str text, str own_lock, arena *a,
                  bolt_result *out, error *err)
{
    bolt_entry parameters[] = { { STR("target"), bolt_string(h->target) },
                                { STR("all"), bolt_bool(all) },
                                { STR("own"), bolt_string(own_lock) } };
    history_query query = { .session = h->session,
                            .metadata = h->metadata,
                            .read = read,
                            .text = text,
                            .parameters = parameters,
                            .parameter_count = sizeof parameters / sizeof *parameters };
    return history_run(&query, a, out, err);
}

/* The first column, which has names in it. */
static status read_names(const bolt_result *result, arena *a, history_names *out, error *err)
{
    str *names = arena_array(a, result->row_count, sizeof *names);
    if (!names)
        return fail_no_memory(err);
    for (size_t i = 0; i < result->row_count; i++) {
        bolt_list row = result->rows[i];
        if (row.count == 0 || row.items[0].type != BOLT_STRING)
            return fail(err, ST_PROTOCOL, "expected the name of a chain or lock from the server");
        names[i] = row.items[0].as.string;
    }
    *out = (history_names){ names, result->row_count };
    return ST_OK;
}

static status delete_chains(const history *h, bool all, arena *a, history_deleted *out, error *err)
{
    bolt_result result;
    str text = STR(OF_CHAINS "DETACH DELETE n WITH DISTINCT chain RETURN chain ORDER BY chain");
    status st = run(h, false, all, text, STR_NONE, a, &result, err);
    if (!st)
        st = read_names(&result, a, &out->chains, err);
    if (st)
        return st;
    out->nodes = result.summary.counters.nodes_deleted;
    out->relationships = result.summary.counters.relationships_deleted;
    return ST_OK;
}

static status delete_locks(const history *h, str own_lock, arena *a, history_names *out, error *err)
{
    bolt_result result;
    str text = STR("MATCH (l:__Neo4jMigrationsLock) "
                   "WITH l, toString(l.name) AS name, coalesce(l.id = $own, false) AS own "
                   "DELETE l WITH name, own WHERE NOT own RETURN name ORDER BY name");
    status st = run(h, false, true, text, own_lock, a, &result, err);
    return st ? st : read_names(&result, a, out, err);
}

status history_clean(const history *h, arena *a, history_deleted *out, error *err)
{
    history_deleted deleted = { .nodes = 0 };
    status st = delete_chains(h, false, a, &deleted, err);
    if (!st)
        *out = deleted;
    return st;
}

status history_clean_all(const history *h, const history_place *place, str own_lock, arena *a,
                         history_deleted *out, error *err)
{
    history_deleted deleted = { .nodes = 0 };
    status st = history_schema_list(place, a, &deleted.constraints, &deleted.indexes, err);
    if (!st)
        st = delete_chains(h, true, a, &deleted, err);
    if (!st)
        st = delete_locks(h, own_lock, a, &deleted.locks, err);
    if (!st)
        st = history_schema_drop(h->session, h->metadata, place, a, &deleted.dropped_constraints,
                                 &deleted.dropped_indexes, err);
    if (!st)
        *out = deleted;
    return st;
}

/* ---- Rehearsal ---- */

static status count_chains(const history *h, bool all, arena *a, history_deleted *out, error *err)
{
    bolt_result result;
    str text = STR(OF_CHAINS "OPTIONAL MATCH (n)-[r]-() "
                             "WITH chain, count(DISTINCT n) AS nodes, count(DISTINCT r) AS links "
                             "RETURN chain, nodes, links ORDER BY chain");
    status st = run(h, true, all, text, STR_NONE, a, &result, err);
    if (!st)
        st = read_names(&result, a, &out->chains, err);
    for (size_t i = 0; !st && i < result.row_count; i++) {
        bolt_list row = result.rows[i];
        if (row.count != 3 || row.items[1].type != BOLT_INT || row.items[2].type != BOLT_INT)
            return fail(err, ST_PROTOCOL, "expected the size of a chain from the server");
        out->nodes += row.items[1].as.integer;
        out->relationships += row.items[2].as.integer;
    }
    return st;
}

static status find_locks(const history *h, arena *a, history_names *out, error *err)
{
    bolt_result result;
    str text = STR("MATCH (l:__Neo4jMigrationsLock) RETURN toString(l.name) AS name ORDER BY name");
    status st = run(h, true, true, text, STR_NONE, a, &result, err);
    return st ? st : read_names(&result, a, out, err);
}

status history_clean_rehearse(const history *h, const history_place *place, arena *a,
                              history_deleted *out, error *err)
{
    history_deleted deleted = { .nodes = 0 };
    status st = count_chains(h, place != NULL, a, &deleted, err);
    if (!st && place)
        st = history_schema_list(place, a, &deleted.constraints, &deleted.indexes, err);
    if (!st && place)
        st = find_locks(h, a, &deleted.locks, err);
    if (st)
        return st;
    deleted.dropped_constraints = (int64_t)deleted.constraints.count;
    deleted.dropped_indexes = (int64_t)deleted.indexes.count;
    *out = deleted;
    return ST_OK;
}
