/* The types of properties that constraints demand: STRING, LIST<STRING NOT NULL>, INTEGER | FLOAT, VECTOR<FLOAT32>(3). */
#ifndef CATALOG_PROPERTY_TYPE_H
#define CATALOG_PROPERTY_TYPE_H

#include "base/buf.h"

/* Only says that it is made of what types are made of, and so cannot be anything else in a statement. */
bool catalog_property_type_is_type(str type);

/* Without regard to case, blanks, and the order of a union. LOCAL_DATETIME is LOCAL DATETIME. */
bool catalog_property_type_equal(str a, str b);

bool catalog_property_type_is_list(str type);
bool catalog_property_type_is_union(str type);
bool catalog_property_type_is_vector(str type);

/* In upper case, without underscores. */
void catalog_property_type_write(buf *out, str type);

#endif
