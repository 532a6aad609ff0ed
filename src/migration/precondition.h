/* Preconditions: comments of a script that say where it may run. */
#ifndef MIGRATION_PRECONDITION_H
#define MIGRATION_PRECONDITION_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

typedef enum precondition_kind {
    PRECONDITION_VERSION_IS,
    PRECONDITION_VERSION_LT,
    PRECONDITION_VERSION_GE,
    PRECONDITION_EDITION,
    PRECONDITION_QUERY,
} precondition_kind;

typedef struct precondition {
    precondition_kind kind;
    bool assertion;    /* assert aborts; assume skips the migration */
    bool in_schema;    /* a query for the schema database */
    const str *values; /* versions; or one edition in upper case; or one query */
    size_t value_count;
    uint32_t line, column; /* in the script, from 1 */
    uint32_t query_at;     /* characters of the comment before the query */
    str text;              /* as it is shown: "// assume that edition is ENTERPRISE" */
} precondition;

/* Reads one trimmed comment line. `*is_one` is false for an ordinary comment. ST_PARSE when it is
 * plainly meant as a precondition but malformed. */
MUST_CHECK status precondition_parse(str comment, arena *a, bool *is_one, precondition *out,
                                     error *err);

/* Those that need no database: `server` is "Neo4j/5.26.30". Not for queries. */
bool precondition_is_met(const precondition *p, str server, str edition);

#endif
