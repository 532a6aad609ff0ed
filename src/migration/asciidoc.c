#include "migration/block_list.h"

#include <string.h>

/* What the lines before a block say of it. */
typedef struct attributes {
    bool source; /* a listing of code */
    str language, id;
} attributes;

typedef struct reader {
    str rest;
    uint32_t line;  /* of what was read last */
    str before;     /* the line of text that it follows at once; STR_NONE: none */
    attributes now; /* of the block that comes next */
    block_list *out;
} reader;

static str without_end(str line)
{
    while (line.len > 0 && (unsigned char)line.data[line.len - 1] <= ' ')
        line.len--;
    return line;
}

static bool next_line(reader *r, str *out)
{
    if (r->rest.len == 0)
        return false;
    *out = without_end(str_split(&r->rest, '\n'));
    r->line++;
    return true;
}

/* ---- Attributes ---- */

static str unquoted(str value)
{
    bool quoted = value.len >= 2 && (value.data[0] == '"' || value.data[0] == '\'') &&
                  value.data[value.len - 1] == value.data[0];
    return quoted ? str_slice(value, 1, value.len - 1) : value;
}

/* Style, #id, .role and %option without blanks between them. */
static void read_style(attributes *to, str text)
{
    size_t end = 0;
    while (end < text.len && !memchr("#.%", text.data[end], 3))
        end++;
    str style = str_slice(text, 0, end);
    if (style.len > 0)
        to->source = str_eq(style, STR("source"));
    while (end < text.len) {
        size_t from = end + 1, to_end = from;
        while (to_end < text.len && !memchr("#.%", text.data[to_end], 3))
            to_end++;
        if (text.data[end] == '#')
            to->id = str_slice(text, from, to_end);
        end = to_end;
    }
}

static void read_named(attributes *to, str name, str value)
{
    if (str_eq(name, STR("id")))
        to->id = value;
    if (str_eq(name, STR("language")))
        to->language = value;
    if (str_eq(name, STR("style")))
        to->source = str_eq(value, STR("source"));
}

/* A listing with a language is code, [,cypher]. */
static void read_position(attributes *to, size_t position, str value)
{
    if (position == 1)
        read_style(to, value);
    if (position == 2 && value.len > 0) {
        to->language = value;
        to->source = true;
    }
}

static void read_list(attributes *to, str list)
{
    size_t position = 0;
    while (list.data) {
        str value = str_trim(str_split(&list, ','));
        size_t equals = str_find_char(value, '=', 0);
        if (equals == STR_NOT_FOUND)
            read_position(to, ++position, unquoted(value));
        else
            read_named(to, str_trim(str_slice(value, 0, equals)),
                       unquoted(str_trim(str_from_index(value, equals + 1))));
    }
}

/* [[id]], [[id,title]] or [list] */
static bool read_attributes(attributes *to, str line)
{
    if (line.len < 2 || line.data[0] != '[' || line.data[line.len - 1] != ']')
        return false;
    str inside = str_slice(line, 1, line.len - 1);
    if (str_starts(inside, STR("[")) && str_ends(inside, STR("]"))) {
        str anchor = str_slice(inside, 1, inside.len - 1);
        to->id = str_split(&anchor, ',');
    } else
        read_list(to, inside);
    return true;
}

/* ---- Blocks ---- */

static bool is_all(str line, char c, size_t fewest)
{
    size_t count = 0;
    while (count < line.len && line.data[count] == c)
        count++;
    return count == line.len && count >= fewest;
}

/* A title is as long as the line under it, give or take one. */
static bool underlines(const reader *r, str line)
{
    return r->before.data && line.len + 1 >= r->before.len && line.len <= r->before.len + 1;
}

/* Begins a block in which nothing but its end has a meaning. */
static bool is_verbatim(const reader *r, str line)
{
    if (is_all(line, '-', 4) || is_all(line, '+', 4))
        return !underlines(r, line);
    return is_all(line, '.', 4) || is_all(line, '/', 4) || str_starts(line, STR("```")) ||
           (r->now.source && str_eq(line, STR("--")));
}

static bool is_wanted(const attributes *of, str first)
{
    return of->source && str_eq(of->language, STR("cypher")) && !is_all(first, '/', 4) &&
           !is_all(first, '+', 4);
}

static bool is_include(str line)
{
    return str_starts(line, STR("include::")) && str_ends(line, STR("]"));
}

typedef struct piece {
    buf text;
    uint32_t from;
    bool included; /* some of it from elsewhere, which has no checksum here */
} piece;

static void take(piece *p, str line)
{
    p->included |= is_include(line);
    buf_str(&p->text, line);
    buf_char(&p->text, '\n');
}

static status keep(reader *r, piece *p, str first, error *err)
{
    status st = p->text.failed ? fail_no_memory(err) : ST_OK;
    if (!st && !p->included && is_wanted(&r->now, first))
        st = block_add(r->out, r->now.id, buf_view(&p->text), p->from, err);
    buf_free(&p->text);
    return st;
}

static status read_block(reader *r, str first, error *err)
{
    piece p = { .text = BUF_INIT(r->out->a->mem, 0), .from = r->line + 1 };
    str line, end = str_starts(first, STR("```")) ? STR("```") : first;
    while (next_line(r, &line) && !str_eq(line, end))
        take(&p, line);
    return keep(r, &p, first, err);
}

/* Code without delimiters ends at an empty line. */
static status read_paragraph(reader *r, str line, error *err)
{
    piece p = { .text = BUF_INIT(r->out->a->mem, 0), .from = r->line };
    do
        take(&p, line);
    while (next_line(r, &line) && line.len > 0);
    return keep(r, &p, STR(""), err);
}

/* ---- Documents ---- */

static bool is_about_the_block(str line)
{
    bool comment = str_starts(line, STR("//"));
    bool title = line.len > 1 && line.data[0] == '.' && line.data[1] != '.' && line.data[1] != ' ';
    return line.len == 0 || comment || title;
}

static status read_line(reader *r, str line, error *err)
{
    status st = ST_OK;
    if (is_verbatim(r, line))
        st = read_block(r, line, err);
    else if (read_attributes(&r->now, line) || is_about_the_block(line)) {
        r->before = STR_NONE;
        return ST_OK;
    } else if (r->now.source)
        st = read_paragraph(r, line, err);
    else {
        r->before = r->before.data ? STR_NONE : line;
        r->now = (attributes){ 0 };
        return ST_OK;
    }
    r->before = STR_NONE;
    r->now = (attributes){ 0 };
    return st;
}

status blocks_of_asciidoc(str text, block_list *out, error *err)
{
    reader r = { .rest = text, .out = out };
    str line;
    status st = ST_OK;
    while (!st && next_line(&r, &line))
        st = read_line(&r, line, err);
    return st;
}
