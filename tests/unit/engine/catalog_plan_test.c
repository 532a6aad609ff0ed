/* The statements of catalog migrations, and what they depend on. */
#include "engine/catalog_plan.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const str books[] = { { "Book", 4 } }, isbns[] = { { "isbn", 4 } },
                 titles[] = { { "title", 5 } };

static catalog_item item_of(catalog_kind kind, const char *name, const str *property)
{
    return (catalog_item){
        .kind = kind, .name = str_from(name), .labels = { books, 1 }, .properties = { property, 1 }
    };
}

/* As text: a line for each statement, with -- in front where a transaction begins. */
static status plan(const catalog_plan_input *input, catalog_items remote, char text[512],
                   error *err)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    catalog_targets targets;
    catalog_plan made;
    status st = catalog_plan_resolve(input, &a, &targets, err);
    if (!st)
        st = catalog_plan_build(input, &targets, remote, &a, &made, err);
    text[0] = '\0';
    for (size_t i = 0; !st && i < made.count; i++) {
        size_t length = strlen(text);
        snprintf(text + length, 512 - length, "%s%.*s\n", made.steps[i].apart ? "-- " : "",
                 STR_ARG(made.steps[i].text));
    }
    return st;
}

/* One operation on `declared`, which was `before` until now. */
static void expect(catalog_operation operation, uint16_t major, uint16_t minor,
                   const catalog_item *declared, const catalog_item *before,
                   const catalog_item *remote, const char *statements)
{
    char text[512];
    error err = { .status = ST_OK };
    catalog_server server = { .major = major, .minor = minor };
    catalog_document document = { .operations = &operation, .operation_count = 1 };
    catalog_plan_input input = { .document = &document,
                                 .version = STR("2"),
                                 .before = { before, before ? 1 : 0 },
                                 .at = { declared, declared ? 1 : 0 },
                                 .server = &server };
    cr_assert_eq(plan(&input, (catalog_items){ remote, remote ? 1 : 0 }, text, &err), ST_OK, "%s",
                 err.message);
    cr_expect_str_eq(text, statements, "%u.%u: %s", major, minor, text);
}

static catalog_operation soft(catalog_operation_kind kind)
{
    return (catalog_operation){ .kind = kind, .reference = STR("isbn"), .idempotent = true };
}

static catalog_operation hard(catalog_operation_kind kind)
{
    return (catalog_operation){ .kind = kind, .reference = STR("isbn") };
}

Test(catalog_plan, servers_that_can_are_told_if)
{
    catalog_item isbn = item_of(CATALOG_UNIQUE, "isbn", isbns);
    expect(soft(CATALOG_CREATE), 5, 26, &isbn, NULL, NULL,
           "CREATE CONSTRAINT isbn IF NOT EXISTS FOR (n:Book) REQUIRE n.isbn IS UNIQUE\n");
    expect(hard(CATALOG_CREATE), 5, 26, &isbn, NULL, NULL,
           "CREATE CONSTRAINT isbn FOR (n:Book) REQUIRE n.isbn IS UNIQUE\n");
    expect(soft(CATALOG_DROP), 4, 1, &isbn, NULL, NULL, "DROP CONSTRAINT isbn IF EXISTS\n");
    expect(hard(CATALOG_DROP), 4, 1, &isbn, NULL, NULL, "DROP CONSTRAINT isbn\n");
}

Test(catalog_plan, for_others_what_is_there_decides)
{
    catalog_item isbn = item_of(CATALOG_UNIQUE, "isbn", isbns);
    catalog_item unnamed = item_of(CATALOG_UNIQUE, "Constraint_1", isbns);
    catalog_item other = item_of(CATALOG_UNIQUE, "other", titles);
    unnamed.generated = true;
    expect(soft(CATALOG_CREATE), 4, 0, &isbn, NULL, NULL,
           "CREATE CONSTRAINT isbn ON (n:Book) ASSERT n.isbn IS UNIQUE\n");
    expect(soft(CATALOG_CREATE), 4, 0, &isbn, NULL, &isbn, "");
    expect(soft(CATALOG_CREATE), 3, 5, &isbn, NULL, &unnamed, "");
    expect(soft(CATALOG_CREATE), 3, 5, &isbn, NULL, &other,
           "CREATE CONSTRAINT ON (n:Book) ASSERT n.isbn IS UNIQUE\n");
    expect(soft(CATALOG_DROP), 3, 5, &isbn, NULL, &unnamed,
           "DROP CONSTRAINT ON (n:Book) ASSERT n.isbn IS UNIQUE\n");
    expect(soft(CATALOG_DROP), 3, 5, &isbn, NULL, &other, "");
    expect(soft(CATALOG_DROP), 4, 0, &isbn, NULL, &isbn, "DROP CONSTRAINT isbn\n");
    expect(hard(CATALOG_DROP), 4, 0, &isbn, NULL, NULL, "DROP CONSTRAINT isbn\n");
}

