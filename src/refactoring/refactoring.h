/* The predefined refactorings: parameters and a server's version become statements. Pure. */
#ifndef REFACTORING_REFACTORING_H
#define REFACTORING_REFACTORING_H

#include "bolt/value.h"
#include "catalog/document.h"
#include "catalog/server.h"
#include "refactoring/query.h"

typedef struct refactoring_statement {
    str text;
    bolt_map parameters;
    uint64_t batch_size; /* rows that are committed together; 0: all */
    /* False: the statement brings its own transactions, and gives a row for each one that it has changed. True: it changes
     * one batch, and gives one row with their number; it is to be repeated until there is less than a batch left. */
    bool repeats;
} refactoring_statement;

/* ST_MIGRATIONS with line and column for what no tool can execute: a parameter of a known type is missing or wrong. */
MUST_CHECK status refactoring_check_document(const catalog_document *document, error *err);

/* The same also when the type is not executed by this version, or would do harm where other tools go ahead. Whatever the
 * server. */
MUST_CHECK status refactoring_check(const catalog_operation *operation, error *err);

/* For who calls a function instead of writing a document: ST_ARGUMENT for all of that, and also for a parameter that the type does
 * not know. */
MUST_CHECK status refactoring_check_call(const catalog_refactoring *r, error *err);

/* The query it has; its text is STR_NONE if it has none. Fails as refactoring_check does. */
MUST_CHECK status refactoring_query_of(const catalog_operation *operation, refactoring_query *out,
                                       error *err);

/* ST_MIGRATIONS when it is too old for that. */
MUST_CHECK status refactoring_check_server(const catalog_operation *operation,
                                           const catalog_server *server,
                                           const refactoring_query *query, error *err);

/* `query` with the column that the server has told; NULL where there is none. ST_MIGRATIONS also when the server is too old.
 * Of merge.nodes it is the question for the nodes: see merge.h. */
MUST_CHECK status refactoring_render(const catalog_operation *operation,
                                     const catalog_server *server, const refactoring_query *query,
                                     arena *a, refactoring_statement *out, error *err);

/* The next parameter, from *at on, that the type does not know, and that does nothing; NULL when there is none. */
const catalog_parameter *refactoring_unknown(const catalog_refactoring *r, size_t *at);

#endif
