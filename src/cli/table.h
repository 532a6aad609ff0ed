/* A table of text with frames, as wide as its widest cells in UTF-16 units: other programs that
 * print the same table measure so. */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "base/buf.h"
#include "cli/paint.h"

enum { CLI_TABLE_COLUMNS_MAX = 8 };

typedef struct cli_table {
    size_t columns, rows;
    const str *header;
    const str *cells;        /* row by row */
    const cli_paint *paints; /* of these; NULL: none */
} cli_table;

void cli_table_render(const cli_table *table, buf *out);

#endif
