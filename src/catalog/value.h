/* Values of attributes, as the schema types them. */
#ifndef CATALOG_VALUE_H
#define CATALOG_VALUE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

typedef enum catalog_value_type {
    VALUE_TEXT, /* any but blank text */
    VALUE_BOOLEAN,
    VALUE_NAME, /* the same, white space collapsed */
    VALUE_WORD, /* one of a list */
    VALUE_PROPERTY_TYPE,
} catalog_value_type;

/* White space at the ends removed, all other runs of it one blank; `data` is NULL when there is no memory. */
str catalog_value_collapse(str value, arena *a);

/* Whether a collapsed value is of this type; `words` ends with NULL. */
bool catalog_value_is(catalog_value_type type, const char *const *words, str value);

bool catalog_value_is_collapsed(catalog_value_type type);

/* Of a boolean. */
bool catalog_value_is_true(str value);

#endif
