#include "catalog/diff.h"

/* ---- Lookup indexes ---- */

static bool has_equivalent(catalog_items items, const catalog_item *item)
{
    for (size_t i = 0; i < items.count; i++)
        if (catalog_equivalent(&items.items[i], item))
            return true;
    return false;
}

status catalog_declared_lookups(catalog_items items, catalog_items declared, arena *a,
                                catalog_items *out, error *err)
{
    size_t count = 0;
    catalog_item *kept = arena_array(a, items.count, sizeof *kept);
    if (!kept)
        return fail_no_memory(err);
    for (size_t i = 0; i < items.count; i++)
        if (items.items[i].kind != CATALOG_LOOKUP || has_equivalent(declared, &items.items[i]))
            kept[count++] = items.items[i];
    *out = (catalog_items){ kept, count };
    return ST_OK;
}

/* ---- Items of one side by what they are ---- */

/* Chains of items with one hash. An entry is a position from 1, so that 0 ends a chain. */
typedef struct item_index {
    catalog_items items;
    size_t *first, *next;
    size_t mask;
} item_index;

/* FNV-1a */
static uint64_t hash_text(uint64_t hash, str text)
{
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.data[i]) * 0x100000001b3;
    return hash;
}

static uint64_t hash_of_text(str text)
{
    uint64_t hash = hash_text(0xcbf29ce484222325, text);
    return hash ^ hash >> 32;
}

/* As those of a set. */
static uint64_t hash_names(catalog_names names)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < names.count; i++)
        if (!catalog_names_has((catalog_names){ names.items, i }, names.items[i]))
            sum += hash_of_text(names.items[i]);
    return sum;
}

/* Equal for what is equivalent. */
static uint64_t hash_item(const catalog_item *item)
{
    return (hash_names(item->labels) * 31 + hash_names(item->properties)) * 31 +
           (uint64_t)item->kind * 2 + (uint64_t)item->entity;
}

static uint64_t hash_item_and_name(const catalog_item *item)
{
    return hash_item(item) * 31 + hash_of_text(item->name);
}

typedef uint64_t hash_fn(const catalog_item *item);

/* Chains keep the order of the items. */
static status index_items(catalog_items items, hash_fn *hash, arena *a, item_index *out, error *err)
{
    size_t slots = 8;
    while (slots / 2 < items.count && slots <= SIZE_MAX / 4)
        slots *= 2;
    *out = (item_index){ .items = items, .mask = slots - 1 };
    out->first = arena_array(a, slots, sizeof *out->first);
    out->next = arena_array(a, items.count, sizeof *out->next);
    if (!out->first || !out->next)
        return fail_no_memory(err);
    for (size_t i = items.count; i > 0; i--) {
        size_t slot = hash(&items.items[i - 1]) & out->mask;
        out->next[i - 1] = out->first[slot];
        out->first[slot] = i;
    }
    return ST_OK;
}

/* ---- Comparing ---- */

typedef struct side {
    catalog_items items;
    item_index by_definition, by_both; /* the latter by definition and name */
} side;

static status side_init(catalog_items items, arena *a, side *out, error *err)
{
    out->items = items;
    status st = index_items(items, hash_item, a, &out->by_definition, err);
    return st ? st : index_items(items, hash_item_and_name, a, &out->by_both, err);
}

/* One that is called alike and equivalent, or even equal; NULL when there is none. */
static const catalog_item *find_namesake(const side *other, const catalog_item *item,
                                         catalog_equality by, bool *equal)
{
    const item_index *in = &other->by_both;
    const catalog_item *found = NULL;
    *equal = false;
    for (size_t at = in->first[hash_item_and_name(item) & in->mask]; at && !*equal;
         at = in->next[at - 1]) {
        const catalog_item *candidate = &in->items.items[at - 1];
        if (!str_eq(candidate->name, item->name) || !catalog_equivalent(candidate, item))
            continue;
        found = candidate;
        *equal = catalog_equal(item, candidate, by);
    }
    return found;
}

static const catalog_item *find_equivalent(const side *other, const catalog_item *item)
{
    const item_index *in = &other->by_definition;
    for (size_t at = in->first[hash_item(item) & in->mask]; at; at = in->next[at - 1])
        if (catalog_equivalent(&in->items.items[at - 1], item))
            return &in->items.items[at - 1];
    return NULL;
}

/* What only this side has. `*relation` becomes worse if need be. */
static status differ(const side *this, const side *other, catalog_equality by, arena *a,
                     const catalog_difference **out, size_t *out_count, catalog_relation *relation,
                     error *err)
{
    catalog_difference *differences = NULL;
    size_t count = 0, capacity = 0;
    for (size_t i = 0; i < this->items.count; i++) {
        bool equal;
        const catalog_item *item = &this->items.items[i];
        const catalog_item *alike = find_namesake(other, item, by, &equal);
        if (equal)
            continue;
        catalog_difference *grown =
            arena_grow(a, differences, count, &capacity, sizeof *differences);
        if (!grown)
            return fail_no_memory(err);
        differences = grown;
        alike = alike ? alike : find_equivalent(other, item);
        differences[count++] = (catalog_difference){ item, alike };
        catalog_relation worse = alike ? CATALOG_EQUIVALENT : CATALOG_DIFFERENT;
        if (worse > *relation)
            *relation = worse;
    }
    *out = differences;
    *out_count = count;
    return ST_OK;
}

status catalog_compare(catalog_items left, catalog_items right, catalog_equality by, arena *a,
                       catalog_diff *out, error *err)
{
    side l, r;
    catalog_diff diff = { .relation = CATALOG_IDENTICAL };
    status st = side_init(left, a, &l, err);
    if (!st)
        st = side_init(right, a, &r, err);
    if (!st)
        st = differ(&l, &r, by, a, &diff.left, &diff.left_count, &diff.relation, err);
    if (!st)
        st = differ(&r, &l, by, a, &diff.right, &diff.right_count, &diff.relation, err);
    if (!st)
        *out = diff;
    return st;
}
