/* Names and values as Cypher text. */
#ifndef CYPHER_QUOTE_H
#define CYPHER_QUOTE_H

#include "base/buf.h"

/* In back ticks always, back ticks doubled. */
void cypher_quote_name(buf *out, str name);

#endif
