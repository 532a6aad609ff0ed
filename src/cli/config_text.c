#include "cli/config_text.h"

#include "base/secretive.h"
#include "cli/placeholders.h"
#include "cli/table.h"
#include "cli/value.h"

enum { COLUMNS = 3 };

static const str HEADER[COLUMNS] = { { "Option", 6 }, { "Value", 5 }, { "From", 4 } };

/* ---- Rows ---- */

static status add(cli_config_rows *rows, const cli_config_row *row, arena *a, error *err)
{
    cli_config_row *grown = arena_grow(a, rows->items, rows->count, &rows->capacity, sizeof *grown);
    if (!grown)
        return fail_no_memory(err);
    rows->items = grown;
    rows->items[rows->count++] = *row;
    return ST_OK;
}

static cli_config_row row_of(const cli_settings *s, const cli_option *option)
{
    const cli_setting *given = &s->of[option->id];
    bool from_environment = given->origin == CLI_FROM_ENVIRONMENT;
    return (cli_config_row){ .name = option->name,
                             .preset = option->preset,
                             .origin = given->origin,
                             .variable = from_environment ? option->environment : NULL,
                             .file = given->file,
                             .line = given->line };
}

/* Others are told in words, such as "the user's home database". */
static bool has_literal_preset(const cli_option *option)
{
    return option->kind == CLI_KIND_FLAG || option->kind == CLI_KIND_CHOICE ||
           option->id == CLI_ADDRESS || option->id == CLI_USERNAME;
}

/* Behind the scheme, if there is one. */
static size_t authority(str address)
{
    size_t at = str_find(address, STR("://"), 0);
    return at == STR_NOT_FOUND ? 0 : at + 3;
}

/* Such an address is refused when it is used, whatever else is wrong with it; but here it is shown. */
static void append_address(str address, buf *out)
{
    size_t begin = authority(address), end = begin;
    for (size_t i = begin; i < address.len; i++)
        if (address.data[i] == '@')
            end = i;
    if (end > begin)
        buf_printf(out, "%.*s" SECRETIVE_BLANK, (int)begin, address.data);
    address = str_from_index(address, end > begin ? end : 0);
    size_t query = str_find_char(address, '?', 0);
    bool secret = secretive_is_about(str_from_index(address, query));
    buf_str(out, secret ? str_slice(address, 0, query + 1) : address);
    buf_text(out, secret ? SECRETIVE_BLANK : "");
}

static status render_value(const cli_settings *s, const cli_option *option, const char **out,
                           error *err)
{
    BUF_AUTO plain = BUF_INIT(s->memory->mem, 0);
    BUF_AUTO shown = BUF_INIT(s->memory->mem, 0);
    cli_value_render(s, option, &plain);
    if (option->id == CLI_ADDRESS)
        append_address(buf_view(&plain), &shown);
    else
        buf_str(&shown, buf_view(&plain));
    str text;
    shown.failed |= plain.failed;
    status st = buf_finish(&shown, s->memory, &text, err);
    if (!st)
        *out = text.data;
    return st;
}

static status add_option(cli_config_rows *rows, const cli_settings *s, const cli_option *option,
                         error *err)
{
    cli_config_row row = row_of(s, option);
    bool given = row.origin != CLI_NOT_GIVEN;
    status st = ST_OK;
    row.secret = given && option->wipe;
    if (row.secret)
        row.value = SECRETIVE_BLANK;
    else if (given || has_literal_preset(option))
        st = render_value(s, option, &row.value, err);
    return st ? st : add(rows, &row, s->memory, err);
}

static status add_placeholder(cli_config_rows *rows, const cli_settings *s,
                              const cli_placeholder *placeholder, error *err)
{
    cli_config_row row = row_of(s, cli_option_get(CLI_PLACEHOLDER));
    row.secret = secretive_is_about(placeholder->key);
    if (placeholder->variable)
        row = (cli_config_row){ .name = row.name,
                                .secret = row.secret,
                                .origin = CLI_FROM_ENVIRONMENT,
                                .variable = placeholder->variable };
    row.value = arena_printf(s->memory, "%s=%s", placeholder->key.data,
                             row.secret ? SECRETIVE_BLANK : placeholder->value.data)
                    .data;
    return row.value ? add(rows, &row, s->memory, err) : fail_no_memory(err);
}

static status add_placeholders(cli_config_rows *rows, const cli_settings *s, error *err)
{
    cli_placeholders found;
    status st = cli_placeholders_collect(s, &found, err);
    for (size_t i = 0; !st && i < found.count; i++)
        st = add_placeholder(rows, s, &found.items[i], err);
    return st;
}

status cli_config_collect(const cli_settings *s, cli_config_rows *out, error *err)
{
    cli_config_rows rows = { .count = 0 };
    status st = ST_OK;
    for (size_t i = 0; !st && i < CLI_OPTIONS; i++) {
        const cli_option *option = cli_option_get((cli_option_id)i);
        if (option->id == CLI_PLACEHOLDER)
            st = add_placeholders(&rows, s, err);
        else if (!option->hidden && option->kind != CLI_KIND_ACTION)
            st = add_option(&rows, s, option, err);
    }
    if (!st)
        *out = rows;
    return st;
}

/* ---- The table ---- */

static str origin_text(const cli_config_row *row, arena *a)
{
    switch (row->origin) {
    case CLI_NOT_GIVEN:
        return row->preset ? STR("default") : STR("");
    case CLI_FROM_USER_FILE:
    case CLI_FROM_FILE:
        return arena_printf(a, "%s:%u", row->file, (unsigned)row->line);
    case CLI_FROM_ENVIRONMENT:
        return arena_printf(a, "environment %s", row->variable);
    case CLI_FROM_COMMAND_LINE:
        return STR("command line");
    }
    return STR_NONE;
}

static void fill_row(const cli_config_row *row, str *cells, arena *a)
{
    cells[0] = str_from(row->name);
    cells[1] = str_from(row->value ? row->value : row->preset ? row->preset : "");
    cells[2] = origin_text(row, a);
}

void cli_config_render(const cli_config_rows *rows, arena *scratch, buf *out)
{
    str *cells = arena_array(scratch, rows->count * COLUMNS, sizeof *cells);
    if (!cells) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < rows->count; i++) {
        fill_row(&rows->items[i], cells + i * COLUMNS, scratch);
        out->failed |= !cells[i * COLUMNS + 2].data;
    }
    cli_table table = { .columns = COLUMNS, .rows = rows->count, .header = HEADER, .cells = cells };
    if (!out->failed)
        cli_table_render(&table, out);
}

/* ---- Files ---- */

static str state_text(cli_source_state state)
{
    switch (state) {
    case CLI_SOURCE_READ:
        return STR("read");
    case CLI_SOURCE_MISSING:
        return STR("not there");
    case CLI_SOURCE_PASSED_OVER:
        return STR("passed over");
    }
    return STR("");
}

void cli_config_render_files(const cli_source_file files[CLI_SOURCE_FILES], buf *out)
{
    static const str header[] = { { "File", 4 }, { "State", 5 } };
    str cells[CLI_SOURCE_FILES * 2];
    size_t rows = 0;
    for (size_t i = 0; i < CLI_SOURCE_FILES; i++) {
        if (!files[i].path)
            continue;
        cells[2 * rows] = str_from(files[i].path);
        cells[2 * rows++ + 1] = state_text(files[i].state);
    }
    cli_table_render(&(cli_table){ .columns = 2, .rows = rows, .header = header, .cells = cells },
                     out);
}
