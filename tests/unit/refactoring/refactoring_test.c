/* Statements of refactorings, and what is refused: documents of data/refactoring/statements.tsv. */
#include "refactoring/refactoring.h"

#include "cypher/table.h"

#define NAMESPACE "https://michael-simons.github.io/neo4j-migrations"

static catalog_document parse(const table_row *row)
{
    catalog_document document;
    error err = { .status = ST_OK };
    str text = arena_printf(row->a, "<migration xmlns='" NAMESPACE "'>%.*s</migration>",
                            STR_ARG(row->cells[1]));
    cr_assert_eq(catalog_document_parse(text, row->a, &document, &err), ST_OK, "%s:%zu: %s",
                 row->file, row->line, err.message);
    cr_assert_eq(document.operation_count, 1);
    return document;
}

static status render(const table_row *row, const catalog_operation *operation,
                     const catalog_server *server, refactoring_statement *out, error *err)
{
    refactoring_query query;
    status st = refactoring_query_of(operation, &query, err);
    query.column = STR("c");
    return st ? st : refactoring_render(operation, server, &query, row->a, out, err);
}

/* version, document, statement or "! " and why there is none */
static void check(const table_row *row)
{
    cr_assert_eq(row->count, 3, "%s:%zu", row->file, row->line);
    catalog_server server = { .enterprise = false };
    catalog_document document = parse(row);
    refactoring_statement made;
    error err = { .status = ST_OK };
    cr_assert(catalog_server_parse(row->cells[0], &server));
    status st = render(row, document.operations, &server, &made, &err);
    table_expect(row, row->cells[2], st ? arena_printf(row->a, "! %s", err.message) : made.text);
    cr_expect(!st || (st == ST_MIGRATIONS && err.line == 1), "%s:%zu", row->file, row->line);
    bool batched = !st && str_find(made.text, STR("IN TRANSACTIONS"), 0) != STR_NOT_FOUND;
    bool repeats = !st && str_find(made.text, STR(" LIMIT "), 0) != STR_NOT_FOUND;
    cr_expect_eq(!st && made.batch_size, batched || repeats, "%s:%zu", row->file, row->line);
    cr_expect_eq(!st && made.repeats, repeats, "%s:%zu", row->file, row->line);
}

Test(refactoring, statements)
{
    table_run("refactoring/statements.tsv", check);
}

static refactoring_statement rendered(const char *xml, catalog_server server, arena *a)
{
    table_row row = { .file = xml, .a = a };
    row.cells[1] = str_from(xml);
    catalog_document document = parse(&row);
    refactoring_statement made;
    cr_assert_eq(render(&row, document.operations, &server, &made, NULL), ST_OK);
    return made;
}

static const char *const normalize =
    "<refactor type='normalize.asBoolean'><parameters><parameter name='property'>p</parameter>"
    "<parameter name='trueValues'><value>yes</value><value>-9223372036854775808</value></parameter>"
    "<parameter name='falseValues'><value>0</value><value/></parameter></parameters></refactor>";

Test(refactoring, words_are_integers_where_they_can_be)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    refactoring_statement made =
        rendered(normalize, (catalog_server){ .major = 5, .minor = 26 }, &a);
    bolt_list yes = bolt_map_list(made.parameters, "trueValues");
    bolt_list no = bolt_map_list(made.parameters, "falseValues");
    cr_assert_eq(yes.count, 2);
    cr_assert_eq(no.count, 1);
    cr_expect(str_eq(yes.items[0].as.string, STR("yes")));
    cr_expect_eq(yes.items[1].as.integer, INT64_MIN);
    cr_expect_eq(no.items[0].as.integer, 0);
    cr_expect_not(bolt_map_bool(made.parameters, "nullValue", true));
}

static const char *const vectors =
    "<refactor type='listToVectorOn.nodes'><parameters><parameter name='property'> p`q "
    "</parameter><parameter name='labels'><value> A </value><value>B C</value></parameter>"
    "</parameters></refactor>";

Test(refactoring, names_are_parameters_where_the_language_takes_them)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    refactoring_statement made =
        rendered(vectors, (catalog_server){ .major = 2026, .minor = 8 }, &a);
    bolt_list labels = bolt_map_list(made.parameters, "identifiers");
    cr_assert_eq(labels.count, 2);
    cr_expect(str_eq(labels.items[0].as.string, STR("A")));
    cr_expect(str_eq(labels.items[1].as.string, STR("B C")));
    cr_expect(str_eq(bolt_map_string(made.parameters, "property", STR_NONE), STR("p`q")));
}
