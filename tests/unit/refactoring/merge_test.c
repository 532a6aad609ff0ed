/* What merging nodes leads to, once the server has told what is on them. */
#include "refactoring/merge.h"

#include <criterion/criterion.h>
#include <string.h>

#define TEXT(s) bolt_string(STR(s))
#define ID "MATCH (n) WHERE elementId(n) "

static const catalog_server new_server = { .major = 5, .minor = 26 };
static const catalog_server old_server = { .major = 4, .minor = 4 };
static const merge_policy policies[] = { { { "name", sizeof "name" - 1 }, MERGE_KEEP_LAST },
                                         { { "a.*", sizeof "a.*" - 1 }, MERGE_KEEP_FIRST },
                                         { { ".*", sizeof ".*" - 1 }, MERGE_KEEP_ALL } };
static const bolt_value ids[] = { { .type = BOLT_INT, .as.integer = 7 },
                                  { .type = BOLT_INT, .as.integer = 8 },
                                  { .type = BOLT_INT, .as.integer = 9 } };

static merge_plan plan_of(const catalog_server *server, size_t nodes)
{
    return (merge_plan){ .server = server, .policies = { policies, 3 }, .ids = { ids, nodes } };
}

static bolt_value pair(arena *a, str key, bolt_value policy)
{
    bolt_value *items = arena_array(a, 2, sizeof *items);
    cr_assert(items);
    items[0] = bolt_string(key);
    items[1] = policy;
    return bolt_list_of(items, 2);
}

static void expect(str text, const char *wanted)
{
    cr_expect_str_eq(text.data, wanted);
}

Test(merge, changes)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    merge_plan m = plan_of(&new_server, 3);
    bolt_value types[] = { TEXT("R"), TEXT("`]->() DETACH DELETE t //"), TEXT("\\u0060") };
    bolt_value labels[] = { TEXT("A"), TEXT("B`C") };
    bolt_value keys[] = { pair(&a, STR("age"), bolt_int(1)), pair(&a, STR("x`y"), bolt_int(2)),
                          pair(&a, STR("name"), bolt_int(0)) };
    bolt_list answers[] = {
        [MERGE_LABELS] = { labels, 2 }, [MERGE_TYPES] = { types, 3 }, [MERGE_KEYS] = { keys, 3 }
    };
    merge_changes made;
    cr_assert_eq(merge_decide(&m, answers, &a, &made, NULL), ST_OK);
    cr_assert_eq(made.count, 4);
    expect(
        made.items[0].text,
        "MATCH (t) WHERE elementId(t) = $target MATCH (n)-[r:`R`]-() WHERE elementId(n) IN $tail "
        "WITH DISTINCT t, r WITH r, properties(r) AS p, "
        "CASE WHEN elementId(startNode(r)) IN $tail THEN t ELSE startNode(r) END AS s, "
        "CASE WHEN elementId(endNode(r)) IN $tail THEN t ELSE endNode(r) END AS e "
        "DELETE r CREATE (s)-[m:`R`]->(e) SET m = p");
    cr_expect(strstr(made.items[1].text.data, "-[r:```]->() DETACH DELETE t //`]-()"));
    cr_expect(strstr(made.items[2].text.data, "-[r:`\\u005cu0060`]-()"));
    expect(made.items[3].text,
           "UNWIND range(0, size($ids) - 1) AS i WITH i, $ids[i] AS id " ID
           "= id WITH i, n ORDER BY i WITH collect(n) AS nodes WITH nodes[0] AS t, "
           "nodes[1..] AS tail, [pair IN $keys | [n IN nodes WHERE n[pair[0]] IS NOT NULL | "
           "n[pair[0]]]] AS values FOREACH (n IN tail | DELETE n) SET t.`age` = values[0][0] "
           "SET t.`x``y` = values[1] SET t.`name` = values[2][-1] SET t:`A`:`B``C`");
    bolt_map given = made.items[3].parameters;
    cr_expect_eq(bolt_map_int(given, "target", 0), 7);
    cr_expect_eq(bolt_map_list(given, "tail").count, 2);
    cr_expect_eq(bolt_map_list(given, "tail").items[0].as.integer, 8);
    cr_expect_eq(bolt_map_list(given, "ids").count, 3);
    cr_expect_eq(bolt_map_list(given, "keys").count, 3);
}

Test(merge, questions)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    merge_plan m = plan_of(&old_server, 2);
    refactoring_statement made;
    cr_assert_eq(merge_ask(&m, MERGE_KEYS, &a, &made, NULL), ST_OK);
    expect(made.text,
           "MATCH (n) WHERE id(n) IN $ids UNWIND keys(n) AS key WITH DISTINCT key ORDER BY "
           "key RETURN collect([key, [i IN range(0, size($patterns) - 1) WHERE key =~ "
           "$patterns[i]][0]]) AS found");
    cr_expect(str_eq(bolt_map_list(made.parameters, "patterns").items[1].as.string, STR("a.*")));
    cr_assert_eq(merge_ask(&m, MERGE_TYPES, &a, &made, NULL), ST_OK);
    expect(made.text,
           "MATCH (n)-[r]-() WHERE id(n) IN $tail WITH DISTINCT type(r) AS type ORDER BY "
           "type RETURN collect(type) AS found");
    cr_assert_eq(merge_ask(&m, MERGE_LABELS, &a, &made, NULL), ST_OK);
    expect(made.text,
           "MATCH (n) WHERE id(n) IN $tail UNWIND labels(n) AS label WITH DISTINCT label "
           "ORDER BY label RETURN collect(label) AS found");
}

Test(merge, nothing_to_do_for_less_than_two)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    bolt_list answers[MERGE_QUESTIONS] = { 0 };
    merge_changes made;
    for (size_t nodes = 0; nodes < 2; nodes++) {
        merge_plan m = plan_of(&new_server, nodes);
        cr_assert_eq(merge_decide(&m, answers, &a, &made, NULL), ST_OK);
        cr_expect_eq(made.count, 0);
    }
}

Test(merge, every_property_has_a_policy)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    merge_plan m = plan_of(&new_server, 2);
    const bolt_value wrong[] = { bolt_null(), bolt_int(3), bolt_int(-1), TEXT("0") };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        error err = { .status = ST_OK };
        merge_changes made;
        bolt_value key = pair(&a, STR("x"), wrong[i]);
        bolt_list answers[] = { [MERGE_KEYS] = { &key, 1 } };
        cr_assert_eq(merge_decide(&m, answers, &a, &made, &err), ST_MIGRATIONS);
        cr_expect_str_eq(err.message, "Could not find merge policy for node property `x`");
    }
}

Test(merge, answers_are_not_trusted)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    merge_plan m = plan_of(&new_server, 2);
    bolt_value number = bolt_int(1);
    for (merge_question q = MERGE_LABELS; q < MERGE_QUESTIONS; q++) {
        merge_changes made;
        bolt_list answers[MERGE_QUESTIONS] = { 0 };
        answers[q] = (bolt_list){ &number, 1 };
        cr_expect_neq(merge_decide(&m, answers, &a, &made, NULL), ST_OK);
    }
}
