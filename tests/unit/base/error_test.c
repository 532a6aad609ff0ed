#include "base/error.h"

#include <criterion/criterion.h>
#include <string.h>

Test(error, carries_status_and_text)
{
    error err = { .line = 7, .code = "old" };
    cr_assert_eq(fail(&err, ST_PARSE, "\"%s\" is no version", "x"), ST_PARSE);
    cr_assert_eq(err.status, ST_PARSE);
    cr_assert_str_eq(err.message, "\"x\" is no version");
    cr_assert_eq(err.line, 0);
    cr_assert_str_empty(err.code);
    cr_assert_eq(fail(NULL, ST_IO, "nobody listens"), ST_IO);
}

Test(error, text_is_cut_between_characters)
{
    char field[6];
    error_text(field, sizeof field, "abc\xE2\x82\xAC", 6);
    cr_assert_str_eq(field, "abc");
    error_text(field, sizeof field, "ab\xE2\x82\xAC", 5);
    cr_assert_str_eq(field, "ab\xE2\x82\xAC");
    error_text(field, sizeof field, "", 0);
    cr_assert_str_empty(field);
}

Test(error, message_longer_than_the_field)
{
    char text[5000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    error err;
    fail(&err, ST_SERVER, "%s", text);
    cr_assert_eq(strlen(err.message), sizeof err.message - 1);
}
