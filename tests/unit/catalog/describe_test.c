#include "catalog/describe.h"

#include <criterion/criterion.h>

static const str books[] = { { "Book", 4 }, { "Film", 4 } }, names[] = { { "a", 1 }, { "b", 1 } };

static void expect(const catalog_item *item, const catalog_item *equivalent, const char *text)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    catalog_difference difference = { item, equivalent };
    catalog_describe_difference(&difference, &out);
    buf_char(&out, '\0');
    cr_expect_str_eq(out.data, text);
}

Test(describe, items_are_patterns)
{
    catalog_item item = { .kind = CATALOG_UNIQUE,
                          .name = STR("u"),
                          .labels = { books, 1 },
                          .properties = { names, 1 },
                          .options = STR("{x: 1}") };
    expect(&item, NULL, "constraint `u`: unique (:Book {a})");
    item.kind = CATALOG_PROPERTY_TYPE;
    item.property_type = STR("STRING");
    expect(&item, NULL, "constraint `u`: property_type (:Book {a}) is STRING");
    catalog_item full = { .kind = CATALOG_FULLTEXT,
                          .entity = CATALOG_RELATIONSHIP,
                          .name = STR("f"),
                          .labels = { books, 2 },
                          .properties = { names, 2 } };
    expect(&full, NULL, "index `f`: fulltext ()-[:Book|Film {a, b}]-()");
    catalog_item other = { .kind = CATALOG_OTHER_INDEX, .name = STR("o"), .word = STR("MAGIC") };
    expect(&other, NULL, "index `o`: MAGIC ()");
}

Test(describe, options_are_told_where_only_they_differ)
{
    catalog_item item = { .kind = CATALOG_TEXT,
                          .name = STR("t"),
                          .labels = { books, 1 },
                          .properties = { names, 1 },
                          .options = STR("{x: 1}") };
    catalog_item alike = item, named = item;
    alike.options = STR_NONE;
    named.name = STR("other");
    expect(&item, &alike, "index `t`: text (:Book {a}) with options {x: 1}");
    expect(&alike, &item, "index `t`: text (:Book {a}) without options");
    expect(&item, &named, "index `t`: text (:Book {a})");
}
