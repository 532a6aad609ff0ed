#include "bolt/packstream.h"

#include "base/utf8.h"
#include "bolt/structure.h"

#include <string.h>

enum {
    TINY_LENGTH = 16,
    STRUCT_FIELDS = 15,
    NAMES_COMPARED = 1000, /* of a map: each with each, which takes too long for more of them */
};

/* The first of the three markers with a length of 1, 2 and 4 bytes, and the one that holds a short
 * length. */
enum {
    STRING_TINY = 0x80,
    STRING_SIZED = 0xD0,
    LIST_TINY = 0x90,
    LIST_SIZED = 0xD4,
    MAP_TINY = 0xA0,
    MAP_SIZED = 0xD8,
    BYTES_SIZED = 0xCC,
};

void bolt_packer_init(bolt_packer *p, buf *out, const bolt_version *version, error *err)
{
    *p = (bolt_packer){ .out = out, .version = version, .err = err };
}

status bolt_packer_finish(bolt_packer *p)
{
    if (!p->failure && p->out->failed)
        p->failure = fail(p->err, ST_NO_MEMORY, "there is no memory for what is to be sent");
    return p->failure;
}

static void refuse(bolt_packer *p, const char *sentence)
{
    if (!p->failure)
        p->failure = fail(p->err, ST_ARGUMENT, "%s", sentence);
}

static void refuse_before(bolt_packer *p, const char *what, const char *since)
{
    if (!p->failure)
        p->failure =
            fail(p->err, ST_ARGUMENT, "%s needs a server with Bolt %s, this one speaks %u.%u", what,
                 since, p->version->major, p->version->minor);
}

/* A marker and the lowest `width` bytes of a number, highest first. */
static void put(bolt_packer *p, uint8_t marker, uint64_t number, unsigned width)
{
    uint8_t bytes[1 + sizeof number] = { marker };
    for (unsigned i = 0; i < width; i++)
        bytes[1 + i] = (uint8_t)(number >> (8 * (width - 1 - i)));
    buf_append(p->out, bytes, 1 + width);
}

static void put_length(bolt_packer *p, uint8_t sized, size_t length)
{
    if (length > BOLT_MAX_LENGTH)
        refuse(p, "a text, list or map has more than 2,147,483,647 bytes or items");
    else if (length <= UINT8_MAX)
        put(p, sized, length, 1);
    else if (length <= UINT16_MAX)
        put(p, sized + 1, length, 2);
    else
        put(p, sized + 2, length, 4);
}

static void put_header(bolt_packer *p, uint8_t tiny, uint8_t sized, size_t length)
{
    if (length < TINY_LENGTH)
        put(p, tiny | (uint8_t)length, 0, 0);
    else
        put_length(p, sized, length);
}

static void put_data(bolt_packer *p, str data)
{
    if (!p->failure)
        buf_str(p->out, data);
}

void bolt_pack_null(bolt_packer *p)
{
    put(p, 0xC0, 0, 0);
}

void bolt_pack_bool(bolt_packer *p, bool value)
{
    put(p, value ? 0xC3 : 0xC2, 0, 0);
}

void bolt_pack_int(bolt_packer *p, int64_t value)
{
    if (value >= -16 && value <= INT8_MAX)
        put(p, (uint8_t)value, 0, 0);
    else if (value >= INT8_MIN && value < 0)
        put(p, 0xC8, (uint64_t)value, 1);
    else if (value >= INT16_MIN && value <= INT16_MAX)
        put(p, 0xC9, (uint64_t)value, 2);
    else if (value >= INT32_MIN && value <= INT32_MAX)
        put(p, 0xCA, (uint64_t)value, 4);
    else
        put(p, 0xCB, (uint64_t)value, 8);
}

void bolt_pack_float(bolt_packer *p, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put(p, 0xC1, bits, sizeof bits);
}

void bolt_pack_string(bolt_packer *p, str value)
{
    if (!value.data) {
        bolt_pack_null(p);
        return;
    }
    if (!utf8_is_valid(value))
        refuse(p, "a statement or parameter contains bytes that are not UTF-8");
    put_header(p, STRING_TINY, STRING_SIZED, value.len);
    put_data(p, value);
}

