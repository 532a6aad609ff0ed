/* A document as a tree of elements and text: what is left of XML once it has been read. */
#ifndef CATALOG_TREE_H
#define CATALOG_TREE_H

#include "base/buf.h"
#include "catalog/document.h"

/* The elements of the grammar. */
typedef enum catalog_tag {
    TAG_UNKNOWN, /* what stands in a parameter, where any element may */
    TAG_MIGRATION,
    TAG_CATALOG,
    TAG_CONSTRAINTS,
    TAG_INDEXES,
    TAG_CONSTRAINT,
    TAG_INDEX,
    TAG_LABEL,
    TAG_TYPE,
    TAG_PROPERTIES,
    TAG_PROPERTY,
    TAG_OPTIONS,
    TAG_VERIFY,
    TAG_CREATE,
    TAG_DROP,
    TAG_APPLY,
    TAG_REFACTOR,
    TAG_PARAMETERS,
    TAG_PARAMETER,
} catalog_tag;

/* `uri` and `prefix` are empty when there is none. */
typedef struct catalog_node_name {
    str uri, prefix, local;
} catalog_node_name;

typedef struct catalog_attribute {
    catalog_node_name name;
    str value; /* as XML says that it is, without entities */
    size_t at; /* offset of its name in the text */
} catalog_attribute;

typedef struct catalog_namespace {
    str prefix; /* empty: the default */
    str uri;    /* empty: none any more */
} catalog_namespace;

typedef struct catalog_node catalog_node;
struct catalog_node {
    catalog_node_name name; /* `local` is STR_NONE for text */
    catalog_tag tag;        /* given by the grammar */
    catalog_attribute *attributes;
    size_t attribute_count;
    const catalog_namespace *namespaces; /* that it declares */
    size_t namespace_count;
    str text;
    bool adjoins; /* text behind other text, with nothing in between: CDATA */
    catalog_node *parent, *first, *next;
    size_t at; /* offset in the text */
    uint32_t line, column;
};

typedef struct catalog_tree {
    str text; /* the document in UTF-8, without a BOM */
    catalog_node *root;
    size_t elements;
    const catalog_instruction *instructions;
    size_t instruction_count;
} catalog_tree;

/* Well-formed XML with namespaces and without DOCTYPE, or ST_PARSE with line and column. Never opens a file or a connection.
 * Everything is in the arena, or borrowed from `bytes`. */
MUST_CHECK status catalog_tree_read(str bytes, arena *a, catalog_tree *out, error *err);

/* The document as UTF-8 without BOM, checked; its encoding is told by a BOM, the declaration, or nothing: UTF-8. */
MUST_CHECK status catalog_decode(str bytes, arena *a, str *out, error *err);

/* Writes line and column of an offset into the error, if there is one. */
void catalog_place(str text, size_t at, error *err);

bool catalog_node_is_element(const catalog_node *node);

/* The next element, this one included; NULL behind the last. */
catalog_node *catalog_element(catalog_node *node);

/* The first child with this tag; NULL when there is none. */
catalog_node *catalog_child(const catalog_node *parent, catalog_tag tag);

/* STR_NONE when there is no such attribute without namespace. */
str catalog_attribute_value(const catalog_node *node, str name);

/* Appends what counts of the text in an element: all that is not blank, its lines trimmed. When everything is blank it is taken
 * as it stands. */
void catalog_text(const catalog_node *element, buf *out);

/* The same of one node of text; `*begun` says whether text right before it counted, and is set. */
void catalog_text_add(const catalog_node *text, bool *begun, buf *out);

#endif
