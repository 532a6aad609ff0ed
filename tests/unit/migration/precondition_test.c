#include "cypher/table.h"
#include "migration/precondition.h"

static void check_form(const table_row *row)
{
    error err;
    bool is_one;
    precondition p;
    if (precondition_parse(row->cells[0], row->a, &is_one, &p, &err)) {
        cr_expect_eq(err.status, ST_PARSE);
        str actual = arena_printf(row->a, "error %s", err.message);
        table_expect(row, row->cells[1], str_slice(actual, 0, row->cells[1].len));
    } else {
        table_expect(row, row->cells[1], is_one ? p.text : STR("comment"));
    }
}

static void check_met(const table_row *row)
{
    bool is_one;
    precondition p;
    cr_assert_eq(precondition_parse(row->cells[0], row->a, &is_one, &p, NULL), ST_OK);
    cr_assert(is_one);
    bool met = precondition_is_met(&p, row->cells[1], row->cells[2]);
    table_expect(row, row->cells[3], met ? STR("yes") : STR("no"));
}

Test(precondition, forms)
{
    table_run("migration/preconditions.tsv", check_form);
}

Test(precondition, evaluation)
{
    table_run("migration/conditions-met.tsv", check_met);
}

Test(precondition, values)
{
    bool is_one;
    precondition p;
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str comment = STR("// assert in schema q' RETURN 1 = 1");
    cr_assert_eq(precondition_parse(comment, &a, &is_one, &p, NULL), ST_OK);
    cr_assert_eq(p.kind, PRECONDITION_QUERY);
    cr_assert(p.assertion && p.in_schema);
    cr_assert_eq(p.value_count, 1);
    cr_assert(str_eq(p.values[0], STR("RETURN 1 = 1")));
}
