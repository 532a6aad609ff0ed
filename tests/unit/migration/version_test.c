#include "cypher/table.h"
#include "migration/version.h"

static str sign(int order)
{
    return order < 0 ? STR("<") : order > 0 ? STR(">") : STR("=");
}

static str turned(str order)
{
    return str_eq(order, STR("<")) ? STR(">") : str_eq(order, STR(">")) ? STR("<") : order;
}

static void check(const table_row *row)
{
    str a = row->cells[0], b = row->cells[1];
    table_expect(row, row->cells[2], sign(version_compare(a, b, VERSION_SEMANTIC)));
    table_expect(row, turned(row->cells[2]), sign(version_compare(b, a, VERSION_SEMANTIC)));
    table_expect(row, row->cells[3], sign(version_compare(a, b, VERSION_LEXICOGRAPHIC)));
    table_expect(row, turned(row->cells[3]), sign(version_compare(b, a, VERSION_LEXICOGRAPHIC)));
}

Test(version, order)
{
    table_run("migration/versions.tsv", check);
}

static void check_next(const table_row *row)
{
    table_expect(row, row->cells[1], version_next(row->cells[0], row->a));
}

Test(version, next)
{
    table_run("migration/next-versions.tsv", check_next);
}
