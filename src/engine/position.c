#include "engine/position.h"

#include "base/utf8.h"

/* A line ends with LF, CRLF or a lone CR. */
static bool ends_line(str text, size_t at)
{
    char c = text.data[at];
    return c == '\n' || (c == '\r' && !(at + 1 < text.len && text.data[at + 1] == '\n'));
}

static size_t character_at(str text, size_t at, uint32_t *out)
{
    return utf8_decode(str_from_index(text, at), out);
}

position position_of_offset(str text, size_t offset)
{
    position p = { 1, 1 };
    uint32_t ignored;
    for (size_t at = 0; at < offset && at < text.len; at += character_at(text, at, &ignored)) {
        p.column++;
        if (ends_line(text, at))
            p = (position){ p.line + 1, 1 };
    }
    return p;
}

static bool is_before(position a, position b)
{
    return a.line < b.line || (a.line == b.line && a.column < b.column);
}

size_t position_from_driver(str text, position place)
{
    size_t at = 0;
    position p = { 1, 1 };
    while (at < text.len && is_before(p, place)) {
        bool ended = text.data[at] == '\n';
        if (ended && p.line == place.line)
            break;
        uint32_t ignored;
        at += character_at(text, at, &ignored);
        p.column++;
        if (ended)
            p = (position){ p.line + 1, 1 };
    }
    return at;
}
