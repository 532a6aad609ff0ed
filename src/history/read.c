#include "history/history.h"

#include "history/run.h"
#include "history/text.h"

#include <stdlib.h>

#define NOBODY ((size_t)-1)

enum { MS_PER_SECOND = 1000, NANOS_PER_MS = 1000000 };

/* A node of the history with its place among the others. */
typedef struct node_link {
    const bolt_node *node;
    const bolt_relationship *incoming; /* MIGRATED_TO; NULL at the beginning */
    const bolt_relationship *repeated; /* the latest; or NULL */
    int64_t repetitions;
    size_t next;
} node_link;

typedef struct links {
    node_link *items; /* sorted by element id, each once */
    size_t count;
} links;

static int compare_links(const void *left, const void *right)
{
    const node_link *a = left, *b = right;
    return str_compare(a->node->element_id, b->node->element_id);
}

static size_t find_link(const links *all, str element_id)
{
    bolt_node node = { .element_id = element_id };
    node_link wanted = { .node = &node };
    const node_link *found =
        all->count ? bsearch(&wanted, all->items, all->count, sizeof wanted, compare_links) : NULL;
    return found ? (size_t)(found - all->items) : NOBODY;
}

static str version_of(const node_link *l)
{
    return bolt_map_string(l->node->properties, "version", STR_NONE);
}

static bool is_baseline(const node_link *l)
{
    return str_eq(version_of(l), STR(MIGRATION_BASELINE));
}

static status link_of_row(bolt_list row, node_link *out, error *err)
{
    if (row.count != 4 || row.items[0].type != BOLT_NODE || row.items[3].type != BOLT_INT)
        return fail(err, ST_PROTOCOL, "expected a node of the history from the server");
    *out = (node_link){ .node = row.items[0].as.node,
                        .repetitions = row.items[3].as.integer,
                        .next = NOBODY };
    if (row.items[1].type == BOLT_RELATIONSHIP)
        out->incoming = row.items[1].as.relationship;
    if (row.items[2].type == BOLT_RELATIONSHIP)
        out->repeated = row.items[2].as.relationship;
    return ST_OK;
}

static status fail_join(const node_link *l, error *err)
{
    return fail(
        err, ST_MIGRATIONS,
        "the history is no chain: several ways lead to version \"%.*s\"; delete all but one "
        "of its incoming relationships MIGRATED_TO",
        STR_ARG(version_of(l)));
}

static status collect(const bolt_list *rows, size_t count, arena *a, links *out, error *err)
{
    links all = { .items = arena_array(a, count, sizeof *all.items), .count = count };
    if (!all.items)
        return fail_no_memory(err);
    for (size_t i = 0; i < count; i++) {
        status st = link_of_row(rows[i], &all.items[i], err);
        if (st)
            return st;
    }
    if (count)
        qsort(all.items, count, sizeof *all.items, compare_links);
    for (size_t i = 1; i < count; i++)
        if (compare_links(&all.items[i - 1], &all.items[i]) == 0)
            return fail_join(&all.items[i], err);
    *out = all;
    return ST_OK;
}

static status fail_fork(const links *all, size_t parent, size_t one, size_t other, error *err)
{
    return fail(err, ST_MIGRATIONS,
                "the history is no chain: after version \"%.*s\" it goes on with \"%.*s\" and with "
                "\"%.*s\"; delete one of the two relationships MIGRATED_TO",
                STR_ARG(version_of(&all->items[parent])), STR_ARG(version_of(&all->items[one])),
                STR_ARG(version_of(&all->items[other])));
}

static status link_up(links *all, error *err)
{
    for (size_t i = 0; i < all->count; i++) {
        const bolt_relationship *r = all->items[i].incoming;
        size_t parent = r ? find_link(all, r->start_element_id) : NOBODY;
        if (parent == NOBODY)
            continue;
        node_link *before = &all->items[parent];
        if (before->next != NOBODY)
            return fail_fork(all, parent, before->next, i, err);
        before->next = i;
    }
    return ST_OK;
}

