/* A query of the user's that says which nodes or relationships are to be changed. It becomes a subquery. */
#ifndef REFACTORING_QUERY_H
#define REFACTORING_QUERY_H

#include "base/buf.h"
#include "catalog/document.h"

typedef enum refactoring_entity {
    REFACTORING_NODES,
    REFACTORING_RELATIONSHIPS,
    REFACTORING_BOTH,
} refactoring_entity;

typedef struct refactoring_query {
    str text;      /* without language and semicolon; STR_NONE: there is none */
    str language;  /* what stood in front of it, or is to: "CYPHER 25"; STR_NONE: nothing */
    str parameter; /* that it is: "customQuery" */
    str column;    /* as the server names it; STR_NONE before it has been asked */
    refactoring_entity gives;
} refactoring_query;

/* ST_MIGRATIONS for one that is empty but for comments, or that begins with EXPLAIN or PROFILE. */
MUST_CHECK status refactoring_query_read(str text, refactoring_query *out, error *err);

/* The query by itself, for the server to explain. */
void refactoring_query_write_explained(const refactoring_query *q, buf *out);

/* Its first row that is not null. */
void refactoring_query_write_first(const refactoring_query *q, buf *out);

/* CALL { ... } WITH [DISTINCT] column AS variable */
void refactoring_query_write(const refactoring_query *q, bool distinct, const char *variable,
                             buf *out);

#endif
