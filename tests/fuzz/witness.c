#include "witness.h"

#include <stdint.h>
#include <string.h>

typedef struct pen {
    const unsigned char *at, *end;
    arena *a;
} pen;

static bool take(pen *p, size_t size, str *out)
{
    if ((size_t)(p->end - p->at) < size)
        return false;
    *out = (str){ (const char *)p->at, size };
    p->at += size;
    return true;
}

static bool number(pen *p, size_t width, uint64_t *out)
{
    str bytes;
    if (!take(p, width, &bytes))
        return false;
    *out = 0;
    for (size_t i = 0; i < width; i++)
        *out = *out * 256 + (unsigned char)bytes.data[i];
    return true;
}

/* A length of 1, 2 or 4 bytes that would not have fitted any smaller form. */
static bool length(pen *p, size_t width, size_t tiny, size_t *out)
{
    uint64_t value;
    size_t least = width == 1 ? tiny : (size_t)1 << (8 * (width / 2));
    if (!number(p, width, &value) || value < least)
        return false;
    *out = (size_t)value;
    return true;
}

static bool value(pen *p, witness *out);

static bool items(pen *p, size_t count, witness *out)
{
    out->count = count;
    out->items =
        count <= (size_t)(p->end - p->at) ? arena_array(p->a, count, sizeof *out->items) : NULL;
    for (size_t i = 0; out->items && i < count; i++)
        if (!value(p, &out->items[i]))
            return false;
    return out->items != NULL;
}

static bool map(pen *p, size_t count, witness *out)
{
    if (!items(p, 2 * count, out))
        return false;
    for (size_t i = 0; i < out->count; i += 2)
        if (out->items[i].kind != 's')
            return false;
    return true;
}

static bool content(pen *p, char kind, size_t size, witness *out)
{
    out->kind = kind;
    if (kind == 'l')
        return items(p, size, out);
    if (kind == 'm')
        return map(p, size, out);
    return take(p, size, &out->data);
}

static bool whole(pen *p, size_t width, witness *out)
{
    uint64_t raw, below = width == 1 ? 16 : (uint64_t)1 << (8 * width / 2 - 1);
    if (!number(p, width, &raw))
        return false;
    uint64_t sign = (uint64_t)1 << (8 * width - 1);
    out->kind = 'i';
    out->number = (int64_t)((raw ^ sign) - sign);
    if (width == 1)
        return out->number < -16;
    return out->number < -(int64_t)below || out->number >= (int64_t)below;
}

static bool marked(pen *p, unsigned marker, witness *out)
{
    static const char kinds[] = { 'x', 's', 'l', 'm' }; /* from CC, D0, D4, D8 on */
    size_t size;
    if (marker == 0xC0 || marker == 0xC2 || marker == 0xC3) {
        *out = (witness){ .kind = marker == 0xC0 ? 'n' : 'b', .number = marker == 0xC3 };
        return true;
    }
    if (marker == 0xC1) {
        out->kind = 'f';
        return number(p, 8, &out->bits);
    }
    if (marker >= 0xC8 && marker <= 0xCB)
        return whole(p, (size_t)1 << (marker - 0xC8), out);
    if (marker == 0xE0) {
        out->kind = 'u';
        return take(p, 16, &out->data);
    }
    if (marker < 0xCC || marker > 0xDA || (marker & 3) == 3)
        return false;
    char kind = kinds[(marker - 0xCC) / 4];
    return length(p, (size_t)1 << (marker & 3), kind == 'x' ? 0 : 16, &size) &&
           content(p, kind, size, out);
}

static bool value(pen *p, witness *out)
{
    str head, tag;
    if (!take(p, 1, &head))
        return false;
    unsigned marker = (unsigned char)head.data[0];
    *out = (witness){ .kind = 'i', .number = marker < 0x80 ? (int)marker : (int)marker - 256 };
    if (marker < 0x80 || marker >= 0xF0)
        return true;
    if (marker < 0x90)
        return content(p, 's', marker & 15, out);
    if (marker < 0xA0)
        return content(p, 'l', marker & 15, out);
    if (marker < 0xB0)
        return content(p, 'm', marker & 15, out);
    if (marker >= 0xC0)
        return marked(p, marker, out);
    if (!take(p, 1, &tag))
        return false;
    *out = (witness){ .kind = 't', .number = (unsigned char)tag.data[0] };
    return items(p, marker & 15, out);
}

const witness *witness_read(str bytes, arena *a)
{
    const unsigned char *begin = (const unsigned char *)bytes.data;
    pen p = { .at = begin, .end = begin + bytes.len, .a = a };
    witness *out = arena_array(a, 1, sizeof *out);
    return out && value(&p, out) && p.at == p.end ? out : NULL;
}

/* Each chunk but the last is full. */
const witness *witness_read_chunks(str chunks, arena *a)
{
    pen p = { .at = (const unsigned char *)chunks.data, .a = a };
    p.end = p.at + chunks.len;
    char *message = arena_alloc(a, chunks.len);
    size_t size = 0;
    uint64_t chunk, before = 65535;
    str data;
    while (message && number(&p, 2, &chunk) && chunk > 0) {
        if (before < 65535 || !take(&p, (size_t)chunk, &data))
            return NULL;
        memcpy(message + size, data.data, data.len);
        size += data.len;
        before = chunk;
    }
    return message && p.at == p.end && size > 0 ? witness_read((str){ message, size }, a) : NULL;
}

const witness *witness_get(const witness *map, const char *key)
{
    for (size_t i = 0; i < map->count; i += 2)
        if (str_eq(map->items[i].data, str_from(key)))
            return &map->items[i + 1];
    return NULL;
}

bool witness_is_text(const witness *value, str text)
{
    return value && value->kind == 's' && str_eq(value->data, text);
}

bool witness_is_int(const witness *value, int64_t number)
{
    return value && value->kind == 'i' && value->number == number;
}
