/* A line of a file with a mark under the place that is meant. */
#ifndef CLI_EXCERPT_H
#define CLI_EXCERPT_H

#include "base/buf.h"

enum { CLI_EXCERPT_WIDTH = 72 }; /* columns of a longer line that are shown */

/* Line `number` (from 1) of a text, without its end and a BOM; STR_NONE when there is none. */
str cli_excerpt_line(str text, uint32_t number);

/* Two lines: the source and the caret. `column` counts characters from 1; beyond the end means the
 * place behind the last one. Tabs are kept in both lines, so that the caret stands right whatever
 * their width; control characters come out as U+FFFD. */
void cli_excerpt_render(str line, uint32_t number, uint32_t column, bool colour, buf *out);

#endif
