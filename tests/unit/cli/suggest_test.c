#include "cli/suggest.h"

#include <criterion/criterion.h>

static str best(str typed)
{
    static const str WORDS[] = { { "apply", 5 },
                                 { "migrate", 7 },
                                 { "info", 4 },
                                 { "address", 7 },
                                 { "transaction-mode", 16 } };
    cli_suggestion s = { .typed = typed };
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        cli_suggest_offer(&s, WORDS[i]);
    return s.best;
}

Test(suggest, distance)
{
    cr_assert_eq(cli_suggest_distance(STR(""), STR("")), 0);
    cr_assert_eq(cli_suggest_distance(STR("abc"), STR("")), 3);
    cr_assert_eq(cli_suggest_distance(STR("kitten"), STR("sitting")), 3);
    cr_assert_eq(cli_suggest_distance(STR("ab"), STR("ba")), 1);
    cr_assert_eq(cli_suggest_distance(STR("aplpy"), STR("apply")), 1);
}

Test(suggest, offers_what_is_near)
{
    cr_assert(str_eq(best(STR("aply")), STR("apply")));
    cr_assert(str_eq(best(STR("ifno")), STR("info")));
    cr_assert(str_eq(best(STR("adress")), STR("address")));
    cr_assert(str_eq(best(STR("transactoin-mod")), STR("transaction-mode")));
}

Test(suggest, a_beginning_is_near)
{
    cr_assert(str_eq(best(STR("tra")), STR("transaction-mode")));
    cr_assert(str_eq(best(STR("mig")), STR("migrate")));
}

Test(suggest, offers_nothing_far)
{
    cr_assert_null(best(STR("explode")).data);
    cr_assert_null(best(STR("x")).data);
    cr_assert_null(best(STR("")).data);
    char endless[200] = { 0 };
    cr_assert_null(best((str){ endless, sizeof endless }).data);
}
