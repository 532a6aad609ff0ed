/* What a catalog migration does to a database: statements for its server, all of them decided before the first one runs.
 * Pure. */
#ifndef ENGINE_CATALOG_PLAN_H
#define ENGINE_CATALOG_PLAN_H

#include "bolt/value.h"
#include "catalog/document.h"
#include "catalog/render.h"
#include "refactoring/query.h"

typedef struct catalog_plan_input {
    const catalog_document *document;
    str version;              /* of the migration, for messages */
    catalog_items before, at; /* what is declared before it, and with it */
    const catalog_server *server;
    const refactoring_query
        *queries; /* one for each operation, as explained; NULL: there are none */
} catalog_plan_input;

/* What the operations are about. */
typedef struct catalog_targets {
    const catalog_item *const *items; /* one for each operation; NULL for those on all items */
    /* Some depend on what is there: the server cannot be told IF [NOT] EXISTS, or what is dropped decides about what
     * can be created in the same transaction. */
    bool looks;
    bool remote; /* the catalog of the database is needed, for that or for all items */
} catalog_targets;

/* ST_MIGRATIONS with line and column in the document when an item is not declared. */
MUST_CHECK status catalog_plan_resolve(const catalog_plan_input *input, arena *a,
                                       catalog_targets *out, error *err);

/* Whether the server is given the options of an item: they must be a map, which other tools do not look at. */
bool catalog_plan_takes_options(const catalog_item *item);

typedef struct catalog_step {
    str text;
    bolt_map parameters;
    const catalog_operation *operation; /* that it is part of */
    bool apart; /* not in the transaction of the steps before it: see catalog_is_in_the_way */
    bool data;  /* changes data, which no server does in one transaction with the schema */
    uint64_t batch_size; /* see refactoring_statement */
    bool repeats;
    bool spoken; /* says its language, or leaves it to the database */
} catalog_step;

typedef struct catalog_plan {
    const catalog_step *steps;
    size_t count;
    catalog_names warnings; /* for before the first one runs */
    catalog_names caution;  /* lines likewise: how to mend what an interruption can leave */
    catalog_names advice;   /* lines for when all have run */
} catalog_plan;

/* ST_MIGRATIONS with line and column when the server, or its edition, cannot have an item. `verify` is no step. */
MUST_CHECK status catalog_plan_build(const catalog_plan_input *input,
                                     const catalog_targets *targets, catalog_items remote, arena *a,
                                     catalog_plan *out, error *err);

#endif
