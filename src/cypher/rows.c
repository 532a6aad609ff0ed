#include "cypher/lexer.h"
#include "cypher/script.h"

bool cypher_may_return(str statement)
{
    static const str words[] = {
        { "RETURN", 6 }, { "YIELD", 5 }, { "CALL", 4 }, { "SHOW", 4 }, { "TERMINATE", 9 },
    };
    cypher_lexer lexer = CYPHER_LEXER(statement);
    for (cypher_token token; (token = cypher_next_token(&lexer)).kind != TOKEN_END;)
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (cypher_token_is_name(token, words[i]))
                return true;
    return false;
}
