/* How servers up to 4.2 say what a constraint is: CONSTRAINT ON ( book:Book ) ASSERT (book.isbn) IS UNIQUE */
#ifndef CATALOG_DESCRIPTION_H
#define CATALOG_DESCRIPTION_H

#include "catalog/item.h"

/* Fills kind, entity, labels and properties. `*known` is false when the description is none that we know. Quotes nothing, as
 * servers do not either: names with blanks are taken as they stand. */
MUST_CHECK status catalog_description_parse(str description, arena *a, bool *known,
                                            catalog_item *out, error *err);

#endif
