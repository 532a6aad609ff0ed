#include "engine/program.h"

#include <criterion/criterion.h>
#include <string.h>

static const placeholder values[] = { { { "db", 2 }, { "Other", 5 } },
                                      { { "wide", 4 }, { "x\ny\nz", 5 } },
                                      { { "bad", 3 }, { "no name", 7 } } };
static const placeholder_values known = { values, 3 };

static status build(const char *text, const char *version, arena *a, program *out, error *err)
{
    cypher_script script;
    cr_assert_eq(cypher_script_parse(str_from(text), false, a, &script, err), ST_OK);
    return program_build(&script, &known, str_from(version), a, out, err);
}

Test(program, groups_follow_use)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    program p;
    cr_assert_eq(build("RETURN 1;\nRETURN 2;\n:use First;\n:use second;\nRETURN 3;\n"
                       ":use ${nm:db};\nRETURN 4;\n",
                       NULL, &a, &p, NULL),
                 ST_OK);
    cr_assert_eq(p.count, 4);
    cr_assert_eq(p.group_count, 3);
    cr_assert_null(p.groups[0].database.data);
    cr_assert_eq(p.groups[0].count, 2);
    cr_assert(str_eq(p.groups[1].database, STR("second")));
    cr_assert_eq(p.groups[1].first, 2);
    cr_assert(str_eq(p.groups[2].database, STR("other")));
    cr_assert_eq(p.groups[2].first, 3);
}

Test(program, nothing_to_do)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    program p;
    cr_assert_eq(build(":use neo4j;\n// only this\n", NULL, &a, &p, NULL), ST_OK);
    cr_assert_eq(p.count, 0);
    cr_assert_eq(p.group_count, 0);
}

Test(program, one_implicit_statement_makes_the_group_so)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    program p;
    cr_assert_eq(build("CREATE (:A);\nMATCH (n) CALL { WITH n SET n.x = 1 } IN TRANSACTIONS;\n"
                       ":use neo4j;\nCREATE (:B);\n",
                       NULL, &a, &p, NULL),
                 ST_OK);
    cr_assert(p.groups[0].implicit);
    cr_assert_not(p.groups[1].implicit);
}

/* Where a place of the sent text is in the script. */
static void expect_place(const char *script, const char *version, size_t index, const char *what,
                         uint32_t line, uint32_t column)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    program p;
    cr_assert_eq(build(script, version, &a, &p, NULL), ST_OK);
    str sent = p.statements[index].text;
    size_t at = str_find(sent, str_from(what), 0);
    cr_assert_neq(at, STR_NOT_FOUND);
    uint32_t l = 1, c = 1;
    for (size_t i = 0; i < at; i++) {
        c++;
        if (sent.data[i] == '\n') {
            l++;
            c = 1;
        }
    }
    program_position(&p.statements[index], &l, &c);
    cr_expect_eq(l, line, "%s: line %u", what, l);
    cr_expect_eq(c, column, "%s: column %u", what, c);
}

Test(program, places_of_what_was_sent_are_found_in_the_script)
{
    const char *script = "// first\nRETURN 1; RETURN\n  oops;\nRETURN '${nm:wide}',\n  more;\n";
    expect_place(script, NULL, 1, "oops", 3, 3);
    expect_place(script, NULL, 1, "RETURN", 2, 11);
    expect_place(script, "CYPHER 5", 1, "oops", 3, 3);
    expect_place(script, "CYPHER 5", 1, "RETURN", 2, 11);
    expect_place(script, NULL, 2, "more", 5, 3);
    expect_place(script, "CYPHER 25", 2, "more", 5, 3);
    expect_place(script, NULL, 2, "',", 4, 19);
    expect_place(script, NULL, 2, "y\nz", 4, 9);
}

Test(program, an_unknown_placeholder_has_a_place)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    program p;
    error err = { .status = ST_OK };
    cr_assert_eq(build("RETURN 1;\nRETURN 2,\n  ${nm:gone};\n", NULL, &a, &p, &err), ST_PARSE);
    cr_assert_eq(err.line, 3);
    cr_assert_eq(err.column, 3);
}

Test(program, a_value_must_be_a_name_where_a_name_is_wanted)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    program p;
    error err = { .status = ST_OK };
    cr_assert_eq(build("RETURN 1;\n:use ${nm:bad};\nRETURN 2;\n", NULL, &a, &p, &err), ST_PARSE);
    cr_assert_eq(err.line, 2);
    cr_assert_not_null(strstr(err.message, "\"no name\""), "%s", err.message);
}

Test(program, the_language_version_stands_in_front)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    program p;
    cr_assert_eq(build("RETURN 1;", "CYPHER 25", &a, &p, NULL), ST_OK);
    cr_assert(str_eq(p.statements[0].text, STR("CYPHER 25 RETURN 1")));
}
