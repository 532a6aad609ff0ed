#include "engine/placeholder.h"

#include "base/buf.h"

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

static status replace_all(str text, const placeholder_values *values, arena *a, buf *out,
                          replacements *done, size_t *unknown, error *err)
{
    replacement *items = NULL;
    size_t count = 0, capacity = 0, copied = 0;
    for (found f = { 0 }; find_next(text, copied, &f); copied = f.from + f.length) {
        const placeholder *value = look_up(values, f.key);
        if (!value) {
            *unknown = f.from;
            return fail_unknown(f.key, err);
        }
        items = arena_grow(a, items, count, &capacity, sizeof *items);
        if (!items)
            return fail_no_memory(err);
        buf_str(out, str_slice(text, copied, f.from));
        items[count++] = (replacement){ f.from, f.length, out->len, value->value.len };
        buf_str(out, value->value);
    }
    buf_str(out, str_from_index(text, copied));
    *done = (replacements){ items, count };
    return ST_OK;
}

status placeholder_replace(str text, const placeholder_values *values, arena *a, str *out,
                           replacements *done, size_t *unknown, error *err)
{
    found first;
    if (values->count == 0 || !find_next(text, 0, &first)) {
        *out = text;
        *done = (replacements){ 0 };
        return ST_OK;
    }
    BUF_AUTO result = BUF_INIT(a->mem, 0);
    replacements made;
    status st = replace_all(text, values, a, &result, &made, unknown, err);
    if (!st)
        st = buf_finish(&result, a, out, err);
    if (!st)
        *done = made;
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
