#include "bolt/structure.h"

#include <inttypes.h>

typedef enum reading {
    READ,   /* the value is there */
    OPAQUE, /* the fields do not mean what they should */
    NO_MEMORY,
} reading;

typedef reading read_fn(const bolt_version *version, arena *a, const bolt_value *fields,
                        bolt_value *out);

/* `fields` has a letter per field: i int, f float, s string, b bytes, l list, m map. */
typedef struct shape {
    uint8_t tag;
    const char *fields;
    uint32_t with, without; /* features the version must have, and must not have */
    read_fn *read;
} shape;

static reading done(bolt_value *out, const void *made, bolt_value value)
{
    if (!made)
        return NO_MEMORY;
    *out = value;
    return READ;
}

static bool all_of_type(bolt_list list, bolt_type type)
{
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i].type != type)
            return false;
    }
    return true;
}

/* Element ids exist since Bolt 5; before, the decimal id stands for it. */
static bool element_id(const bolt_version *version, arena *a, const bolt_value *field, int64_t id,
                       str *out)
{
    if (bolt_version_has(version, BOLT_HAS_ELEMENT_IDS))
        *out = field->as.string;
    else
        *out = arena_printf(a, "%" PRId64, id);
    return out->data != NULL;
}

static reading read_node(const bolt_version *version, arena *a, const bolt_value *fields,
                         bolt_value *out)
{
    if (!all_of_type(fields[1].as.list, BOLT_STRING))
        return OPAQUE;
    bolt_node *node = ARENA_NEW(a, bolt_node);
    if (!node || !element_id(version, a, &fields[3], fields[0].as.integer, &node->element_id))
        return NO_MEMORY;
    node->id = fields[0].as.integer;
    node->labels = fields[1].as.list;
    node->properties = fields[2].as.map;
    return done(out, node, (bolt_value){ .type = BOLT_NODE, .as.node = node });
}

static reading read_relationship(const bolt_version *version, arena *a, const bolt_value *fields,
                                 bolt_value *out)
{
    bolt_relationship *r = ARENA_NEW(a, bolt_relationship);
    if (!r)
        return NO_MEMORY;
    r->id = fields[0].as.integer;
    r->start_id = fields[1].as.integer;
    r->end_id = fields[2].as.integer;
    r->type = fields[3].as.string;
    r->properties = fields[4].as.map;
    bool named = element_id(version, a, &fields[5], r->id, &r->element_id) &&
                 element_id(version, a, &fields[6], r->start_id, &r->start_element_id) &&
                 element_id(version, a, &fields[7], r->end_id, &r->end_element_id);
    return done(out, named ? r : NULL,
                (bolt_value){ .type = BOLT_RELATIONSHIP, .as.relationship = r });
}

static reading read_unbound(const bolt_version *version, arena *a, const bolt_value *fields,
                            bolt_value *out)
{
    bolt_relationship *r = ARENA_NEW(a, bolt_relationship);
    if (!r || !element_id(version, a, &fields[3], fields[0].as.integer, &r->element_id))
        return NO_MEMORY;
    r->id = fields[0].as.integer;
    r->type = fields[1].as.string;
    r->properties = fields[2].as.map;
    r->start_element_id = r->end_element_id = STR("");
    return done(out, r, (bolt_value){ .type = BOLT_UNBOUND_RELATIONSHIP, .as.relationship = r });
}

/* Pairs: a relationship counted from 1, negative when walked against its direction; a node counted
 * from 0. */
static bool indices_fit(bolt_list indices, size_t nodes, size_t relationships)
{
    if (nodes == 0 || indices.count % 2 != 0 || !all_of_type(indices, BOLT_INT))
        return false;
    for (size_t i = 0; i < indices.count; i += 2) {
        int64_t relationship = indices.items[i].as.integer;
        int64_t node = indices.items[i + 1].as.integer;
        int64_t most = (int64_t)relationships;
        if (relationship == 0 || relationship > most || relationship < -most)
            return false;
        if (node < 0 || node >= (int64_t)nodes)
            return false;
    }
    return true;
}

static reading read_path(const bolt_version *version, arena *a, const bolt_value *fields,
                         bolt_value *out)
{
    (void)version;
    bolt_list nodes = fields[0].as.list, relationships = fields[1].as.list,
              indices = fields[2].as.list;
    if (!all_of_type(nodes, BOLT_NODE) || !all_of_type(relationships, BOLT_UNBOUND_RELATIONSHIP) ||
        !indices_fit(indices, nodes.count, relationships.count))
        return OPAQUE;
    bolt_path *path = ARENA_NEW(a, bolt_path);
    if (path)
        *path = (bolt_path){ nodes, relationships, indices };
    return done(out, path, (bolt_value){ .type = BOLT_PATH, .as.path = path });
}

