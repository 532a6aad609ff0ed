#include "cypher/text.h"

#include "base/utf8.h"

status cypher_text_repair(str text, arena *a, str *out, error *err)
{
    if (utf8_is_valid(text)) {
        *out = text;
        return ST_OK;
    }
    BUF_AUTO repaired = BUF_INIT(a->mem, a->limit);
    utf8_repair(&repaired, text);
    return buf_finish(&repaired, a, out, err);
}

status cypher_text_lf(str text, arena *a, str *out, error *err)
{
    if (str_find(text, STR("\r\n"), 0) == STR_NOT_FOUND) {
        *out = text;
        return ST_OK;
    }
    char *copy = arena_alloc(a, text.len);
    if (!copy)
        return fail_no_memory(err);
    size_t length = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] != '\r' || i + 1 == text.len || text.data[i + 1] != '\n')
            copy[length++] = text.data[i];
    *out = (str){ copy, length };
    return ST_OK;
}

str cypher_text_without_bom(str text)
{
    return str_starts(text, STR("\xEF\xBB\xBF")) ? str_from_index(text, 3) : text;
}
