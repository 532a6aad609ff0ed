/* Tables of cases: a case is a line, its cells are separated by tabs, # begins a comment line.
 * A cell in double quotes may hold \n \r \t \" \\ \xNN; quotes keep blanks at the ends visible. */
#ifndef TABLE_H
#define TABLE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_CELLS = 24 };

typedef struct table_row {
    arena *a;
    const char *file;
    size_t line;
    size_t count;
    str cells[TABLE_CELLS];
} table_row;

static inline char table_escape(str s, size_t *at)
{
    char c = s.data[++*at];
    if (c == 'x') {
        char digits[] = { s.data[*at + 1], s.data[*at + 2], '\0' };
        *at += 2;
        return (char)strtol(digits, NULL, 16);
    }
    return c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
}

static inline str table_cell(arena *a, str cell)
{
    if (cell.len < 2 || cell.data[0] != '"')
        return arena_str(a, cell);
    BUF_AUTO text = BUF_INIT(NULL, 0);
    for (size_t i = 1; i + 1 < cell.len; i++)
        buf_char(&text, cell.data[i] == '\\' ? table_escape(cell, &i) : cell.data[i]);
    return arena_str(a, buf_view(&text));
}

/* What a test writes down, in the form of a quoted cell without its quotes. */
static inline str table_escaped(arena *a, str s)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    for (size_t i = 0; i < s.len; i++) {
        char c = s.data[i];
        if (c == '\n' || c == '\r' || c == '\t')
            buf_printf(&text, "\\%c", c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
        else if ((unsigned char)c < ' ' || (unsigned char)c >= 0x80)
            buf_printf(&text, "\\x%02X", (unsigned char)c);
        else
            buf_char(&text, c);
    }
    return arena_str(a, buf_view(&text));
}

static inline void table_row_run(table_row *row, str line, void (*check)(const table_row *row))
{
    ARENA_AUTO memory = ARENA_INIT(NULL, 0);
    row->a = &memory;
    row->count = 0;
    while (line.data && row->count < TABLE_CELLS) {
        str cell = str_split(&line, '\t');
        if (cell.len > 0)
            row->cells[row->count++] = table_cell(&memory, cell);
    }
    check(row);
}

/* Runs `check` with each row of TEST_DATA/<file>; says how many there were. */
static inline size_t table_run(const char *file, void (*check)(const table_row *row))
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str path = arena_printf(&a, "%s/%s", TEST_DATA, file), text;
    cr_assert_eq(file_read(path.data, 1 << 20, &a, &text, NULL), ST_OK, "%s", path.data);
    table_row row = { .file = file };
    size_t rows = 0;
    while (text.data) {
        str line = str_split(&text, '\n');
        row.line++;
        if (line.len == 0 || line.data[0] == '#')
            continue;
        table_row_run(&row, line, check);
        rows++;
    }
    cr_assert_gt(rows, 0, "%s is empty", file);
    return rows;
}

static inline void table_expect(const table_row *row, str expected, str actual)
{
    cr_expect(str_eq(expected, actual), "%s:%zu: expected\n  \"%.*s\"\nbut got\n  \"%.*s\"",
              row->file, row->line, STR_ARG(table_escaped(row->a, expected)),
              STR_ARG(table_escaped(row->a, actual)));
}

#endif
