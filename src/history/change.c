#include "history/history.h"

#include "history/record.h"

/* Conditional writing that every version of Cypher knows: over a list of none or one. */
#define FOR_EACH(link) "FOREACH (link IN CASE WHEN " link " IS NULL THEN [] ELSE [" link "] END | "

enum { CHANGE_PARAMETERS = 8 };

typedef struct change_run {
    const history *h;
    arena *a;
    const recorded_change *changes;
    size_t count;
    const recorded_change **queued; /* in the order in which they were sent */
    size_t queued_count;
    recorded_counts counts;
} change_run;

/* ---- Statements ---- */

static const char *id_function(const history *h)
{
    return h->numeric_ids ? "id" : "elementId";
}

static bolt_value id_value(const history *h, str id)
{
    uint64_t number = 0;
    if (!h->numeric_ids || !str_to_u64(id, &number))
        return bolt_string(id);
    return bolt_int((int64_t)number);
}

static str unrepeat_text(const history *h, arena *a)
{
    const char *id = id_function(h);
    return arena_printf(
        a,
        "MATCH (p)-[:MIGRATED_TO]->(first:__Neo4jMigration), "
        "(last:__Neo4jMigration) WHERE %s(first) = $node AND %s(last) = $last "
        "OPTIONAL MATCH (last)-[r:MIGRATED_TO]->(n) " FOR_EACH(
            "r") "CREATE (p)-[bridge:MIGRATED_TO]->(n) SET bridge = properties(link)) "
                 "WITH p MATCH (m:__Neo4jMigration) WHERE %s(m) IN $nodes DETACH DELETE m",
        id, id, id);
}

static str checksum_text(const history *h, arena *a)
{
    return arena_printf(a,
                        "MATCH (m:__Neo4jMigration) WHERE %s(m) = $node "
                        "SET m.checksum = $checksum "
                        "WITH m OPTIONAL MATCH (m)-[r:REPEATED]->(m) WHERE r.at IS NOT NULL "
                        "WITH r ORDER BY r.at DESC LIMIT 1 "
                        "FOREACH (link IN CASE WHEN r.checksum IS NULL THEN [] ELSE [r] END | "
                        "SET link.checksum = $checksum)",
                        id_function(h));
}

static str kind_text(const history *h, arena *a)
{
    return arena_printf(a,
                        "MATCH (m:__Neo4jMigration) WHERE %s(m) = $node "
                        "SET m.repeatable = $properties.repeatable, "
                        "m.source = $properties.source, m.description = $properties.description",
                        id_function(h));
}

static str remove_text(const history *h, arena *a)
{
    return arena_printf(a,
                        "MATCH (p)-[l:MIGRATED_TO]->(m:__Neo4jMigration) WHERE %s(m) = $node "
                        "OPTIONAL MATCH (m)-[r:MIGRATED_TO]->(n) " FOR_EACH(
                            "r") "CREATE (p)-[bridge:MIGRATED_TO]->(n) SET bridge = properties(l)) "
                                 "DETACH DELETE m",
                        id_function(h));
}

static str move_text(const history *h, arena *a)
{
    const char *id = id_function(h);
    return arena_printf(
        a,
        "MATCH (p)-[l:MIGRATED_TO]->(m:__Neo4jMigration), (q:__Neo4jMigration) "
        "WHERE %s(m) = $node AND %s(q) = $after "
        "OPTIONAL MATCH (m)-[r:MIGRATED_TO]->(n) "
        "OPTIONAL MATCH (q)-[s:MIGRATED_TO]->(o) "
        "CREATE (q)-[moved:MIGRATED_TO]->(m) SET moved = properties(l) " FOR_EACH(
            "r") "CREATE (p)-[bridge:MIGRATED_TO]->(n) SET bridge = properties(link) "
                 "DELETE link) " FOR_EACH(
                     "s") "CREATE (m)-[after:MIGRATED_TO]->(o) SET after = properties(link) "
                          "DELETE link) DELETE l",
        id, id);
}

static str insert_text(const history *h, arena *a)
{
    return arena_printf(
        a,
        "MATCH (q:__Neo4jMigration) WHERE %s(q) = $after "
        "OPTIONAL MATCH (q)-[s:MIGRATED_TO]->(o) "
        "CREATE (m:__Neo4jMigration) SET m = $properties "
        "CREATE (q)-[:MIGRATED_TO {at: datetime({timezone: 'UTC'}), "
        "in: duration({milliseconds: 0}), by: $by, connectedAs: $connectedAs}]->(m) " FOR_EACH(
            "s") "CREATE (m)-[after:MIGRATED_TO]->(o) SET after = properties(link) "
                 "DELETE link)",
        id_function(h));
}

static str text_of(const history *h, recorded_change_kind kind, arena *a)
{
    switch (kind) {
    case RECORDED_UNREPEAT:
        return unrepeat_text(h, a);
    case RECORDED_CHECKSUM:
        return checksum_text(h, a);
    case RECORDED_KIND:
        return kind_text(h, a);
    case RECORDED_REMOVE:
        return remove_text(h, a);
    case RECORDED_MOVE:
        return move_text(h, a);
    case RECORDED_INSERT:
        return insert_text(h, a);
    }
    return STR_NONE;
}

/* ---- Parameters ---- */

