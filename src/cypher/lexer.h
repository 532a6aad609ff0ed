/* Cypher's tokens, as far as they matter for cutting a script: what is code, and what is not. */
#ifndef CYPHER_LEXER_H
#define CYPHER_LEXER_H

#include "base/str.h"

typedef enum cypher_token_kind {
    TOKEN_END,
    TOKEN_BLANK,   /* white space and control characters, also beyond ASCII, line ends included */
    TOKEN_COMMENT, /* from // to before the line end, or a block with its delimiters */
    TOKEN_STRING,
    TOKEN_QUOTED, /* a name in back ticks */
    TOKEN_NAME,   /* keywords too */
    TOKEN_NUMBER,
    TOKEN_PARAMETER,   /* $name, $1, $`name` */
    TOKEN_PLACEHOLDER, /* ${nm:key}, replaced before a statement is sent */
    TOKEN_SYMBOL,      /* one character of anything else */
} cypher_token_kind;

typedef struct cypher_token {
    cypher_token_kind kind;
    str text;
    uint32_t line, column; /* of its first character, from 1; columns count characters */
    bool closed;           /* false for a string, quoted name or block that lacks its end */
} cypher_token;

/* A cursor; start with CYPHER_LEXER. LF, CRLF and CR end a line. */
typedef struct cypher_lexer {
    str text; /* valid UTF-8 */
    size_t at;
    uint32_t line, column;
} cypher_lexer;

#define CYPHER_LEXER(script) ((cypher_lexer){ .text = (script), .line = 1, .column = 1 })

cypher_token cypher_next_token(cypher_lexer *lexer);

/* The next one that is neither blank nor comment. */
cypher_token cypher_next_code(cypher_lexer *lexer);

/* The first token of code behind CYPHER 5 runtime=slotted EXPLAIN. */
cypher_token cypher_skip_prefixes(cypher_lexer *lexer);

/* Steps over bytes that somebody else has read. */
void cypher_lexer_advance(cypher_lexer *lexer, size_t bytes);

bool cypher_token_is_name(cypher_token token, str keyword); /* ignores case */
bool cypher_token_is_symbol(cypher_token token, char symbol);
bool cypher_has_line_end(str text);

/* Of the LF, CRLF or CR at the start of the text; 0 when there is none. */
size_t cypher_line_end_length(str text);

/* The length of ${nm:key} at the start of the text; 0 when there is none. */
size_t cypher_placeholder_length(str text);

#endif
