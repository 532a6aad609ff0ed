#include "catalog/versions.h"

#include "catalog/lookup.h"

#include <inttypes.h>

static status fail_repeated(const catalog_change *change, const catalog_item *item,
                            const catalog_item *first, error *err)
{
    fail(err, ST_MIGRATIONS,
         "an item named \"%.*s\" has been defined in version %.*s already, in line %" PRIu32
         ": within one version a name stands for one item",
         STR_ARG(item->name), STR_ARG(change->version), first->line);
    ERROR_SET(err, source, change->source.data, change->source.len);
    if (err) {
        err->line = item->line;
        err->column = item->column;
    }
    return ST_MIGRATIONS;
}

static status check_change(const catalog_change *change, arena *scratch, error *err)
{
    catalog_lookup names;
    status st = catalog_lookup_init(&names, change->items.count, scratch, err);
    for (size_t i = 0; !st && i < change->items.count; i++) {
        const catalog_item *item = &change->items.items[i];
        size_t first = catalog_lookup_put(&names, item->name, i);
        if (first != i)
            st = fail_repeated(change, item, &change->items.items[first], err);
    }
    return st;
}

status catalog_versions_check(catalog_versions versions, arena *scratch, error *err)
{
    status st = ST_OK;
    for (size_t i = 0; !st && i < versions.count; i++) {
        arena_reset(scratch);
        st = check_change(&versions.changes[i], scratch, err);
    }
    return st;
}

/* The last change that forgets what was before, or the first one of all. */
static size_t beginning(catalog_versions versions, size_t until)
{
    size_t from = until;
    while (from > 0 && !versions.changes[from - 1].reset)
        from--;
    return from > 0 ? from - 1 : 0;
}

status catalog_versions_at(catalog_versions versions, size_t until, arena *a, catalog_items *out,
                           error *err)
{
    size_t most = 0, count = 0, from = beginning(versions, until);
    for (size_t i = from; i < until; i++)
        most += versions.changes[i].items.count;
    catalog_lookup names;
    catalog_item *items = arena_array(a, most, sizeof *items);
    if (!items)
        return fail_no_memory(err);
    status st = catalog_lookup_init(&names, most, a, err);
    if (st)
        return st;
    for (size_t i = from; i < until; i++)
        for (size_t k = 0; k < versions.changes[i].items.count; k++) {
            const catalog_item *item = &versions.changes[i].items.items[k];
            size_t position = catalog_lookup_put(&names, item->name, count);
            items[position] = *item;
            count += position == count;
        }
    *out = (catalog_items){ items, count };
    return ST_OK;
}
