#include "base/buf.h"

#include <criterion/criterion.h>

Test(buf, collects_text)
{
    BUF_AUTO b = BUF_INIT(NULL, 0);
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    buf_text(&b, "V");
    buf_printf(&b, "%03d", 7);
    buf_char(&b, '_');
    buf_str(&b, STR("_x"));
    str out;
    cr_assert_eq(buf_finish(&b, &a, &out, NULL), ST_OK);
    cr_assert_str_eq(out.data, "V007__x");
    cr_assert_eq(out.len, 7);
}

Test(buf, cap_is_sticky_and_told)
{
    BUF_AUTO b = BUF_INIT(NULL, 8);
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    error err = { 0 };
    str out = STR_NONE;
    buf_text(&b, "12345678");
    cr_assert_not(b.failed);
    buf_text(&b, "9");
    buf_text(&b, "");
    cr_assert(b.failed);
    cr_assert_eq(buf_finish(&b, &a, &out, &err), ST_NO_MEMORY);
    cr_assert_null(out.data);
    cr_assert_str_eq(err.message, "the text is longer than 8 bytes");
    buf_clear(&b);
    buf_text(&b, "again");
    cr_assert_eq(buf_finish(&b, &a, &out, &err), ST_OK);
}

Test(buf, long_text_grows)
{
    BUF_AUTO b = BUF_INIT(NULL, 0);
    for (int i = 0; i < 10000; i++)
        buf_printf(&b, "%d,", i % 10);
    cr_assert_eq(buf_view(&b).len, 20000);
    buf_consume(&b, 19998);
    cr_assert(str_eq(buf_view(&b), STR("9,")));
    buf_consume(&b, 5);
    cr_assert_eq(b.len, 0);
}
