#include "cli/info_text.h"

#include "cli/table.h"

#include <string.h>

enum { STATE = 6, COLUMNS = 8 };

static const str HEADER[COLUMNS] = {
    { "Version", 7 }, { "Description", 11 },    { "Type", 4 },  { "Installed on", 12 },
    { "by", 2 },      { "Execution time", 14 }, { "State", 5 }, { "Source", 6 },
};

static const char *state_name(n4m_state state)
{
    switch (state) {
    case N4M_PENDING:
        return "PENDING";
    case N4M_APPLIED:
        return "APPLIED";
    }
    return "";
}

static str cell(const char *text)
{
    return str_from(text ? text : "");
}

static cli_paint state_paint(n4m_state state)
{
    switch (state) {
    case N4M_PENDING:
        return CLI_YELLOW;
    case N4M_APPLIED:
        return CLI_GREEN;
    }
    return CLI_PLAIN;
}

static void fill_row(const n4m_element *e, str *row, cli_paint *paints)
{
    row[0] = cell(e->version);
    row[1] = cell(e->description);
    row[2] = cell(e->type);
    row[3] = cell(e->installed_on);
    row[4] = cell(e->installed_by);
    row[5] = cell(e->duration);
    row[STATE] = cell(state_name(e->state));
    paints[STATE] = state_paint(e->state);
    row[7] = cell(e->source);
}

static void render_place(const n4m_place *place, buf *out)
{
    if (!place->address)
        return;
    buf_printf(out, "\n%s@%s (%s", place->username ? place->username : "anonymous",
               place->address ? place->address : "", place->server ? place->server : "");
    if (place->edition)
        buf_printf(out, " %s Edition", place->edition);
    buf_text(out, ")\n");
    if (place->database)
        buf_printf(out, "Database: %s\n", place->database);
    bool elsewhere = place->schema_database &&
                     !(place->database && strcmp(place->database, place->schema_database) == 0);
    if (elsewhere)
        buf_printf(out, "Schema database: %s\n", place->schema_database);
}

void cli_info_render(const n4m_place *place, const n4m_element *const *elements, size_t count,
                     arena *scratch, bool colour, buf *out)
{
    render_place(place, out);
    buf_char(out, '\n');
    if (count == 0) {
        buf_text(out, "\nNo migrations found.\n");
        return;
    }
    str *cells = arena_array(scratch, count * COLUMNS, sizeof *cells);
    cli_paint *paints = arena_array(scratch, count * COLUMNS, sizeof *paints);
    if (!cells || !paints) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++)
        fill_row(elements[i], cells + i * COLUMNS, paints + i * COLUMNS);
    cli_table table = { .columns = COLUMNS,
                        .rows = count,
                        .header = HEADER,
                        .cells = cells,
                        .paints = colour ? paints : NULL };
    cli_table_render(&table, out);
    buf_char(out, '\n');
}

static void render_skip(const n4m_skipped *skip, buf *out)
{
    buf_printf(out, "%s (\"%s\"), %s\n", skip->version, skip->description, skip->source);
    for (str rest = str_from(skip->reason); rest.data;) {
        str line = str_split(&rest, '\n');
        buf_printf(out, "    %.*s\n", STR_ARG(line));
    }
}

void cli_info_render_skipped(const n4m_skipped *const *skipped, size_t count, buf *out)
{
    if (count)
        buf_text(out, "\nSkipped due to unmet preconditions:\n");
    for (size_t i = 0; i < count; i++)
        render_skip(skipped[i], out);
}
