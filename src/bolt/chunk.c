#include "bolt/chunk.h"

#include <string.h>

enum {
    KEEP_MESSAGE = 1 << 20
}; /* of the memory of a message in several chunks, for the next one */

size_t bolt_chunk_begin(buf *out)
{
    size_t begin = out->len;
    buf_append(out, "\0", BOLT_CHUNK_HEADER);
    return begin;
}

static void put_size(char *at, size_t size)
{
    at[0] = (char)(unsigned char)(size >> 8);
    at[1] = (char)(unsigned char)size;
}

/* The content lies behind the header of the first chunk; those behind move, the last one first, to
 * make room for the headers between them. */
static void spread(char *content, size_t size)
{
    for (size_t i = (size - 1) / BOLT_CHUNK_MAX; i > 0; i--) {
        size_t from = i * BOLT_CHUNK_MAX;
        size_t length = size - from < BOLT_CHUNK_MAX ? size - from : BOLT_CHUNK_MAX;
        char *to = content + from + i * BOLT_CHUNK_HEADER;
        memmove(to, content + from, length);
        put_size(to - BOLT_CHUNK_HEADER, length);
    }
}

void bolt_chunk_end(buf *out, size_t begin)
{
    if (out->failed)
        return;
    size_t size = out->len - begin - BOLT_CHUNK_HEADER;
    size_t more = size ? (size - 1) / BOLT_CHUNK_MAX : 0;
    size_t added = (more + 1) * BOLT_CHUNK_HEADER;
    if (!buf_reserve(out, added))
        return;
    char *content = out->data + begin + BOLT_CHUNK_HEADER;
    put_size(content - BOLT_CHUNK_HEADER, more ? BOLT_CHUNK_MAX : size);
    if (more)
        spread(content, size);
    out->len += added;
    put_size(out->data + out->len - BOLT_CHUNK_HEADER, 0);
}

void bolt_dechunker_init(bolt_dechunker *d, const allocator *mem, size_t max_message)
{
    *d = (bolt_dechunker){ .max_message = max_message,
                           .received = BUF_INIT(mem, 0),
                           .message = BUF_INIT(mem, 0) };
}

void bolt_dechunker_finish(bolt_dechunker *d)
{
    buf_free(&d->received);
    buf_free(&d->message);
    d->start = 0;
    d->handed_out = false;
}

static void release_message(bolt_dechunker *d)
{
    if (!d->handed_out)
        return;
    d->handed_out = false;
    buf_clear(&d->message);
    if (d->message.capacity > KEEP_MESSAGE)
        buf_free(&d->message);
}

char *bolt_dechunker_reserve(bolt_dechunker *d, size_t size)
{
    release_message(d);
    if (d->start == d->received.len || d->received.capacity - d->received.len < size) {
        buf_consume(&d->received, d->start);
        d->start = 0;
    }
    return buf_reserve(&d->received, size);
}

void bolt_dechunker_received(bolt_dechunker *d, size_t size)
{
    d->received.len += size;
}

static size_t size_at(const bolt_dechunker *d, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)d->received.data + at;
    return (size_t)bytes[0] << 8 | bytes[1];
}

static status hand_out(bolt_dechunker *d, str whole, size_t used, str *out)
{
    d->start += used;
    *out = whole;
    return ST_OK;
}

static status append_chunk(bolt_dechunker *d, size_t size, error *err)
{
    buf_append(&d->message, d->received.data + d->start + BOLT_CHUNK_HEADER, size);
    if (d->message.failed)
        return fail_no_memory(err);
    d->start += BOLT_CHUNK_HEADER + size;
    return ST_OK;
}

static status check_size(const bolt_dechunker *d, size_t chunk, error *err)
{
    if (d->message.len <= d->max_message && chunk <= d->max_message - d->message.len)
        return ST_OK;
    return fail(err, ST_NO_MEMORY,
                "the server sends a message of more than %zu bytes, which is the limit for one",
                d->max_message);
}

/* A chunk is looked at when all of it is there and the size of what follows: so the end of a
 * message is seen together with its last chunk, and most messages need no copy. */
status bolt_dechunker_next(bolt_dechunker *d, str *out, error *err)
{
    release_message(d);
    for (;;) {
        size_t available = d->received.len - d->start;
        if (available < BOLT_CHUNK_HEADER)
            return hand_out(d, STR_NONE, 0, out);
        size_t size = size_at(d, d->start);
        if (size == 0 && d->message.len == 0) {
            d->noops++;
            d->start += BOLT_CHUNK_HEADER;
            continue;
        }
        if (size == 0) {
            d->handed_out = true;
            return hand_out(d, buf_view(&d->message), BOLT_CHUNK_HEADER, out);
        }
        status st = check_size(d, size, err);
        if (st)
            return st;
        size_t end = BOLT_CHUNK_HEADER + size;
        if (available < end + BOLT_CHUNK_HEADER)
            return hand_out(d, STR_NONE, 0, out);
        if (d->message.len == 0 && size_at(d, d->start + end) == 0)
            return hand_out(d, (str){ d->received.data + d->start + BOLT_CHUNK_HEADER, size },
                            end + BOLT_CHUNK_HEADER, out);
        st = append_chunk(d, size, err);
        if (st)
            return st;
    }
}

bool bolt_dechunker_is_idle(const bolt_dechunker *d)
{
    return d->start == d->received.len && (d->message.len == 0 || d->handed_out);
}
