/* An XML migration: what it declares, and what it does. */
#ifndef CATALOG_DOCUMENT_H
#define CATALOG_DOCUMENT_H

#include "catalog/item.h"

typedef enum catalog_operation_kind {
    CATALOG_CREATE,
    CATALOG_DROP,
    CATALOG_VERIFY,
    CATALOG_APPLY,
    CATALOG_REFACTOR,
} catalog_operation_kind;

/* Text, or a list of values; where one is STR_NONE it was empty. Lines are trimmed. */
typedef struct catalog_parameter {
    str name, text;
    const str *values;
    size_t value_count;
    const struct catalog_parameter *children; /* other elements within it, e.g. of a mapping */
    size_t child_count;
    uint32_t line, column;
} catalog_parameter;

typedef struct catalog_refactoring {
    str type; /* "rename.label" */
    const catalog_parameter *parameters;
    size_t count;
} catalog_refactoring;

typedef struct catalog_operation {
    catalog_operation_kind kind;
    uint32_t line, column;
    /* CREATE, DROP: one of the two */
    const catalog_item *item;
    str reference;   /* the name of an item of this or an earlier migration */
    bool idempotent; /* ifNotExists, ifExists */
    /* VERIFY */
    bool current, allow_equivalent, include_options;
    /* REFACTOR */
    catalog_refactoring refactoring;
} catalog_operation;

/* A processing instruction as the comment of a script that says the same: "// assume that ...". */
typedef struct catalog_instruction {
    str text;
    uint32_t line, column;
} catalog_instruction;

typedef struct catalog_document {
    bool reset;                          /* of the catalog, before its items are added */
    catalog_items items;                 /* of the catalog: constraints, then indexes */
    const catalog_operation *operations; /* in the order of the document */
    size_t operation_count;
    const catalog_instruction
        *instructions; /* those that may be preconditions, wherever they stand */
    size_t instruction_count;
    str canonical; /* what the checksum covers */
} catalog_document;

/* Puts the place of the operation that has failed into the error; gives `st`, and does nothing for ST_OK. */
status catalog_blame(const catalog_operation *operation, status st, error *err);

/* Reasons: nobody writes more by hand; a parser should not be made to recurse or to allocate without end. */
#define CATALOG_DOCUMENT_MAX_BYTES ((size_t)64 << 20)
enum { CATALOG_DOCUMENT_MAX_DEPTH = 64 };

/* `text` need not outlive the result. ST_PARSE with line and column: not well-formed, not valid, or against
 * one of the rules that a schema cannot express. */
MUST_CHECK status catalog_document_parse(str text, arena *a, catalog_document *out, error *err);

#endif
