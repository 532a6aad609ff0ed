#include "engine/catalog_present.h"

status catalog_present_init(catalog_present *present, catalog_items items, size_t more, arena *a,
                            error *err)
{
    present->count = 0;
    present->items = arena_array(a, items.count + more, sizeof *present->items);
    if (!present->items)
        return fail_no_memory(err);
    for (size_t i = 0; i < items.count; i++)
        catalog_present_add(present, &items.items[i]);
    return ST_OK;
}

/* Names that nobody has given say nothing. */
static bool same_name(const catalog_item *a, const catalog_item *b)
{
    return !a->generated && !b->generated && str_eq(a->name, b->name) &&
           catalog_is_constraint(a->kind) == catalog_is_constraint(b->kind);
}

const catalog_item *catalog_present_named(const catalog_present *present, const catalog_item *item)
{
    for (size_t i = 0; i < present->count; i++)
        if (same_name(item, present->items[i]))
            return present->items[i];
    return NULL;
}

const catalog_item *catalog_present_find(const catalog_present *present, const catalog_item *item)
{
    const catalog_item *named = catalog_present_named(present, item);
    for (size_t i = 0; !named && i < present->count; i++)
        if (catalog_equivalent(item, present->items[i]))
            return present->items[i];
    return named;
}

void catalog_present_add(catalog_present *present, const catalog_item *item)
{
    present->items[present->count++] = item;
}

void catalog_present_remove(catalog_present *present, const catalog_item *item)
{
    for (size_t i = 0; i < present->count; i++)
        if (present->items[i] == item) {
            present->items[i] = present->items[--present->count];
            return;
        }
}
