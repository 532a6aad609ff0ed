#include "cypher/lexer.h"

#include "base/utf8.h"

/* The white space of Cypher's grammar beyond ASCII, and the byte order mark, which is left in the
 * middle where files were joined. */
static bool is_wide_blank(uint32_t c)
{
    switch (c) {
    case 0x0085:
    case 0x00A0:
    case 0x1680:
    case 0x180E:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
    case 0xFEFF:
        return true;
    default:
        return c >= 0x2000 && c <= 0x200A;
    }
}

/* Bytes of the blank at the start of the text, 0 when there is none. */
static size_t blank_length(str s)
{
    unsigned char first = s.len ? (unsigned char)s.data[0] : 'x';
    if (first < 0x80)
        return first <= ' ' ? 1 : 0;
    uint32_t c;
    size_t length = utf8_decode(s, &c);
    return is_wide_blank(c) ? length : 0;
}

static size_t blanks_length(str s)
{
    size_t at = 0;
    for (size_t length; (length = blank_length(str_from_index(s, at))) > 0;)
        at += length;
    return at;
}

static size_t name_length(str s)
{
    size_t at = 0;
    while (at < s.len) {
        char c = s.data[at];
        if ((unsigned char)c < 0x80) {
            if (!char_is_alpha(c) && !char_is_digit(c) && c != '_')
                break;
            at++;
        } else {
            uint32_t ignored;
            str rest = str_from_index(s, at);
            if (blank_length(rest))
                break;
            at += utf8_decode(rest, &ignored);
        }
    }
    return at;
}

/* A digit, then whatever may follow in 12, 0x1F, 1e10, 1.5; but 1..3 is a range. */
static size_t number_length(str s)
{
    size_t at = name_length(s);
    if (at + 1 < s.len && s.data[at] == '.' && char_is_digit(s.data[at + 1]))
        at += 1 + name_length(str_from_index(s, at + 1));
    return at;
}

static size_t line_comment_length(str s)
{
    size_t at = 2;
    while (at < s.len && s.data[at] != '\n' && s.data[at] != '\r')
        at++;
    return at;
}

static size_t block_comment_length(str s, bool *closed)
{
    size_t end = str_find(s, STR("*/"), 2);
    *closed = end != STR_NOT_FOUND;
    return *closed ? end + 2 : s.len;
}

static size_t string_length(str s, bool *closed)
{
    for (size_t at = 1; at < s.len; at++) {
        if (s.data[at] == s.data[0])
            return at + 1;
        if (s.data[at] == '\\')
            at++;
    }
    *closed = false;
    return s.len;
}

static size_t quoted_length(str s, bool *closed)
{
    for (size_t at = 1; at < s.len; at++) {
        if (s.data[at] != '`')
            continue;
        if (at + 1 == s.len || s.data[at + 1] != '`')
            return at + 1;
        at++;
    }
    *closed = false;
    return s.len;
}

static bool is_key_character(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '.' || c == '-';
}

size_t cypher_placeholder_length(str text)
{
    str begin = STR("${nm:");
    size_t at = begin.len;
    if (!str_starts(text, begin))
        return 0;
    while (at < text.len && is_key_character(text.data[at]))
        at++;
    return at > begin.len && at < text.len && text.data[at] == '}' ? at + 1 : 0;
}

static size_t scan_dollar(str s, cypher_token *token)
{
    size_t placeholder = cypher_placeholder_length(s);
    if (placeholder) {
        token->kind = TOKEN_PLACEHOLDER;
        return placeholder;
    }
    str rest = str_from_index(s, 1);
    size_t name =
        str_starts(rest, STR("`")) ? quoted_length(rest, &token->closed) : name_length(rest);
    token->kind = name ? TOKEN_PARAMETER : TOKEN_SYMBOL;
    return 1 + name;
}

static size_t scan_slash(str s, cypher_token *token)
{
    token->kind = TOKEN_COMMENT;
    if (str_starts(s, STR("//")))
        return line_comment_length(s);
    if (str_starts(s, STR("/*")))
        return block_comment_length(s, &token->closed);
    token->kind = TOKEN_SYMBOL;
    return 1;
}

static size_t scan_word(str s, cypher_token *token)
{
    token->kind = TOKEN_BLANK;
    size_t length = blanks_length(s);
    if (length)
        return length;
    bool number = char_is_digit(s.data[0]);
    token->kind = number ? TOKEN_NUMBER : TOKEN_NAME;
    length = number ? number_length(s) : name_length(s);
    if (length)
        return length;
    token->kind = TOKEN_SYMBOL;
    return 1;
}

/* Sets kind and `closed`, returns the length in bytes. */
static size_t scan(str s, cypher_token *token)
{
    if (s.len == 0) {
        token->kind = TOKEN_END;
        return 0;
    }
    switch (s.data[0]) {
    case '\'':
    case '"':
        token->kind = TOKEN_STRING;
        return string_length(s, &token->closed);
    case '`':
        token->kind = TOKEN_QUOTED;
        return quoted_length(s, &token->closed);
    case '$':
        return scan_dollar(s, token);
    case '/':
        return scan_slash(s, token);
    default:
        return scan_word(s, token);
    }
}

cypher_token cypher_next_token(cypher_lexer *lexer)
{
    str rest = str_from_index(lexer->text, lexer->at);
    cypher_token token = { .line = lexer->line, .column = lexer->column, .closed = true };
    size_t length = scan(rest, &token);
    token.text = str_slice(rest, 0, length);
    cypher_lexer_advance(lexer, length);
    return token;
}

cypher_token cypher_next_code(cypher_lexer *lexer)
{
    cypher_token token = cypher_next_token(lexer);
    while (token.kind == TOKEN_BLANK || token.kind == TOKEN_COMMENT)
        token = cypher_next_token(lexer);
    return token;
}

void cypher_lexer_advance(cypher_lexer *lexer, size_t bytes)
{
    const char *text = lexer->text.data;
    for (size_t end = lexer->at + bytes; lexer->at < end; lexer->at++) {
        char c = text[lexer->at];
        bool second_half = c == '\n' && lexer->at > 0 && text[lexer->at - 1] == '\r';
        if (second_half)
            continue;
        if (c == '\n' || c == '\r') {
            lexer->line++;
            lexer->column = 1;
        } else if (((unsigned char)c & 0xC0) != 0x80) {
            lexer->column++;
        }
    }
}

bool cypher_token_is_name(cypher_token token, str keyword)
{
    return token.kind == TOKEN_NAME && str_eq_ignore_case(token.text, keyword);
}

bool cypher_token_is_symbol(cypher_token token, char symbol)
{
    return token.kind == TOKEN_SYMBOL && token.text.data[0] == symbol;
}

bool cypher_has_line_end(str text)
{
    return str_find_char(text, '\n', 0) != STR_NOT_FOUND ||
           str_find_char(text, '\r', 0) != STR_NOT_FOUND;
}

size_t cypher_line_end_length(str text)
{
    if (str_starts(text, STR("\r\n")))
        return 2;
    return str_starts(text, STR("\n")) || str_starts(text, STR("\r")) ? 1 : 0;
}
