/* A script made ready: placeholders replaced, language version in front, grouped by database. */
#ifndef ENGINE_PROGRAM_H
#define ENGINE_PROGRAM_H

#include "bolt/value.h"
#include "catalog/document.h"
#include "cypher/script.h"
#include "engine/placeholder.h"

typedef struct program_statement {
    const cypher_statement *source;
    str text; /* as it is sent */
    bolt_map parameters;
    size_t prefix; /* bytes in front of what the script says */
    replacements replaced;
    bool implicit; /* see cypher_is_implicit and cypher_is_plain */
    bool plain;
    uint64_t
        batch_size; /* rows that it commits together, see refactoring_statement; 0: no batches */
    bool repeats;
    const catalog_refactoring
        *merge; /* that asks for its nodes with this statement; NULL: no other is needed */
} program_statement;

/* Consecutive statements for one database. */
typedef struct program_group {
    str database;                /* STR_NONE: the target's */
    const cypher_statement *use; /* the command that switches there; NULL: none */
    size_t first;                /* index of its first statement */
    size_t count;
    bool implicit; /* holds one that brings its own transactions */
} program_group;

/* What shares a transaction. */
typedef enum program_transactions {
    PROGRAM_AS_CONFIGURED,
    PROGRAM_IN_ONE,     /* for each group that is not implicit */
    PROGRAM_IN_SEVERAL, /* for each statement */
} program_transactions;

typedef struct program {
    const program_statement *statements;
    size_t count;
    const program_group *groups; /* none is empty */
    size_t group_count;
    program_transactions transactions;
} program;

/* Borrows from the script. `version` is "CYPHER 5" or STR_NONE. ST_PARSE with line and column in
 * the script. */
MUST_CHECK status program_build(const cypher_script *script, const placeholder_values *values,
                                str version, arena *a, program *out, error *err);

/* A place in the text that was sent, as the server tells it, becomes one in the script. */
void program_position(const program_statement *statement, uint32_t *line, uint32_t *column);

#endif
