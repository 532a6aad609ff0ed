/* The queries of refactorings, checked before any of them is used. */
#ifndef ENGINE_CUSTOM_QUERY_H
#define ENGINE_CUSTOM_QUERY_H

#include "engine/execute.h"
#include "refactoring/query.h"

/* One for each operation of the document, in the language that the options ask for; NULL when there are none. The server
 * explains each of them, and shows the first row of those that only read. ST_MIGRATIONS when one gives more than one
 * column, or what its refactoring does not take; each error has the place of the operation. */
MUST_CHECK status custom_queries_ask(const execution *x, const catalog_document *document, arena *a,
                                     const refactoring_query **out, error *err);

#endif
