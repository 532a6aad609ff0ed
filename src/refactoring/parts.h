/* What the types share. */
#ifndef REFACTORING_PARTS_H
#define REFACTORING_PARTS_H

#include "base/buf.h"
#include "refactoring/refactoring.h"

typedef struct refactoring_input {
    const catalog_refactoring *refactoring;
    const catalog_server *server;
    const refactoring_query *query; /* its text is STR_NONE where there is none */
    arena *a;
    uint64_t batch_size; /* 0: everything in one transaction */
} refactoring_input;

/* ST_MIGRATIONS for what no tool can execute, ST_ARGUMENT for what only this one refuses. */
typedef status refactoring_write_fn(const refactoring_input *in, buf *out, bolt_map *parameters,
                                    error *err);

/* Those that move BTREE indexes check their parameters only: see btree.h. */
refactoring_write_fn refactoring_write_rename_label, refactoring_write_rename_type,
    refactoring_write_rename_node_property, refactoring_write_rename_relationship_property,
    refactoring_write_node_keys, refactoring_write_relationship_keys, refactoring_write_normalize,
    refactoring_write_merge, refactoring_write_btrees, refactoring_write_node_vectors,
    refactoring_write_relationship_vectors;

/* The first of that name, or NULL. */
const catalog_parameter *refactoring_find(const catalog_refactoring *r, const char *name);

/* Trimmed; STR_NONE when it is blank or not there. */
str refactoring_text(const catalog_refactoring *r, const char *name);

/* ST_MIGRATIONS for what is no integer, or less than one; 0 when it is not there. */
MUST_CHECK status refactoring_batch_size(const catalog_refactoring *r, uint64_t *out, error *err);

/* ST_ARGUMENT for one that statements cannot hold. */
MUST_CHECK status refactoring_check_name(str name, error *err);

/* A name as Cypher writes it. Fails as refactoring_check_name does. */
MUST_CHECK status refactoring_name(str name, arena *a, str *out, error *err);

/* What is to be changed: the rows of the query as `variable`, each of them once, or else those of the `pattern`. */
void refactoring_write_source(const refactoring_input *in, const char *variable,
                              const char *pattern, buf *out);

/* That the variable is not what this tool keeps in the database; a relationship is its own if its start is. */
#define REFACTORING_NOT_OURS(variable)                                                             \
    "NOT " variable ":__Neo4jMigration AND NOT " variable ":__Neo4jMigrationsLock"

/* CALL { ... } IN TRANSACTIONS */
static inline bool refactoring_has_batches(const catalog_server *server)
{
    return catalog_server_is_from(server, 4, 4);
}

/* The action for each row of the source, in batches if there is a size. `variables`: "old, a, b". */
void refactoring_write_action(const refactoring_input *in, const char *variables, str action,
                              buf *out);

#endif
