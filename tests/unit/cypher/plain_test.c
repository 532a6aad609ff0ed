#include "cypher/script.h"
#include "cypher/table.h"

static void check(const table_row *row)
{
    bool plain = cypher_is_plain(row->cells[1]);
    table_expect(row, row->cells[0], plain ? STR("plain") : STR("other"));
}

Test(plain, by_tokens)
{
    table_run("cypher/plain.tsv", check);
}
