/* Running a catalog migration. */
#ifndef ENGINE_CATALOG_EXECUTE_H
#define ENGINE_CATALOG_EXECUTE_H

#include "catalog/render.h"
#include "engine/execute.h"

/* What statements are rendered for. */
catalog_server catalog_server_of(const history_place *place);

/* ST_MIGRATIONS with file, line and column for a refactoring that lacks a parameter or is not executed by this version. */
MUST_CHECK status catalog_check_operations(const operation *op, const migration *m, error *err);

/* Verifies, then executes all statements, in one transaction where the server takes several changes of its schema in
 * one, and records the migration. What the server cannot have is found before anything runs. */
MUST_CHECK status catalog_execute(execution *x, error *err);

/* The same for a document that is part of no migration and declares nothing. `*advice` are lines for people. */
MUST_CHECK status catalog_execute_document(execution *x, const catalog_document *document, arena *a,
                                           catalog_names *advice, error *err);

#endif
