#include "source.h"

#include <string.h>

enum { ITEMS_MAX = 24, DEPTH_MAX = 6, LONG = 70000 };

uint8_t source_byte(source *s)
{
    return s->at < s->end ? *s->at++ : 0;
}

static uint64_t bits(source *s, unsigned width)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < width; i++)
        value = value << 8 | source_byte(s);
    return value;
}

int64_t source_int(source *s)
{
    static const int64_t borders[] = { 0,         -16,       -17,       127,       128,
                                       -128,      -129,      INT16_MAX, INT16_MIN, INT32_MAX,
                                       INT32_MIN, INT64_MAX, INT64_MIN, 32768,     -32769 };
    uint8_t how = source_byte(s);
    if (how < 128)
        return (int8_t)source_byte(s);
    if (how < 160)
        return borders[how % (sizeof borders / sizeof borders[0])];
    return (int64_t)bits(s, 1u + how % 8);
}

static str bytes(source *s)
{
    size_t size = source_byte(s), left = (size_t)(s->end - s->at);
    if (size == UINT8_MAX)
        return (str){ memset(arena_alloc(s->a, LONG), 'x', LONG), LONG };
    str taken = { (const char *)s->at, size < left ? size : left };
    s->at += taken.len;
    return taken.len ? taken : STR("");
}

str source_text(source *s)
{
    return source_byte(s) == 255 ? STR_NONE : bytes(s);
}

static size_t count(source *s)
{
    return source_byte(s) % ITEMS_MAX;
}

static bolt_list list(source *s, unsigned depth)
{
    size_t size = count(s);
    bolt_value *items = arena_array(s->a, size, sizeof *items);
    for (size_t i = 0; i < size; i++)
        items[i] = source_value(s, depth + 1);
    return (bolt_list){ items, size };
}

bolt_map source_map(source *s, unsigned depth)
{
    size_t size = count(s);
    bolt_entry *entries = arena_array(s->a, size, sizeof *entries);
    for (size_t i = 0; i < size; i++) {
        entries[i].key = source_text(s);
        entries[i].value = source_value(s, depth + 1);
    }
    return (bolt_map){ entries, size };
}

static bolt_value list_value(source *s, unsigned depth)
{
    bolt_list items = depth < DEPTH_MAX ? list(s, depth) : (bolt_list){ NULL, 0 };
    return bolt_list_of(items.items, items.count);
}

static bolt_value map_value(source *s, unsigned depth)
{
    bolt_map map = depth < DEPTH_MAX ? source_map(s, depth) : (bolt_map){ NULL, 0 };
    return bolt_map_of(map.entries, map.count);
}

/* One after the other: in one expression compilers would read them in different orders. */
static void ints(source *s, int64_t *out, size_t number)
{
    for (size_t i = 0; i < number; i++)
        out[i] = source_int(s);
}

static bolt_value temporal(source *s, bolt_type type)
{
    bolt_temporal *t = ARENA_NEW(s->a, bolt_temporal);
    int64_t fields[3];
    ints(s, fields, 3);
    *t = (bolt_temporal){ .seconds = fields[0], .nanoseconds = fields[1], .offset = fields[2] };
    t->zone = source_text(s);
    t->local = source_byte(s) & 1;
    return (bolt_value){ .type = type, .as.temporal = t };
}

static bolt_value duration(source *s)
{
    bolt_duration *d = ARENA_NEW(s->a, bolt_duration);
    int64_t fields[4];
    ints(s, fields, 4);
    *d = (bolt_duration){ fields[0], fields[1], fields[2], fields[3] };
    return (bolt_value){ .type = BOLT_DURATION, .as.duration = d };
}

static double real(source *s)
{
    uint64_t raw = bits(s, 8);
    double value;
    memcpy(&value, &raw, sizeof value);
    return value;
}

static bolt_value point(source *s)
{
    bolt_point *p = ARENA_NEW(s->a, bolt_point);
    p->srid = source_int(s);
    p->x = real(s);
    p->y = real(s);
    p->z = real(s);
    p->has_z = source_byte(s) & 1;
    return (bolt_value){ .type = BOLT_POINT, .as.point = p };
}

static bolt_value vector(source *s)
{
    static const bolt_vector_type types[] = { BOLT_VECTOR_INT8,    BOLT_VECTOR_INT16,
                                              BOLT_VECTOR_INT32,   BOLT_VECTOR_INT64,
                                              BOLT_VECTOR_FLOAT32, BOLT_VECTOR_FLOAT64 };
    bolt_vector_type type = types[source_byte(s) % (sizeof types / sizeof types[0])];
    return (bolt_value){ .type = BOLT_VECTOR, .as.vector = { type, bytes(s) } };
}

static bolt_value uuid(source *s)
{
    uint8_t *raw = arena_alloc(s->a, BOLT_UUID_SIZE);
    for (int i = 0; i < BOLT_UUID_SIZE; i++)
        raw[i] = source_byte(s);
    return (bolt_value){ .type = BOLT_UUID, .as.uuid = raw };
}

static bolt_value structure(source *s)
{
    bolt_struct *raw = ARENA_NEW(s->a, bolt_struct);
    raw->tag = source_byte(s);
    return (bolt_value){ .type = BOLT_STRUCT, .as.structure = raw };
}

/* What only servers can make. */
static bolt_value entity(source *s)
{
    bolt_node *node = ARENA_NEW(s->a, bolt_node);
    node->id = source_int(s);
    return (bolt_value){ .type = BOLT_NODE, .as.node = node };
}

bolt_value source_value(source *s, unsigned depth)
{
    uint8_t kind = source_byte(s) % 32;
    switch (kind) {
    case 0:
        return bolt_null();
    case 1:
        return bolt_bool(source_byte(s) & 1);
    case 2:
        return bolt_float(real(s));
    case 3:
        return bolt_bytes(bytes(s));
    case 4:
    case 5:
    case 6:
        return bolt_string(source_text(s));
    case 7:
    case 8:
    case 9:
        return list_value(s, depth);
    case 10:
    case 11:
        return map_value(s, depth);
    case 12:
        return temporal(s, BOLT_DATE);
    case 13:
        return temporal(s, BOLT_TIME);
    case 14:
        return temporal(s, BOLT_LOCAL_TIME);
    case 15:
        return temporal(s, BOLT_DATETIME);
    case 16:
        return temporal(s, BOLT_DATETIME_ZONED);
    case 17:
        return temporal(s, BOLT_LOCAL_DATETIME);
    case 18:
        return duration(s);
    case 19:
        return point(s);
    case 20:
        return vector(s);
    case 21:
        return uuid(s);
    case 22:
        return entity(s);
    case 23:
        return structure(s);
    default:
        return bolt_int(source_int(s));
    }
}
