/* Where attributes stand in the start tag of an element that is known to be well-formed. */
#ifndef CATALOG_START_TAG_H
#define CATALOG_START_TAG_H

#include "base/str.h"

/* Behind the name of the element whose tag begins at this offset. */
size_t catalog_attributes_begin(str text, size_t at);

/* Offset of the next attribute that declares no namespace; `*at` moves behind its value. */
size_t catalog_attributes_next(str text, size_t *at);

#endif
