#include "engine/placeholder.h"

#include "base/buf.h"
#include "cypher/lexer.h"

#define OPENING "${nm:"

typedef struct found {
    size_t from, length;
    str key;
} found;

static bool is_key_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '.' || c == '-' || c == '_';
}

/* The next well-formed placeholder at or after `from`. */
static bool find_next(str text, size_t from, found *out)
{
    str opening = STR(OPENING);
    for (;;) {
        size_t at = str_find(text, opening, from);
        if (at == STR_NOT_FOUND)
            return false;
        size_t key = at + opening.len, end = key;
        while (end < text.len && is_key_char(text.data[end]))
            end++;
        if (end > key && end < text.len && text.data[end] == '}') {
            *out = (found){ at, end + 1 - at, str_slice(text, key, end) };
            return true;
        }
        from = at + opening.len;
    }
}

static const placeholder *look_up(const placeholder_values *values, str key)
{
    for (size_t i = 0; i < values->count; i++)
        if (str_eq(values->items[i].key, key))
            return &values->items[i];
    return NULL;
}

static status fail_unknown(str key, error *err)
{
    return fail(
        err, ST_PARSE,
        "no value for placeholder ${nm:%.*s}: configure it, or set the environment variable "
        "NM_PLACEHOLDERS_%.*s",
        STR_ARG(key), STR_ARG(key));
}

static bool stands_in_comment(str text, size_t offset)
{
    cypher_lexer lexer = CYPHER_LEXER(text);
    cypher_token token = cypher_next_token(&lexer);
    while (lexer.at <= offset && token.kind != TOKEN_END)
        token = cypher_next_token(&lexer);
    return token.kind == TOKEN_COMMENT;
}

typedef struct replacer {
    str text;
    arena *a;
    buf out;
    size_t copied; /* of the text */
    replacement *items;
    size_t count, capacity;
} replacer;

static status replace(replacer *r, const found *f, str value, error *err)
{
    replacement *grown = arena_grow(r->a, r->items, r->count, &r->capacity, sizeof *grown);
    if (!grown)
        return fail_no_memory(err);
    r->items = grown;
    buf_str(&r->out, str_slice(r->text, r->copied, f->from));
    r->items[r->count++] = (replacement){ f->from, f->length, r->out.len, value.len };
    buf_str(&r->out, value);
    r->copied = f->from + f->length;
    return ST_OK;
}

static status replace_all(replacer *r, const placeholder_values *values, size_t *unknown,
                          error *err)
{
    found f = { 0 };
    while (find_next(r->text, f.from + f.length, &f)) {
        const placeholder *value = look_up(values, f.key);
        if (!value && stands_in_comment(r->text, f.from))
            continue;
        if (!value) {
            *unknown = f.from;
            return fail_unknown(f.key, err);
        }
        status st = replace(r, &f, value->value, err);
        if (st)
            return st;
    }
    buf_str(&r->out, str_from_index(r->text, r->copied));
    return ST_OK;
}

status placeholder_replace(str text, const placeholder_values *values, arena *a, str *out,
                           replacements *done, size_t *unknown, error *err)
{
    replacer r = { .text = text, .a = a, .out = BUF_INIT(a->mem, 0) };
    status st = replace_all(&r, values, unknown, err);
    if (!st && r.count)
        st = buf_finish(&r.out, a, out, err);
    else if (!st)
        *out = text;
    if (!st)
        *done = (replacements){ r.items, r.count };
    buf_free(&r.out);
    return st;
}

size_t placeholder_original_offset(const replacements *done, size_t offset)
{
    for (size_t i = done->count; i > 0; i--) {
        const replacement *r = &done->items[i - 1];
        if (offset < r->new_from)
            continue;
        if (offset < r->new_from + r->new_length)
            return r->from;
        return offset - (r->new_from + r->new_length) + r->from + r->length;
    }
    return offset;
}
