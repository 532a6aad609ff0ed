#include "bolt/value.h"

#include <string.h>

bolt_value bolt_null(void)
{
    return (bolt_value){ .type = BOLT_NULL };
}

bolt_value bolt_bool(bool value)
{
    return (bolt_value){ .type = BOLT_BOOL, .as.boolean = value };
}

bolt_value bolt_int(int64_t value)
{
    return (bolt_value){ .type = BOLT_INT, .as.integer = value };
}

bolt_value bolt_float(double value)
{
    return (bolt_value){ .type = BOLT_FLOAT, .as.real = value };
}

bolt_value bolt_string(str value)
{
    return value.data ? (bolt_value){ .type = BOLT_STRING, .as.string = value } : bolt_null();
}

bolt_value bolt_bytes(str value)
{
    return (bolt_value){ .type = BOLT_BYTES, .as.bytes = value };
}

bolt_value bolt_list_of(const bolt_value *items, size_t count)
{
    return (bolt_value){ .type = BOLT_LIST, .as.list = { items, count } };
}

bolt_value bolt_map_of(const bolt_entry *entries, size_t count)
{
    return (bolt_value){ .type = BOLT_MAP, .as.map = { entries, count } };
}

const bolt_value *bolt_map_get(bolt_map map, const char *key)
{
    if (map.count == 0)
        return NULL; /* as often, of a summary */
    str wanted = str_from(key);
    for (size_t i = map.count; i-- > 0;) {
        if (str_eq(map.entries[i].key, wanted))
            return &map.entries[i].value;
    }
    return NULL;
}

static const bolt_value *get_of_type(bolt_map map, const char *key, bolt_type type)
{
    const bolt_value *value = bolt_map_get(map, key);
    return value && value->type == type ? value : NULL;
}

str bolt_map_string(bolt_map map, const char *key, str otherwise)
{
    const bolt_value *value = get_of_type(map, key, BOLT_STRING);
    return value ? value->as.string : otherwise;
}

int64_t bolt_map_int(bolt_map map, const char *key, int64_t otherwise)
{
    const bolt_value *value = get_of_type(map, key, BOLT_INT);
    return value ? value->as.integer : otherwise;
}

bool bolt_map_bool(bolt_map map, const char *key, bool otherwise)
{
    const bolt_value *value = get_of_type(map, key, BOLT_BOOL);
    return value ? value->as.boolean : otherwise;
}

bolt_map bolt_map_map(bolt_map map, const char *key)
{
    const bolt_value *value = get_of_type(map, key, BOLT_MAP);
    return value ? value->as.map : (bolt_map){ NULL, 0 };
}

bolt_list bolt_map_list(bolt_map map, const char *key)
{
    const bolt_value *value = get_of_type(map, key, BOLT_LIST);
    return value ? value->as.list : (bolt_list){ NULL, 0 };
}

/* ---- Equality ---- */

static bool lists_equal(bolt_list a, bolt_list b)
{
    if (a.count != b.count)
        return false;
    for (size_t i = 0; i < a.count; i++) {
        if (!bolt_value_equal(&a.items[i], &b.items[i]))
            return false;
    }
    return true;
}

static const bolt_value *last_of(bolt_map map, str key)
{
    for (size_t i = map.count; i-- > 0;) {
        if (str_eq(map.entries[i].key, key))
            return &map.entries[i].value;
    }
    return NULL;
}

static bool has_keys_of(bolt_map a, bolt_map b)
{
    for (size_t i = 0; i < b.count; i++) {
        if (!last_of(a, b.entries[i].key))
            return false;
    }
    return true;
}

/* Each value is looked at once: twice per level would be two to the power of the depth in all. */
static bool maps_equal(bolt_map a, bolt_map b)
{
    for (size_t i = 0; i < a.count; i++) {
        const bolt_value *mine = last_of(a, a.entries[i].key);
        if (mine != &a.entries[i].value)
            continue;
        const bolt_value *other = last_of(b, a.entries[i].key);
        if (!other || !bolt_value_equal(mine, other))
            return false;
    }
    return has_keys_of(a, b);
}

static bool nodes_equal(const bolt_node *a, const bolt_node *b)
{
    return a->id == b->id && str_eq(a->element_id, b->element_id) &&
           lists_equal(a->labels, b->labels) && maps_equal(a->properties, b->properties);
}

static bool relationships_equal(const bolt_relationship *a, const bolt_relationship *b)
{
    return a->id == b->id && a->start_id == b->start_id && a->end_id == b->end_id &&
           str_eq(a->type, b->type) && str_eq(a->element_id, b->element_id) &&
           str_eq(a->start_element_id, b->start_element_id) &&
           str_eq(a->end_element_id, b->end_element_id) && maps_equal(a->properties, b->properties);
}

