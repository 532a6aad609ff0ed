#include "base/utf8.h"
#include "bolt/packstream.h"
#include "bolt/structure.h"

#include <string.h>

typedef struct reader {
    const uint8_t *begin, *at, *end;
    const bolt_version *version;
    arena *arena;
    error *err;
    unsigned depth;
} reader;

static size_t remaining(const reader *r)
{
    return (size_t)(r->end - r->at);
}

static status malformed(reader *r, const char *what)
{
    return fail(r->err, ST_PROTOCOL, "the server sent a malformed message: %s at byte %zu of %zu",
                what, (size_t)(r->at - r->begin), (size_t)(r->end - r->begin));
}

static status truncated(reader *r)
{
    return malformed(r, "it ends in the middle of a value");
}

static uint64_t number_at(const uint8_t *at, unsigned width)
{
    uint64_t number = 0;
    for (unsigned i = 0; i < width; i++)
        number = number << 8 | at[i];
    return number;
}

static status read_number(reader *r, unsigned width, uint64_t *out)
{
    if (remaining(r) < width)
        return truncated(r);
    *out = number_at(r->at, width);
    r->at += width;
    return ST_OK;
}

static status read_int(reader *r, unsigned width, bolt_value *out)
{
    uint64_t number = 0;
    status st = read_number(r, width, &number);
    if (st)
        return st;
    unsigned unused = 64 - 8 * width;
    *out = bolt_int((int64_t)(number << unused) >> unused);
    return ST_OK;
}

static status read_float(reader *r, bolt_value *out)
{
    uint64_t bits = 0;
    double real;
    status st = read_number(r, sizeof bits, &bits);
    if (st)
        return st;
    memcpy(&real, &bits, sizeof real);
    *out = bolt_float(real);
    return ST_OK;
}

static status read_length(reader *r, unsigned width, size_t *out)
{
    uint64_t length = 0;
    status st = read_number(r, width, &length);
    if (st)
        return st;
    if (length > BOLT_MAX_LENGTH)
        return malformed(r, "there is a length beyond 2,147,483,647");
    *out = (size_t)length;
    return ST_OK;
}

static status take(reader *r, size_t length, str *out)
{
    if (remaining(r) < length)
        return truncated(r);
    *out = (str){ (const char *)r->at, length };
    r->at += length;
    return ST_OK;
}

static status take_text(reader *r, size_t length, str *out)
{
    str text = STR_NONE;
    status st = take(r, length, &text);
    if (st)
        return st;
    if (!utf8_is_valid(text))
        return malformed(r, "there is text that is not UTF-8 before what is");
    *out = text;
    return ST_OK;
}

static status read_text(reader *r, size_t length, bolt_value *out)
{
    str text = STR_NONE;
    status st = take_text(r, length, &text);
    if (st)
        return st;
    *out = bolt_string(text);
    return ST_OK;
}

static status read_bytes(reader *r, size_t length, bolt_value *out)
{
    str bytes = STR_NONE;
    status st = take(r, length, &bytes);
    if (st)
        return st;
    *out = bolt_bytes(bytes);
    return ST_OK;
}

static status read_uuid(reader *r, bolt_value *out)
{
    if (!bolt_version_has(r->version, BOLT_HAS_UUIDS))
        return malformed(r, "there is a reserved marker before what is");
    str bytes = STR_NONE;
    status st = take(r, BOLT_UUID_SIZE, &bytes);
    if (st)
        return st;
    *out = (bolt_value){ .type = BOLT_UUID, .as.uuid = (const uint8_t *)bytes.data };
    return ST_OK;
}

/* Nothing is allocated for items that cannot be there: each takes at least `least` bytes. */
static status enter(reader *r, size_t count, size_t least)
{
    if (count > remaining(r) / least)
        return malformed(r, "more items are announced than there are bytes");
    if (r->depth >= BOLT_MAX_DEPTH)
        return malformed(r, "more than 512 lists, maps and structures are within each other");
    r->depth++;
    return ST_OK;
}

static status read_value(reader *r, bolt_value *out);

static status read_items(reader *r, size_t count, bolt_list *out)
{
    *out = (bolt_list){ NULL, 0 };
    if (count == 0)
        return ST_OK;
    status st = enter(r, count, 1);
    if (st)
        return st;
    bolt_value *items = arena_array(r->arena, count, sizeof *items);
    if (!items)
        return fail_no_memory(r->err);
    for (size_t i = 0; i < count && !st; i++)
        st = read_value(r, &items[i]);
    r->depth--;
    *out = (bolt_list){ items, count };
    return st;
}

static status read_list(reader *r, size_t count, bolt_value *out)
{
    bolt_list list;
    status st = read_items(r, count, &list);
    if (st)
        return st;
    *out = bolt_list_of(list.items, list.count);
    return ST_OK;
}

static bool string_width(uint8_t marker, unsigned *width)
{
    *width = 0;
    if (marker >> 4 == 0x8)
        return true;
    if (marker < 0xD0 || marker > 0xD2)
        return false;
    *width = 1u << (marker - 0xD0);
    return true;
}

