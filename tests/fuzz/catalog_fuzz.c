/* What a server tells of its schema, and the options of items: two rows of a line for each column. */
#include "fuzz.h"

#include "base/utf8.h"
#include "catalog/diff.h"
#include "catalog/options.h"
#include "catalog/render.h"
#include "catalog/rows.h"
#include "cypher/lexer.h"

static catalog_names names_of(arena *a, str list)
{
    str *names = arena_array(a, list.len + 1, sizeof *names);
    size_t count = 0;
    while (list.len > 0 && count < 8)
        names[count++] = str_split(&list, '\t');
    return (catalog_names){ names, count };
}

/* An empty line is a column that is not there. */
static str column(str *rest)
{
    str line = rest->data ? str_split(rest, '\n') : STR_NONE;
    return line.len ? line : STR_NONE;
}

static catalog_row read_columns(arena *a, str *rest)
{
    catalog_row row = { .name = column(rest) };
    row.type = column(rest);
    row.entity = column(rest);
    row.labels = names_of(a, column(rest));
    row.properties = names_of(a, column(rest));
    row.property_type = column(rest);
    row.options = column(rest);
    row.description = column(rest);
    row.statement = column(rest);
    row.owner = column(rest);
    return row;
}

/* A statement ends where it ends, whatever the names. */
static void check_statement(str statement)
{
    cypher_lexer lexer = CYPHER_LEXER(statement);
    for (cypher_token t; (t = cypher_next_token(&lexer)).kind != TOKEN_END;)
        FUZZ_CHECK(t.closed && !cypher_token_is_symbol(t, ';'));
}

static void render(const catalog_item *item)
{
    static const catalog_server servers[] = {
        { 3, 5, true, false },    { 4, 0, true, false },   { 4, 2, true, false },
        { 4, 3, true, false },    { 4, 4, true, false },   { 5, 26, true, false },
        { 2026, 8, true, false }, { 2026, 8, true, true },
    };
    for (size_t i = 0; i < 2 * sizeof servers / sizeof *servers; i++) {
        error err;
        BUF_AUTO out = BUF_INIT(NULL, 0);
        const catalog_server *server = &servers[i / 2];
        catalog_manner manner = { .idempotent = catalog_is_idempotent(server, item->kind),
                                  .options = true };
        status st = i % 2 ? catalog_render_create(item, server, manner, &out, &err)
                          : catalog_render_drop(item, server, manner, &out, &err);
        FUZZ_CHECK(!st || ((st == ST_MIGRATIONS || st == ST_ARGUMENT) && err.message[0]));
        FUZZ_CHECK(st || out.len > 0);
        if (!st && !catalog_is_other(item->kind))
            check_statement(buf_view(&out));
    }
}

static bool read_row(const catalog_row *row, bool index, arena *a, catalog_item *out)
{
    error err;
    bool is_one = false;
    catalog_reading how = { .indexes = index };
    status st = catalog_read_row(row, how, a, &is_one, out, &err);
    FUZZ_CHECK(!st || (st == ST_PROTOCOL && err.message[0]));
    if (st || !is_one)
        return false;
    FUZZ_CHECK(out->name.len > 0);
    FUZZ_CHECK(catalog_is_constraint(out->kind) != index);
    FUZZ_CHECK(catalog_equal(out, out, (catalog_equality){ .options = true }));
    render(out);
    return true;
}

static void compare(const catalog_item *one, const catalog_item *other, arena *a)
{
    catalog_diff diff;
    catalog_equality by = { .options = true };
    FUZZ_CHECK(!catalog_compare((catalog_items){ one, 1 }, (catalog_items){ other, 1 }, by, a,
                                &diff, NULL));
    bool equal = catalog_equal(one, other, by);
    FUZZ_CHECK(equal == catalog_equal(other, one, by));
    FUZZ_CHECK(equal == (diff.relation == CATALOG_IDENTICAL));
    FUZZ_CHECK(catalog_equivalent(one, other) == (diff.relation != CATALOG_DIFFERENT));
}

/* What is walked over is what was checked. */
static void walk(str options)
{
    error err;
    catalog_option option;
    if (catalog_options_check(options, &err)) {
        FUZZ_CHECK(err.status == ST_PARSE && err.message[0]);
        return;
    }
    for (catalog_options all = catalog_options_open(options);
         catalog_options_next(&all, &option);) {
        FUZZ_CHECK(option.key.len > 0 && option.value.len > 0);
        FUZZ_CHECK(!catalog_options_check(option.source, &err));
        FUZZ_CHECK(catalog_literal_equal(option.value, option.value));
        catalog_option found;
        FUZZ_CHECK(catalog_options_find(options, option.key, &found));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str rest = { (const char *)data, size };
    catalog_item items[2];
    bool index = size % 2;
    if (!utf8_is_valid(rest))
        return 0;
    walk(rest);
    catalog_row first = read_columns(&a, &rest), second = read_columns(&a, &rest);
    bool one = read_row(&first, index, &a, &items[0]),
         other = read_row(&second, index, &a, &items[1]);
    FUZZ_CHECK(catalog_options_equal(first.options, second.options) ==
               catalog_options_equal(second.options, first.options));
    if (one && other)
        compare(&items[0], &items[1], &a);
    return 0;
}
