#include "cypher/script.h"
#include "cypher/table.h"

static void check(const table_row *row)
{
    bool rows = cypher_may_return(row->cells[1]);
    table_expect(row, row->cells[0], rows ? STR("rows") : STR("none"));
}

Test(rows, by_tokens)
{
    table_run("cypher/rows.tsv", check);
}