static status read_key(reader *r, str *out)
{
    unsigned width;
    if (remaining(r) == 0)
        return truncated(r);
    if (!string_width(*r->at, &width))
        return malformed(r, "there is a map key that is no text");
    size_t length = *r->at++ & 0x0F;
    status st = width ? read_length(r, width, &length) : ST_OK;
    return st ? st : take_text(r, length, out);
}

static status read_map(reader *r, size_t count, bolt_value *out)
{
    *out = bolt_map_of(NULL, 0);
    if (count == 0)
        return ST_OK;
    status st = enter(r, count, 2);
    if (st)
        return st;
    bolt_entry *entries = arena_array(r->arena, count, sizeof *entries);
    if (!entries)
        return fail_no_memory(r->err);
    for (size_t i = 0; i < count && !st; i++) {
        st = read_key(r, &entries[i].key);
        if (!st)
            st = read_value(r, &entries[i].value);
    }
    r->depth--;
    *out = bolt_map_of(entries, count);
    return st;
}

static status read_raw_struct(reader *r, unsigned count, bolt_struct *out)
{
    if (remaining(r) == 0)
        return truncated(r);
    out->tag = *r->at++;
    return read_items(r, count, &out->fields);
}

static status read_struct(reader *r, unsigned count, bolt_value *out)
{
    bolt_struct raw = { .tag = 0 };
    status st = read_raw_struct(r, count, &raw);
    return st ? st : bolt_structure_read(r->version, r->arena, raw, out, r->err);
}

static status read_sized(reader *r, unsigned width, status (*read)(reader *, size_t, bolt_value *),
                         bolt_value *out)
{
    size_t length = 0;
    status st = read_length(r, width, &length);
    return st ? st : read(r, length, out);
}

static status read_marked(reader *r, uint8_t marker, bolt_value *out)
{
    switch (marker) {
    case 0xC0:
        *out = bolt_null();
        return ST_OK;
    case 0xC1:
        return read_float(r, out);
    case 0xC2:
    case 0xC3:
        *out = bolt_bool(marker == 0xC3);
        return ST_OK;
    case 0xC8:
    case 0xC9:
    case 0xCA:
    case 0xCB:
        return read_int(r, 1u << (marker - 0xC8), out);
    case 0xCC:
    case 0xCD:
    case 0xCE:
        return read_sized(r, 1u << (marker - 0xCC), read_bytes, out);
    case 0xD0:
    case 0xD1:
    case 0xD2:
        return read_sized(r, 1u << (marker - 0xD0), read_text, out);
    case 0xD4:
    case 0xD5:
    case 0xD6:
        return read_sized(r, 1u << (marker - 0xD4), read_list, out);
    case 0xD8:
    case 0xD9:
    case 0xDA:
        return read_sized(r, 1u << (marker - 0xD8), read_map, out);
    case 0xE0:
        return read_uuid(r, out);
    default:
        return malformed(r, "there is a reserved marker before what is");
    }
}

static status read_value(reader *r, bolt_value *out)
{
    if (remaining(r) == 0)
        return truncated(r);
    uint8_t marker = *r->at++;
    unsigned low = marker & 0x0F;
    if (marker < 0x80 || marker >= 0xF0) {
        *out = bolt_int((int8_t)marker);
        return ST_OK;
    }
    switch (marker >> 4) {
    case 0x8:
        return read_text(r, low, out);
    case 0x9:
        return read_list(r, low, out);
    case 0xA:
        return read_map(r, low, out);
    case 0xB:
        return read_struct(r, low, out);
    default:
        return read_marked(r, marker, out);
    }
}

static reader reader_of(str data, const bolt_version *version, arena *a, error *err)
{
    const uint8_t *bytes = (const uint8_t *)data.data;
    return (reader){ .begin = bytes,
                     .at = bytes,
                     .end = bytes + data.len,
                     .version = version,
                     .arena = a,
                     .err = err };
}

static status check_end(reader *r)
{
    return remaining(r) ? malformed(r, "something follows its end") : ST_OK;
}

status bolt_unpack(str data, const bolt_version *version, arena *a, bolt_value *out, error *err)
{
    reader r = reader_of(data, version, a, err);
    bolt_value value = bolt_null();
    status st = read_value(&r, &value);
    if (!st)
        st = check_end(&r);
    if (st)
        return st;
    *out = value;
    return ST_OK;
}

status bolt_unpack_message(str data, const bolt_version *version, arena *a, bolt_struct *out,
                           error *err)
{
    reader r = reader_of(data, version, a, err);
    if (data.len == 0 || *r.at >> 4 != 0xB)
        return malformed(&r, "it is no structure");
    bolt_struct raw = { .tag = 0 };
    unsigned count = *r.at++ & 0x0F;
    status st = read_raw_struct(&r, count, &raw);
    if (!st)
        st = check_end(&r);
    if (st)
        return st;
    *out = raw;
    return ST_OK;
}
