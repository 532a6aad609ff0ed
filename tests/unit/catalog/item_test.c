#include "catalog/item.h"
#include "catalog/items.h"

/* kind, entity, labels, properties, options, name */
static void check_name(const table_row *row)
{
    str cells[] = { row->cells[0], row->cells[1], row->cells[2],
                    row->cells[3], STR(""),       row->cells[4] };
    catalog_item item = item_of_cells(row->a, cells);
    item.name = STR(" ");
    cr_assert_eq(catalog_item_name(&item, row->a, NULL), ST_OK);
    table_expect(row, row->cells[5], item.name);
    cr_assert(item.generated);
}

Test(item, generated_names)
{
    table_run("catalog/generated-names.tsv", check_name);
}

Test(item, given_names_stay)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    catalog_item item = { .name = STR("mine") };
    cr_assert_eq(catalog_item_name(&item, &a, NULL), ST_OK);
    cr_assert(str_eq(item.name, STR("mine")) && !item.generated);
}

/* two items, and how they compare */
static void check_equality(const table_row *row)
{
    cr_assert_eq(row->count, 13, "%s:%zu", row->file, row->line);
    catalog_item a = item_of_cells(row->a, row->cells), b = item_of_cells(row->a, row->cells + 6);
    catalog_equality by = { .options = true };
    cr_expect(catalog_equal(&a, &a, by) && catalog_equal(&b, &b, by));
    bool equivalent = catalog_equivalent(&a, &b), equal = catalog_equal(&a, &b, by);
    cr_expect_eq(equivalent, catalog_equivalent(&b, &a));
    cr_expect_eq(equal, catalog_equal(&b, &a, by));
    str outcome = equal ? STR("equal") : equivalent ? STR("equivalent") : STR("different");
    table_expect(row, row->cells[12], outcome);
    b.name = STR("another");
    cr_expect_eq(catalog_equivalent(&a, &b), equivalent);
    cr_expect(!catalog_equal(&a, &b, by));
}

Test(item, equality)
{
    table_run("catalog/equality.tsv", check_equality);
}

Test(item, options_count_only_when_they_should)
{
    catalog_item a = { .name = STR("a"), .options = STR("x: 1") }, b = { .name = STR("a") };
    cr_assert(catalog_equal(&a, &b, (catalog_equality){ 0 }));
    cr_assert(!catalog_equal(&a, &b, (catalog_equality){ .options = true }));
}

Test(item, find)
{
    catalog_item items[] = { { .name = STR("a") }, { .name = STR("A") } };
    cr_assert_eq(catalog_find((catalog_items){ items, 2 }, STR("A")), &items[1]);
    cr_assert_null(catalog_find((catalog_items){ items, 2 }, STR("b")));
}

/* kind, entity, labels, properties, property type, reason or "fine" */
static void check_check(const table_row *row)
{
    error err = { 0 };
    str cells[] = { row->cells[0], row->cells[1], row->cells[2],
                    row->cells[3], row->cells[4], STR("") };
    catalog_item item = item_of_cells(row->a, cells);
    status st = catalog_item_check(&item, &err);
    cr_expect(!st || st == ST_ARGUMENT);
    table_expect(row, row->cells[5], st ? str_from(err.message) : STR("fine"));
}

Test(item, check)
{
    table_run("catalog/item-checks.tsv", check_check);
}

Test(item, random_items_are_fine)
{
    random_source r = { 3 };
    for (size_t i = 0; i < 1000; i++) {
        ARENA_AUTO a = ARENA_INIT(NULL, 0);
        error err;
        catalog_item item = random_item(&r, &a), turned = item;
        cr_assert_eq(catalog_item_check(&item, &err), ST_OK, "%s", err.message);
        turned.labels = reversed(&a, item.labels);
        if (item.kind != CATALOG_VECTOR)
            turned.properties = reversed(&a, item.properties);
        cr_assert(catalog_equivalent(&item, &turned));
        turned.entity = item.entity == CATALOG_NODE ? CATALOG_RELATIONSHIP : CATALOG_NODE;
        cr_assert(!catalog_equivalent(&item, &turned));
    }
}
