#include "base/str.h"

#include <criterion/criterion.h>

Test(str, find)
{
    str s = STR("one two one");
    cr_assert_eq(str_find(s, STR("one"), 0), 0);
    cr_assert_eq(str_find(s, STR("one"), 1), 8);
    cr_assert_eq(str_find(s, STR("one"), 9), STR_NOT_FOUND);
    cr_assert_eq(str_find(s, STR("longer than the text"), 0), STR_NOT_FOUND);
    cr_assert_eq(str_find(STR("aaab"), STR("aab"), 0), 1);
    cr_assert_eq(str_find(STR("aa"), STR("aab"), 0), STR_NOT_FOUND);
    cr_assert_eq(str_find(STR("ab"), STR(""), 2), 2);
    cr_assert_eq(str_find(STR("ab"), STR(""), 3), STR_NOT_FOUND);
    cr_assert_eq(str_find_char(s, 'e', 3), 10);
    cr_assert_eq(str_find_char(s, 'x', 0), STR_NOT_FOUND);
    cr_assert_eq(str_find_char(s, 'o', 100), STR_NOT_FOUND);
}

Test(str, trim_removes_controls_but_no_unicode_blanks)
{
    cr_assert(str_eq(str_trim(STR("\x01\t x \r\n")), STR("x")));
    cr_assert(str_eq(str_trim(STR("\xC2\xA0x")), STR("\xC2\xA0x")));
    cr_assert_eq(str_trim(STR(" \n ")).len, 0);
}

Test(str, slices_stay_inside)
{
    str s = STR("abc");
    cr_assert(str_eq(str_slice(s, 1, 100), STR("bc")));
    cr_assert_eq(str_slice(s, 3, 2).len, 0);
    cr_assert_eq(str_from_index(s, 9).len, 0);
}

Test(str, order_is_that_of_bytes_then_length)
{
    cr_assert_lt(str_compare(STR("1"), STR("1.0")), 0);
    cr_assert_gt(str_compare(STR("2"), STR("10")), 0);
    cr_assert_eq(str_compare(STR(""), STR_NONE), 0);
    cr_assert_gt(str_compare(STR("\xC3\xA4"), STR("z")), 0);
}

Test(str, split_ends)
{
    str rest = STR("a,,b");
    cr_assert(str_eq(str_split(&rest, ','), STR("a")));
    cr_assert_eq(str_split(&rest, ',').len, 0);
    cr_assert(str_eq(str_split(&rest, ','), STR("b")));
    cr_assert_null(rest.data);
}

Test(str, numbers)
{
    uint64_t n = 7;
    cr_assert(str_to_u64(STR("18446744073709551615"), &n));
    cr_assert_eq(n, UINT64_MAX);
    cr_assert_not(str_to_u64(STR("18446744073709551616"), &n));
    cr_assert_not(str_to_u64(STR(""), &n));
    cr_assert_not(str_to_u64(STR("-1"), &n));
    cr_assert_not(str_to_u64(STR("1 "), &n));
}

Test(str, case_is_ascii_only)
{
    cr_assert(str_eq_ignore_case(STR("CoMpare"), STR("cOMPARE")));
    cr_assert_not(str_eq_ignore_case(STR("\xC3\x84"), STR("\xC3\xA4")));
    cr_assert(str_starts(STR("V1"), STR("V")));
    cr_assert(str_ends(STR("V1__x.cypher"), STR(".cypher")));
    cr_assert_not(str_ends(STR("er"), STR(".cypher")));
}
