/* The predefined refactorings: parameters and a server's version become one statement. Pure. */
#ifndef REFACTORING_REFACTORING_H
#define REFACTORING_REFACTORING_H

#include "bolt/value.h"
#include "catalog/document.h"
#include "catalog/server.h"

typedef struct refactoring_statement {
    str text;
    bolt_map parameters;
    bool batched; /* brings its own transactions */
} refactoring_statement;

/* ST_MIGRATIONS with line and column when the type is not executed by this version, or a parameter is missing or
 * wrong. Whatever the server. */
MUST_CHECK status refactoring_check(const catalog_operation *operation, error *err);

/* ST_MIGRATIONS also when the server is too old. */
MUST_CHECK status refactoring_render(const catalog_operation *operation,
                                     const catalog_server *server, arena *a,
                                     refactoring_statement *out, error *err);

/* The next parameter, from *at on, that the type does not know, and that does nothing; NULL when there is none. */
const catalog_parameter *refactoring_unknown(const catalog_refactoring *r, size_t *at);

#endif
