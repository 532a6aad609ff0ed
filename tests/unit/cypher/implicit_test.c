#include "cypher/script.h"
#include "cypher/table.h"

static void check(const table_row *row)
{
    bool implicit = cypher_is_implicit(row->cells[1]);
    table_expect(row, row->cells[0], implicit ? STR("implicit") : STR("managed"));
}

Test(implicit, by_tokens)
{
    table_run("cypher/implicit.tsv", check);
}
