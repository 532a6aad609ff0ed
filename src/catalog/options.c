#include "catalog/options.h"

#include "base/utf8.h"

/* ---- Checking ---- */

typedef struct checker {
    cypher_lexer lexer;
    cypher_token token; /* the next one, not yet taken */
    error *err;
} checker;

static void take(checker *c)
{
    c->token = cypher_next_code(&c->lexer);
}

static status refuse(const checker *c, const char *expected)
{
    if (c->token.kind == TOKEN_END)
        fail(c->err, ST_PARSE, "options: expected %s, but they end", expected);
    else
        fail(c->err, ST_PARSE, "options: expected %s, not \"%.*s\"", expected,
             STR_ARG(str_slice(c->token.text, 0, 40)));
    if (c->err) {
        c->err->line = c->token.line;
        c->err->column = c->token.column;
    }
    return ST_PARSE;
}

static status expect(checker *c, char symbol, const char *name)
{
    if (!cypher_token_is_symbol(c->token, symbol))
        return refuse(c, name);
    take(c);
    return ST_OK;
}

/* 1e-5 is three tokens, as scripts are not cut there. */
static bool ends_in_exponent(str number)
{
    return (str_ends(number, STR("e")) || str_ends(number, STR("E"))) &&
           !str_starts(number, STR("0x"));
}

static status check_number(checker *c)
{
    bool exponent = ends_in_exponent(c->token.text);
    take(c);
    if (!exponent)
        return ST_OK;
    if (cypher_token_is_symbol(c->token, '-') || cypher_token_is_symbol(c->token, '+'))
        take(c);
    if (c->token.kind != TOKEN_NUMBER)
        return refuse(c, "an exponent");
    take(c);
    return ST_OK;
}

static status check_signed(checker *c)
{
    take(c);
    return c->token.kind == TOKEN_NUMBER ? check_number(c) : refuse(c, "a number");
}

static status check_word(checker *c)
{
    static const str words[] = { { "true", 4 }, { "false", 5 }, { "null", 4 } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cypher_token_is_name(c->token, words[i])) {
            take(c);
            return ST_OK;
        }
    return refuse(c, "a value (text stands in quotes)");
}

static status check_value(checker *c, unsigned depth);

/* `keys` are those before it. */
static status check_key(checker *c, str *keys, unsigned count)
{
    bool quoted = c->token.kind == TOKEN_QUOTED && c->token.closed && c->token.text.len > 2;
    if (c->token.kind != TOKEN_NAME && !quoted)
        return refuse(c, "a key");
    keys[count] = c->token.text;
    for (unsigned i = 0; i < count; i++)
        if (catalog_options_is_key(&(catalog_option){ .key = keys[i] }, keys[count]))
            return refuse(c, "a key that does not stand there yet");
    take(c);
    return expect(c, ':', "\":\" (a key with a dot stands in back ticks)");
}

static const char *what_follows(char end)
{
    return end == ']' ? "\",\" or \"]\"" : end == '}' ? "\",\" or \"}\"" : "\",\" or the end";
}

/* Entries up to `end`, which is not taken; TOKEN_END stands for '\0'. */
static status check_entries(checker *c, char end, unsigned depth)
{
    bool map = end != ']';
    str keys[CATALOG_OPTIONS_ENTRIES];
    for (unsigned count = 0;; count++) {
        bool over = end ? cypher_token_is_symbol(c->token, end) : c->token.kind == TOKEN_END;
        if (over)
            return ST_OK;
        if (count == CATALOG_OPTIONS_ENTRIES)
            return refuse(c, "fewer entries");
        status st = count ? expect(c, ',', what_follows(end)) : ST_OK;
        if (!st && map)
            st = check_key(c, keys, count);
        if (!st)
            st = check_value(c, depth);
        if (st)
            return st;
    }
}

static status check_container(checker *c, char end, unsigned depth)
{
    if (depth == CATALOG_OPTIONS_DEPTH)
        return refuse(c, "less depth");
    take(c);
    status st = check_entries(c, end, depth + 1);
    if (!st)
        take(c);
    return st;
}

