#include "catalog/items.h"
#include "catalog/options.h"
#include "catalog/render.h"

#include "cypher/lexer.h"

static struct {
    catalog_server server;
    arena a;
    str keys[40];
    catalog_item items[40];
    size_t count;
    size_t statements;
} tables;

static void read_item(const table_row *row)
{
    cr_assert_eq(row->count, 7, "%s:%zu", row->file, row->line);
    str cells[7];
    for (size_t i = 0; i < 7; i++)
        cells[i] = arena_str(&tables.a, row->cells[i]);
    tables.keys[tables.count] = cells[0];
    tables.items[tables.count++] = item_of_cells(&tables.a, cells + 1);
}

static const catalog_item *item_called(const table_row *row, str key)
{
    for (size_t i = 0; i < tables.count; i++)
        if (str_eq(tables.keys[i], key))
            return &tables.items[i];
    cr_assert_fail("%s:%zu: no item %.*s", row->file, row->line, STR_ARG(key));
    abort();
}

/* The statement, or "! " and why there is none. */
static str rendered(const table_row *row, const catalog_item *item, str operation, bool options)
{
    error err;
    BUF_AUTO out = BUF_INIT(NULL, 0);
    catalog_manner manner = {
        .idempotent = str_ends(operation, STR(" if")),
        .unnamed = str_find(operation, STR(" unnamed"), 0) != STR_NOT_FOUND,
        .options = options,
    };
    bool create = str_starts(operation, STR("create"));
    status st = create ? catalog_render_create(item, &tables.server, manner, &out, &err)
                       : catalog_render_drop(item, &tables.server, manner, &out, &err);
    cr_assert(!st || st == ST_MIGRATIONS || st == ST_ARGUMENT);
    return st ? arena_printf(row->a, "! %s", err.message) : arena_str(row->a, buf_view(&out));
}

static void expect(const table_row *row, str expected, str actual)
{
    if (!str_starts(expected, STR("! "))) {
        table_expect(row, expected, actual);
        return;
    }
    str reason = str_from_index(expected, 2);
    cr_expect(str_starts(actual, STR("! ")) && str_find(actual, reason, 0) != STR_NOT_FOUND,
              "%s:%zu: expected\n  ...%.*s...\nbut got\n  %.*s", row->file, row->line,
              STR_ARG(reason), STR_ARG(actual));
}

static void check_statement(const table_row *row)
{
    cr_assert_geq(row->count, 3, "%s:%zu", row->file, row->line);
    const catalog_item *item = item_called(row, row->cells[0]);
    expect(row, row->cells[2], rendered(row, item, row->cells[1], false));
    tables.statements += row->cells[2].data[0] != '!';
}

/* Every kind, created and dropped in every manner, for one server. */
static size_t run(const char *version, bool cypher_25)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    tables.server = (catalog_server){ .enterprise = true, .cypher_25 = cypher_25 };
    tables.statements = 0;
    cr_assert(catalog_server_parse(str_from(version), &tables.server));
    str file =
        arena_printf(&a, "catalog/statements/%s%s.tsv", version, cypher_25 ? "-cypher-25" : "");
    cr_assert_eq(table_run(file.data, check_statement), tables.count * 7, "%s", file.data);
    return tables.statements;
}

Test(render, statements_of_every_server)
{
    static const char *const versions[] = { "3.5", "4.0", "4.1",  "4.2",    "4.3",
                                            "4.4", "5.0", "5.26", "2026.08" };
    table_run("catalog/items.tsv", read_item);
    size_t before = 0;
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        size_t count = run(versions[i], false);
        cr_assert_gt(count, 20);
        before = count;
    }
    cr_assert_eq(run("2026.08", true), before);
    arena_finish(&tables.a);
}

/* version, edition, operation, item, statement */
static void check_case(const table_row *row)
{
    cr_assert_eq(row->count, 10, "%s:%zu", row->file, row->line);
    str edition = row->cells[1];
    tables.server = (catalog_server){
        .enterprise = !str_starts(edition, STR("community")),
        .cypher_25 = str_ends(edition, STR("25")),
    };
    cr_assert(catalog_server_parse(row->cells[0], &tables.server));
    catalog_item item = item_of_cells(row->a, row->cells + 3);
    expect(row, row->cells[9], rendered(row, &item, row->cells[2], true));
}

Test(render, options_editions_and_first_versions)
{
    table_run("catalog/rendering.tsv", check_case);
}