static bool paths_equal(const bolt_path *a, const bolt_path *b)
{
    return lists_equal(a->nodes, b->nodes) && lists_equal(a->relationships, b->relationships) &&
           lists_equal(a->indices, b->indices);
}

static bool temporals_equal(const bolt_temporal *a, const bolt_temporal *b)
{
    return a->seconds == b->seconds && a->nanoseconds == b->nanoseconds && a->offset == b->offset &&
           a->local == b->local && str_eq(a->zone, b->zone);
}

static bool durations_equal(const bolt_duration *a, const bolt_duration *b)
{
    return a->months == b->months && a->days == b->days && a->seconds == b->seconds &&
           a->nanoseconds == b->nanoseconds;
}

/* NaN equals itself here: it is about values that went through, not about arithmetic. */
static bool reals_equal(double a, double b)
{
    return a == b || (a != a && b != b);
}

static bool points_equal(const bolt_point *a, const bolt_point *b)
{
    return a->srid == b->srid && a->has_z == b->has_z && reals_equal(a->x, b->x) &&
           reals_equal(a->y, b->y) && (!a->has_z || reals_equal(a->z, b->z));
}

static bool unsupported_equal(const bolt_unsupported *a, const bolt_unsupported *b)
{
    return a->minimum_major == b->minimum_major && a->minimum_minor == b->minimum_minor &&
           str_eq(a->name, b->name) && str_eq(a->message, b->message);
}

bool bolt_value_equal(const bolt_value *a, const bolt_value *b)
{
    if (a->type != b->type)
        return false;
    switch (a->type) {
    case BOLT_NULL:
        return true;
    case BOLT_BOOL:
        return a->as.boolean == b->as.boolean;
    case BOLT_INT:
        return a->as.integer == b->as.integer;
    case BOLT_FLOAT:
        return reals_equal(a->as.real, b->as.real);
    case BOLT_BYTES:
        return str_eq(a->as.bytes, b->as.bytes);
    case BOLT_STRING:
        return str_eq(a->as.string, b->as.string);
    case BOLT_LIST:
        return lists_equal(a->as.list, b->as.list);
    case BOLT_MAP:
        return maps_equal(a->as.map, b->as.map);
    case BOLT_NODE:
        return nodes_equal(a->as.node, b->as.node);
    case BOLT_RELATIONSHIP:
    case BOLT_UNBOUND_RELATIONSHIP:
        return relationships_equal(a->as.relationship, b->as.relationship);
    case BOLT_PATH:
        return paths_equal(a->as.path, b->as.path);
    case BOLT_DATE:
    case BOLT_TIME:
    case BOLT_LOCAL_TIME:
    case BOLT_DATETIME:
    case BOLT_DATETIME_ZONED:
    case BOLT_LOCAL_DATETIME:
        return temporals_equal(a->as.temporal, b->as.temporal);
    case BOLT_DURATION:
        return durations_equal(a->as.duration, b->as.duration);
    case BOLT_POINT:
        return points_equal(a->as.point, b->as.point);
    case BOLT_VECTOR:
        return a->as.vector.type == b->as.vector.type &&
               str_eq(a->as.vector.data, b->as.vector.data);
    case BOLT_UUID:
        return memcmp(a->as.uuid, b->as.uuid, BOLT_UUID_SIZE) == 0;
    case BOLT_UNSUPPORTED:
        return unsupported_equal(a->as.unsupported, b->as.unsupported);
    case BOLT_STRUCT:
        return a->as.structure->tag == b->as.structure->tag &&
               lists_equal(a->as.structure->fields, b->as.structure->fields);
    }
    return false;
}

/* ---- Copies ---- */

static bool copy_text(arena *a, str text, str *out)
{
    *out = text.data ? arena_str(a, text) : STR_NONE;
    return !text.data || out->data;
}

static bool copy_list(arena *a, bolt_list list, bolt_list *out)
{
    *out = (bolt_list){ NULL, 0 };
    if (list.count == 0)
        return true;
    bolt_value *items = arena_array(a, list.count, sizeof *items);
    if (!items)
        return false;
    for (size_t i = 0; i < list.count; i++) {
        if (!bolt_value_copy(a, &list.items[i], &items[i]))
            return false;
    }
    *out = (bolt_list){ items, list.count };
    return true;
}

static bool copy_map(arena *a, bolt_map map, bolt_map *out)
{
    *out = (bolt_map){ NULL, 0 };
    if (map.count == 0)
        return true;
    bolt_entry *entries = arena_array(a, map.count, sizeof *entries);
    if (!entries)
        return false;
    for (size_t i = 0; i < map.count; i++) {
        if (!copy_text(a, map.entries[i].key, &entries[i].key) ||
            !bolt_value_copy(a, &map.entries[i].value, &entries[i].value))
            return false;
    }
    *out = (bolt_map){ entries, map.count };
    return true;
}

