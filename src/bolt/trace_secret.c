#include "bolt/trace_secret.h"

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
            buf_printf(out, "%c" SECRETIVE_BLANK "%c", c, c);
        else if (is_comment(s, at))
            buf_text(out, "/* " SECRETIVE_BLANK " */");
        else
            buf_str(out, str_slice(s, at, end));
        at = end;
    }
}
