#include "refactoring/query.h"

#include "cypher/lexer.h"
#include "cypher/quote.h"

/* Options such as CYPHER 25 move to the front of the whole statement. */
static status read_prefix(str prefix, str *language, error *err)
{
    cypher_lexer lexer = CYPHER_LEXER(prefix);
    *language = STR_NONE;
    for (;;) {
        cypher_token token = cypher_next_code(&lexer);
        if (token.kind == TOKEN_END)
            return ST_OK;
        if (cypher_token_is_name(token, STR("EXPLAIN")) ||
            cypher_token_is_name(token, STR("PROFILE")))
            return fail(err, ST_MIGRATIONS, "a query that gives rows cannot begin with %.*s",
                        STR_ARG(token.text));
        *language = str_trim(prefix);
    }
}

/* The server is to see a comment without end. */
static bool is_nothing(cypher_token token)
{
    return token.kind == TOKEN_BLANK || (token.kind == TOKEN_COMMENT && token.closed) ||
           cypher_token_is_symbol(token, ';');
}

static size_t end_of_code(str text)
{
    cypher_lexer lexer = CYPHER_LEXER(text);
    size_t end = 0;
    for (;;) {
        cypher_token token = cypher_next_token(&lexer);
        if (token.kind == TOKEN_END)
            return end;
        if (!is_nothing(token))
            end = (size_t)(token.text.data + token.text.len - text.data);
    }
}

status refactoring_query_read(str text, refactoring_query *out, error *err)
{
    cypher_lexer lexer = CYPHER_LEXER(text);
    cypher_token first = cypher_skip_prefixes(&lexer);
    if (first.kind == TOKEN_END || cypher_token_is_symbol(first, ';'))
        return fail(err, ST_MIGRATIONS, "there is no query");
    size_t at = (size_t)(first.text.data - text.data);
    out->text = str_slice(text, at, end_of_code(text));
    return read_prefix(str_slice(text, 0, at), &out->language, err);
}

static void write_language(const refactoring_query *q, buf *out)
{
    if (!q->language.data)
        return;
    buf_str(out, q->language);
    buf_char(out, ' ');
}

void refactoring_query_write_explained(const refactoring_query *q, buf *out)
{
    write_language(q, out);
    buf_text(out, "EXPLAIN ");
    buf_str(out, q->text);
}

void refactoring_query_write(const refactoring_query *q, bool distinct, const char *variable,
                             buf *out)
{
    write_language(q, out);
    buf_printf(out, "CALL { %.*s } WITH %s", STR_ARG(q->text), distinct ? "DISTINCT " : "");
    cypher_quote_told_name(out, q->column);
    buf_printf(out, " AS %s ", variable);
}

void refactoring_query_write_first(const refactoring_query *q, buf *out)
{
    refactoring_query_write(q, false, "found", out);
    buf_text(out, "WHERE found IS NOT NULL RETURN found LIMIT 1");
}
