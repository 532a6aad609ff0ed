#include "history/history.h"

#include <criterion/criterion.h>
#include <string.h>

enum { MOST = 16 };

/* A history under construction: rows as the server would return them. */
typedef struct graph {
    arena a;
    bolt_list rows[MOST];
    size_t count;
} graph;

#define GRAPH_AUTO __attribute__((cleanup(graph_finish))) graph

static void graph_finish(graph *g)
{
    arena_finish(&g->a);
}

static bolt_map map_of(graph *g, const bolt_entry *entries, size_t count)
{
    bolt_value from = bolt_map_of(entries, count), copy;
    cr_assert(bolt_value_copy(&g->a, &from, &copy));
    return copy.as.map;
}

static bolt_value relationship(graph *g, const char *from, bolt_map properties)
{
    bolt_relationship *r = ARENA_NEW(&g->a, bolt_relationship);
    *r = (bolt_relationship){ .start_element_id = str_from(from), .properties = properties };
    return (bolt_value){ .type = BOLT_RELATIONSHIP, .as.relationship = r };
}

static void add_node(graph *g, const char *id, bolt_map properties, bolt_value incoming,
                     bolt_value repeated)
{
    bolt_node *node = ARENA_NEW(&g->a, bolt_node);
    *node = (bolt_node){ .element_id = str_from(id), .properties = properties };
    bolt_value *row = arena_array(&g->a, 4, sizeof *row);
    row[0] = (bolt_value){ .type = BOLT_NODE, .as.node = node };
    row[1] = incoming;
    row[2] = repeated;
    row[3] = bolt_int(repeated.type == BOLT_RELATIONSHIP);
    g->rows[g->count++] = bolt_list_of(row, 4).as.list;
}

static void add_baseline(graph *g, const char *id)
{
    bolt_entry p[] = { { STR("version"), bolt_string(STR("BASELINE")) } };
    add_node(g, id, map_of(g, p, 1), bolt_null(), bolt_null());
}

/* The id of a migration is its version. */
static void add(graph *g, const char *from, const char *version)
{
    bolt_entry p[] = { { STR("version"), bolt_string(str_from(version)) },
                       { STR("description"), bolt_string(STR("a")) },
                       { STR("type"), bolt_string(STR("CYPHER")) },
                       { STR("repeatable"), bolt_bool(false) },
                       { STR("source"), bolt_string(STR("V1__a.cypher")) },
                       { STR("checksum"), bolt_string(STR("11")) } };
    bolt_entry r[] = { { STR("by"), bolt_string(STR("me")) },
                       { STR("connectedAs"), bolt_string(STR("neo4j")) } };
    add_node(g, version, map_of(g, p, 6), relationship(g, from, map_of(g, r, 2)), bolt_null());
}

static status read(graph *g, recorded_chain *out, error *err)
{
    return history_chain_from_rows(g->rows, g->count, &g->a, out, err);
}

static void expect_failure(graph *g, const char *part)
{
    recorded_chain chain;
    error err = { .status = ST_OK };
    cr_assert_eq(read(g, &chain, &err), ST_MIGRATIONS);
    cr_assert_not_null(strstr(err.message, part), "%s", err.message);
}

Test(read, empty_and_baseline_only)
{
    GRAPH_AUTO g = { 0 };
    recorded_chain chain;
    cr_assert_eq(read(&g, &chain, NULL), ST_OK);
    cr_assert_eq(chain.count, 0);
    add_baseline(&g, "b");
    cr_assert_eq(read(&g, &chain, NULL), ST_OK);
    cr_assert_eq(chain.count, 0);
    cr_assert_eq(chain.nodes, 0);
}

Test(read, follows_the_links_whatever_the_order_of_rows)
{
    GRAPH_AUTO g = { 0 };
    add(&g, "10", "2");
    add(&g, "b", "1");
    add_baseline(&g, "b");
    add(&g, "1", "10");
    recorded_chain chain;
    cr_assert_eq(read(&g, &chain, NULL), ST_OK);
    cr_assert_eq(chain.count, 3);
    cr_assert_eq(chain.nodes, 3);
    cr_assert(str_eq(chain.items[0].version, STR("1")));
    cr_assert(str_eq(chain.items[1].version, STR("10")));
    cr_assert(str_eq(chain.items[2].version, STR("2")));
    cr_assert(str_eq(chain.items[0].installed_by, STR("me/neo4j")));
    cr_assert(str_eq(chain.items[0].source, STR("V1__a.cypher")));
    cr_assert_null(chain.items[0].installed_on.data);
}