/* Those of a row stand one behind the other in the recorded chain. */
static status add_row(const history *h, const recorded_change *c, arena *a, bolt_entry *last,
                      bolt_entry *nodes, error *err)
{
    bolt_value *ids = arena_array(a, c->count, sizeof *ids);
    if (!ids)
        return fail_no_memory(err);
    for (size_t i = 0; i < c->count; i++)
        ids[i] = id_value(h, c->recorded[i].node.id);
    *last = (bolt_entry){ STR("last"), ids[c->count - 1] };
    *nodes = (bolt_entry){ STR("nodes"), bolt_list_of(ids, c->count) };
    return ST_OK;
}

static status parameters_of(const history *h, const recorded_change *c, arena *a, bolt_map *out,
                            error *err)
{
    bolt_entry *entries = arena_array(a, CHANGE_PARAMETERS, sizeof *entries);
    bolt_entry *properties = arena_array(a, HISTORY_NODE_PROPERTIES, sizeof *properties);
    if (!entries || !properties)
        return fail_no_memory(err);
    size_t count = 0;
    if (c->recorded)
        entries[count++] = (bolt_entry){ STR("node"), id_value(h, c->recorded->node.id) };
    if (c->after.data)
        entries[count++] = (bolt_entry){ STR("after"), id_value(h, c->after) };
    if (c->kind == RECORDED_UNREPEAT) {
        status st = add_row(h, c, a, &entries[count], &entries[count + 1], err);
        if (st)
            return st;
        count += 2;
    }
    if (c->local) {
        bolt_map all = history_node_properties(h, c->local, properties);
        entries[count++] = (bolt_entry){ STR("properties"), bolt_map_of(all.entries, all.count) };
        entries[count++] = (bolt_entry){ STR("checksum"), bolt_string(c->local->checksum) };
        entries[count++] = (bolt_entry){ STR("by"), bolt_string(h->installed_by) };
        entries[count++] = (bolt_entry){ STR("connectedAs"), bolt_string(h->connected_as) };
    }
    *out = (bolt_map){ entries, count };
    return ST_OK;
}

/* ---- The transaction ---- */

static bool has_worked(const recorded_change *c, const bolt_counters *counted)
{
    switch (c->kind) {
    case RECORDED_UNREPEAT:
        return counted->nodes_deleted == (int64_t)c->count;
    case RECORDED_REMOVE:
        return counted->nodes_deleted == 1;
    case RECORDED_CHECKSUM:
    case RECORDED_KIND:
        return counted->properties_set > 0;
    case RECORDED_MOVE:
        return counted->relationships_created > 0;
    case RECORDED_INSERT:
        return counted->nodes_created == 1;
    }
    return false;
}

static status count_change(void *user, size_t index, const bolt_summary *summary, error *err)
{
    change_run *run = user;
    const bolt_counters *counted = &summary->counters;
    if (!has_worked(run->queued[index], counted))
        return fail(err, ST_MIGRATIONS,
                    "the history is no longer as it was read, so nothing has been changed: start "
                    "again");
    run->counts.nodes_deleted += counted->nodes_deleted;
    run->counts.nodes_created += counted->nodes_created;
    run->counts.relationships_deleted += counted->relationships_deleted;
    run->counts.relationships_created += counted->relationships_created;
    return ST_OK;
}

static status queue(change_run *run, bolt_tx *tx, const recorded_change *c, error *err)
{
    bolt_statement statement = { .text = text_of(run->h, c->kind, run->a) };
    if (!statement.text.data)
        return fail_no_memory(err);
    status st = parameters_of(run->h, c, run->a, &statement.parameters, err);
    if (st)
        return st;
    run->queued[run->queued_count++] = c;
    return bolt_tx_queue(tx, &statement, err);
}

/* What is inserted behind one node goes there from the last to the first. */
static size_t end_of_insertions(const change_run *run, size_t from)
{
    const recorded_change *first = &run->changes[from];
    size_t end = from + 1;
    while (first->kind == RECORDED_INSERT && end < run->count &&
           run->changes[end].kind == RECORDED_INSERT &&
           str_eq(run->changes[end].after, first->after))
        end++;
    return end;
}

static status make_all(bolt_tx *tx, void *user, error *err)
{
    change_run *run = user;
    run->counts = (recorded_counts){ 0 };
    run->queued_count = 0;
    arena_reset(run->a);
    run->queued = arena_array(run->a, run->count, sizeof *run->queued);
    if (!run->queued)
        return fail_no_memory(err);
    bolt_tx_on_summary(tx, count_change, run);
    for (size_t from = 0, end; from < run->count; from = end) {
        end = end_of_insertions(run, from);
        for (size_t i = end; i > from; i--) {
            status st = queue(run, tx, &run->changes[i - 1], err);
            if (st)
                return st;
        }
    }
    return bolt_tx_flush(tx, err);
}

status history_change(const history *h, const recorded_change *changes, size_t count,
                      recorded_counts *out, error *err)
{
    ARENA_AUTO scratch = ARENA_INIT(h->mem, 0);
    change_run run = { .h = h, .a = &scratch, .changes = changes, .count = count };
    bolt_tx_config config = { .metadata = h->metadata };
    status st = bolt_session_transact(h->session, &config, make_all, &run, err);
    if (!st)
        *out = run.counts;
    return st;
}
