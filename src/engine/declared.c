#include "engine/declared.h"

status declared_build(migration_list migrations, arena *a, declared *out, error *err)
{
    ARENA_AUTO scratch = ARENA_INIT(a->mem, 0);
    catalog_versions versions;
    status st = migration_catalog(&migrations, a, &versions, err);
    if (!st)
        st = catalog_versions_check(versions, &scratch, err);
    if (!st)
        *out = (declared){ migrations, versions };
    return st;
}

static size_t index_of(const declared *d, const migration *m)
{
    size_t i = 0;
    while (i < d->migrations.count && &d->migrations.items[i] != m)
        i++;
    return i;
}

status declared_at(const declared *d, const migration *m, arena *a, catalog_items *out, error *err)
{
    return catalog_versions_at(d->versions, index_of(d, m) + 1, a, out, err);
}

status declared_before(const declared *d, const migration *m, arena *a, catalog_items *out,
                       error *err)
{
    return catalog_versions_at(d->versions, index_of(d, m), a, out, err);
}

status declared_all(const declared *d, arena *a, catalog_items *out, error *err)
{
    return catalog_versions_at(d->versions, d->versions.count, a, out, err);
}
