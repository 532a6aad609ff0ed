#include "catalog/lookup.h"

/* FNV-1a */
static size_t hash(str name)
{
    uint64_t h = 0xcbf29ce484222325;
    for (size_t i = 0; i < name.len; i++)
        h = (h ^ (unsigned char)name.data[i]) * 0x100000001b3;
    return (size_t)(h ^ h >> 32);
}

status catalog_lookup_init(catalog_lookup *l, size_t names, arena *a, error *err)
{
    size_t slots = 8;
    while (slots / 2 < names && slots <= SIZE_MAX / 4)
        slots *= 2;
    catalog_lookup_slot *made = arena_array(a, slots, sizeof *made);
    if (!made)
        return fail_no_memory(err);
    *l = (catalog_lookup){ .slots = made, .mask = slots - 1 };
    return ST_OK;
}

/* Where the name is, or the free slot where it would be. */
static catalog_lookup_slot *slot_of(const catalog_lookup *l, str name)
{
    size_t at = hash(name) & l->mask;
    while (l->slots[at].name.data && !str_eq(l->slots[at].name, name))
        at = (at + 1) & l->mask;
    return &l->slots[at];
}

size_t catalog_lookup_put(catalog_lookup *l, str name, size_t position)
{
    catalog_lookup_slot *slot = slot_of(l, name);
    if (!slot->name.data)
        *slot = (catalog_lookup_slot){ name, position };
    return slot->position;
}

size_t catalog_lookup_find(const catalog_lookup *l, str name)
{
    const catalog_lookup_slot *slot = slot_of(l, name);
    return slot->name.data ? slot->position : STR_NOT_FOUND;
}
