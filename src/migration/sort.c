#include "base/buf.h"
#include "migration/migration.h"

#include <stdlib.h>

/* Reason: the names of all files that share one version. */
#define DUPLICATES_MAX_BYTES ((size_t)1 << 20)

typedef struct sort_item {
    migration migration;
    size_t position;
    version_order order;
} sort_item;

static int compare_items(const void *left, const void *right)
{
    const sort_item *a = left, *b = right;
    int order = version_compare(a->migration.version, b->migration.version, a->order);
    return order ? order : (a->position > b->position) - (a->position < b->position);
}

static int compare_sources(const void *left, const void *right)
{
    const migration *a = left, *b = right;
    int order = str_compare(a->source, b->source);
    return order ? order : str_compare(a->path, b->path);
}

static str place(const migration *m)
{
    return m->path.data ? m->path : m->source;
}

static status fail_duplicates(migration *first, size_t count, arena *a, error *err)
{
    BUF_AUTO sources = BUF_INIT(a->mem, DUPLICATES_MAX_BYTES);
    qsort(first, count, sizeof *first, compare_sources);
    for (size_t i = 0; i < count; i++) {
        buf_text(&sources, i ? ", " : "");
        buf_str(&sources, first[i].source);
    }
    if (sources.failed)
        return fail_no_memory(err);
    if (str_eq(place(&first[0]), place(&first[1])))
        return fail(err, ST_MIGRATIONS,
                    "Duplicate version '%.*s' (%.*s): \"%.*s\" is found twice, remove one of the "
                    "locations it is below",
                    STR_ARG(first->version), STR_ARG(buf_view(&sources)), STR_ARG(place(first)));
    return fail(err, ST_MIGRATIONS,
                "Duplicate version '%.*s' (%.*s): rename or remove \"%.*s\" or \"%.*s\"",
                STR_ARG(first->version), STR_ARG(buf_view(&sources)), STR_ARG(place(&first[0])),
                STR_ARG(place(&first[1])));
}

static status fail_equal(const migration *a, const migration *b, error *err)
{
    return fail(err, ST_MIGRATIONS,
                "the versions '%.*s' (%.*s) and '%.*s' (%.*s) are equal as numbers: give one of "
                "the files another version, or sort versions lexicographically",
                STR_ARG(a->version), STR_ARG(a->source), STR_ARG(b->version), STR_ARG(b->source));
}

static status check(migration *items, size_t count, version_order order, arena *a, error *err)
{
    for (size_t i = 1; i < count; i++) {
        if (version_compare(items[i - 1].version, items[i].version, order) != 0)
            continue;
        size_t end = i;
        while (end < count && str_eq(items[i - 1].version, items[end].version))
            end++;
        if (end > i)
            return fail_duplicates(&items[i - 1], end - i + 1, a, err);
        return fail_equal(&items[i - 1], &items[i], err);
    }
    return ST_OK;
}

status migration_sort(migration_list *list, version_order order, arena *a, error *err)
{
    if (list->count == 0)
        return ST_OK;
    sort_item *sorted = arena_array(a, list->count, sizeof *sorted);
    migration *items = arena_array(a, list->count, sizeof *items);
    if (!sorted || !items)
        return fail_no_memory(err);
    for (size_t i = 0; i < list->count; i++)
        sorted[i] = (sort_item){ list->items[i], i, order };
    qsort(sorted, list->count, sizeof *sorted, compare_items);
    for (size_t i = 0; i < list->count; i++)
        items[i] = sorted[i].migration;
    status st = check(items, list->count, order, a, err);
    if (!st)
        list->items = items;
    return st;
}
