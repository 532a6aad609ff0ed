#include "cypher/quote.h"
#include "cypher/table.h"

/* a text, as a name, as a name in back ticks, as a string */
static void check(const table_row *row)
{
    void (*const ways[])(buf *, str) = { cypher_write_name, cypher_quote_name,
                                         cypher_quote_string };
    cr_assert_eq(row->count, 4, "%s:%zu", row->file, row->line);
    for (size_t i = 0; i < 3; i++) {
        BUF_AUTO out = BUF_INIT(NULL, 0);
        ways[i](&out, row->cells[0]);
        table_expect(row, row->cells[i + 1], buf_view(&out));
    }
}

Test(quote, names_and_strings)
{
    table_run("cypher/quotes.tsv", check);
}