Test(catalog_plan, a_drop_finds_what_was_redefined)
{
    catalog_item now = item_of(CATALOG_UNIQUE, "isbn", titles);
    catalog_item before = item_of(CATALOG_UNIQUE, "isbn", isbns);
    catalog_item there = item_of(CATALOG_UNIQUE, "Constraint_1", isbns);
    there.generated = true;
    expect(soft(CATALOG_DROP), 3, 5, &now, &before, &there,
           "DROP CONSTRAINT ON (n:Book) ASSERT n.isbn IS UNIQUE\n");
    catalog_operation local = { .kind = CATALOG_DROP, .item = &now, .idempotent = true };
    expect(local, 3, 5, &now, &before, &there, "");
}

Test(catalog_plan, apply_drops_all_and_creates_constraints_first)
{
    catalog_item declared[] = { item_of(CATALOG_INDEX, "title", titles),
                                item_of(CATALOG_UNIQUE, "isbn", isbns) };
    catalog_item remote[] = { item_of(CATALOG_INDEX, "old", titles),
                              { .kind = CATALOG_OTHER_INDEX, .name = STR("odd") } };
    catalog_operation apply = { .kind = CATALOG_APPLY };
    catalog_server server = { .major = 5, .minor = 26 };
    catalog_document document = { .operations = &apply, .operation_count = 1 };
    catalog_plan_input input = {
        .document = &document, .version = STR("2"), .at = { declared, 2 }, .server = &server
    };
    char text[512];
    cr_assert_eq(plan(&input, (catalog_items){ remote, 2 }, text, NULL), ST_OK);
    cr_expect_str_eq(text, "DROP INDEX old\n"
                           "CREATE CONSTRAINT isbn FOR (n:Book) REQUIRE n.isbn IS UNIQUE\n"
                           "CREATE INDEX title FOR (n:Book) ON (n.title)\n");
}

/* The steps before it count. */
Test(catalog_plan, what_has_been_dropped_is_created)
{
    catalog_item isbn = item_of(CATALOG_UNIQUE, "isbn", isbns);
    catalog_operation operations[] = { soft(CATALOG_DROP), soft(CATALOG_CREATE),
                                       soft(CATALOG_CREATE) };
    catalog_server server = { .major = 4 };
    catalog_document document = { .operations = operations, .operation_count = 3 };
    catalog_plan_input input = {
        .document = &document, .version = STR("2"), .at = { &isbn, 1 }, .server = &server
    };
    char text[512];
    cr_assert_eq(plan(&input, (catalog_items){ &isbn, 1 }, text, NULL), ST_OK);
    cr_expect_str_eq(text, "DROP CONSTRAINT isbn\n"
                           "-- CREATE CONSTRAINT isbn ON (n:Book) ASSERT n.isbn IS UNIQUE\n");
}

static catalog_plan_input input_of(const catalog_document *document, const catalog_server *server,
                                   const catalog_item *declared, size_t count)
{
    return (catalog_plan_input){
        .document = document, .version = STR("2"), .at = { declared, count }, .server = server
    };
}

