/* Items in words, for people. */
#ifndef CATALOG_DESCRIBE_H
#define CATALOG_DESCRIBE_H

#include "base/buf.h"
#include "catalog/diff.h"

/* constraint `isbn`: unique (:Book {isbn}) */
void catalog_describe(const catalog_item *item, buf *out);

/* The same, with the options where only these can differ. */
void catalog_describe_difference(const catalog_difference *difference, buf *out);

#endif