void bolt_pack_bytes(bolt_packer *p, str value)
{
    put_length(p, BYTES_SIZED, value.len);
    put_data(p, value);
}

void bolt_pack_list(bolt_packer *p, size_t count)
{
    put_header(p, LIST_TINY, LIST_SIZED, count);
}

void bolt_pack_map(bolt_packer *p, size_t count)
{
    put_header(p, MAP_TINY, MAP_SIZED, count);
}

void bolt_pack_struct(bolt_packer *p, uint8_t tag, unsigned count)
{
    put(p, (uint8_t)(0xB0 | (count & STRUCT_FIELDS)), tag, 1);
}

static void pack_ints(bolt_packer *p, uint8_t tag, const int64_t *fields, unsigned count)
{
    bolt_pack_struct(p, tag, count);
    for (unsigned i = 0; i < count; i++)
        bolt_pack_int(p, fields[i]);
}

/* Before UTC was agreed the seconds were those of the wall clock, as if it stood in Greenwich. */
static void pack_datetime(bolt_packer *p, const bolt_temporal *t)
{
    int64_t seconds = t->seconds;
    bool utc = bolt_version_has(p->version, BOLT_HAS_UTC);
    if (!utc && __builtin_add_overflow(t->seconds, t->offset, &seconds))
        refuse(p, "a datetime is out of range");
    pack_ints(p, utc ? 'I' : 'F', (int64_t[]){ seconds, t->nanoseconds, t->offset }, 3);
}

static void pack_datetime_zoned(bolt_packer *p, const bolt_temporal *t)
{
    bool utc = bolt_version_has(p->version, BOLT_HAS_UTC);
    if (utc == t->local)
        refuse(
            p,
            utc ? "a datetime with a named zone is given in local seconds, this server wants UTC"
                : "a datetime with a named zone is given in UTC seconds, this server wants local "
                  "ones: use a datetime with an offset");
    if (!t->zone.data)
        refuse(p, "a datetime with a named zone has no zone");
    bolt_pack_struct(p, utc ? 'i' : 'f', 3);
    bolt_pack_int(p, t->seconds);
    bolt_pack_int(p, t->nanoseconds);
    bolt_pack_string(p, t->zone);
}

static void pack_temporal(bolt_packer *p, bolt_type type, const bolt_temporal *t)
{
    if (type == BOLT_DATE)
        pack_ints(p, 'D', &t->seconds, 1);
    else if (type == BOLT_TIME)
        pack_ints(p, 'T', (int64_t[]){ t->nanoseconds, t->offset }, 2);
    else if (type == BOLT_LOCAL_TIME)
        pack_ints(p, 't', &t->nanoseconds, 1);
    else if (type == BOLT_LOCAL_DATETIME)
        pack_ints(p, 'd', (int64_t[]){ t->seconds, t->nanoseconds }, 2);
    else if (type == BOLT_DATETIME)
        pack_datetime(p, t);
    else
        pack_datetime_zoned(p, t);
}

static void pack_duration(bolt_packer *p, const bolt_duration *d)
{
    pack_ints(p, 'E', (int64_t[]){ d->months, d->days, d->seconds, d->nanoseconds }, 4);
}

static void pack_point(bolt_packer *p, const bolt_point *point)
{
    bolt_pack_struct(p, point->has_z ? 'Y' : 'X', point->has_z ? 4 : 3);
    bolt_pack_int(p, point->srid);
    bolt_pack_float(p, point->x);
    bolt_pack_float(p, point->y);
    if (point->has_z)
        bolt_pack_float(p, point->z);
}

static void pack_vector(bolt_packer *p, bolt_vector vector)
{
    if (!bolt_version_has(p->version, BOLT_HAS_VECTORS))
        refuse_before(p, "a vector", "6.0");
    size_t width = bolt_vector_width(vector.type);
    if (width == 0 || vector.data.len % width != 0)
        refuse(p, "the data of a vector does not consist of whole numbers of its type");
    const char type = (char)vector.type;
    bolt_pack_struct(p, 'V', 2);
    bolt_pack_bytes(p, (str){ &type, 1 });
    bolt_pack_bytes(p, vector.data);
}