/* A server cannot drop a constraint and create one with the same index in one transaction. */
Test(catalog_plan, a_constraint_that_replaces_its_like_is_apart)
{
    catalog_item isbn = item_of(CATALOG_UNIQUE, "isbn", isbns);
    catalog_item other = item_of(CATALOG_UNIQUE, "isbn", titles);
    catalog_operation operations[] = { soft(CATALOG_DROP), soft(CATALOG_CREATE) };
    catalog_server server = { .major = 5, .minor = 26 };
    catalog_document document = { .operations = operations, .operation_count = 2 };
    catalog_plan_input input = input_of(&document, &server, &isbn, 1);
    char text[512];
    cr_assert_eq(plan(&input, (catalog_items){ &isbn, 1 }, text, NULL), ST_OK);
    cr_expect_str_eq(text, "DROP CONSTRAINT isbn IF EXISTS\n"
                           "-- CREATE CONSTRAINT isbn IF NOT EXISTS FOR (n:Book) REQUIRE n.isbn IS "
                           "UNIQUE\n");
    cr_assert_eq(plan(&input, (catalog_items){ &other, 1 }, text, NULL), ST_OK);
    cr_expect_null(strstr(text, "--"), "%s", text);
    cr_assert_eq(plan(&input, (catalog_items){ NULL, 0 }, text, NULL), ST_OK);
    cr_expect_null(strstr(text, "--"), "%s", text);
}

Test(catalog_plan, an_index_is_in_the_way_of_constraints_on_newer_servers)
{
    catalog_item isbn = item_of(CATALOG_UNIQUE, "isbn", isbns);
    catalog_item index = item_of(CATALOG_INDEX, "by_hand", isbns);
    catalog_operation operations[] = { { .kind = CATALOG_DROP, .item = &index },
                                       hard(CATALOG_CREATE) };
    catalog_server server = { .major = 5, .minor = 26 };
    catalog_document document = { .operations = operations, .operation_count = 2 };
    catalog_plan_input input = input_of(&document, &server, &isbn, 1);
    char text[512];
    cr_assert_eq(plan(&input, (catalog_items){ &index, 1 }, text, NULL), ST_OK);
    cr_expect_null(strstr(text, "--"), "%s", text);
    server = (catalog_server){ .major = 2026, .minor = 8 };
    cr_assert_eq(plan(&input, (catalog_items){ &index, 1 }, text, NULL), ST_OK);
    cr_expect_not_null(strstr(text, "\n-- CREATE CONSTRAINT"), "%s", text);
}

Test(catalog_plan, apply_leaves_alone_what_is_as_declared)
{
    catalog_item declared[] = { item_of(CATALOG_UNIQUE, "isbn", isbns),
                                item_of(CATALOG_UNIQUE, "title", titles) };
    catalog_item remote[] = { item_of(CATALOG_UNIQUE, "isbn", isbns),
                              item_of(CATALOG_UNIQUE, "another", titles),
                              item_of(CATALOG_TEXT, "text", titles) };
    catalog_operation apply = { .kind = CATALOG_APPLY };
    catalog_server server = { .major = 5, .minor = 26 };
    catalog_document document = { .operations = &apply, .operation_count = 1 };
    catalog_plan_input input = input_of(&document, &server, declared, 2);
    char text[512];
    cr_assert_eq(plan(&input, (catalog_items){ remote, 3 }, text, NULL), ST_OK);
    cr_expect_str_eq(text, "DROP CONSTRAINT another\n"
                           "-- DROP INDEX text\n"
                           "CREATE CONSTRAINT title FOR (n:Book) REQUIRE n.title IS UNIQUE\n");
    cr_assert_eq(plan(&input, (catalog_items){ declared, 2 }, text, NULL), ST_OK);
    cr_expect_str_eq(text, "");
}

static void expect_failure(const catalog_item *declared, const char *part)
{
    char text[512];
    error err = { .status = ST_OK };
    catalog_operation create = {
        .kind = CATALOG_CREATE, .reference = STR("isbn"), .line = 7, .column = 3
    };
    catalog_server server = { .major = 5, .minor = 26 };
    catalog_document document = { .operations = &create, .operation_count = 1 };
    catalog_plan_input input = { .document = &document,
                                 .version = STR("2"),
                                 .at = { declared, declared ? 1 : 0 },
                                 .server = &server };
    cr_assert_eq(plan(&input, (catalog_items){ 0 }, text, &err), ST_MIGRATIONS);
    cr_expect_not_null(strstr(err.message, part), "%s", err.message);
    cr_expect_eq(err.line, 7);
    cr_expect_eq(err.column, 3);
}

Test(catalog_plan, what_cannot_be_has_a_place)
{
    catalog_item exists = item_of(CATALOG_EXISTS, "isbn", isbns);
    expect_failure(NULL, "An item named 'isbn' has not been defined as of version 2.");
    expect_failure(&exists, "Enterprise");
}
