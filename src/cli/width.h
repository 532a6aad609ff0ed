/* How many columns of a terminal a character takes. */
#ifndef CLI_WIDTH_H
#define CLI_WIDTH_H

#include <stddef.h>
#include <stdint.h>

/* 0 for combining marks, 2 for wide characters of East Asia and emoji, else 1. Independent of the
 * locale. */
size_t cli_width(uint32_t code);

#endif
