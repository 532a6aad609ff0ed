#include "engine/position.h"

#include <criterion/criterion.h>

#define TEXT                                                                                       \
    "a\xC3\xA4"                                                                                    \
    "b\r\ncd\rE\n\nf"

static void check(size_t offset, uint32_t line, uint32_t column)
{
    position p = position_of_offset(STR(TEXT), offset);
    cr_expect_eq(p.line, line, "offset %zu: line %u", offset, p.line);
    cr_expect_eq(p.column, column, "offset %zu: column %u", offset, p.column);
}

Test(position, counts_characters_and_all_kinds_of_line_ends)
{
    check(0, 1, 1);
    check(1, 1, 2); /* a umlaut: two bytes */
    check(3, 1, 3);
    check(4, 1, 4); /* CR of CRLF */
    check(5, 1, 5); /* LF of CRLF ends the line */
    check(6, 2, 1);
    check(8, 2, 3); /* a lone CR */
    check(9, 3, 1);
    check(10, 3, 2);
    check(11, 4, 1);
    check(12, 5, 1);
    check(13, 5, 2);
}

Test(position, a_place_outside_is_the_nearest_one_inside)
{
    cr_assert_eq(position_from_driver(STR("ab\ncd"), (position){ 1, 9 }), 2);
    cr_assert_eq(position_from_driver(STR("ab\ncd"), (position){ 9, 1 }), 5);
    cr_assert_eq(position_from_driver(STR("ab\ncd"), (position){ 0, 0 }), 0);
    cr_assert_eq(position_of_offset(STR("ab"), 9).column, 3);
}

Test(position, of_the_driver_counts_characters_and_line_feeds)
{
    str smile = STR("'\xF0\x9F\x98\x80' x\ry\r\nz");
    cr_assert_eq(position_from_driver(smile, (position){ 1, 5 }), str_find(smile, STR("x"), 0));
    cr_assert_eq(position_from_driver(smile, (position){ 1, 7 }), str_find(smile, STR("y"), 0));
    cr_assert_eq(position_from_driver(smile, (position){ 2, 1 }), str_find(smile, STR("z"), 0));
    cr_assert_eq(position_of_offset(smile, str_find(smile, STR("x"), 0)).column, 5);
}
