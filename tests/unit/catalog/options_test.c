#include "catalog/options.h"
#include "cypher/table.h"

static void check_text(const table_row *row)
{
    error err;
    str shown = STR("fine");
    if (catalog_options_check(row->cells[0], &err))
        shown = arena_printf(row->a, "%u:%u %s", err.line, err.column, err.message);
    table_expect(row, row->cells[1], shown);
}

Test(options, texts)
{
    table_run("catalog/options.tsv", check_text);
}

static void check_equality(const table_row *row)
{
    bool equal = catalog_options_equal(row->cells[0], row->cells[1]);
    cr_expect_eq(equal, catalog_options_equal(row->cells[1], row->cells[0]), "%s:%zu", row->file,
                 row->line);
    cr_expect(catalog_options_equal(row->cells[0], row->cells[0]), "%s:%zu", row->file, row->line);
    table_expect(row, row->cells[2], equal ? STR("equal") : STR("different"));
}

Test(options, equality)
{
    table_run("catalog/options-equality.tsv", check_equality);
}

Test(options, none_are_empty)
{
    cr_assert(catalog_options_equal(STR_NONE, STR(" ")));
    cr_assert(catalog_options_equal(STR_NONE, STR("{}")));
    cr_assert(!catalog_options_equal(STR_NONE, STR("{a: 1}")));
}

static void check_entries(const table_row *row)
{
    catalog_option option;
    size_t at = 1;
    for (catalog_options all = catalog_options_open(row->cells[0]);
         catalog_options_next(&all, &option);) {
        str shown = arena_printf(row->a, "<%.*s><%.*s><%.*s>", STR_ARG(option.key),
                                 STR_ARG(option.value), STR_ARG(option.source));
        table_expect(row, at < row->count ? row->cells[at] : STR(""), shown);
        at++;
    }
    cr_expect_eq(at, row->count, "%s:%zu", row->file, row->line);
}

Test(options, entries)
{
    table_run("catalog/options-entries.tsv", check_entries);
}

Test(options, limits)
{
    error err;
    BUF_AUTO text = BUF_INIT(NULL, 0);
    for (int i = 0; i <= CATALOG_OPTIONS_ENTRIES; i++)
        buf_printf(&text, "%sk%d: %d", i ? ", " : "", i, i);
    cr_assert_eq(catalog_options_check(buf_view(&text), &err), ST_PARSE);
    cr_assert(strstr(err.message, "fewer entries"), "%s", err.message);
    buf_clear(&text);
    for (int i = 0; i < CATALOG_OPTIONS_BYTES; i++)
        buf_char(&text, ' ');
    cr_assert_eq(catalog_options_check(buf_view(&text), &err), ST_OK);
    buf_char(&text, ' ');
    cr_assert_eq(catalog_options_check(buf_view(&text), &err), ST_PARSE);
    cr_assert_eq(catalog_options_check(STR("a: [[[[[[[[]]]]]]]]"), &err), ST_PARSE);
    cr_assert(strstr(err.message, "less depth"), "%s", err.message);
}