Test(read, a_repetition_counts_instead_of_the_first_time)
{
    GRAPH_AUTO g = { 0 };
    add_baseline(&g, "b");
    bolt_entry p[] = { { STR("version"), bolt_string(STR("1")) },
                       { STR("type"), bolt_string(STR("CYPHER")) },
                       { STR("repeatable"), bolt_bool(true) },
                       { STR("source"), bolt_string(STR("R1__a.cypher")) },
                       { STR("checksum"), bolt_string(STR("old")) } };
    bolt_duration d = { .nanoseconds = 17000000 };
    bolt_value took = { .type = BOLT_DURATION, .as.duration = &d };
    bolt_entry again[] = { { STR("checksum"), bolt_string(STR("new")) }, { STR("in"), took } };
    bolt_value incoming = relationship(&g, "b", (bolt_map){ 0 });
    add_node(&g, "1", map_of(&g, p, 5), incoming, relationship(&g, "1", map_of(&g, again, 2)));
    recorded_chain chain;
    cr_assert_eq(read(&g, &chain, NULL), ST_OK);
    cr_assert(str_eq(chain.items[0].checksum, STR("new")));
    cr_assert(str_eq(chain.items[0].duration, STR("PT0.017S")));
    cr_assert(str_eq(chain.items[0].installed_by, STR("null/null")));
}

Test(read, a_repetition_without_checksum_keeps_the_first)
{
    GRAPH_AUTO g = { 0 };
    add_baseline(&g, "b");
    bolt_entry p[] = { { STR("version"), bolt_string(STR("1")) },
                       { STR("type"), bolt_string(STR("JAVA")) },
                       { STR("source"), bolt_string(STR("R1__a")) },
                       { STR("checksum"), bolt_string(STR("11")) } };
    bolt_value none = relationship(&g, "b", (bolt_map){ 0 });
    add_node(&g, "1", map_of(&g, p, 4), none, none);
    recorded_chain chain;
    cr_assert_eq(read(&g, &chain, NULL), ST_OK);
    cr_assert(str_eq(chain.items[0].checksum, STR("11")));
}

Test(read, where_each_stands_is_told_for_those_who_change_it)
{
    GRAPH_AUTO g = { 0 };
    add_baseline(&g, "b");
    bolt_temporal second = { .seconds = 1700000000, .nanoseconds = 789000000, .zone = STR("UTC") };
    bolt_value at = { .type = BOLT_DATETIME_ZONED, .as.temporal = &second };
    bolt_entry when[] = { { STR("at"), at } };
    bolt_entry p[] = { { STR("version"), bolt_string(STR("1")) },
                       { STR("type"), bolt_string(STR("CYPHER")) },
                       { STR("source"), bolt_string(STR("R1__a.cypher")) } };
    add_node(&g, "4:x:1", map_of(&g, p, 3), relationship(&g, "b", map_of(&g, when, 1)),
             relationship(&g, "4:x:1", (bolt_map){ 0 }));
    add(&g, "4:x:1", "2");
    recorded_chain chain;
    cr_assert_eq(read(&g, &chain, NULL), ST_OK);
    cr_assert(str_eq(chain.baseline, STR("b")));
    const recorded_node *first = &chain.items[0].node, *last = &chain.items[1].node;
    cr_assert(str_eq(first->id, STR("4:x:1")) && str_eq(first->previous, STR("b")));
    cr_assert_eq(first->repetitions, 1);
    cr_assert_eq(first->linked_at, 1700000000789);
    cr_assert(str_eq(last->id, STR("2")) && str_eq(last->previous, STR("4:x:1")));
    cr_assert(last->repetitions == 0 && last->linked_at == 0 && !chain.followed);
}

Test(read, what_an_old_tool_left_is_passed_over)
{
    GRAPH_AUTO g = { 0 };
    add_baseline(&g, "b");
    bolt_entry failed[] = { { STR("version"), bolt_string(STR("1")) },
                            { STR("flyway_failed"), bolt_bool(true) } };
    bolt_entry deleted[] = { { STR("version"), bolt_string(STR("2")) },
                             { STR("type"), bolt_string(STR("DELETE")) } };
    add_node(&g, "1", map_of(&g, failed, 2), relationship(&g, "b", (bolt_map){ 0 }), bolt_null());
    add_node(&g, "2", map_of(&g, deleted, 2), relationship(&g, "1", (bolt_map){ 0 }), bolt_null());
    add_node(&g, "3", (bolt_map){ 0 }, relationship(&g, "2", (bolt_map){ 0 }), bolt_null());
    add(&g, "3", "4");
    recorded_chain chain;
    cr_assert_eq(read(&g, &chain, NULL), ST_OK);
    cr_assert_eq(chain.count, 1);
    cr_assert(str_eq(chain.items[0].version, STR("4")));
    cr_assert_not(chain.followed);
    add_node(&g, "5", (bolt_map){ 0 }, relationship(&g, "4", (bolt_map){ 0 }), bolt_null());
    cr_assert_eq(read(&g, &chain, NULL), ST_OK);
    cr_assert(chain.count == 1 && chain.followed);
}

