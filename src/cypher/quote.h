/* Names and values as Cypher text. */
#ifndef CYPHER_QUOTE_H
#define CYPHER_QUOTE_H

#include "base/buf.h"

/* In back ticks always, back ticks doubled. An escape \u0060 counts as one of them: servers turn it into a back tick
 * before they look for the end of the name. */
void cypher_quote_name(buf *out, str name);

/* The same for a name as a server tells it, in which nothing is an escape. */
void cypher_quote_told_name(buf *out, str name);

/* As it is where that means the same to every server (letters, digits, underscores), otherwise quoted. */
void cypher_write_name(buf *out, str name);

/* In single quotes. */
void cypher_quote_string(buf *out, str text);

#endif