static status check_value(checker *c, unsigned depth)
{
    switch (c->token.kind) {
    case TOKEN_STRING:
        if (!c->token.closed)
            return refuse(c, "the end of a text");
        take(c);
        return ST_OK;
    case TOKEN_NUMBER:
        return check_number(c);
    case TOKEN_SYMBOL:
        if (cypher_token_is_symbol(c->token, '-') || cypher_token_is_symbol(c->token, '+'))
            return check_signed(c);
        if (cypher_token_is_symbol(c->token, '{'))
            return check_container(c, '}', depth);
        if (cypher_token_is_symbol(c->token, '['))
            return check_container(c, ']', depth);
        return refuse(c, "a value");
    case TOKEN_END:
    case TOKEN_BLANK:
    case TOKEN_COMMENT:
    case TOKEN_QUOTED:
    case TOKEN_NAME:
    case TOKEN_PARAMETER:
    case TOKEN_PLACEHOLDER:
        break;
    }
    return check_word(c);
}

status catalog_options_check(str text, error *err)
{
    if (text.len > CATALOG_OPTIONS_BYTES)
        return fail(err, ST_PARSE, "options: longer than %d bytes", CATALOG_OPTIONS_BYTES);
    if (text.len > 0 && !utf8_is_valid(text))
        return fail(err, ST_PARSE, "options: not valid UTF-8");
    checker c = { .lexer = CYPHER_LEXER(text), .err = err };
    take(&c);
    bool braces = cypher_token_is_symbol(c.token, '{');
    status st = braces ? check_container(&c, '}', 0) : check_entries(&c, '\0', 1);
    return st || c.token.kind == TOKEN_END ? st : refuse(&c, "nothing behind the map");
}

/* ---- Walking ---- */

static size_t begin_of(cypher_token token, const cypher_lexer *lexer)
{
    return (size_t)(token.text.data - lexer->text.data);
}

str catalog_options_trim(str map)
{
    cypher_lexer lexer = CYPHER_LEXER(map);
    cypher_token token = cypher_next_code(&lexer);
    size_t from = token.kind == TOKEN_END ? 0 : begin_of(token, &lexer), to = from;
    for (; token.kind != TOKEN_END; token = cypher_next_code(&lexer))
        to = begin_of(token, &lexer) + token.text.len;
    return str_slice(map, from, to);
}

catalog_options catalog_options_open(str map_or_list)
{
    catalog_options options = { .lexer = CYPHER_LEXER(map_or_list), .map = true };
    cypher_lexer start = options.lexer;
    cypher_token first = cypher_next_code(&options.lexer);
    options.map = !cypher_token_is_symbol(first, '[');
    if (options.map && !cypher_token_is_symbol(first, '{'))
        options.lexer = start;
    return options;
}

static int depth_change(cypher_token token)
{
    bool in = cypher_token_is_symbol(token, '{') || cypher_token_is_symbol(token, '[');
    bool out = cypher_token_is_symbol(token, '}') || cypher_token_is_symbol(token, ']');
    return in - out;
}

/* From `token` to what ends the value, which is taken as well. */
static str walk_value(cypher_lexer *lexer, cypher_token token)
{
    size_t from = begin_of(token, lexer), to = from;
    for (int depth = 0; token.kind != TOKEN_END; token = cypher_next_code(lexer)) {
        if (depth == 0 && cypher_token_is_symbol(token, ','))
            break;
        depth += depth_change(token);
        if (depth < 0)
            break;
        to = begin_of(token, lexer) + token.text.len;
    }
    return str_slice(lexer->text, from, to);
}

bool catalog_options_next(catalog_options *options, catalog_option *out)
{
    cypher_lexer *lexer = &options->lexer;
    cypher_token token = cypher_next_code(lexer);
    if (token.kind == TOKEN_END || depth_change(token) < 0)
        return false;
    *out = (catalog_option){ 0 };
    size_t from = begin_of(token, lexer);
    if (options->map) {
        out->key = token.text;
        cypher_next_code(lexer); /* the colon */
        token = cypher_next_code(lexer);
    }
    out->value = walk_value(lexer, token);
    size_t end = (size_t)(out->value.data - lexer->text.data) + out->value.len;
    out->source = str_slice(lexer->text, from, end);
    return true;
}

bool catalog_options_find(str map, str key, catalog_option *out)
{
    for (catalog_options options = catalog_options_open(map); catalog_options_next(&options, out);)
        if (catalog_options_is_key(out, key))
            return true;
    return false;
}