Test(read, a_node_may_lack_description_repeatable_and_checksum)
{
    GRAPH_AUTO g = { 0 };
    add_baseline(&g, "b");
    bolt_entry p[] = { { STR("version"), bolt_string(STR("1")) },
                       { STR("type"), bolt_string(STR("JAVA")) },
                       { STR("source"), bolt_string(STR("some.V1__x")) } };
    add_node(&g, "1", map_of(&g, p, 3), relationship(&g, "b", (bolt_map){ 0 }), bolt_null());
    recorded_chain chain;
    cr_assert_eq(read(&g, &chain, NULL), ST_OK);
    cr_assert_not(chain.items[0].repeatable);
    cr_assert_null(chain.items[0].checksum.data);
    cr_assert_null(chain.items[0].description.data);
}

Test(read, forks_are_named)
{
    GRAPH_AUTO g = { 0 };
    add_baseline(&g, "b");
    add(&g, "b", "1");
    add(&g, "1", "2");
    add(&g, "1", "3");
    expect_failure(&g, "after version \"1\" it goes on with \"2\" and with \"3\"");
}

Test(read, several_ways_to_one_version_are_named)
{
    GRAPH_AUTO g = { 0 };
    add_baseline(&g, "b");
    add(&g, "b", "1");
    add(&g, "1", "2");
    add(&g, "b", "2");
    expect_failure(&g, "several ways lead to version \"2\"");
}

Test(read, circles_are_named)
{
    GRAPH_AUTO g = { 0 };
    bolt_entry p[] = { { STR("version"), bolt_string(STR("BASELINE")) } };
    add_node(&g, "b", map_of(&g, p, 1), relationship(&g, "1", (bolt_map){ 0 }), bolt_null());
    add(&g, "b", "1");
    expect_failure(&g, "several ways lead to version \"BASELINE\"");
}

Test(read, several_baselines_and_none)
{
    GRAPH_AUTO several = { 0 };
    add_baseline(&several, "b");
    add_baseline(&several, "c");
    expect_failure(&several, "several nodes of version BASELINE");
    GRAPH_AUTO none = { 0 };
    add(&none, "b", "1");
    expect_failure(&none, "no node of version BASELINE");
}

static void add_with(graph *g, const char *type, const char *source)
{
    bolt_entry p[] = { { STR("version"), bolt_string(STR("7")) },
                       { STR("type"), bolt_string(str_from(type)) },
                       { STR("source"), bolt_string(str_from(source)) } };
    add_baseline(g, "b");
    add_node(g, "7", map_of(g, p, 3), relationship(g, "b", (bolt_map){ 0 }), bolt_null());
}

Test(read, what_a_migration_must_have_is_asked_for)
{
    GRAPH_AUTO no_source = { 0 };
    add_with(&no_source, "CYPHER", NULL);
    expect_failure(&no_source, "migration \"7\" in the history has no property \"source\"");
    GRAPH_AUTO no_type = { 0 };
    add_with(&no_type, NULL, "V7__x.cypher");
    expect_failure(&no_type, "migration \"7\" in the history has no property \"type\"");
    GRAPH_AUTO unknown = { 0 };
    add_with(&unknown, "NATIVE", "V7__x.cypher");
    expect_failure(&unknown, "of the unknown type \"NATIVE\"");
}

Test(read, what_is_no_row_of_a_history_is_refused)
{
    GRAPH_AUTO g = { 0 };
    bolt_value row[] = { bolt_int(1), bolt_null(), bolt_null(), bolt_int(0) };
    g.rows[g.count++] = (bolt_list){ row, 4 };
    recorded_chain chain;
    cr_assert_eq(read(&g, &chain, NULL), ST_PROTOCOL);
}

Test(read, targets_are_compared_without_case)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str target = STR("?");
    cr_assert_eq(history_target(STR_NONE, STR("shop"), &a, &target, NULL), ST_OK);
    cr_assert_null(target.data);
    cr_assert_eq(history_target(STR("shop"), STR("SHOP"), &a, &target, NULL), ST_OK);
    cr_assert_null(target.data);
    cr_assert_eq(history_target(STR("neo4j"), STR("MigrationTest"), &a, &target, NULL), ST_OK);
    cr_assert_str_eq(target.data, "migrationtest");
    cr_assert_eq(history_target(STR("history"), STR("neo4j"), &a, &target, NULL), ST_OK);
    cr_assert_str_eq(target.data, "neo4j");
}
