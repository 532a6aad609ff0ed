/* Lines and columns of a text, from 1. Pure. */
#ifndef ENGINE_POSITION_H
#define ENGINE_POSITION_H

#include "base/str.h"

typedef struct position {
    uint32_t line, column;
} position;

/* Lines end with LF, CRLF or a lone CR; columns count characters. */
position position_of_offset(str text, size_t offset);

/* Bytes before a place as the driver tells it: only LF ends a line there. A place outside of the
 * text becomes the nearest one in it. */
size_t position_from_driver(str text, position place);

#endif
