/* Lines and columns of a text, from 1. Pure. */
#ifndef ENGINE_POSITION_H
#define ENGINE_POSITION_H

#include "base/str.h"

typedef struct position {
    uint32_t line, column;
} position;

/* Columns count characters. */
position position_of_offset(str text, size_t offset);

/* Bytes before a place as a server tells it: its columns count UTF-16 units. A place outside of the
 * text becomes the nearest one in it. */
size_t position_from_server(str text, position place);

#endif