static reading read_temporal(arena *a, bolt_type type, bolt_temporal temporal, bolt_value *out)
{
    bolt_temporal *t = ARENA_NEW(a, bolt_temporal);
    if (t)
        *t = temporal;
    return done(out, t, (bolt_value){ .type = type, .as.temporal = t });
}

static reading read_date(const bolt_version *version, arena *a, const bolt_value *fields,
                         bolt_value *out)
{
    (void)version;
    return read_temporal(a, BOLT_DATE, (bolt_temporal){ .seconds = fields[0].as.integer }, out);
}

static reading read_time(const bolt_version *version, arena *a, const bolt_value *fields,
                         bolt_value *out)
{
    (void)version;
    bolt_temporal t = { .nanoseconds = fields[0].as.integer, .offset = fields[1].as.integer };
    return read_temporal(a, BOLT_TIME, t, out);
}

static reading read_local_time(const bolt_version *version, arena *a, const bolt_value *fields,
                               bolt_value *out)
{
    (void)version;
    return read_temporal(a, BOLT_LOCAL_TIME, (bolt_temporal){ .nanoseconds = fields[0].as.integer },
                         out);
}

static reading read_local_datetime(const bolt_version *version, arena *a, const bolt_value *fields,
                                   bolt_value *out)
{
    (void)version;
    bolt_temporal t = { .seconds = fields[0].as.integer, .nanoseconds = fields[1].as.integer };
    return read_temporal(a, BOLT_LOCAL_DATETIME, t, out);
}

static reading read_datetime(const bolt_version *version, arena *a, const bolt_value *fields,
                             bolt_value *out)
{
    bolt_temporal t = { .seconds = fields[0].as.integer,
                        .nanoseconds = fields[1].as.integer,
                        .offset = fields[2].as.integer };
    if (!bolt_version_has(version, BOLT_HAS_UTC) &&
        __builtin_sub_overflow(t.seconds, t.offset, &t.seconds))
        return OPAQUE;
    return read_temporal(a, BOLT_DATETIME, t, out);
}

static reading read_datetime_zoned(const bolt_version *version, arena *a, const bolt_value *fields,
                                   bolt_value *out)
{
    bolt_temporal t = { .seconds = fields[0].as.integer,
                        .nanoseconds = fields[1].as.integer,
                        .zone = fields[2].as.string,
                        .local = !bolt_version_has(version, BOLT_HAS_UTC) };
    return read_temporal(a, BOLT_DATETIME_ZONED, t, out);
}

static reading read_duration(const bolt_version *version, arena *a, const bolt_value *fields,
                             bolt_value *out)
{
    (void)version;
    bolt_duration *d = ARENA_NEW(a, bolt_duration);
    if (d)
        *d = (bolt_duration){ fields[0].as.integer, fields[1].as.integer, fields[2].as.integer,
                              fields[3].as.integer };
    return done(out, d, (bolt_value){ .type = BOLT_DURATION, .as.duration = d });
}

static reading read_point(arena *a, const bolt_value *fields, bool has_z, bolt_value *out)
{
    bolt_point *point = ARENA_NEW(a, bolt_point);
    if (point)
        *point = (bolt_point){ .srid = fields[0].as.integer,
                               .x = fields[1].as.real,
                               .y = fields[2].as.real,
                               .z = has_z ? fields[3].as.real : 0,
                               .has_z = has_z };
    return done(out, point, (bolt_value){ .type = BOLT_POINT, .as.point = point });
}

static reading read_point2(const bolt_version *version, arena *a, const bolt_value *fields,
                           bolt_value *out)
{
    (void)version;
    return read_point(a, fields, false, out);
}

static reading read_point3(const bolt_version *version, arena *a, const bolt_value *fields,
                           bolt_value *out)
{
    (void)version;
    return read_point(a, fields, true, out);
}

size_t bolt_vector_width(bolt_vector_type type)
{
    switch (type) {
    case BOLT_VECTOR_INT8:
        return 1;
    case BOLT_VECTOR_INT16:
        return 2;
    case BOLT_VECTOR_INT32:
    case BOLT_VECTOR_FLOAT32:
        return 4;
    case BOLT_VECTOR_INT64:
    case BOLT_VECTOR_FLOAT64:
        return 8;
    }
    return 0;
}

