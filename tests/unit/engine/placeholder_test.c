#include "engine/placeholder.h"

#include <criterion/criterion.h>
#include <string.h>

static const placeholder values[] = { { { "k", 1 }, { "value", 5 } },
                                      { { "a.b-c_D9", 8 }, { "", 0 } },
                                      { { "dollar", 6 }, { "$1 ${nm:k}", 10 } } };
static const placeholder_values known = { values, 3 };

static const char *replaced(const char *text)
{
    static arena a = ARENA_INIT(NULL, 0);
    str out;
    replacements done;
    size_t unknown;
    error err;
    status st = placeholder_replace(str_from(text), &known, &a, &out, &done, &unknown, &err);
    return st ? arena_printf(&a, "%zu: %s", unknown, err.message).data : arena_str(&a, out).data;
}

Test(placeholder, replaces_values_as_they_are)
{
    cr_assert_str_eq(replaced("RETURN '${nm:k}'"), "RETURN 'value'");
    cr_assert_str_eq(replaced("${nm:k}${nm:k}"), "valuevalue");
    cr_assert_str_eq(replaced("[${nm:a.b-c_D9}]"), "[]");
    cr_assert_str_eq(replaced("${nm:dollar}"), "$1 ${nm:k}");
    cr_assert_str_eq(replaced("${nm:k}bar}"), "valuebar}");
    cr_assert_str_eq(replaced(""), "");
}

Test(placeholder, leaves_what_is_none)
{
    const char *const others[] = {
        "${nm:invalid name}", "${nm:also!invalid}", "${nm:}", "${nm:k", "${k}", "$k", "${nm :k}"
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_assert_str_eq(replaced(others[i]), others[i]);
    cr_assert_str_eq(replaced("${nm:${nm:k}"), "${nm:value");
}

Test(placeholder, without_values_every_one_is_unknown)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    placeholder_values none = { 0 };
    str out;
    replacements done;
    size_t unknown;
    error err;
    str text = STR("RETURN '${nm:k}'");
    cr_assert_eq(placeholder_replace(text, &none, &a, &out, &done, &unknown, &err), ST_PARSE);
    cr_assert_eq(unknown, 8);
    text = STR("RETURN 'k'");
    cr_assert_eq(placeholder_replace(text, &none, &a, &out, &done, &unknown, &err), ST_OK);
    cr_assert(str_eq(out, text));
    cr_assert_eq(done.count, 0);
}

Test(placeholder, comments_may_speak_of_unknown_ones)
{
    cr_assert_str_eq(replaced("// ${nm:x} ${nm:k}\nRETURN '${nm:k}' /* ${nm:x} */"),
                     "// ${nm:x} value\nRETURN 'value' /* ${nm:x} */");
    const char *message = replaced("/* ${nm:x} */ RETURN '// ${nm:x}'");
    cr_assert_not_null(strstr(message, "25: no value for placeholder ${nm:x}"), "%s", message);
}

Test(placeholder, an_unknown_one_is_named_with_its_place)
{
    const char *message = replaced("a ${nm:k} ${nm:nowhere}");
    cr_assert_not_null(strstr(message, "10: no value for placeholder ${nm:nowhere}"), "%s",
                       message);
    cr_assert_not_null(strstr(message, "NM_PLACEHOLDERS_nowhere"), "%s", message);
}

Test(placeholder, offsets_find_their_way_back)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str out;
    replacements done;
    size_t unknown;
    str text = STR("ab ${nm:k} cd ${nm:a.b-c_D9} ef");
    cr_assert_eq(placeholder_replace(text, &known, &a, &out, &done, &unknown, NULL), ST_OK);
    cr_assert(str_eq(out, STR("ab value cd  ef")));
    for (size_t i = 0; i < 3; i++)
        cr_assert_eq(placeholder_original_offset(&done, i), i);
    for (size_t i = 3; i < 8; i++)
        cr_assert_eq(placeholder_original_offset(&done, i), 3, "%zu", i);
    size_t c = str_find(out, STR("cd"), 0), e = str_find(out, STR("ef"), 0);
    cr_assert_eq(placeholder_original_offset(&done, c), str_find(text, STR("cd"), 0));
    cr_assert_eq(placeholder_original_offset(&done, e), str_find(text, STR("ef"), 0));
}
