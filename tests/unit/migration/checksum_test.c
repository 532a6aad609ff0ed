#include "cypher/table.h"
#include "migration/checksum.h"

static str checksum(const table_row *row, bool autocrlf)
{
    str out = STR("failed");
    cypher_elements elements;
    cr_assert_eq(cypher_script_elements(row->cells[0], autocrlf, row->a, &elements, NULL), ST_OK);
    cr_assert_eq(checksum_of_elements(&elements, row->a, &out, NULL), ST_OK);
    return out;
}

static void expect(const table_row *row, str expected, str actual)
{
    if (!str_eq(expected, STR("?")))
        table_expect(row, expected, actual);
}

static void check_vector(const table_row *row)
{
    str flyway;
    cr_assert_eq(row->count, 4);
    bool same = str_eq(row->cells[2], STR("="));
    cr_assert_eq(checksum_of_lines(row->cells[0], row->a, &flyway, NULL), ST_OK);
    expect(row, row->cells[1], checksum(row, false));
    expect(row, row->cells[same ? 1 : 2], checksum(row, true));
    expect(row, row->cells[3], flyway);
}

static void check_alternative(const table_row *row)
{
    str out;
    cypher_elements elements;
    cr_assert_eq(cypher_script_elements(row->cells[0], false, row->a, &elements, NULL), ST_OK);
    cr_assert_eq(checksum_without_preconditions(&elements, row->a, &out, NULL), ST_OK);
    table_expect(row, row->cells[1], checksum(row, false));
    table_expect(row, row->cells[2], out.data ? out : STR("none"));
}

Test(checksum, vectors)
{
    cr_assert_geq(table_run("migration/checksums.tsv", check_vector), 25);
}

Test(checksum, without_preconditions)
{
    cr_assert_geq(table_run("migration/alternatives.tsv", check_alternative), 9);
}

Test(checksum, flyway_repairs_malformed_text)
{
    str broken, repaired;
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    cr_assert_eq(checksum_of_lines(STR("\xFFx\r\ny"), &a, &broken, NULL), ST_OK);
    cr_assert_eq(checksum_of_lines(STR("\xEF\xBF\xBDxy"), &a, &repaired, NULL), ST_OK);
    cr_assert(str_eq(broken, repaired));
}
