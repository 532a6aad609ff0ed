#include "bolt/trace_secret.h"

#include <string.h>

static bool matches(str text, size_t at, str lower)
{
    if (text.len - at < lower.len)
        return false;
    for (size_t i = 0; i < lower.len; i++)
        if (char_lower(text.data[at + i]) != lower.data[i])
            return false;
    return true;
}

bool trace_is_secretive(str text)
{
    static const char *const words[] = { "passw",         "passphrase",  "secret",
                                         "credential",    "token",       "apikey",
                                         "api_key",       "api-key",     "authoriz",
                                         "privatekey",    "private_key", "private key",
                                         "dbms.security." };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        str word = str_from(words[i]);
        for (size_t at = 0; at + word.len <= text.len; at++)
            if (matches(text, at, word))
                return true;
    }
    return false;
}

bool trace_is_key(str text)
{
    return str_find(text, STR("PRIVATE KEY-----"), 0) != STR_NOT_FOUND;
}

/* ---- Statements ---- */

/* Behind the closing quote; the end of the text when there is none. */
static size_t end_of_quoted(str text, size_t at)
{
    char quote = text.data[at++];
    while (at < text.len && text.data[at] != quote)
        at += text.data[at] == '\\' && quote != '`' ? 2 : 1;
    return at < text.len ? at + 1 : text.len;
}

static size_t end_of_comment(str text, size_t at)
{
    bool block = text.data[at + 1] == '*';
    size_t end = str_find(text, block ? STR("*/") : STR("\n"), at + 2);
    if (end == STR_NOT_FOUND)
        return text.len;
    return block ? end + 2 : end;
}

static bool is_comment(str text, size_t at)
{
    return text.data[at] == '/' && at + 1 < text.len &&
           (text.data[at + 1] == '/' || text.data[at + 1] == '*');
}

void trace_blank_statement(buf *out, str s)
{
    for (size_t at = 0; at < s.len;) {
        char c = s.data[at];
        size_t end = at + 1;
        bool literal = c == '\'' || c == '"';
        if (literal || c == '`')
            end = end_of_quoted(s, at);
        else if (is_comment(s, at))
            end = end_of_comment(s, at);
        if (literal)
            buf_printf(out, "%c" TRACE_BLANK "%c", c, c);
        else if (is_comment(s, at))
            buf_text(out, "/* " TRACE_BLANK " */");
        else
            buf_str(out, str_slice(s, at, end));
        at = end;
    }
}

/* ---- URLs ---- */

static bool ends_authority(char c)
{
    return memchr(" \t\r\n/?#'\"`<>", c, 13) != NULL;
}

bool trace_find_login(str text, size_t from, size_t *begin, size_t *end)
{
    for (size_t at = from; (at = str_find(text, STR("://"), at)) != STR_NOT_FOUND;) {
        at += 3;
        size_t sign = STR_NOT_FOUND;
        for (size_t i = at; i < text.len && !ends_authority(text.data[i]); i++)
            if (text.data[i] == '@')
                sign = i;
        if (sign == STR_NOT_FOUND)
            continue;
        *begin = at;
        *end = sign;
        return true;
    }
    return false;
}
