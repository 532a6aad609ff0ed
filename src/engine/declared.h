/* The catalog that migrations declare, as of each of them. */
#ifndef ENGINE_DECLARED_H
#define ENGINE_DECLARED_H

#include "catalog/versions.h"
#include "migration/migration.h"

typedef struct declared {
    migration_list migrations; /* sorted */
    catalog_versions versions; /* a change for each of them; most kinds declare nothing */
} declared;

/* Borrows from the migrations, whose files are read again. ST_MIGRATIONS when one declares a name twice. */
MUST_CHECK status declared_build(migration_list migrations, arena *a, declared *out, error *err);

/* As of a migration of the list: with what it declares itself, or before. */
MUST_CHECK status declared_at(const declared *d, const migration *m, arena *a, catalog_items *out,
                              error *err);
MUST_CHECK status declared_before(const declared *d, const migration *m, arena *a,
                                  catalog_items *out, error *err);

/* In the end. */
MUST_CHECK status declared_all(const declared *d, arena *a, catalog_items *out, error *err);

#endif