static status find_baseline(const links *all, size_t *out, error *err)
{
    size_t first = NOBODY;
    for (size_t i = 0; i < all->count; i++) {
        if (!is_baseline(&all->items[i]))
            continue;
        if (first != NOBODY)
            return fail(
                err, ST_MIGRATIONS,
                "the history is no chain: it has several nodes of version " MIGRATION_BASELINE
                " to begin with; delete all but one");
        first = i;
    }
    *out = first;
    return ST_OK;
}

/* Left behind by a tool that once wrote similar graphs. */
static bool is_ignored(const node_link *l)
{
    bolt_map p = l->node->properties;
    return !version_of(l).data || bolt_map_bool(p, "flyway_failed", false) ||
           str_eq(bolt_map_string(p, "type", STR_NONE), STR("DELETE"));
}

static str copied(arena *a, str text, bool *failed)
{
    if (!text.data)
        return STR_NONE;
    str copy = arena_str(a, text);
    *failed = *failed || !copy.data;
    return copy;
}

static str by_text(arena *a, bolt_map r, bool *failed)
{
    str by = bolt_map_string(r, "by", STR("null"));
    str user = bolt_map_string(r, "connectedAs", STR("null"));
    str text = arena_printf(a, "%.*s/%.*s", STR_ARG(by), STR_ARG(user));
    *failed = *failed || !text.data;
    return text;
}

static str time_text(arena *a, bolt_map r, const char *key,
                     str (*render)(const bolt_value *, arena *))
{
    const bolt_value *value = bolt_map_get(r, key);
    return value ? render(value, a) : STR_NONE;
}

static bool is_known_type(str type)
{
    return str_eq(type, STR("CYPHER")) || str_eq(type, STR("CATALOG")) || str_eq(type, STR("JAVA"));
}

static status check_node(str version, str type, str source, error *err)
{
    if (!source.data || !type.data)
        return fail(err, ST_MIGRATIONS,
                    "migration \"%.*s\" in the history has no property \"%s\": set it on its node, "
                    "label __Neo4jMigration",
                    STR_ARG(version), source.data ? "type" : "source");
    if (!is_known_type(type))
        return fail(err, ST_MIGRATIONS,
                    "migration \"%.*s\" in the history is of the unknown type \"%.*s\": expected "
                    "CYPHER, CATALOG or JAVA; was it written by a newer tool?",
                    STR_ARG(version), STR_ARG(type));
    return ST_OK;
}

static int64_t moment(bolt_map r)
{
    const bolt_value *at = bolt_map_get(r, "at");
    if (!at || (at->type != BOLT_DATETIME && at->type != BOLT_DATETIME_ZONED))
        return 0;
    const bolt_temporal *t = at->as.temporal;
    return t->seconds * MS_PER_SECOND + t->nanoseconds / NANOS_PER_MS;
}

static status describe_node(const node_link *l, arena *a, recorded_node *out, error *err)
{
    bool failed = false;
    recorded_node n = {
        .id = copied(a, l->node->element_id, &failed),
        .previous = l->incoming ? copied(a, l->incoming->start_element_id, &failed) : STR_NONE,
        .repetitions = l->repetitions,
        .linked_at = l->incoming ? moment(l->incoming->properties) : 0,
    };
    if (failed)
        return fail_no_memory(err);
    *out = n;
    return ST_OK;
}

static status describe(const node_link *l, arena *a, recorded_migration *out, error *err)
{
    bolt_map p = l->node->properties;
    bolt_map first = l->incoming ? l->incoming->properties : (bolt_map){ 0 };
    bolt_map last = l->repeated ? l->repeated->properties : first;
    str checksum = bolt_map_string(p, "checksum", STR_NONE);
    bool failed = false;
    recorded_migration m = {
        .version = copied(a, version_of(l), &failed),
        .description = copied(a, bolt_map_string(p, "description", STR_NONE), &failed),
        .source = copied(a, bolt_map_string(p, "source", STR_NONE), &failed),
        .type = copied(a, bolt_map_string(p, "type", STR_NONE), &failed),
        .repeatable = bolt_map_bool(p, "repeatable", false),
        .checksum = copied(a, l->repeated ? bolt_map_string(last, "checksum", checksum) : checksum,
                           &failed),
        .installed_on = time_text(a, last, "at", history_datetime_text),
        .installed_by = by_text(a, last, &failed),
        .duration = time_text(a, last, "in", history_duration_text),
    };
    if (failed)
        return fail_no_memory(err);
    status st = describe_node(l, a, &m.node, err);
    if (st)
        return st;
    *out = m;
    return check_node(m.version, m.type, m.source, err);
}