Test(render, texts_of_versions)
{
    static const struct {
        const char *text, *shown;
    } cases[] = {
        { "3.5.35", "3.5" },
        { "neo4j:4.4-SNAPSHOT", "4.4" },
        { " Neo4j/5.26.30 ", "5.26" },
        { "5", "5" },
        { "2025.1", "2025.01" },
        { "2026.08.1", "2026.08" },
        { "nonsense", NULL },
        { "", NULL },
        { "Neo4j/", NULL },
        { "2.3", NULL },
        { "99999999999999999999.1", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char shown[16];
        catalog_server server = { 0 };
        bool known = catalog_server_parse(str_from(cases[i].text), &server);
        cr_assert_eq(known, cases[i].shown != NULL, "%s", cases[i].text);
        if (!known)
            continue;
        catalog_version_text(server.major, server.minor, shown);
        cr_assert_str_eq(shown, cases[i].shown);
    }
}

Test(render, items_without_a_given_name)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    BUF_AUTO out = BUF_INIT(NULL, 0);
    error err;
    catalog_item item = { .kind = CATALOG_UNIQUE,
                          .labels = names_of(&a, STR("Book"), '|'),
                          .properties = names_of(&a, STR("isbn"), ',') };
    catalog_server server = { .major = 4, .minor = 4 };
    cr_assert_eq(catalog_item_name(&item, &a, NULL), ST_OK);
    cr_assert_eq(catalog_render_create(&item, &server, (catalog_manner){ 0 }, &out, &err), ST_OK);
    cr_assert(
        str_eq(buf_view(&out), STR("CREATE CONSTRAINT FOR (n:Book) REQUIRE n.isbn IS UNIQUE")));
    buf_clear(&out);
    cr_assert_eq(catalog_render_drop(&item, &server, (catalog_manner){ 0 }, &out, &err), ST_OK);
    cr_assert(str_eq(buf_view(&out), STR("DROP CONSTRAINT ON (n:Book) ASSERT n.isbn IS UNIQUE")));
    catalog_manner softly = { .idempotent = true };
    cr_assert_eq(catalog_render_drop(&item, &server, softly, &out, &err), ST_MIGRATIONS);
    server.major = 5;
    cr_assert_eq(catalog_render_drop(&item, &server, (catalog_manner){ 0 }, &out, &err),
                 ST_MIGRATIONS);
    cr_assert_str_eq(err.message,
                     "constraint \"Constraint_AAF3BCD56A53F17AD84F4EC32AA78343\": a unique "
                     "constraint can only be dropped by its name here, and it has none");
}

Test(render, what_is_of_a_kind_unknown_to_us)
{
    catalog_item item = { .kind = CATALOG_OTHER_INDEX,
                          .name = STR("odd one"),
                          .word = STR("SPARSE"),
                          .statement = STR("CREATE SPARSE INDEX `odd one` FOR (n)") };
    BUF_AUTO out = BUF_INIT(NULL, 0);
    error err;
    catalog_server server = { .major = 2026, .minor = 8 };
    cr_assert_eq(catalog_render_create(&item, &server, (catalog_manner){ 0 }, &out, &err), ST_OK);
    cr_assert(str_eq(buf_view(&out), item.statement));
    buf_clear(&out);
    cr_assert_eq(catalog_render_drop(&item, &server, (catalog_manner){ 0 }, &out, &err), ST_OK);
    cr_assert(str_eq(buf_view(&out), STR("DROP INDEX `odd one`")));
    item.statement = STR_NONE;
    cr_assert_eq(catalog_render_create(&item, &server, (catalog_manner){ 0 }, &out, &err),
                 ST_MIGRATIONS);
    cr_assert(strstr(err.message, "\"SPARSE\""), "%s", err.message);
}

Test(render, script)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    catalog_item items[] = {
        { .kind = CATALOG_UNIQUE, .name = STR("u"), .line = 7 },
        { .kind = CATALOG_TEXT, .name = STR("t") },
        { .kind = CATALOG_FULLTEXT, .name = STR("f") },
    };
    for (size_t i = 0; i < 3; i++) {
        items[i].labels = names_of(&a, STR("L"), '|');
        items[i].properties = names_of(&a, STR("a"), '|');
    }
    catalog_server server = { .major = 4, .minor = 2 };
    BUF_AUTO out = BUF_INIT(NULL, 0);
    size_t left_out;
    catalog_render_script((catalog_items){ items, 3 }, &server, (catalog_manner){ 0 }, &out,
                          &left_out);
    cr_assert_eq(left_out, 1);
    cr_assert(str_eq(buf_view(&out),
                     STR("CREATE CONSTRAINT u IF NOT EXISTS ON (n:L) ASSERT n.a IS UNIQUE;\n"
                         "// index \"t\": a text index requires Neo4j 4.4 or higher, this is 4.2\n"
                         "CALL db.index.fulltext.createNodeIndex('f',['L'],['a']);\n")),
              "%.*s", STR_ARG(buf_view(&out)));
}

