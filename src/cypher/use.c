#include "cypher/use.h"

#include "cypher/lexer.h"
#include "cypher/script.h"

static const str WORD = { ":use", 4 };

static bool is_name_character(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '.' || c == '-';
}

static size_t name_length(str s)
{
    size_t at = 0;
    if (s.len == 0 || !char_is_alpha(s.data[0]))
        return 0;
    while (at < s.len && at < USE_NAME_LONGEST && is_name_character(s.data[at]))
        at++;
    return at < USE_NAME_SHORTEST ? 0 : at;
}

bool cypher_database_is_valid(str name)
{
    return name.len > 0 && name_length(name) == name.len;
}

bool cypher_use_begins(str text)
{
    if (!str_eq_ignore_case(str_slice(text, 0, WORD.len), WORD))
        return false;
    char next = text.len > WORD.len ? text.data[WORD.len] : ' ';
    return !char_is_alpha(next) && !char_is_digit(next) && next != '_' &&
           (unsigned char)next < 0x80;
}

static size_t spaces_length(str s)
{
    size_t at = 0;
    while (at < s.len && s.data[at] == ' ')
        at++;
    return at;
}

/* Up to a blank, a ";" or a comment. */
static size_t word_length(str s)
{
    size_t at = 0;
    while (at < s.len && (unsigned char)s.data[at] > ' ' && s.data[at] != ';' && s.data[at] != '/')
        at++;
    return at;
}

static bool has_placeholder(str s)
{
    bool found = false;
    while (s.len > 0) {
        size_t length = cypher_placeholder_length(s);
        found |= length > 0;
        if (!length && !is_name_character(s.data[0]))
            return false;
        s = str_from_index(s, length ? length : 1);
    }
    return found;
}

bool cypher_use_read(str text, cypher_use *out)
{
    str rest = str_from_index(text, WORD.len);
    size_t spaces = spaces_length(rest);
    rest = str_from_index(rest, spaces);
    out->database = str_slice(rest, 0, word_length(rest));
    out->length = WORD.len + spaces + out->database.len;
    return spaces > 0 &&
           (cypher_database_is_valid(out->database) || has_placeholder(out->database));
}

bool cypher_use_is_line(str text)
{
    cypher_use use;
    if (!cypher_use_begins(text) || !cypher_use_read(text, &use))
        return false;
    cypher_lexer lexer = CYPHER_LEXER(str_from_index(text, use.length));
    cypher_token token = cypher_next_token(&lexer);
    while (token.kind == TOKEN_COMMENT || token.kind == TOKEN_BLANK) {
        if (cypher_has_line_end(token.text))
            return true;
        token = cypher_next_token(&lexer);
    }
    return token.kind == TOKEN_END || cypher_token_is_symbol(token, ';');
}

/* Length of the match at the start of the text, or 0. */
static size_t match_length(str text)
{
    if (!str_eq_ignore_case(str_slice(text, 0, WORD.len), WORD))
        return 0;
    size_t spaces = spaces_length(str_from_index(text, WORD.len));
    size_t at = WORD.len + spaces;
    size_t name = name_length(str_from_index(text, at));
    if (spaces == 0 || name == 0)
        return 0;
    at += name;
    if (at < text.len && text.data[at] == ';')
        at++;
    return at + cypher_line_end_length(str_from_index(text, at));
}

bool cypher_use_find(str text, size_t from, cypher_use_match *out)
{
    while ((from = str_find_char(text, ':', from)) != STR_NOT_FOUND) {
        size_t length = match_length(str_from_index(text, from));
        if (length) {
            *out = (cypher_use_match){ from, from + length };
            return true;
        }
        from++;
    }
    return false;
}