static size_t count_migrations(const links *all)
{
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++)
        count += version_of(&all->items[i]).data && !is_baseline(&all->items[i]);
    return count;
}

static status begin(const links *all, size_t baseline, arena *a, recorded_chain *out, error *err)
{
    *out = (recorded_chain){ .baseline = STR_NONE, .nodes = count_migrations(all) };
    if (baseline == NOBODY)
        return ST_OK;
    out->baseline = arena_str(a, all->items[baseline].node->element_id);
    return out->baseline.data ? ST_OK : fail_no_memory(err);
}

static status walk(const links *all, size_t baseline, arena *a, recorded_chain *out, error *err)
{
    recorded_chain chain;
    recorded_migration *items = arena_array(a, all->count, sizeof *items);
    if (!items)
        return fail_no_memory(err);
    status st = begin(all, baseline, a, &chain, err);
    size_t i = baseline == NOBODY ? NOBODY : all->items[baseline].next;
    for (; !st && i != NOBODY; i = all->items[i].next) {
        /* Each node has one way in at most, so only the baseline could be met again. */
        if (i == baseline)
            return fail_join(&all->items[i], err);
        chain.followed = is_ignored(&all->items[i]);
        if (!chain.followed)
            st = describe(&all->items[i], a, &items[chain.count++], err);
    }
    chain.items = items;
    if (!st)
        *out = chain;
    return st;
}

status history_chain_from_rows(const bolt_list *rows, size_t count, arena *a, recorded_chain *out,
                               error *err)
{
    ARENA_AUTO scratch = ARENA_INIT(a->mem, 0);
    links all = { 0 };
    size_t baseline = NOBODY;
    status st = collect(rows, count, &scratch, &all, err);
    if (!st)
        st = find_baseline(&all, &baseline, err);
    if (!st)
        st = link_up(&all, err);
    if (st)
        return st;
    size_t migrations = count_migrations(&all);
    if (baseline == NOBODY && migrations)
        return fail(err, ST_MIGRATIONS,
                    "the history has %zu migrations, but no node of version " MIGRATION_BASELINE
                    " to begin with",
                    migrations);
    return walk(&all, baseline, a, out, err);
}

history_question history_chain_question(const history *h)
{
    return (history_question){
        .text = STR("MATCH (n:__Neo4jMigration) "
                    "WHERE coalesce(n.migrationTarget, '<default>') = "
                    "coalesce($target, '<default>') "
                    "OPTIONAL MATCH (n)-[r:REPEATED]->(n) WHERE r.at IS NOT NULL "
                    "WITH n, r ORDER BY r.at WITH n, last(collect(r)) AS r "
                    "OPTIONAL MATCH ()-[m:MIGRATED_TO]->(n) "
                    "RETURN n, m, r, size([(n)-[each:REPEATED]->(n) | 1])"),
        .parameter = { STR("target"), bolt_string(h->target) },
        .tolerates = "",
    };
}

static status ask_chain(const history *h, arena *a, bolt_result *out, error *err)
{
    history_question question = history_chain_question(h);
    history_query query = { .session = h->session,
                            .metadata = h->metadata,
                            .read = true,
                            .text = question.text,
                            .parameters = &question.parameter,
                            .parameter_count = 1 };
    return history_run(&query, a, out, err);
}

status history_read(const history *h, const history_question *asked, arena *a, recorded_chain *out,
                    error *err)
{
    ARENA_AUTO scratch = ARENA_INIT(h->mem, 0);
    bolt_result result = asked->result;
    status st = asked->answered ? ST_OK : ask_chain(h, &scratch, &result, err);
    return st ? st : history_chain_from_rows(result.rows, result.row_count, a, out, err);
}
