#include "cli/table.h"

#include "base/utf8.h"

typedef struct layout {
    const cli_table *table;
    size_t widths[CLI_TABLE_COLUMNS_MAX];
} layout;

static void measure(layout *l, const str *cells)
{
    for (size_t i = 0; i < l->table->columns; i++) {
        size_t width = utf8_utf16_units(cells[i]);
        if (width > l->widths[i])
            l->widths[i] = width;
    }
}

static void repeat(buf *out, char c, size_t times)
{
    while (times-- > 0)
        buf_char(out, c);
}

static void render_rule(const layout *l, buf *out)
{
    for (size_t i = 0; i < l->table->columns; i++) {
        buf_char(out, '+');
        repeat(out, '-', l->widths[i] + 2);
    }
    buf_text(out, "+\n");
}

static void render_row(const layout *l, const str *cells, const cli_paint *paints, buf *out)
{
    for (size_t i = 0; i < l->table->columns; i++) {
        buf_text(out, "| ");
        cli_paint_text(out, paints ? paints[i] : CLI_PLAIN, cells[i]);
        repeat(out, ' ', l->widths[i] - utf8_utf16_units(cells[i]) + 1);
    }
    buf_text(out, "|\n");
}

void cli_table_render(const cli_table *table, buf *out)
{
    layout l = { .table = table };
    measure(&l, table->header);
    for (size_t i = 0; i < table->rows; i++)
        measure(&l, table->cells + i * table->columns);
    render_rule(&l, out);
    render_row(&l, table->header, NULL, out);
    render_rule(&l, out);
    for (size_t i = 0; i < table->rows; i++) {
        size_t first = i * table->columns;
        render_row(&l, table->cells + first, table->paints ? table->paints + first : NULL, out);
    }
    render_rule(&l, out);
}