static const bolt_node *copy_node(arena *a, const bolt_node *node)
{
    bolt_node *copy = ARENA_NEW(a, bolt_node);
    if (!copy)
        return NULL;
    *copy = *node;
    bool copied = copy_list(a, node->labels, &copy->labels) &&
                  copy_map(a, node->properties, &copy->properties) &&
                  copy_text(a, node->element_id, &copy->element_id);
    return copied ? copy : NULL;
}

static const bolt_relationship *copy_relationship(arena *a, const bolt_relationship *relationship)
{
    bolt_relationship *copy = ARENA_NEW(a, bolt_relationship);
    if (!copy)
        return NULL;
    *copy = *relationship;
    bool copied = copy_text(a, relationship->type, &copy->type) &&
                  copy_map(a, relationship->properties, &copy->properties) &&
                  copy_text(a, relationship->element_id, &copy->element_id) &&
                  copy_text(a, relationship->start_element_id, &copy->start_element_id) &&
                  copy_text(a, relationship->end_element_id, &copy->end_element_id);
    return copied ? copy : NULL;
}

static const bolt_path *copy_path(arena *a, const bolt_path *path)
{
    bolt_path *copy = ARENA_NEW(a, bolt_path);
    if (!copy)
        return NULL;
    bool copied = copy_list(a, path->nodes, &copy->nodes) &&
                  copy_list(a, path->relationships, &copy->relationships) &&
                  copy_list(a, path->indices, &copy->indices);
    return copied ? copy : NULL;
}

static const bolt_temporal *copy_temporal(arena *a, const bolt_temporal *temporal)
{
    bolt_temporal *copy = ARENA_NEW(a, bolt_temporal);
    if (!copy)
        return NULL;
    *copy = *temporal;
    return copy_text(a, temporal->zone, &copy->zone) ? copy : NULL;
}

static const bolt_unsupported *copy_unsupported(arena *a, const bolt_unsupported *unsupported)
{
    bolt_unsupported *copy = ARENA_NEW(a, bolt_unsupported);
    if (!copy)
        return NULL;
    *copy = *unsupported;
    bool copied = copy_text(a, unsupported->name, &copy->name) &&
                  copy_text(a, unsupported->message, &copy->message);
    return copied ? copy : NULL;
}

static const bolt_struct *copy_struct(arena *a, const bolt_struct *structure)
{
    bolt_struct *copy = ARENA_NEW(a, bolt_struct);
    if (!copy)
        return NULL;
    copy->tag = structure->tag;
    return copy_list(a, structure->fields, &copy->fields) ? copy : NULL;
}

/* Of what contains no pointers. */
static void *copy_flat(arena *a, const void *data, size_t size)
{
    void *copy = arena_alloc(a, size);
    return copy ? memcpy(copy, data, size) : NULL;
}

bool bolt_value_copy(arena *a, const bolt_value *value, bolt_value *out)
{
    *out = *value;
    switch (value->type) {
    case BOLT_NULL:
    case BOLT_BOOL:
    case BOLT_INT:
    case BOLT_FLOAT:
        return true;
    case BOLT_BYTES:
        return copy_text(a, value->as.bytes, &out->as.bytes);
    case BOLT_STRING:
        return copy_text(a, value->as.string, &out->as.string);
    case BOLT_LIST:
        return copy_list(a, value->as.list, &out->as.list);
    case BOLT_MAP:
        return copy_map(a, value->as.map, &out->as.map);
    case BOLT_NODE:
        return (out->as.node = copy_node(a, value->as.node)) != NULL;
    case BOLT_RELATIONSHIP:
    case BOLT_UNBOUND_RELATIONSHIP:
        return (out->as.relationship = copy_relationship(a, value->as.relationship)) != NULL;
    case BOLT_PATH:
        return (out->as.path = copy_path(a, value->as.path)) != NULL;
    case BOLT_DATE:
    case BOLT_TIME:
    case BOLT_LOCAL_TIME:
    case BOLT_DATETIME:
    case BOLT_DATETIME_ZONED:
    case BOLT_LOCAL_DATETIME:
        return (out->as.temporal = copy_temporal(a, value->as.temporal)) != NULL;
    case BOLT_DURATION:
        return (out->as.duration = copy_flat(a, value->as.duration, sizeof(bolt_duration))) != NULL;
    case BOLT_POINT:
        return (out->as.point = copy_flat(a, value->as.point, sizeof(bolt_point))) != NULL;
    case BOLT_VECTOR:
        return copy_text(a, value->as.vector.data, &out->as.vector.data);
    case BOLT_UUID:
        return (out->as.uuid = copy_flat(a, value->as.uuid, BOLT_UUID_SIZE)) != NULL;
    case BOLT_UNSUPPORTED:
        return (out->as.unsupported = copy_unsupported(a, value->as.unsupported)) != NULL;
    case BOLT_STRUCT:
        return (out->as.structure = copy_struct(a, value->as.structure)) != NULL;
    }
    return false;
}
