/* What may stand where, as tables. */
#ifndef CATALOG_GRAMMAR_RULES_H
#define CATALOG_GRAMMAR_RULES_H

#include "catalog/tree.h"
#include "catalog/value.h"

typedef struct attribute_rule {
    const char *name;
    catalog_value_type type;
    bool required, unique;
    const char *fallback;     /* the value of an attribute that is not there */
    const char *alias_of;     /* another name for that one */
    const char *const *words; /* the values there are */
    const char *expected;     /* in messages */
} attribute_rule;

/* A place among the children. */
typedef struct element_slot {
    uint32_t tags; /* 1 << tag of each that may take it */
    size_t least, most;
    bool distinct; /* each of them once */
    bool instead;  /* only when the slot before is empty */
} element_slot;

typedef enum element_content {
    CONTENT_ELEMENTS,
    CONTENT_TEXT,
    CONTENT_NOTHING,
    CONTENT_ANYTHING
} element_content;

enum { ELEMENT_SLOTS = 4, ELEMENT_ATTRIBUTES = 4 };

typedef struct element_rule {
    const char *name;
    element_content content;
    element_slot slots[ELEMENT_SLOTS];
    const char *model; /* all of that in words */
    attribute_rule attributes[ELEMENT_ATTRIBUTES];
} element_rule;

/* By tag. */
extern const element_rule catalog_rules[];

/* TAG_UNKNOWN when there is none. */
catalog_tag catalog_tag_of(str local);

#endif