static void pack_uuid(bolt_packer *p, const uint8_t *uuid)
{
    if (!bolt_version_has(p->version, BOLT_HAS_UUIDS))
        refuse_before(p, "a UUID", "6.1");
    put(p, 0xE0, 0, 0);
    buf_append(p->out, uuid, BOLT_UUID_SIZE);
}

static void pack_value(bolt_packer *p, const bolt_value *value, unsigned depth);

/* As the reader counts: what is empty does not nest. */
static bool may_nest(bolt_packer *p, size_t count, unsigned depth)
{
    if (count == 0 || depth <= BOLT_MAX_DEPTH)
        return true;
    refuse(p, "a parameter has more than 512 lists and maps within each other");
    return false;
}

static void pack_items(bolt_packer *p, bolt_list list, unsigned depth)
{
    if (!may_nest(p, list.count, depth))
        return;
    bolt_pack_list(p, list.count);
    for (size_t i = 0; i < list.count && !p->failure; i++)
        pack_value(p, &list.items[i], depth);
}

static bool is_among(str key, const bolt_entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(key, entries[i].key))
            return true;
    return false;
}

/* Servers answer a name that is there twice with Request.Invalid, and close the connection. */
static void check_name(bolt_packer *p, bolt_map map, size_t at)
{
    str key = map.entries[at].key;
    if (!key.data)
        refuse(p, "a parameter has no name");
    else if (!p->failure && at < NAMES_COMPARED && is_among(key, map.entries, at))
        p->failure =
            fail(p->err, ST_ARGUMENT,
                 "\"%.*s\" is there twice, as a parameter or as a key of a map", STR_ARG(key));
}

static void pack_entries(bolt_packer *p, bolt_map map, unsigned depth)
{
    if (!may_nest(p, map.count, depth))
        return;
    bolt_pack_map(p, map.count);
    for (size_t i = 0; i < map.count && !p->failure; i++) {
        check_name(p, map, i);
        bolt_pack_string(p, map.entries[i].key);
        pack_value(p, &map.entries[i].value, depth);
    }
}

static void pack_value(bolt_packer *p, const bolt_value *value, unsigned depth)
{
    switch (value->type) {
    case BOLT_NULL:
        bolt_pack_null(p);
        break;
    case BOLT_BOOL:
        bolt_pack_bool(p, value->as.boolean);
        break;
    case BOLT_INT:
        bolt_pack_int(p, value->as.integer);
        break;
    case BOLT_FLOAT:
        bolt_pack_float(p, value->as.real);
        break;
    case BOLT_BYTES:
        bolt_pack_bytes(p, value->as.bytes);
        break;
    case BOLT_STRING:
        bolt_pack_string(p, value->as.string);
        break;
    case BOLT_LIST:
        pack_items(p, value->as.list, depth + 1);
        break;
    case BOLT_MAP:
        pack_entries(p, value->as.map, depth + 1);
        break;
    case BOLT_DATE:
    case BOLT_TIME:
    case BOLT_LOCAL_TIME:
    case BOLT_DATETIME:
    case BOLT_DATETIME_ZONED:
    case BOLT_LOCAL_DATETIME:
        pack_temporal(p, value->type, value->as.temporal);
        break;
    case BOLT_DURATION:
        pack_duration(p, value->as.duration);
        break;
    case BOLT_POINT:
        pack_point(p, value->as.point);
        break;
    case BOLT_VECTOR:
        pack_vector(p, value->as.vector);
        break;
    case BOLT_UUID:
        pack_uuid(p, value->as.uuid);
        break;
    case BOLT_NODE:
    case BOLT_RELATIONSHIP:
    case BOLT_UNBOUND_RELATIONSHIP:
    case BOLT_PATH:
        refuse(p,
               "nodes, relationships and paths cannot be parameters: pass their properties or ids");
        break;
    case BOLT_UNSUPPORTED:
    case BOLT_STRUCT:
        refuse(p, "a value of a type that this program does not know cannot be a parameter");
        break;
    }
}

void bolt_pack_value(bolt_packer *p, const bolt_value *value)
{
    pack_value(p, value, 0);
}

void bolt_pack_entries(bolt_packer *p, bolt_map map)
{
    pack_entries(p, map, 1);
}