/* How long that takes is measured in bench/. */
Test(render, script_of_ten_thousand_items)
{
    enum { MANY = 10000 };
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    BUF_AUTO out = BUF_INIT(NULL, 0);
    catalog_item *items = arena_array(&a, MANY, sizeof *items);
    for (unsigned i = 0; i < MANY; i++)
        items[i] = (catalog_item){
            .kind = CATALOG_INDEX,
            .name = arena_printf(&a, "i%u", i),
            .labels = names_of(&a, STR("L"), '|'),
            .properties = names_of(&a, arena_printf(&a, "p%u", i), '|'),
        };
    catalog_server server = { .major = 5, .minor = 26 };
    size_t left_out, lines = 0;
    catalog_render_script((catalog_items){ items, MANY }, &server, (catalog_manner){ 0 }, &out,
                          &left_out);
    for (str rest = buf_view(&out); rest.len > 0; lines++) {
        str line = str_split(&rest, '\n');
        cr_assert(str_starts(line, STR("CREATE INDEX i")) && str_ends(line, STR(");")));
    }
    cr_assert_eq(lines, MANY);
    cr_assert_eq(left_out, 0);
}

Test(render, refusals_tell_the_place)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    error err;
    BUF_AUTO out = BUF_INIT(NULL, 0);
    catalog_item item = { .kind = CATALOG_EXISTS,
                          .labels = names_of(&a, STR("L"), '|'),
                          .properties = names_of(&a, STR("a"), '|'),
                          .line = 7,
                          .column = 3 };
    catalog_server server = { .major = 5, .minor = 26 };
    cr_assert_eq(catalog_render_create(&item, &server, (catalog_manner){ 0 }, &out, &err),
                 ST_MIGRATIONS);
    cr_assert_eq(err.line, 7);
    cr_assert_eq(err.column, 3);
}

/* ---- Whatever the names, they stay names ---- */

static bool is_name(str quoted, str name)
{
    BUF_AUTO found = BUF_INIT(NULL, 0);
    BUF_AUTO wanted = BUF_INIT(NULL, 0);
    for (size_t i = 1; i + 1 < quoted.len; i++) {
        buf_char(&found, quoted.data[i]);
        i += quoted.data[i] == '`';
    }
    for (str rest = name; rest.len > 0;) {
        bool escape = str_starts(rest, STR("\\u0060"));
        buf_char(&wanted, escape ? '`' : rest.data[0]);
        rest = str_from_index(rest, escape ? 6 : 1);
    }
    return str_eq(buf_view(&found), buf_view(&wanted));
}

static bool is_one_of(str quoted, const catalog_item *item)
{
    bool found = is_name(quoted, item->name);
    for (size_t i = 0; i < item->labels.count; i++)
        found = found || is_name(quoted, item->labels.items[i]);
    for (size_t i = 0; i < item->properties.count; i++)
        found = found || is_name(quoted, item->properties.items[i]);
    return found;
}

static void check_tokens(str statement, const catalog_item *item)
{
    int depth = 0;
    bool options = false;
    cypher_lexer lexer = CYPHER_LEXER(statement);
    for (cypher_token t; (t = cypher_next_token(&lexer)).kind != TOKEN_END;) {
        options = options || cypher_token_is_name(t, STR("OPTIONS"));
        cr_assert(t.closed, "%.*s", STR_ARG(statement));
        cr_assert(!cypher_token_is_symbol(t, ';') && t.kind != TOKEN_COMMENT, "%.*s",
                  STR_ARG(statement));
        cr_assert(options || t.kind != TOKEN_QUOTED || is_one_of(t.text, item), "%.*s in %.*s",
                  STR_ARG(t.text), STR_ARG(statement));
        for (size_t i = 0; t.kind == TOKEN_SYMBOL && i < 3; i++)
            depth += (t.text.data[0] == "([{"[i]) - (t.text.data[0] == ")]}"[i]);
    }
    cr_assert_eq(depth, 0, "%.*s", STR_ARG(statement));
}

Test(render, random_items)
{
    static const catalog_server servers[] = {
        { 3, 5, true, false },    { 4, 0, true, false },   { 4, 2, true, false },
        { 4, 3, true, false },    { 4, 4, true, false },   { 5, 26, true, false },
        { 2026, 8, true, false }, { 2026, 8, true, true },
    };
    random_source r = { 42 };
    size_t statements = 0;
    for (size_t i = 0; i < 3000; i++) {
        ARENA_AUTO a = ARENA_INIT(NULL, 0);
        BUF_AUTO out = BUF_INIT(NULL, 0);
        catalog_item item = random_item(&r, &a);
        const catalog_server *server = &servers[random_below(&r, 8)];
        catalog_manner manner = { random_below(&r, 2), random_below(&r, 2), random_below(&r, 2),
                                  random_below(&r, 2) };
        bool create = random_below(&r, 2);
        if (create ? catalog_render_create(&item, server, manner, &out, NULL)
                   : catalog_render_drop(&item, server, manner, &out, NULL))
            continue;
        check_tokens(buf_view(&out), &item);
        statements++;
    }
    cr_assert_gt(statements, 1000);
}
