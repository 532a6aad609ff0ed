#include "catalog/item.h"
#include "catalog/options.h"
#include "catalog/property_type.h"

static bool has_all(catalog_names names, catalog_names wanted)
{
    for (size_t i = 0; i < wanted.count; i++)
        if (!catalog_names_has(names, wanted.items[i]))
            return false;
    return true;
}

static bool in_any_order(catalog_names a, catalog_names b)
{
    return has_all(a, b) && has_all(b, a);
}

/* The first property of a vector index holds the vectors, the others only filter. */
static bool has_same_vector(const catalog_item *a, const catalog_item *b)
{
    return a->kind != CATALOG_VECTOR || a->properties.count == 0 ||
           str_eq(a->properties.items[0], b->properties.items[0]);
}

bool catalog_equivalent(const catalog_item *a, const catalog_item *b)
{
    return a->kind == b->kind && a->entity == b->entity && str_eq(a->word, b->word) &&
           in_any_order(a->labels, b->labels) && in_any_order(a->properties, b->properties) &&
           has_same_vector(a, b) &&
           (a->kind != CATALOG_PROPERTY_TYPE ||
            catalog_property_type_equal(a->property_type, b->property_type));
}

/* Servers keep two such items with another order side by side, and use them for other queries. */
static bool is_ordered(catalog_kind kind)
{
    return kind == CATALOG_UNIQUE || kind == CATALOG_KEY || kind == CATALOG_INDEX;
}

bool catalog_equal(const catalog_item *a, const catalog_item *b, catalog_equality by)
{
    return str_eq(a->name, b->name) && catalog_equivalent(a, b) &&
           (!is_ordered(a->kind) || catalog_names_equal(a->properties, b->properties)) &&
           (!by.options || catalog_options_equal(a->options, b->options));
}
