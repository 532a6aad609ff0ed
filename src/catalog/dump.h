/* Catalogs as documents that can be read again. */
#ifndef CATALOG_DUMP_H
#define CATALOG_DUMP_H

#include "base/buf.h"
#include "catalog/item.h"

/* An XML migration that declares these items, byte by byte as the other tools write it. Items that no document can
 * declare (lookups, what we do not know) become comments. */
void catalog_dump_xml(catalog_items items, buf *out);

#endif
