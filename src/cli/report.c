#include "cli/report.h"

#include "base/file.h"
#include "cli/excerpt.h"
#include "cli/paint.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

/* What servers before 2025 say when they know nothing better than their old code. */
#define GQL_UNSPECIFIED "50N42"

enum { SOURCE_MAX = 256 << 20 };

/* A migration failed while it ran; anything else speaks for itself. */
static bool is_failed_migration(const n4m_error *err)
{
    return err->version[0] && err->outcome[0] && (err->code[0] || err->statement > 0);
}

/* "beforeFirstUse" as "before first use". */
static void append_words(const char *phase, buf *out)
{
    for (; *phase; phase++) {
        if (char_lower(*phase) != *phase)
            buf_char(out, ' ');
        buf_char(out, char_lower(*phase));
    }
}

static void render_callback_failure(const n4m_error *err, buf *out)
{
    if (!err->description[0]) {
        buf_printf(out, "Could not invoke %s callback.\n\t", err->phase);
        return;
    }
    buf_printf(out, "Could not invoke \"%s\" ", err->description);
    append_words(err->phase, out);
    buf_text(out, ".\n\t");
}

void cli_report_summary(const n4m_error *err, bool colour, buf *out)
{
    cli_paint paint = colour ? CLI_RED : CLI_PLAIN;
    buf_text(out, cli_paint_on(paint));
    if (err->phase[0])
        render_callback_failure(err, out);
    else if (is_failed_migration(err))
        buf_printf(out, "Could not apply migration: %s (\"%s\").\n\t", err->version,
                   err->description);
    if (err->code[0] && (err->phase[0] || is_failed_migration(err)))
        buf_printf(out, "%s: ", err->code);
    buf_printf(out, "%s%s\n", err->message, cli_paint_off(paint));
}

/* The first line, without the place in the statement that servers put behind it: ours is the place
 * in the file. */
static str headline(const char *message)
{
    str rest = str_from(message), line = str_split(&rest, '\n');
    size_t at = str_find(line, STR(" (line "), 0);
    bool placed = at != STR_NOT_FOUND && str_ends(line, STR("))"));
    return placed ? str_slice(line, 0, at) : line;
}

/* As the user would write it from where they stand. */
static const char *relative(const char *path)
{
    char folder[PATH_MAX];
    if (!getcwd(folder, sizeof folder))
        return path;
    size_t length = strlen(folder);
    bool below = strncmp(path, folder, length) == 0 && path[length] == '/';
    return below ? path + length + 1 : path;
}

static void render_headline(const n4m_error *err, bool colour, buf *out)
{
    cli_paint paint = colour ? CLI_BOLD : CLI_PLAIN;
    buf_text(out, cli_paint_on(paint));
    buf_text(out, relative(err->source));
    if (err->line)
        buf_printf(out, ":%u:%u", (unsigned)err->line, (unsigned)err->column);
    str text = headline(err->message);
    buf_printf(out, ":%s %.*s\n", cli_paint_off(paint), STR_ARG(text));
}

static void render_excerpt(const n4m_error *err, bool colour, buf *out)
{
    ARENA_AUTO scratch = ARENA_INIT(out->mem, SOURCE_MAX + 4096);
    str text;
    if (file_read(err->source, SOURCE_MAX, &scratch, &text, NULL))
        return;
    str line = cli_excerpt_line(text, err->line);
    if (line.data)
        cli_excerpt_render(line, err->line, err->column, colour, out);
}

static void render_script(const n4m_error *err, buf *out)
{
    if (err->phase[0])
        buf_printf(out, "  callback: %s", err->phase);
    else
        buf_printf(out, "  migration: %s", err->version);
    if (err->description[0])
        buf_printf(out, " (\"%s\")", err->description);
    if (err->statement)
        buf_printf(out, ", statement %u of %u", (unsigned)err->statement,
                   (unsigned)err->statements);
    buf_char(out, '\n');
}

static void render_field(const char *name, const char *value, buf *out)
{
    if (value[0])
        buf_printf(out, "  %s: %s\n", name, value);
}

void cli_report_details(const n4m_error *err, bool colour, buf *out)
{
    if (err->source[0])
        render_headline(err, colour, out);
    if (err->source[0] && err->line)
        render_excerpt(err, colour, out);
    if (err->version[0] || err->phase[0])
        render_script(err, out);
    render_field("code", err->code, out);
    if (strcmp(err->gql_status, GQL_UNSPECIFIED) != 0)
        render_field("GQL status", err->gql_status, out);
    render_field("outcome", err->outcome, out);
}
