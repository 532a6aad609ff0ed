#include "base/utf8.h"
#include "catalog/tree.h"
#include "cypher/lexer.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#define UTF8_BOM STR("\xEF\xBB\xBF")

/* How documents begin that are neither UTF-8 nor anything else that has ASCII in it (XML 1.0, appendix F). */
static const struct {
    const char *bytes;
    size_t length;
    const char *encoding;
} beginnings[] = {
    { "\x00\x00\xFE\xFF", 4, "UTF-32BE" }, { "\xFF\xFE\x00\x00", 4, "UTF-32LE" },
    { "\x00\x00\x00<", 4, "UTF-32BE" },    { "<\x00\x00\x00", 4, "UTF-32LE" },
    { "\xFE\xFF", 2, "UTF-16BE" },         { "\xFF\xFE", 2, "UTF-16LE" },
    { "\x00<\x00", 3, "UTF-16BE" },        { "<\x00", 2, "UTF-16LE" },
};

void catalog_place(str text, size_t at, error *err)
{
    if (!err)
        return;
    cypher_lexer place = CYPHER_LEXER(text);
    cypher_lexer_advance(&place, at < text.len ? at : text.len);
    err->line = place.line;
    err->column = place.column;
}

static str quoted_value(str text, size_t from)
{
    size_t begin = from;
    while (begin < text.len && text.data[begin] != '"' && text.data[begin] != '\'')
        begin++;
    size_t end = begin < text.len ? str_find_char(text, text.data[begin], begin + 1) : begin;
    return str_slice(text, begin + 1, end);
}

/* Of <?xml version="1.0" encoding="UTF-8"?>; STR_NONE when nothing is declared. */
static str declared_encoding(str bytes)
{
    if (!str_starts(bytes, STR("<?xml")))
        return STR_NONE;
    str declaration = str_slice(bytes, 0, str_find(bytes, STR("?>"), 0));
    size_t at = str_find(declaration, STR("encoding"), 0);
    return at == STR_NOT_FOUND ? STR_NONE : quoted_value(declaration, at);
}

static bool is_utf8(str encoding)
{
    return !encoding.data || str_eq_ignore_case(encoding, STR("UTF-8")) ||
           str_eq_ignore_case(encoding, STR("UTF8")) ||
           str_eq_ignore_case(encoding, STR("US-ASCII"));
}

static str encoding_of(str bytes)
{
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (str_starts(bytes, (str){ beginnings[i].bytes, beginnings[i].length }))
            return str_from(beginnings[i].encoding);
    return str_starts(bytes, UTF8_BOM) ? STR_NONE : declared_encoding(bytes);
}

/* Appends as much as can be converted; false when that is not all. */
static bool convert(iconv_t converter, str bytes, buf *out)
{
    char *from = (char *)(uintptr_t)bytes.data;
    size_t left = bytes.len;
    while (left > 0 && !out->failed) {
        char piece[4096], *to = piece;
        size_t room = sizeof piece;
        size_t done = iconv(converter, &from, &left, &to, &room);
        buf_append(out, piece, sizeof piece - room);
        if (done == (size_t)-1 && errno != E2BIG)
            return false;
    }
    return true;
}

static status decode_as(str encoding, str bytes, arena *a, str *out, error *err)
{
    char name[32];
    str known = str_slice(encoding, 0, sizeof name - 1);
    memcpy(name, known.data, known.len);
    name[known.len] = '\0';
    iconv_t converter = iconv_open("UTF-8", name);
    if (converter == (iconv_t)-1) {
        status st = errno == ENOMEM
                        ? fail_no_memory(err)
                        : fail(err, ST_PARSE, "the encoding \"%.*s\" is not known: write UTF-8",
                               STR_ARG(encoding));
        catalog_place(bytes, 0, err);
        return st;
    }
    BUF_AUTO text = BUF_INIT(a->mem, CATALOG_DOCUMENT_MAX_BYTES * 3);
    bool all = convert(converter, bytes, &text);
    iconv_close(converter);
    if (all || text.failed)
        return buf_finish(&text, a, out, err);
    fail(err, ST_PARSE, "this is not %s, which the document says that it is", name);
    catalog_place(buf_view(&text), text.len, err);
    return ST_PARSE;
}

/* The first byte that is not UTF-8, or the first zero; the length when there is none. */
static size_t first_wrong(str text)
{
    size_t at = 0;
    while (at < text.len && text.data[at]) {
        uint32_t code;
        str rest = str_from_index(text, at);
        size_t length = utf8_decode(rest, &code);
        if (code == UTF8_REPLACEMENT && !str_starts(rest, STR("\xEF\xBF\xBD")))
            break;
        at += length;
    }
    return at;
}

static status check(str text, error *err)
{
    size_t wrong = first_wrong(text);
    if (wrong == text.len && text.len > 0)
        return ST_OK;
    if (text.len == 0)
        fail(err, ST_PARSE, "the document is empty: expected <migration>");
    else if (!text.data[wrong])
        fail(err, ST_PARSE, "there is a zero byte in the document");
    else
        fail(err, ST_PARSE,
             "the byte 0x%02X is not UTF-8: save the document as UTF-8, or declare its encoding",
             (unsigned char)text.data[wrong]);
    catalog_place(text, wrong, err);
    return ST_PARSE;
}

status catalog_decode(str bytes, arena *a, str *out, error *err)
{
    str text = bytes, encoding = encoding_of(bytes);
    status st = is_utf8(encoding) ? ST_OK : decode_as(encoding, bytes, a, &text, err);
    if (st)
        return st;
    text = str_starts(text, UTF8_BOM) ? str_from_index(text, 3) : text;
    st = check(text, err);
    if (!st)
        *out = text;
    return st;
}
