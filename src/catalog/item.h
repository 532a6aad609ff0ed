/* A constraint or an index as data. */
#ifndef CATALOG_ITEM_H
#define CATALOG_ITEM_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/error.h"
#include "base/str.h"

typedef enum catalog_kind {
    /* constraints */
    CATALOG_UNIQUE,
    CATALOG_EXISTS,
    CATALOG_KEY,
    CATALOG_PROPERTY_TYPE,
    /* indexes */
    CATALOG_INDEX, /* the one a server makes when it is told nothing else: BTREE to 4.4, then RANGE */
    CATALOG_FULLTEXT,
    CATALOG_TEXT,
    CATALOG_POINT,
    CATALOG_VECTOR,
    CATALOG_LOOKUP,
    /* read from a server that knows more kinds than we do */
    CATALOG_OTHER_CONSTRAINT,
    CATALOG_OTHER_INDEX,
} catalog_kind;

typedef enum catalog_entity {
    CATALOG_NODE,
    CATALOG_RELATIONSHIP,
} catalog_entity;

typedef struct catalog_names {
    const str *items;
    size_t count;
} catalog_names;

typedef struct catalog_item {
    catalog_kind kind;
    catalog_entity entity;
    str name;
    bool generated;       /* the name is ours: the server or caller gave none */
    catalog_names labels; /* or types; one, but of full-text and vector indexes; none of a lookup */
    catalog_names properties; /* in order, none twice; the first of a vector index is the vector */
    str property_type; /* of CATALOG_PROPERTY_TYPE, as servers write it: "LIST<STRING NOT NULL>" */
    str options;       /* a Cypher map, as it was written, trimmed; STR_NONE: none */
    str word;          /* of the others: the server's word for the kind */
    str statement; /* of the others: how the server says that it is created, or what it says of it */
    uint32_t line, column; /* in the document that defines it; 0: none */
} catalog_item;

typedef struct catalog_items {
    const catalog_item *items;
    size_t count;
} catalog_items;

bool catalog_is_constraint(catalog_kind kind);
bool catalog_is_other(catalog_kind kind);

/* As in documents: "unique", "fulltext". */
str catalog_kind_word(catalog_kind kind);

/* As in messages: "a unique constraint", "a full-text index". */
const char *catalog_kind_noun(catalog_kind kind);

/* Fails with `constraint "isbn": ` and a reason, at the place where the item is defined. */
status catalog_refuse(const catalog_item *item, status st, error *err, const char *format, ...)
    PRINTF_LIKE(4, 5);

bool catalog_names_has(catalog_names names, str name);
bool catalog_names_equal(catalog_names a, catalog_names b); /* in the same order */

/* ST_ARGUMENT for what no server can have, whatever its version: no property, two labels of what takes one,
 * a type where none belongs ... */
MUST_CHECK status catalog_item_check(const catalog_item *item, error *err);

/* Gives an item without a name the one that the other tools would give it, made from all the rest. */
MUST_CHECK status catalog_item_name(catalog_item *item, arena *a, error *err);

/* The same thing in a database, whatever its name and options. The order of properties and labels does not
 * count, except that the first property of a vector index is the vector. */
bool catalog_equivalent(const catalog_item *a, const catalog_item *b);

typedef struct catalog_equality {
    bool options; /* compares them as well: as maps, without what a server adds by itself */
} catalog_equality;

/* Equivalent, called alike, and with properties in the same order where servers tell them apart: in constraints and
 * in the indexes that are like these. */
bool catalog_equal(const catalog_item *a, const catalog_item *b, catalog_equality by);

/* NULL when none is called so. Names are case sensitive; constraints and indexes share them. */
const catalog_item *catalog_find(catalog_items items, str name);

#endif
