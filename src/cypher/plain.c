#include "cypher/lexer.h"
#include "cypher/script.h"

static bool is_one_of(cypher_token token, const str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (cypher_token_is_name(token, words[i]))
            return true;
    return false;
}

/* CREATE ( or CREATE path = (, and not CREATE INDEX, CREATE USER. */
static bool creates_pattern(cypher_lexer lexer)
{
    cypher_token token = cypher_next_code(&lexer);
    bool name = token.kind == TOKEN_NAME || token.kind == TOKEN_QUOTED;
    return cypher_token_is_symbol(token, '(') ||
           (name && cypher_token_is_symbol(cypher_next_code(&lexer), '='));
}

/* Clauses that begin a statement about data. */
static bool begins_with_data(cypher_lexer lexer)
{
    static const str words[] = {
        { "MATCH", 5 },  { "OPTIONAL", 8 }, { "MERGE", 5 }, { "WITH", 4 },
        { "UNWIND", 6 }, { "RETURN", 6 },   { "CALL", 4 },  { "FOREACH", 7 },
        { "INSERT", 6 }, { "FILTER", 6 },   { "LET", 3 },   { "FOR", 3 },
    };
    cypher_token token = cypher_skip_prefixes(&lexer);
    if (cypher_token_is_name(token, STR("CREATE")))
        return creates_pattern(lexer);
    if (cypher_token_is_name(token, STR("LOAD")))
        return cypher_token_is_name(cypher_next_code(&lexer), STR("CSV"));
    return is_one_of(token, words, sizeof words / sizeof *words);
}

/* CALL before a name runs a procedure, which may do anything. */
static bool calls_procedure(cypher_lexer lexer, cypher_token token)
{
    if (!cypher_token_is_name(token, STR("CALL")))
        return false;
    token = cypher_next_code(&lexer);
    return token.kind == TOKEN_NAME || token.kind == TOKEN_QUOTED;
}

/* Behind a dot or colon a keyword is only a name. */
static bool qualifies(cypher_token token)
{
    return cypher_token_is_symbol(token, '.') || cypher_token_is_symbol(token, ':');
}

bool cypher_is_plain(str statement)
{
    cypher_lexer lexer = CYPHER_LEXER(statement);
    if (cypher_is_implicit(statement) || !begins_with_data(lexer))
        return false;
    cypher_token token, before = { .kind = TOKEN_END };
    for (; (token = cypher_next_code(&lexer)).kind != TOKEN_END; before = token)
        if (!qualifies(before) &&
            (cypher_token_is_name(token, STR("USE")) || calls_procedure(lexer, token)))
            return false;
    return true;
}
