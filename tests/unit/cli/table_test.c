#include "cli/table.h"

#include <criterion/criterion.h>

Test(table, width_is_that_of_utf16)
{
    /* Umlaut: one unit; emoji: two, so its column is one blank short of what it seems. */
    const str header[] = { STR("A"), STR("Longer") };
    const str cells[] = { STR("\xC3\xA4\xF0\x9F\x98\x80"), STR(""), STR("b"), STR("x") };
    cli_table table = { .columns = 2, .rows = 2, .header = header, .cells = cells };
    BUF_AUTO out = BUF_INIT(NULL, 0);
    cli_table_render(&table, &out);
    cr_assert(str_eq(buf_view(&out), STR("+-----+--------+\n"
                                         "| A   | Longer |\n"
                                         "+-----+--------+\n"
                                         "| \xC3\xA4\xF0\x9F\x98\x80 |        |\n"
                                         "| b   | x      |\n"
                                         "+-----+--------+\n")));
}