static reading read_vector(const bolt_version *version, arena *a, const bolt_value *fields,
                           bolt_value *out)
{
    (void)version, (void)a;
    str type = fields[0].as.bytes;
    if (type.len != 1)
        return OPAQUE;
    bolt_vector vector = { (bolt_vector_type)(uint8_t)type.data[0], fields[1].as.bytes };
    size_t width = bolt_vector_width(vector.type);
    if (width == 0 || vector.data.len % width != 0)
        return OPAQUE;
    *out = (bolt_value){ .type = BOLT_VECTOR, .as.vector = vector };
    return READ;
}

static reading read_unsupported(const bolt_version *version, arena *a, const bolt_value *fields,
                                bolt_value *out)
{
    (void)version;
    bolt_unsupported *u = ARENA_NEW(a, bolt_unsupported);
    if (u)
        *u =
            (bolt_unsupported){ .name = fields[0].as.string,
                                .minimum_major = fields[1].as.integer,
                                .minimum_minor = fields[2].as.integer,
                                .message = bolt_map_string(fields[3].as.map, "message", STR_NONE) };
    return done(out, u, (bolt_value){ .type = BOLT_UNSUPPORTED, .as.unsupported = u });
}

static const shape shapes[] = {
    { 'N', "ilm", 0, BOLT_HAS_ELEMENT_IDS, read_node },
    { 'N', "ilms", BOLT_HAS_ELEMENT_IDS, 0, read_node },
    { 'R', "iiism", 0, BOLT_HAS_ELEMENT_IDS, read_relationship },
    { 'R', "iiismsss", BOLT_HAS_ELEMENT_IDS, 0, read_relationship },
    { 'r', "ism", 0, BOLT_HAS_ELEMENT_IDS, read_unbound },
    { 'r', "isms", BOLT_HAS_ELEMENT_IDS, 0, read_unbound },
    { 'P', "lll", 0, 0, read_path },
    { 'D', "i", 0, 0, read_date },
    { 'T', "ii", 0, 0, read_time },
    { 't', "i", 0, 0, read_local_time },
    { 'I', "iii", BOLT_HAS_UTC, 0, read_datetime },
    { 'i', "iis", BOLT_HAS_UTC, 0, read_datetime_zoned },
    { 'F', "iii", 0, BOLT_HAS_UTC, read_datetime },
    { 'f', "iis", 0, BOLT_HAS_UTC, read_datetime_zoned },
    { 'd', "ii", 0, 0, read_local_datetime },
    { 'E', "iiii", 0, 0, read_duration },
    { 'X', "iff", 0, 0, read_point2 },
    { 'Y', "ifff", 0, 0, read_point3 },
    { 'V', "bb", BOLT_HAS_VECTORS, 0, read_vector },
    { '?', "siim", BOLT_HAS_VECTORS, 0, read_unsupported },
};

static bolt_type type_of_letter(char letter)
{
    switch (letter) {
    case 'i':
        return BOLT_INT;
    case 'f':
        return BOLT_FLOAT;
    case 's':
        return BOLT_STRING;
    case 'b':
        return BOLT_BYTES;
    case 'l':
        return BOLT_LIST;
    default:
        return BOLT_MAP;
    }
}

static bool has_shape(const bolt_version *version, bolt_struct raw, const shape *s)
{
    if (s->tag != raw.tag || (version->features & s->with) != s->with ||
        (version->features & s->without))
        return false;
    size_t i = 0;
    for (; s->fields[i]; i++) {
        if (i >= raw.fields.count || raw.fields.items[i].type != type_of_letter(s->fields[i]))
            return false;
    }
    return i == raw.fields.count;
}

static reading read_opaque(arena *a, bolt_struct raw, bolt_value *out)
{
    bolt_struct *kept = ARENA_NEW(a, bolt_struct);
    if (kept)
        *kept = raw;
    return done(out, kept, (bolt_value){ .type = BOLT_STRUCT, .as.structure = kept });
}

status bolt_structure_read(const bolt_version *version, arena *a, bolt_struct raw, bolt_value *out,
                           error *err)
{
    reading result = OPAQUE;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        if (has_shape(version, raw, &shapes[i])) {
            result = shapes[i].read(version, a, raw.fields.items, out);
            break;
        }
    }
    if (result == OPAQUE)
        result = read_opaque(a, raw, out);
    return result == NO_MEMORY ? fail_no_memory(err) : ST_OK;
}
