#include "cypher/script.h"

#include "base/utf8.h"
#include "cypher/lexer.h"
#include "cypher/text.h"
#include "cypher/use.h"

#define USE_HELP                                                                                   \
    "write \":use name\", where the name begins with a letter and has 3 to 63 letters, digits, "   \
    "dots and dashes, and end it with \";\" or a line end"

typedef struct cutter {
    cypher_lexer lexer;
    arena *a;
    bool autocrlf;
    cypher_statement *items;
    size_t count, capacity;
    /* The statement under way. */
    cypher_token first; /* TOKEN_END when there is none yet */
    size_t end;         /* behind its last character so far */
    bool code;          /* there is more than comments */
    bool fresh_line;    /* nothing but blanks since the last line end */
    unsigned depth;     /* of brackets */
} cutter;

static str remaining(const cutter *c, cypher_token token)
{
    return str_from_index(c->lexer.text, (size_t)(token.text.data - c->lexer.text.data));
}

static status fail_use(error *err, cypher_token token, str command, const char *why)
{
    bool readable = command.len <= (size_t)4 * USE_NAME_LONGEST;
    status st = fail(err, ST_PARSE, "\"%.*s\" %s", STR_ARG(readable ? command : STR(":use")), why);
    if (err) {
        err->line = token.line;
        err->column = token.column;
    }
    return st;
}

static void begin(cutter *c)
{
    c->first = (cypher_token){ .kind = TOKEN_END };
    c->code = false;
    c->depth = 0;
}

static status push(cutter *c, cypher_statement statement, error *err)
{
    cypher_statement *grown = arena_grow(c->a, c->items, c->count, &c->capacity, sizeof *c->items);
    if (!grown)
        return fail_no_memory(err);
    c->items = grown;
    c->items[c->count++] = statement;
    return ST_OK;
}

static status finish_statement(cutter *c, error *err)
{
    if (!c->code) {
        begin(c);
        return ST_OK;
    }
    size_t start = (size_t)(c->first.text.data - c->lexer.text.data);
    cypher_statement statement = {
        .kind = CYPHER_STATEMENT,
        .text = str_slice(c->lexer.text, start, c->end),
        .line = c->first.line,
        .column = c->first.column,
    };
    if (c->autocrlf) {
        status st = cypher_text_lf(statement.text, c->a, &statement.text, err);
        if (st)
            return st;
    }
    statement.implicit = cypher_is_implicit(statement.text);
    begin(c);
    return push(c, statement, err);
}

/* To the line end or ";" that ends the command; only comments may come before. */
static status finish_use(cutter *c, str command, error *err)
{
    for (;;) {
        cypher_token token = cypher_next_token(&c->lexer);
        bool space = token.kind == TOKEN_BLANK || (token.kind == TOKEN_COMMENT && token.closed);
        if (token.kind == TOKEN_END || cypher_token_is_symbol(token, ';'))
            return ST_OK;
        if (!space)
            return fail_use(err, token, command,
                            "is followed by something else on its line: " USE_HELP);
        if (cypher_has_line_end(token.text)) {
            c->fresh_line = true;
            return ST_OK;
        }
    }
}

/* Placeholders keep their spelling: their keys are case-sensitive. */
static status database_name(str spelled, arena *a, str *out, error *err)
{
    char *name = arena_alloc(a, spelled.len + 1);
    if (!name)
        return fail_no_memory(err);
    bool resolved = cypher_database_is_valid(spelled);
    for (size_t i = 0; i < spelled.len; i++)
        name[i] = resolved ? char_lower(spelled.data[i]) : spelled.data[i];
    *out = (str){ name, spelled.len };
    return ST_OK;
}

static status take_use(cutter *c, cypher_token colon, error *err)
{
    cypher_use use;
    str rest = remaining(c, colon);
    bool valid = cypher_use_read(rest, &use);
    str command = str_slice(rest, 0, use.length);
    if (!valid)
        return fail_use(err, colon, command, "does not name a database: " USE_HELP);
    cypher_statement statement = {
        .kind = CYPHER_USE, .text = command, .line = colon.line, .column = colon.column
    };
    status st = database_name(use.database, c->a, &statement.database, err);
    if (st)
        return st;
    begin(c);
    cypher_lexer_advance(&c->lexer, use.length - colon.text.len);
    st = finish_use(c, command, err);
    return st ? st : push(c, statement, err);
}

static status fail_use_inside(const cutter *c, cypher_token colon, error *err)
{
    cypher_use use;
    str rest = remaining(c, colon);
    cypher_use_read(rest, &use);
    return fail_use(err, colon, str_slice(rest, 0, use.length),
                    "stands inside of a statement: end the statement before it with \";\"");
}

static void note(cutter *c, cypher_token token)
{
    if (c->first.kind == TOKEN_END)
        c->first = token;
    c->end = c->lexer.at;
}

static void take_code(cutter *c, cypher_token token)
{
    note(c, token);
    c->code = true;
    c->fresh_line = false;
    if (token.kind != TOKEN_SYMBOL)
        return;
    char symbol = token.text.data[0];
    if (symbol == '(' || symbol == '[' || symbol == '{')
        c->depth++;
    else if (c->depth > 0 && (symbol == ')' || symbol == ']' || symbol == '}'))
        c->depth--;
}

static status take(cutter *c, cypher_token token, error *err)
{
    if (token.kind == TOKEN_BLANK || (token.kind == TOKEN_COMMENT && token.closed)) {
        if (token.kind == TOKEN_COMMENT)
            note(c, token);
        c->fresh_line |= cypher_has_line_end(token.text);
        return ST_OK;
    }
    if (cypher_token_is_symbol(token, ';'))
        return finish_statement(c, err);
    if (cypher_token_is_symbol(token, ':')) {
        str rest = remaining(c, token);
        if (!c->code && cypher_use_begins(rest))
            return take_use(c, token, err);
        if (c->fresh_line && c->depth == 0 && cypher_use_is_line(rest))
            return fail_use_inside(c, token, err);
    }
    take_code(c, token);
    return ST_OK;
}

static uint32_t malformed_line(str text)
{
    size_t valid = utf8_valid_length(text);
    if (valid == text.len)
        return 0;
    uint32_t line = 1;
    for (size_t i = 0; i < valid; i++)
        line += text.data[i] == '\n';
    return line;
}

status cypher_script_parse(str text, bool autocrlf, arena *a, cypher_script *out, error *err)
{
    uint32_t malformed = malformed_line(text);
    status st = cypher_text_repair(text, a, &text, err);
    if (st)
        return st;
    cutter c = { .lexer = CYPHER_LEXER(cypher_text_without_bom(text)),
                 .a = a,
                 .autocrlf = autocrlf };
    begin(&c);
    cypher_token token;
    while ((token = cypher_next_token(&c.lexer)).kind != TOKEN_END) {
        st = take(&c, token, err);
        if (st)
            return st;
    }
    st = finish_statement(&c, err);
    if (!st)
        *out = (cypher_script){ c.items, c.count, malformed };
    return st;
}

void cypher_position(const cypher_statement *statement, uint32_t line, uint32_t column,
                     uint32_t *script_line, uint32_t *script_column)
{
    *script_line = statement->line + line - 1;
    *script_column = line == 1 ? statement->column + column - 1 : column;
}
