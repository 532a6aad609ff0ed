#include "cypher/lexer.h"
#include "cypher/script.h"

/* How much of CALL (..) {..} IN .. TRANSACTIONS has been seen at the top level. */
typedef enum call_progress {
    CALL_NONE,
    CALL_WORD,  /* CALL, and maybe its scope in parentheses */
    CALL_BODY,  /* the braces are closed */
    CALL_IN,    /* directly behind IN or CONCURRENT */
    CALL_COUNT, /* how many at once, before CONCURRENT */
} call_progress;

typedef struct call_tracker {
    call_progress progress;
    unsigned depth;
    bool qualified; /* behind a dot or colon, where CALL is only a name */
} call_tracker;

static call_progress after_name(const call_tracker *call, cypher_token token)
{
    if (!call->qualified && cypher_token_is_name(token, STR("CALL")))
        return CALL_WORD;
    switch (call->progress) {
    case CALL_NONE:
    case CALL_WORD:
        return CALL_NONE;
    case CALL_BODY:
        return cypher_token_is_name(token, STR("IN")) ? CALL_IN : CALL_NONE;
    case CALL_IN:
    case CALL_COUNT:
        return cypher_token_is_name(token, STR("CONCURRENT")) ? CALL_IN : CALL_COUNT;
    }
    return CALL_NONE;
}

static call_progress after_symbol(const call_tracker *call, char symbol)
{
    switch (call->progress) {
    case CALL_NONE:
    case CALL_BODY:
        return CALL_NONE;
    case CALL_WORD:
        return symbol == '}' ? CALL_BODY : symbol == ')' ? CALL_WORD : CALL_NONE;
    case CALL_IN:
    case CALL_COUNT:
        return CALL_COUNT;
    }
    return CALL_NONE;
}

static bool is_open(char c)
{
    return c == '(' || c == '{' || c == '[';
}

static bool is_close(char c)
{
    return c == ')' || c == '}' || c == ']';
}

/* What stands in brackets of any kind is passed over; its end counts at the top level. */
static void track_symbol(call_tracker *call, char symbol)
{
    if (is_open(symbol)) {
        call->depth++;
        return;
    }
    if (is_close(symbol) && call->depth > 0)
        call->depth--;
    if (call->depth == 0)
        call->progress = after_symbol(call, symbol);
    call->qualified = symbol == '.' || symbol == ':';
}

/* True when the token completes the clause. */
static bool track(call_tracker *call, cypher_token token)
{
    if (token.kind == TOKEN_SYMBOL) {
        track_symbol(call, token.text.data[0]);
        return false;
    }
    if (call->depth > 0)
        return false;
    if (call->progress == CALL_IN && cypher_token_is_name(token, STR("TRANSACTIONS")))
        return true;
    if (token.kind == TOKEN_NAME)
        call->progress = after_name(call, token);
    else
        call->progress = call->progress >= CALL_IN ? CALL_COUNT : CALL_NONE;
    call->qualified = false;
    return false;
}

cypher_token cypher_skip_prefixes(cypher_lexer *lexer)
{
    cypher_token token = cypher_next_code(lexer);
    for (;;) {
        bool option = cypher_token_is_name(token, STR("CYPHER"));
        if (!option && !cypher_token_is_name(token, STR("EXPLAIN")) &&
            !cypher_token_is_name(token, STR("PROFILE")))
            return token;
        token = cypher_next_code(lexer);
        if (option && token.kind == TOKEN_NUMBER)
            token = cypher_next_code(lexer);
        for (cypher_lexer ahead = *lexer; option && token.kind == TOKEN_NAME; ahead = *lexer) {
            if (!cypher_token_is_symbol(cypher_next_code(&ahead), '='))
                break;
            cypher_next_code(&ahead);
            *lexer = ahead;
            token = cypher_next_code(lexer);
        }
    }
}

static bool is_periodic_commit(str statement)
{
    cypher_lexer lexer = CYPHER_LEXER(statement);
    return cypher_token_is_name(cypher_skip_prefixes(&lexer), STR("USING")) &&
           cypher_token_is_name(cypher_next_code(&lexer), STR("PERIODIC")) &&
           cypher_token_is_name(cypher_next_code(&lexer), STR("COMMIT"));
}

bool cypher_is_implicit(str statement)
{
    if (is_periodic_commit(statement))
        return true;
    cypher_lexer lexer = CYPHER_LEXER(statement);
    call_tracker call = { .progress = CALL_NONE };
    for (cypher_token token; (token = cypher_next_code(&lexer)).kind != TOKEN_END;)
        if (track(&call, token))
            return true;
    return false;
}
