#include "cypher/script.h"
#include "cypher/table.h"

static str error_cell(arena *a, const error *err)
{
    return arena_printf(a, "error %u:%u %s", err->line, err->column, err->message);
}

static void expect_texts(const table_row *row, const cypher_elements *texts)
{
    cr_expect_eq(texts->count, row->count - 1, "%s:%zu: %zu elements", row->file, row->line,
                 texts->count);
    for (size_t i = 0; i < texts->count && i + 1 < row->count; i++)
        table_expect(row, row->cells[i + 1], texts->items[i]);
}

static void check_elements(const table_row *row)
{
    error err;
    cypher_elements elements;
    if (cypher_script_elements(row->cells[0], false, row->a, &elements, &err))
        table_expect(row, row->cells[1], error_cell(row->a, &err));
    else
        expect_texts(row, &elements);
}

static void check_comments(const table_row *row)
{
    cypher_elements elements, all = { 0 };
    str *found = arena_array(row->a, TABLE_CELLS, sizeof *found);
    cr_assert_eq(cypher_script_elements(row->cells[0], false, row->a, &elements, NULL), ST_OK);
    for (size_t i = 0; i < elements.count; i++) {
        cypher_elements some;
        cr_assert_eq(cypher_leading_comments(elements.items[i], row->a, &some, NULL), ST_OK);
        for (size_t k = 0; k < some.count; k++)
            found[all.count++] = some.items[k];
    }
    all.items = found;
    expect_texts(row, &all);
}

Test(elements, historical_cut)
{
    table_run("cypher/elements.tsv", check_elements);
}

Test(elements, leading_comments)
{
    table_run("cypher/comments.tsv", check_comments);
}

Test(elements, autocrlf_changes_line_ends_inside_only)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    cypher_elements elements;
    str text = STR("MATCH (n)\r\nRETURN n\r;\r\nRETURN\r1;\r\n");
    cr_assert_eq(cypher_script_elements(text, true, &a, &elements, NULL), ST_OK);
    cr_assert_eq(elements.count, 2);
    cr_assert(str_eq(elements.items[0], STR("MATCH (n)\nRETURN n")));
    cr_assert(str_eq(elements.items[1], STR("RETURN\r1")));
}

Test(elements, a_zero_byte_is_text_like_any_other)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    cypher_elements elements;
    str text = STR("a\0b;\xE2\x80\xA8;\nc");
    cr_assert_eq(cypher_script_elements(text, false, &a, &elements, NULL), ST_OK);
    cr_assert_eq(elements.count, 2);
    cr_assert(str_eq(elements.items[0], STR("a\0b\xE2\x80\xA8")));
}
