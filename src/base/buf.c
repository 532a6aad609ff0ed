#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

char *buf_reserve(buf *b, size_t size)
{
    size_t limit = b->limit ? b->limit : SIZE_MAX / 2;
    if (b->failed || b->len > limit || size > limit - b->len) {
        b->failed = true;
        return NULL;
    }
    if (size <= b->capacity - b->len)
        return b->data + b->len;
    size_t wanted = b->capacity ? b->capacity * 2 : 256;
    if (wanted < b->len + size)
        wanted = b->len + size;
    if (wanted > limit)
        wanted = limit;
    char *grown = mem_resize(b->mem, b->data, wanted, 1);
    if (!grown) {
        b->failed = true;
        return NULL;
    }
    b->data = grown;
    b->capacity = wanted;
    return b->data + b->len;
}

void buf_append(buf *b, const void *data, size_t size)
{
    if (size == 0)
        return;
    char *room = buf_reserve(b, size);
    if (!room)
        return;
    memcpy(room, data, size);
    b->len += size;
}

void buf_str(buf *b, str s)
{
    buf_append(b, s.data, s.len);
}

void buf_text(buf *b, const char *text)
{
    buf_str(b, str_from(text));
}

void buf_char(buf *b, char c)
{
    buf_append(b, &c, 1);
}

void buf_printf(buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    char *room = length < 0 ? NULL : buf_reserve(b, (size_t)length + 1);
    if (room) {
        vsnprintf(room, (size_t)length + 1, format, again);
        b->len += (size_t)length;
    }
    va_end(again);
    va_end(args);
}

void buf_consume(buf *b, size_t size)
{
    if (size >= b->len) {
        b->len = 0;
        return;
    }
    if (size)
        memmove(b->data, b->data + size, b->len - size);
    b->len -= size;
}

void buf_clear(buf *b)
{
    b->len = 0;
    b->failed = false;
}

void buf_free(buf *b)
{
    mem_free(b->mem, b->data);
    b->data = NULL;
    b->len = b->capacity = 0;
    b->failed = false;
}

str buf_view(const buf *b)
{
    return (str){ b->data ? b->data : "", b->len };
}

status buf_finish(buf *b, arena *a, str *out, error *err)
{
    if (b->failed && b->limit && b->capacity >= b->limit)
        return fail(err, ST_NO_MEMORY, "the text is longer than %zu bytes", b->limit);
    if (b->failed)
        return fail_no_memory(err);
    str copy = arena_str(a, buf_view(b));
    if (!copy.data)
        return fail_no_memory(err);
    *out = copy;
    return ST_OK;
}
