#include "base/utf8.h"

#include <criterion/criterion.h>

/* How Java's decoder counts replacements, which the checksum of a damaged script depends on:
 * one for each maximal subpart. */
static const struct {
    const char *bytes, *repaired;
} damaged[] = {
    { "a\x80z", "a\xEF\xBF\xBDz" },
    { "\xC3", "\xEF\xBF\xBD" },
    { "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD" },
    { "\xE2\x82z", "\xEF\xBF\xBDz" },
    { "\xF0\x9F\x98", "\xEF\xBF\xBD" },
    { "\xED\xA0\x80", "\xEF\xBF\xBD" },
    { "\xED\xA0x", "\xEF\xBF\xBDx" },
    { "\xED\xBF", "\xEF\xBF\xBD" },
    { "\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
    { "\xFF", "\xEF\xBF\xBD" },
};

Test(utf8, damage_is_repaired_as_java_does)
{
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        BUF_AUTO b = BUF_INIT(NULL, 0);
        utf8_repair(&b, str_from(damaged[i].bytes));
        cr_assert(str_eq(buf_view(&b), str_from(damaged[i].repaired)), "case %zu", i);
        cr_assert_not(utf8_is_valid(str_from(damaged[i].bytes)), "case %zu", i);
    }
}

Test(utf8, valid_text_stays)
{
    str s = STR("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\xEF\xBF\xBD");
    BUF_AUTO b = BUF_INIT(NULL, 0);
    utf8_repair(&b, s);
    cr_assert(str_eq(buf_view(&b), s));
    cr_assert(utf8_is_valid(s));
    cr_assert_eq(utf8_characters(s), 5);
    cr_assert_eq(utf8_utf16_units(s), 6);
}
