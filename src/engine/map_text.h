/* Values of a server as Cypher text. */
#ifndef ENGINE_MAP_TEXT_H
#define ENGINE_MAP_TEXT_H

#include "base/buf.h"
#include "bolt/value.h"

/* {`indexConfig`: {`a`: [1.0, 2.0]}, `indexProvider`: "range-1.0", `b`: TRUE}: as the other tools write it, in their
 * order. What no option can be is null. */
void map_text(bolt_map map, buf *out);

/* The same for what may stand in such a map. */
void value_text(const bolt_value *value, buf *out);

#endif
