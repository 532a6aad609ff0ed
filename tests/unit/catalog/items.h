/* Items for tests: those of tables, and random ones. */
#ifndef CATALOG_ITEMS_H
#define CATALOG_ITEMS_H

#include "catalog/random_items.h"
#include "cypher/table.h"

static inline catalog_names names_of(arena *a, str list, char separator)
{
    str *names = arena_array(a, list.len + 1, sizeof *names);
    size_t count = 0;
    while (list.len > 0)
        names[count++] = str_split(&list, separator);
    return (catalog_names){ names, count };
}

static inline catalog_kind kind_of(str word)
{
    for (int kind = CATALOG_UNIQUE; kind <= CATALOG_LOOKUP; kind++)
        if (str_eq(catalog_kind_word((catalog_kind)kind), word))
            return (catalog_kind)kind;
    cr_assert_fail("no kind is called %.*s", STR_ARG(word));
    abort();
}

/* From cells: kind, entity, labels, properties, property type, options. */
static inline catalog_item item_of_cells(arena *a, const str *cells)
{
    return (catalog_item){
        .kind = kind_of(cells[0]),
        .entity = str_eq(cells[1], STR("node")) ? CATALOG_NODE : CATALOG_RELATIONSHIP,
        .name = STR("the_name"),
        .labels = names_of(a, cells[2], '|'),
        .properties = names_of(a, cells[3], ','),
        .property_type = cells[4].len ? cells[4] : STR_NONE,
        .options = cells[5].len ? cells[5] : STR_NONE,
    };
}

#endif
