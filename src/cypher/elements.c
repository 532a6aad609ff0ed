#include "base/buf.h"
#include "cypher/lexer.h"
#include "cypher/script.h"
#include "cypher/text.h"
#include "cypher/use.h"

typedef struct collector {
    str script;
    bool autocrlf;
    arena *a;
    size_t at; /* of the piece that is being cut */
    str *items;
    size_t *from;
    size_t count, capacity, from_capacity;
} collector;

static status push(collector *c, str element, error *err)
{
    str *items = arena_grow(c->a, c->items, c->count, &c->capacity, sizeof *c->items);
    size_t *from = arena_grow(c->a, c->from, c->count, &c->from_capacity, sizeof *c->from);
    if (!items || !from)
        return fail_no_memory(err);
    c->items = items;
    c->from = from;
    c->from[c->count] = c->at;
    c->items[c->count++] = element;
    return ST_OK;
}

/* Java's line ends beyond ASCII. */
static size_t last_line_end_length(str s)
{
    if (str_ends(s, STR("\xC2\x85")))
        return 2;
    return str_ends(s, STR("\xE2\x80\xA8")) || str_ends(s, STR("\xE2\x80\xA9")) ? 3 : 0;
}

/* As the regular expression ";$" does it: one semicolon at the end, or before a last line end. */
static status without_semicolon(str s, arena *a, str *out, error *err)
{
    size_t line_end = last_line_end_length(s);
    str front = str_slice(s, 0, s.len - line_end);
    *out = s;
    if (!str_ends(front, STR(";")))
        return ST_OK;
    front.len--;
    *out = front;
    if (line_end == 0)
        return ST_OK;
    BUF_AUTO joined = BUF_INIT(a->mem, s.len);
    buf_str(&joined, front);
    buf_str(&joined, str_from_index(s, s.len - line_end));
    return buf_finish(&joined, a, out, err);
}

static status fail_second_use(const collector *c, str piece, error *err)
{
    cypher_use_match match = { 0 };
    cypher_use_find(piece, 0, &match);
    cypher_use_find(piece, match.to, &match);
    cypher_lexer lexer = CYPHER_LEXER(c->script);
    cypher_lexer_advance(&lexer, (size_t)(piece.data - c->script.data) + match.from);
    status st = fail(err, ST_PARSE,
                     "a second \":use\" in one statement: end the one before it with \";\" at the "
                     "end of its line");
    if (err) {
        err->line = lexer.line;
        err->column = lexer.column;
    }
    return st;
}

/* Appends `element` without its `:use` commands, which become elements of their own in front of it.
 * `piece` is where it stands in the script. */
static status take_uses(collector *c, str piece, str element, error *err)
{
    cypher_use_match match;
    if (!cypher_use_find(element, 0, &match))
        return push(c, element, err);
    BUF_AUTO rest = BUF_INIT(c->a->mem, element.len);
    bool lines = str_find_char(element, '\n', 0) != STR_NOT_FOUND;
    size_t from = 0;
    do {
        if (from > 0 && lines)
            return fail_second_use(c, piece, err);
        buf_str(&rest, str_slice(element, from, match.from));
        status st = push(c, str_trim(str_slice(element, match.from, match.to)), err);
        if (st)
            return st;
        from = match.to;
    } while (cypher_use_find(element, from, &match));
    buf_str(&rest, str_from_index(element, from));
    str left;
    status st = buf_finish(&rest, c->a, &left, err);
    return st || left.len == 0 ? st : push(c, left, err);
}

static status take_piece(collector *c, str piece, error *err)
{
    str element;
    status st = without_semicolon(str_trim(piece), c->a, &element, err);
    if (st)
        return st;
    element = str_trim(element);
    if (c->autocrlf) {
        st = cypher_text_lf(element, c->a, &element, err);
        if (st)
            return st;
    }
    return element.len == 0 ? ST_OK : take_uses(c, piece, element, err);
}

/* The next semicolon that a line end follows; `*next` is behind both. */
static size_t find_cut(str script, size_t from, size_t *next)
{
    size_t at;
    while ((at = str_find_char(script, ';', from)) != STR_NOT_FOUND) {
        size_t line_end = cypher_line_end_length(str_from_index(script, at + 1));
        if (line_end) {
            *next = at + 1 + line_end;
            return at;
        }
        from = at + 1;
    }
    return *next = script.len;
}

status cypher_script_elements(str text, bool autocrlf, arena *a, cypher_elements *out, error *err)
{
    status st = cypher_text_repair(text, a, &text, err);
    collector c = { .script = text, .autocrlf = autocrlf, .a = a };
    for (size_t at = 0, next; !st && at < text.len; at = next) {
        size_t end = find_cut(text, at, &next);
        c.at = at;
        st = take_piece(&c, str_slice(text, at, end), err);
    }
    if (!st)
        *out = (cypher_elements){ c.items, c.from, c.count };
    return st;
}

static str cut_line(str *rest)
{
    size_t end = 0;
    while (end < rest->len && rest->data[end] != '\n' && rest->data[end] != '\r')
        end++;
    str line = str_slice(*rest, 0, end);
    size_t line_end = cypher_line_end_length(str_from_index(*rest, end));
    *rest = str_from_index(*rest, end + line_end);
    return line;
}

status cypher_leading_comments(str element, arena *a, cypher_elements *out, error *err)
{
    collector c = { .a = a };
    str rest = cypher_text_without_bom(element);
    if (str_starts(rest, STR("//"))) {
        str line;
        while (rest.len > 0 && str_starts(line = str_trim(cut_line(&rest)), STR("//"))) {
            c.at = (size_t)(line.data - element.data);
            status st = push(&c, line, err);
            if (st)
                return st;
        }
    }
    *out = (cypher_elements){ c.items, c.from, c.count };
    return ST_OK;
}
