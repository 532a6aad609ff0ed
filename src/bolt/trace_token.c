#include "bolt/trace_token.h"

#include <string.h>

enum { UUID_BYTES = 16 };

static trace_token broken(trace_reader *r)
{
    r->message.len = r->at;
    return (trace_token){ .kind = TRACE_BROKEN };
}

static bool take(trace_reader *r, size_t size, str *out)
{
    if (r->message.len - r->at < size)
        return false;
    *out = str_slice(r->message, r->at, r->at + size);
    r->at += size;
    return true;
}

static bool take_number(trace_reader *r, unsigned width, uint64_t *out)
{
    str bytes;
    if (!take(r, width, &bytes))
        return false;
    *out = 0;
    for (unsigned i = 0; i < width; i++)
        *out = *out << 8 | (uint8_t)bytes.data[i];
    return true;
}

static trace_token of_int(trace_reader *r, unsigned width)
{
    uint64_t number;
    unsigned unused = 64 - 8 * width;
    if (!take_number(r, width, &number))
        return broken(r);
    return (trace_token){ .kind = TRACE_INT, .number = (int64_t)(number << unused) >> unused };
}

static trace_token of_float(trace_reader *r)
{
    uint64_t bits;
    trace_token t = { .kind = TRACE_FLOAT };
    if (!take_number(r, sizeof bits, &bits))
        return broken(r);
    memcpy(&t.real, &bits, sizeof t.real);
    return t;
}

static trace_token of_bytes(trace_reader *r, trace_kind kind, uint64_t size)
{
    trace_token t = { .kind = kind };
    return size <= r->message.len && take(r, (size_t)size, &t.bytes) ? t : broken(r);
}

static trace_token of_items(trace_reader *r, trace_kind kind, uint64_t count)
{
    trace_token t = { .kind = kind };
    uint64_t tag = 0;
    if (count > r->message.len || (kind == TRACE_STRUCT && !take_number(r, 1, &tag)))
        return broken(r);
    t.count = (size_t)count;
    t.tag = (uint8_t)tag;
    return t;
}

static trace_token of_size(trace_reader *r, trace_kind kind, uint64_t size)
{
    bool items = kind == TRACE_LIST || kind == TRACE_MAP || kind == TRACE_STRUCT;
    return items ? of_items(r, kind, size) : of_bytes(r, kind, size);
}

/* Four bits of length are in the marker itself, other lengths follow it. */
static bool kind_of_short(uint8_t marker, trace_kind *kind)
{
    static const trace_kind kinds[] = { TRACE_TEXT, TRACE_LIST, TRACE_MAP, TRACE_STRUCT };
    if (marker < 0x80 || marker > 0xBF)
        return false;
    *kind = kinds[(marker >> 4) - 8];
    return true;
}

static bool kind_of_long(uint8_t marker, trace_kind *kind, unsigned *width)
{
    static const struct {
        uint8_t first;
        trace_kind kind;
    } rows[] = {
        { 0xCC, TRACE_BYTES }, { 0xD0, TRACE_TEXT }, { 0xD4, TRACE_LIST }, { 0xD8, TRACE_MAP }
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (marker < rows[i].first || marker > rows[i].first + 2)
            continue;
        *kind = rows[i].kind;
        *width = 1u << (marker - rows[i].first);
        return true;
    }
    return false;
}

trace_token trace_next(trace_reader *r)
{
    uint64_t marker, size;
    trace_kind kind;
    unsigned width;
    if (!take_number(r, 1, &marker))
        return broken(r);
    uint8_t m = (uint8_t)marker;
    if (m < 0x80 || m >= 0xF0)
        return (trace_token){ .kind = TRACE_INT, .number = (int8_t)m };
    if (kind_of_short(m, &kind))
        return of_size(r, kind, m & 0x0F);
    if (kind_of_long(m, &kind, &width))
        return take_number(r, width, &size) ? of_size(r, kind, size) : broken(r);
    if (m >= 0xC8 && m <= 0xCB)
        return of_int(r, 1u << (m - 0xC8));
    if (m == 0xC0)
        return (trace_token){ .kind = TRACE_NULL };
    if (m == 0xC1)
        return of_float(r);
    if (m == 0xC2 || m == 0xC3)
        return (trace_token){ .kind = TRACE_BOOL, .number = m == 0xC3 };
    return m == 0xE0 ? of_bytes(r, TRACE_UUID, UUID_BYTES) : broken(r);
}
