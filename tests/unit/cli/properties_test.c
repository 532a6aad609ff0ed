#include "cli/properties.h"

#include "base/file.h"

#include <criterion/criterion.h>
#include <string.h>

/* `line|key|value|` for each, with what cannot be seen written as in C. */
static void render(const cli_properties *properties, buf *out)
{
    for (size_t i = 0; i < properties->count; i++) {
        const cli_property *p = &properties->items[i];
        buf_printf(out, "%u|%.*s|", (unsigned)p->line, STR_ARG(p->key));
        for (size_t j = 0; j < p->value.len; j++) {
            char c = p->value.data[j];
            static const char HIDDEN[] = "\t\n\r\f", SHOWN[] = "tnrf";
            const char *hidden = c ? strchr(HIDDEN, c) : NULL;
            if (hidden)
                buf_char(out, '\\');
            buf_char(out, hidden ? SHOWN[hidden - HIDDEN] : c);
        }
        buf_text(out, "|\n");
    }
}

static void check(str name, arena *a)
{
    str path = arena_printf(a, TEST_DATA "/cli/properties/%.*s", STR_ARG(name));
    str wanted_path = arena_printf(a, "%.*s.expected", (int)path.len - 11, path.data);
    str text, wanted;
    cli_properties found;
    BUF_AUTO out = BUF_INIT(NULL, 0);
    cr_assert_eq(file_read(path.data, 1 << 20, a, &text, NULL), ST_OK);
    cr_assert_eq(file_read(wanted_path.data, 1 << 20, a, &wanted, NULL), ST_OK);
    cr_assert_eq(cli_properties_parse(text, a, &found, NULL), ST_OK);
    render(&found, &out);
    cr_expect(str_eq(buf_view(&out), wanted), "%s gives\n%.*s", path.data, STR_ARG(buf_view(&out)));
}

Test(properties, cases)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    file_names names;
    size_t seen = 0;
    cr_assert_eq(file_list(TEST_DATA "/cli/properties", &a, &names, NULL), ST_OK);
    for (size_t i = 0; i < names.count; i++)
        if (str_ends(names.items[i], STR(".properties"))) {
            check(names.items[i], &a);
            seen++;
        }
    cr_assert_geq(seen, 4);
}

Test(properties, malformed_unicode_is_told_with_its_line)
{
    static const char *const CASES[] = { "a=1\nb=\\u12", "a=1\nb=\\u12x4", "\nb\\u=1" };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        ARENA_AUTO a = ARENA_INIT(NULL, 0);
        cli_properties found;
        error err = { .status = ST_OK };
        cr_assert_eq(cli_properties_parse(str_from(CASES[i]), &a, &found, &err), ST_PARSE);
        cr_assert_eq(err.line, 2);
    }
}
