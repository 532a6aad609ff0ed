#include "driver/handle.h"

bolt_type bolt_value_type(const bolt_value *value)
{
    return value ? value->type : BOLT_NULL;
}

static bool is(const bolt_value *value, bolt_type type)
{
    return value && value->type == type;
}

bool bolt_value_bool(const bolt_value *value)
{
    return is(value, BOLT_BOOL) && value->as.boolean;
}

int64_t bolt_value_int(const bolt_value *value)
{
    return is(value, BOLT_INT) ? value->as.integer : 0;
}

double bolt_value_float(const bolt_value *value)
{
    if (is(value, BOLT_INT))
        return (double)value->as.integer;
    return is(value, BOLT_FLOAT) ? value->as.real : 0;
}

bolt_text bolt_value_text(const bolt_value *value)
{
    return driver_text(is(value, BOLT_STRING) ? value->as.string : STR_NONE);
}

bolt_text bolt_value_bytes(const bolt_value *value)
{
    return driver_text(is(value, BOLT_BYTES) ? value->as.bytes : STR_NONE);
}

/* ---- What consists of other values ---- */

static bool is_relationship(const bolt_value *value)
{
    return is(value, BOLT_RELATIONSHIP) || is(value, BOLT_UNBOUND_RELATIONSHIP);
}

static bolt_map entries_of(const bolt_value *value)
{
    if (is(value, BOLT_MAP))
        return value->as.map;
    if (is(value, BOLT_NODE))
        return value->as.node->properties;
    return is_relationship(value) ? value->as.relationship->properties : (bolt_map){ NULL, 0 };
}

static bolt_list items_of(const bolt_value *value)
{
    if (is(value, BOLT_LIST))
        return value->as.list;
    return is(value, BOLT_STRUCT) ? value->as.structure->fields : (bolt_list){ NULL, 0 };
}

size_t bolt_value_count(const bolt_value *value)
{
    return items_of(value).count + entries_of(value).count;
}

const bolt_value *bolt_value_item(const bolt_value *value, size_t index)
{
    bolt_list items = items_of(value);
    bolt_map entries = entries_of(value);
    if (index < items.count)
        return &items.items[index];
    return index < entries.count ? &entries.entries[index].value : NULL;
}

bolt_text bolt_value_key(const bolt_value *value, size_t index)
{
    bolt_map entries = entries_of(value);
    return driver_text(index < entries.count ? entries.entries[index].key : STR_NONE);
}

const bolt_value *bolt_value_get(const bolt_value *value, const char *key)
{
    return key ? bolt_map_get(entries_of(value), key) : NULL;
}

/* ---- Nodes and relationships ---- */

int64_t bolt_entity_id(const bolt_value *value)
{
    if (is(value, BOLT_NODE))
        return value->as.node->id;
    return is_relationship(value) ? value->as.relationship->id : 0;
}

bolt_text bolt_entity_element_id(const bolt_value *value)
{
    if (is(value, BOLT_NODE))
        return driver_text(value->as.node->element_id);
    return driver_text(is_relationship(value) ? value->as.relationship->element_id : STR_NONE);
}

size_t bolt_node_label_count(const bolt_value *node)
{
    return is(node, BOLT_NODE) ? node->as.node->labels.count : 0;
}

bolt_text bolt_node_label(const bolt_value *node, size_t index)
{
    bool there = index < bolt_node_label_count(node);
    return driver_text(there ? node->as.node->labels.items[index].as.string : STR_NONE);
}

bolt_text bolt_relationship_type(const bolt_value *relationship)
{
    bool there = is_relationship(relationship);
    return driver_text(there ? relationship->as.relationship->type : STR_NONE);
}

int64_t bolt_relationship_start_id(const bolt_value *relationship)
{
    return is_relationship(relationship) ? relationship->as.relationship->start_id : 0;
}

int64_t bolt_relationship_end_id(const bolt_value *relationship)
{
    return is_relationship(relationship) ? relationship->as.relationship->end_id : 0;
}

bolt_text bolt_relationship_start_element_id(const bolt_value *relationship)
{
    bool there = is_relationship(relationship);
    return driver_text(there ? relationship->as.relationship->start_element_id : STR_NONE);
}

bolt_text bolt_relationship_end_element_id(const bolt_value *relationship)
{
    bool there = is_relationship(relationship);
    return driver_text(there ? relationship->as.relationship->end_element_id : STR_NONE);
}

/* ---- Paths ---- */

size_t bolt_path_length(const bolt_value *path)
{
    return is(path, BOLT_PATH) ? path->as.path->indices.count / 2 : 0;
}

const bolt_value *bolt_path_node(const bolt_value *path, size_t index)
{
    if (!is(path, BOLT_PATH) || index > bolt_path_length(path))
        return NULL;
    const bolt_path *p = path->as.path;
    return &p->nodes.items[index ? p->indices.items[2 * index - 1].as.integer : 0];
}

const bolt_value *bolt_path_relationship(const bolt_value *path, size_t index, bool *reversed)
{
    if (index >= bolt_path_length(path))
        return NULL;
    const bolt_path *p = path->as.path;
    int64_t at = p->indices.items[2 * index].as.integer;
    if (reversed)
        *reversed = at < 0;
    return &p->relationships.items[(at < 0 ? -at : at) - 1];
}

/* ---- Others ---- */

bool bolt_value_time(const bolt_value *value, bolt_time *out)
{
    if (!value || !out || value->type < BOLT_DATE || value->type > BOLT_LOCAL_DATETIME)
        return false;
    const bolt_temporal *t = value->as.temporal;
    *out = (bolt_time){ .seconds = t->seconds,
                        .nanoseconds = t->nanoseconds,
                        .offset = t->offset,
                        .zone = driver_text(t->zone),
                        .local = t->local };
    return true;
}

const bolt_duration *bolt_value_duration(const bolt_value *value)
{
    return is(value, BOLT_DURATION) ? value->as.duration : NULL;
}

const bolt_point *bolt_value_point(const bolt_value *value)
{
    return is(value, BOLT_POINT) ? value->as.point : NULL;
}

const uint8_t *bolt_value_uuid(const bolt_value *value)
{
    return is(value, BOLT_UUID) ? value->as.uuid : NULL;
}

bool bolt_value_substitute(const bolt_value *value, bolt_substitute *out)
{
    if (!is(value, BOLT_UNSUPPORTED) || !out)
        return false;
    const bolt_unsupported *u = value->as.unsupported;
    *out = (bolt_substitute){ .name = driver_text(u->name),
                              .minimum_major = u->minimum_major,
                              .minimum_minor = u->minimum_minor,
                              .message = driver_text(u->message) };
    return true;
}

uint8_t bolt_structure_tag(const bolt_value *value)
{
    return is(value, BOLT_STRUCT) ? value->as.structure->tag : 0;
}
