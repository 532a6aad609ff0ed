#include "catalog/versions.h"

#include "base/buf.h"
#include "failing_memory.h"

#include <criterion/criterion.h>
#include <string.h>

#define TEXT(text)                                                                                 \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static const str letters[] = { TEXT("a"), TEXT("b"), TEXT("c"), TEXT("d") };
#define ITEM(called, from, many)                                                                   \
    {                                                                                              \
        .name = TEXT(called), .line = 7, .column = 3, .properties = { letters + (from), (many) }   \
    }
#define ITEMS(array)                                                                               \
    {                                                                                              \
        (array), sizeof(array) / sizeof *(array)                                                   \
    }

static const catalog_item first[] = { ITEM("c1", 0, 2) };
static const catalog_item second[] = { ITEM("c1", 0, 3), ITEM("c2", 3, 1) };
static const catalog_item fourth[] = { ITEM("c", 0, 1) };
static const catalog_item fifth[] = { ITEM("c", 3, 1) };
static const catalog_change changes[] = {
    { .version = TEXT("1"), .items = ITEMS(first) },
    { .version = TEXT("2"), .items = ITEMS(second) },
    { .version = TEXT("3"), .reset = true },
    { .version = TEXT("4"), .items = ITEMS(fourth) },
    { .version = TEXT("5"), .reset = true, .items = ITEMS(fifth) },
};
static const catalog_versions versions = { changes, sizeof changes / sizeof *changes };

/* As in "c1 a b, c2 d". */
static str shown(catalog_items items, arena *a)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    for (size_t i = 0; i < items.count; i++) {
        buf_printf(&text, "%s%.*s", i ? ", " : "", STR_ARG(items.items[i].name));
        for (size_t k = 0; k < items.items[i].properties.count; k++)
            buf_printf(&text, " %.*s", STR_ARG(items.items[i].properties.items[k]));
    }
    return arena_str(a, buf_view(&text));
}

static void expect_at(size_t until, const char *expected)
{
    catalog_items items;
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    cr_assert_eq(catalog_versions_at(versions, until, &a, &items, NULL), ST_OK);
    str actual = shown(items, &a);
    cr_expect(str_eq(actual, str_from(expected)), "until %zu: expected \"%s\", got \"%.*s\"", until,
              expected, STR_ARG(actual));
}

Test(versions, newest_definition_of_each_name)
{
    expect_at(0, "");
    expect_at(1, "c1 a b");
    expect_at(2, "c1 a b c, c2 d");
}

Test(versions, reset_forgets_what_was_before)
{
    expect_at(3, "");
    expect_at(4, "c a");
    expect_at(5, "c d");
}

Test(versions, each_version_may_define_a_name_once)
{
    error err;
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    cr_assert_eq(catalog_versions_check(versions, &a, &err), ST_OK);
    catalog_item twice[] = { ITEM("x", 0, 1), ITEM("y", 0, 1), ITEM("x", 1, 1) };
    twice[2].line = 23;
    twice[2].column = 5;
    catalog_change bad[] = {
        changes[0], { .version = STR("1.1"), .source = STR("V1_1__x.xml"), .items = ITEMS(twice) }
    };
    cr_assert_eq(catalog_versions_check((catalog_versions){ bad, 2 }, &a, &err), ST_MIGRATIONS);
    cr_assert_str_eq(err.message,
                     "an item named \"x\" has been defined in version 1.1 already, in line 7: "
                     "within one version a name stands for one item");
    cr_assert_str_eq(err.source, "V1_1__x.xml");
    cr_assert_eq(err.line, 23);
    cr_assert_eq(err.column, 5);
}

/* Every version defines all names again: what is done for each definition must not depend on how many there are. */
Test(versions, many, .timeout = 10)
{
    enum { NAMES = 10000, CHANGES = 50 };
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    catalog_item *items = arena_array(&a, NAMES, sizeof *items);
    for (size_t i = 0; i < NAMES; i++)
        items[i].name = arena_printf(&a, "item_%zu", i);
    catalog_change *many = arena_array(&a, CHANGES, sizeof *many);
    for (size_t i = 0; i < CHANGES; i++)
        many[i] = (catalog_change){ .version = STR("1"), .items = { items, NAMES } };
    catalog_items at;
    ARENA_AUTO scratch = ARENA_INIT(NULL, 0);
    cr_assert_eq(catalog_versions_check((catalog_versions){ many, CHANGES }, &scratch, NULL),
                 ST_OK);
    cr_assert_eq(catalog_versions_at((catalog_versions){ many, CHANGES }, CHANGES, &a, &at, NULL),
                 ST_OK);
    cr_assert_eq(at.count, NAMES);
    cr_assert(str_eq(at.items[NAMES - 1].name, STR("item_9999")));
}

Test(versions, memory_runs_out)
{
    for (failing_memory f = { 0 }; failing_memory_next(&f);) {
        const allocator mem = { failing_resize, &f };
        ARENA_AUTO a = ARENA_INIT(&mem, 0);
        catalog_items items;
        status st = catalog_versions_check(versions, &a, NULL);
        if (!st)
            st = catalog_versions_at(versions, 2, &a, &items, NULL);
        cr_expect_eq(st, f.failed ? ST_NO_MEMORY : ST_OK);
        arena_finish(&a);
        cr_expect_eq(f.blocks, 0);
    }
}
