/* Whether a database has what the migrations declare. Pure, but for memory. */
#ifndef ENGINE_VERIFY_H
#define ENGINE_VERIFY_H

#include "catalog/document.h"
#include "migration/migration.h"

/* `*warning` becomes what is worth telling although all is well; STR_NONE: nothing. ST_MIGRATIONS with line and column
 * in the document, and the items that differ, when it is not. */
MUST_CHECK status verify_catalogs(const migration *m, const catalog_operation *verify,
                                  catalog_items remote, catalog_items local, arena *a, str *warning,
                                  error *err);

#endif
