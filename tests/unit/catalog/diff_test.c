#include "catalog/diff.h"
#include "catalog/items.h"

static const catalog_equality strictly = { .options = true };

/* NAME=KIND.ENTITY.LABELS.PROPERTIES[.OPTIONS] */
static catalog_item item_of(arena *a, str text)
{
    str name = str_split(&text, '='),
        cells[6] = { STR(""), STR(""), STR(""), STR(""), STR(""), STR("") };
    for (size_t i = 0; i < 4; i++)
        cells[i] = str_split(&text, '.');
    cells[5] = text.data ? text : STR("");
    catalog_item item = item_of_cells(a, cells);
    item.name = name;
    return item;
}

static catalog_items items_of(arena *a, str cell)
{
    catalog_item *items = arena_array(a, cell.len + 1, sizeof *items);
    size_t count = 0;
    while (cell.len > 0)
        items[count++] = item_of(a, str_split(&cell, ' '));
    return (catalog_items){ items, count };
}

static void show(buf *out, const char *side, const catalog_difference *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, " %s %.*s", side, STR_ARG(all[i].item->name));
        if (all[i].equivalent)
            buf_printf(out, "~%.*s", STR_ARG(all[i].equivalent->name));
    }
}

static void check(const table_row *row)
{
    static const char *const words[] = { "identical", "equivalent", "different" };
    catalog_diff diff;
    cr_assert_eq(catalog_compare(items_of(row->a, row->cells[0]), items_of(row->a, row->cells[1]),
                                 strictly, row->a, &diff, NULL),
                 ST_OK);
    BUF_AUTO out = BUF_INIT(NULL, 0);
    buf_text(&out, words[diff.relation]);
    show(&out, "left", diff.left, diff.left_count);
    show(&out, "right", diff.right, diff.right_count);
    table_expect(row, row->cells[2], buf_view(&out));
}

Test(diff, examples)
{
    table_run("catalog/diff.tsv", check);
}

Test(diff, lookups_count_when_they_are_declared)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    catalog_items kept,
        found = items_of(&a, STR("n=lookup.node.. r=lookup.relationship.. i=property.node.L.a")),
        declared = items_of(&a, STR("mine=lookup.relationship.. other=property.node.L.b"));
    cr_assert_eq(catalog_declared_lookups(found, declared, &a, &kept, NULL), ST_OK);
    cr_assert_eq(kept.count, 2);
    cr_assert(str_eq(kept.items[0].name, STR("r")));
    cr_assert(str_eq(kept.items[1].name, STR("i")));
    cr_assert_eq(catalog_declared_lookups(found, (catalog_items){ 0 }, &a, &kept, NULL), ST_OK);
    cr_assert_eq(kept.count, 1);
    cr_assert(str_eq(kept.items[0].name, STR("i")));
}

/* ---- Against what a definition says, item by item ---- */

static catalog_items random_catalog(random_source *r, arena *a)
{
    size_t count = random_below(r, 30);
    catalog_item *items = arena_array(a, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = random_item(r, a);
    return (catalog_items){ items, count };
}

/* Some of it as it is, some under another name or turned around, some not at all, and something else. */
static catalog_items changed(random_source *r, arena *a, catalog_items from)
{
    catalog_items more = random_catalog(r, a);
    catalog_item *items = arena_array(a, from.count + more.count, sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < from.count; i++) {
        catalog_item item = from.items[i];
        size_t how = random_below(r, 5);
        if (how == 0)
            item.name = random_name(r, a);
        else if (how == 1)
            item.properties = reversed(a, item.properties);
        else if (how == 2)
            continue;
        items[count++] = item;
    }
    for (size_t i = 0; i < more.count; i++)
        items[count++] = more.items[i];
    return (catalog_items){ items, count };
}

static void check_side(catalog_items here, catalog_items there, const catalog_difference *found,
                       size_t count, catalog_relation *worst)
{
    size_t at = 0;
    for (size_t i = 0; i < here.count; i++) {
        bool equal = false, equivalent = false;
        for (size_t k = 0; k < there.count; k++) {
            equal = equal || catalog_equal(&here.items[i], &there.items[k], strictly);
            equivalent = equivalent || catalog_equivalent(&here.items[i], &there.items[k]);
        }
        if (equal)
            continue;
        cr_assert_lt(at, count);
        cr_assert_eq(found[at].item, &here.items[i]);
        cr_assert_eq(found[at].equivalent != NULL, equivalent);
        cr_assert(!equivalent || catalog_equivalent(&here.items[i], found[at].equivalent));
        catalog_relation relation = equivalent ? CATALOG_EQUIVALENT : CATALOG_DIFFERENT;
        *worst = relation > *worst ? relation : *worst;
        at++;
    }
    cr_assert_eq(at, count);
}

Test(diff, random_catalogs)
{
    random_source r = { 11 };
    size_t relations[3] = { 0 };
    for (size_t i = 0; i < 500; i++) {
        ARENA_AUTO a = ARENA_INIT(NULL, 0);
        catalog_diff diff, same;
        catalog_items left = random_catalog(&r, &a);
        catalog_items right = i % 4 ? changed(&r, &a, left) : random_catalog(&r, &a);
        cr_assert_eq(catalog_compare(left, right, strictly, &a, &diff, NULL), ST_OK);
        catalog_relation worst = CATALOG_IDENTICAL;
        check_side(left, right, diff.left, diff.left_count, &worst);
        check_side(right, left, diff.right, diff.right_count, &worst);
        cr_assert_eq(diff.relation, worst);
        cr_assert_eq(catalog_compare(left, left, strictly, &a, &same, NULL), ST_OK);
        cr_assert_eq(same.relation, CATALOG_IDENTICAL);
        relations[diff.relation]++;
    }
    cr_assert_gt(relations[CATALOG_DIFFERENT], 100);
}

/* ---- Large ones; how long it takes is measured in bench/ ---- */

enum { MANY = 10000 };

static catalog_item *many(arena *a, const char *name, bool alike)
{
    catalog_item *items = arena_array(a, MANY, sizeof *items);
    catalog_names label = names_of(a, STR("L"), '|');
    for (unsigned i = 0; i < MANY; i++)
        items[i] = (catalog_item){
            .kind = CATALOG_INDEX,
            .name = arena_printf(a, "%s%u", name, i),
            .labels = label,
            .properties = names_of(a, arena_printf(a, "p%u", alike ? 0 : i), ','),
        };
    return items;
}

static void expect_many(const char *name, bool alike, size_t changed_items,
                        catalog_relation relation)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    catalog_item *left = many(&a, "i", alike), *right = many(&a, name, alike);
    for (size_t i = 0; i < changed_items; i++)
        right[i * 7].options = STR("x: 1");
    catalog_diff diff;
    cr_assert_eq(catalog_compare((catalog_items){ left, MANY }, (catalog_items){ right, MANY },
                                 strictly, &a, &diff, NULL),
                 ST_OK);
    cr_assert_eq(diff.relation, relation);
    bool renamed = strcmp(name, "i") != 0;
    cr_assert_eq(diff.left_count, renamed ? MANY : changed_items);
    cr_assert_eq(diff.right_count, diff.left_count);
}

Test(diff, ten_thousand_items)
{
    expect_many("i", false, 0, CATALOG_IDENTICAL);
    expect_many("i", false, 1000, CATALOG_EQUIVALENT);
    expect_many("other", false, 0, CATALOG_EQUIVALENT);
}

/* All of them are equivalent to all others. */
Test(diff, ten_thousand_times_the_same)
{
    expect_many("other", true, 0, CATALOG_EQUIVALENT);
}
