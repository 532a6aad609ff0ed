#include "cli/info_text.h"

#include <criterion/criterion.h>

static void expect(const n4m_place *place, const n4m_element *const *elements, size_t count,
                   const char *wanted)
{
    ARENA_AUTO scratch = ARENA_INIT(NULL, 0);
    BUF_AUTO out = BUF_INIT(NULL, 0);
    cli_info_render(place, elements, count, &scratch, false, &out);
    cr_assert(str_eq(buf_view(&out), str_from(wanted)), "%.*s", STR_ARG(buf_view(&out)));
}

Test(info_text, no_migrations)
{
    n4m_place place = { .address = "localhost:7687",
                        .server = "Neo4j/5.26.30",
                        .edition = "Community",
                        .username = "neo4j",
                        .database = "neo4j",
                        .schema_database = "neo4j" };
    expect(&place, NULL, 0,
           "\nneo4j@localhost:7687 (Neo4j/5.26.30 Community Edition)\nDatabase: neo4j\n\n\n"
           "No migrations found.\n");
}

Test(info_text, what_is_unknown_is_left_out)
{
    n4m_place place = { .address = "localhost:7687",
                        .server = "Neo4j/4.4.48",
                        .username = "anonymous",
                        .schema_database = "history" };
    expect(&place, NULL, 0,
           "\nanonymous@localhost:7687 (Neo4j/4.4.48)\nSchema database: history\n\n\n"
           "No migrations found.\n");
}

Test(info_text, applied_and_pending)
{
    n4m_place place = { .address = "localhost:7687",
                        .server = "Neo4j/5.26.30",
                        .edition = "Enterprise",
                        .username = "neo4j",
                        .database = "shop",
                        .schema_database = "history" };
    n4m_element applied = { .version = "1",
                            .description = "t1",
                            .type = "CYPHER",
                            .state = N4M_APPLIED,
                            .source = "V1__t1.cypher",
                            .installed_on = "2026-11-22T19:50:45.211Z[UTC]",
                            .installed_by = "root/anonymous",
                            .duration = "PT0.036S" };
    n4m_element pending = { .version = "2", .type = "CYPHER", .source = "V2__t2.cypher" };
    const n4m_element *elements[] = { &applied, &pending };
    expect(&place, elements, 2,
           "\nneo4j@localhost:7687 (Neo4j/5.26.30 Enterprise Edition)\nDatabase: shop\nSchema "
           "database: history\n\n"
           "+---------+-------------+--------+-------------------------------+----------------+"
           "----------------+---------+---------------+\n"
           "| Version | Description | Type   | Installed on                  | by             | "
           "Execution time | State   | Source        |\n"
           "+---------+-------------+--------+-------------------------------+----------------+"
           "----------------+---------+---------------+\n"
           "| 1       | t1          | CYPHER | 2026-11-22T19:50:45.211Z[UTC] | root/anonymous | "
           "PT0.036S       | APPLIED | V1__t1.cypher |\n"
           "| 2       |             | CYPHER |                               |                | "
           "               | PENDING | V2__t2.cypher |\n"
           "+---------+-------------+--------+-------------------------------+----------------+"
           "----------------+---------+---------------+\n\n");
}

Test(info_text, skipped_with_reasons)
{
    n4m_skipped one = { .version = "1",
                        .description = "a",
                        .source = "V1__a.cypher",
                        .reason = "// assume that edition is ENTERPRISE\n// assume that version "
                                  "is lt 5" };
    n4m_skipped two = {
        .version = "2", .description = "b", .source = "V2__b.cypher", .reason = "// assume x"
    };
    const n4m_skipped *skipped[] = { &one, &two };
    BUF_AUTO out = BUF_INIT(NULL, 0);
    cli_info_render_skipped(skipped, 0, &out);
    cr_assert_eq(out.len, 0);
    cli_info_render_skipped(skipped, 2, &out);
    buf_char(&out, '\0');
    cr_assert_str_eq(out.data, "\nSkipped due to unmet preconditions:\n"
                               "1 (\"a\"), V1__a.cypher\n"
                               "    // assume that edition is ENTERPRISE\n"
                               "    // assume that version is lt 5\n"
                               "2 (\"b\"), V2__b.cypher\n"
                               "    // assume x\n");
}

Test(info_text, states_in_colour_are_as_wide_as_without)
{
    ARENA_AUTO scratch = ARENA_INIT(NULL, 0);
    BUF_AUTO out = BUF_INIT(NULL, 0);
    n4m_place place = { .address = "localhost:7687" };
    n4m_element applied = { .version = "1", .state = N4M_APPLIED };
    n4m_element pending = { .version = "2", .state = N4M_PENDING };
    const n4m_element *elements[] = { &applied, &pending };
    cli_info_render(&place, elements, 2, &scratch, true, &out);
    str text = buf_view(&out);
    cr_expect(str_find(text, STR("| \033[32mAPPLIED\033[0m |"), 0) != STR_NOT_FOUND);
    cr_expect(str_find(text, STR("| \033[33mPENDING\033[0m |"), 0) != STR_NOT_FOUND);
}
