#include "bolt/retry.h"

#include <criterion/criterion.h>

Test(retry, doubles_from_one_second_give_or_take_a_fifth)
{
    bolt_retry low = { .budget = 1000000 }, high = low;
    int64_t expected = 1000, delay;
    for (int i = 0; i < 5; i++, expected *= 2) {
        cr_assert(bolt_retry_next(&low, 0, 0, &delay));
        cr_assert_eq(delay, expected * 8 / 10);
        cr_assert(bolt_retry_next(&high, 0, (uint64_t)(expected * 4 / 10), &delay));
        cr_assert_eq(delay, expected * 12 / 10);
    }
}

Test(retry, the_budget_counts_from_the_first_failure)
{
    bolt_retry retry = { .budget = 30000 };
    int64_t delay;
    cr_assert(bolt_retry_next(&retry, 500000, 1, &delay));
    cr_assert(bolt_retry_next(&retry, 529999, 1, &delay));
    cr_assert_not(bolt_retry_next(&retry, 530000, 1, &delay));
}

Test(retry, may_go_on_for_ever)
{
    bolt_retry retry = { .budget = -1 };
    int64_t delay;
    for (int64_t i = 0; i < 100; i++)
        cr_assert(bolt_retry_next(&retry, i << 40, UINT64_MAX, &delay));
    cr_assert_gt(delay, 0);
    cr_assert_lt(delay, INT64_C(1) << 32);
}
