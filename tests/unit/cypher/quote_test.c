#include "cypher/quote.h"

#include <criterion/criterion.h>

static void expect(str name, str expected)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    cypher_quote_name(&out, name);
    cr_assert(str_eq(buf_view(&out), expected), "%.*s", STR_ARG(buf_view(&out)));
}

Test(quote, names_in_back_ticks)
{
    expect(STR("Person"), STR("`Person`"));
    expect(STR("a b"), STR("`a b`"));
    expect(STR("a`b``"), STR("`a``b`````"));
    expect(STR(""), STR("``"));
}
