#include "cli/excerpt.h"

#include "base/utf8.h"
#include "cli/paint.h"
#include "cli/width.h"

#define ELLIPSIS "\xE2\x80\xA6"

typedef struct character {
    uint32_t code;
    size_t length;
} character;

/* Up to the next LF, CRLF or lone CR; `*rest` becomes what follows, STR_NONE after the last line.
 */
static str take_line(str *rest)
{
    size_t end = 0;
    while (end < rest->len && rest->data[end] != '\n' && rest->data[end] != '\r')
        end++;
    str line = str_slice(*rest, 0, end);
    bool crlf = str_starts(str_from_index(*rest, end), STR("\r\n"));
    *rest = end == rest->len ? STR_NONE : str_from_index(*rest, end + (crlf ? 2 : 1));
    return line;
}

str cli_excerpt_line(str text, uint32_t number)
{
    if (str_starts(text, STR("\xEF\xBB\xBF")))
        text = str_from_index(text, 3);
    str line = STR_NONE;
    for (uint32_t i = 0; i < number; i++) {
        if (!text.data)
            return STR_NONE;
        line = take_line(&text);
    }
    return line;
}

static character decode(str rest)
{
    character c;
    c.length = utf8_decode(rest, &c.code);
    return c;
}

static size_t width_of(character c)
{
    return c.code == '\t' ? 1 : cli_width(c.code);
}

/* The offset of the character at `column`, and that column cut to the line. */
static size_t offset_of(str line, uint32_t column)
{
    size_t offset = 0;
    for (uint32_t i = 1; i < column && offset < line.len; i++)
        offset += decode(str_from_index(line, offset)).length;
    return offset;
}

/* Where to begin so that at most `columns` lie before `end`. */
static size_t window_start(str line, size_t end, size_t columns)
{
    size_t width = 0;
    for (size_t at = 0; at < end; at += decode(str_from_index(line, at)).length)
        width += width_of(decode(str_from_index(line, at)));
    size_t start = 0;
    while (start < end && width > columns) {
        character c = decode(str_from_index(line, start));
        width -= width_of(c);
        start += c.length;
    }
    return start;
}

static size_t window_end(str line, size_t start, size_t columns)
{
    size_t width = 0, end = start;
    while (end < line.len) {
        character c = decode(str_from_index(line, end));
        width += width_of(c);
        if (width > columns)
            break;
        end += c.length;
    }
    return end;
}

static void render_source(str shown, buf *out)
{
    while (shown.len > 0) {
        character c = decode(shown);
        bool control = (c.code < 0x20 && c.code != '\t') || (c.code >= 0x7F && c.code < 0xA0);
        if (control || c.code == UTF8_REPLACEMENT)
            buf_text(out, "\xEF\xBF\xBD");
        else
            buf_append(out, shown.data, c.length);
        shown = str_from_index(shown, c.length);
    }
}

static void render_indent(str before, buf *out)
{
    while (before.len > 0) {
        character c = decode(before);
        for (size_t i = 0; i < width_of(c); i++)
            buf_char(out, c.code == '\t' ? '\t' : ' ');
        before = str_from_index(before, c.length);
    }
}

void cli_excerpt_render(str line, uint32_t number, uint32_t column, bool colour, buf *out)
{
    size_t caret = offset_of(line, column);
    size_t start = window_start(line, caret, CLI_EXCERPT_WIDTH * 2 / 3);
    size_t end = window_end(line, start, CLI_EXCERPT_WIDTH);
    buf_printf(out, "%5u | %s", (unsigned)number, start > 0 ? ELLIPSIS : "");
    render_source(str_slice(line, start, end), out);
    buf_printf(out, "%s\n      | %s", end < line.len ? ELLIPSIS : "", start > 0 ? " " : "");
    render_indent(str_slice(line, start, caret), out);
    cli_paint_text(out, colour ? CLI_RED : CLI_PLAIN, STR("^"));
    buf_char(out, '\n');
}
