/* Values as text for people. */
#include "driver/format.h"

#include "bolt/structure.h"
#include "driver/handle.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void format_n(writer *w, const char *text, size_t length)
{
    size_t room = w->size > w->length ? w->size - w->length : 0;
    if (room > 0 && length > 0)
        memcpy(w->out + w->length, text, length < room ? length : room);
    w->length += length;
}

void format_text(writer *w, const char *text)
{
    format_n(w, text, strlen(text));
}

void format_int(writer *w, int64_t number)
{
    char text[32];
    format_n(w, text, (size_t)snprintf(text, sizeof text, "%" PRId64, number));
}

/* The shortest of two forms that reads back the same; whatever the locale, with a point. */
static void put_float(writer *w, double number)
{
    char text[40];
    if (number != number || number - number != 0) {
        format_text(w, number != number ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
        return;
    }
    snprintf(text, sizeof text, "%.15g", number);
    if (strtod(text, NULL) != number)
        snprintf(text, sizeof text, "%.17g", number);
    bool whole = true;
    for (char *c = text; *c; c++) {
        if (strchr("0123456789+-e", *c) == NULL)
            *c = '.';
        whole = whole && *c != '.' && *c != 'e';
    }
    format_text(w, text);
    format_text(w, whole ? ".0" : "");
}

static void put_string(writer *w, str text)
{
    format_text(w, "\"");
    for (size_t i = 0; i < text.len; i++) {
        char escape[8];
        unsigned char c = (unsigned char)text.data[i];
        if (c == '"' || c == '\\')
            snprintf(escape, sizeof escape, "\\%c", c);
        else if (c == '\n' || c == '\t' || c == '\r')
            snprintf(escape, sizeof escape, "\\%c", c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
        else if (c < 0x20 || c == 0x7F)
            snprintf(escape, sizeof escape, "\\u%04X", c);
        else
            snprintf(escape, sizeof escape, "%c", c);
        format_text(w, escape);
    }
    format_text(w, "\"");
}

static bool is_plain_name(str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.data[i];
        if (!char_is_alpha(c) && c != '_' && !(i && char_is_digit(c)))
            return false;
    }
    return name.len > 0;
}

static void put_name(writer *w, str name)
{
    if (is_plain_name(name)) {
        format_n(w, name.data, name.len);
        return;
    }
    format_text(w, "`");
    for (size_t i = 0; i < name.len; i++)
        format_n(w, name.data[i] == '`' ? "``" : name.data + i, name.data[i] == '`' ? 2 : 1);
    format_text(w, "`");
}

static void put_hex(writer *w, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char digits[3];
        snprintf(digits, sizeof digits, "%02x", (unsigned char)bytes[i]);
        format_text(w, digits);
    }
}

static void put_value(writer *w, const bolt_value *value);

static void put_list(writer *w, bolt_list list)
{
    format_text(w, "[");
    for (size_t i = 0; i < list.count; i++) {
        format_text(w, i ? ", " : "");
        put_value(w, &list.items[i]);
    }
    format_text(w, "]");
}

static void put_map(writer *w, bolt_map map)
{
    format_text(w, "{");
    for (size_t i = 0; i < map.count; i++) {
        format_text(w, i ? ", " : "");
        put_name(w, map.entries[i].key);
        format_text(w, ": ");
        put_value(w, &map.entries[i].value);
    }
    format_text(w, "}");
}

/* ---- Graph ---- */

static void put_node(writer *w, const bolt_node *node)
{
    format_text(w, "(");
    for (size_t i = 0; i < node->labels.count; i++) {
        format_text(w, ":");
        put_name(w, node->labels.items[i].as.string);
    }
    if (node->properties.count > 0) {
        format_text(w, node->labels.count ? " " : "");
        put_map(w, node->properties);
    }
    format_text(w, ")");
}

static void put_relationship(writer *w, const bolt_relationship *r)
{
    format_text(w, "[:");
    put_name(w, r->type);
    if (r->properties.count > 0) {
        format_text(w, " ");
        put_map(w, r->properties);
    }
    format_text(w, "]");
}

static void put_path(writer *w, const bolt_value *path)
{
    put_value(w, bolt_path_node(path, 0));
    for (size_t i = 0; i < bolt_path_length(path); i++) {
        bool reversed;
        const bolt_value *relationship = bolt_path_relationship(path, i, &reversed);
        format_text(w, reversed ? "<-" : "-");
        put_value(w, relationship);
        format_text(w, reversed ? "-" : "->");
        put_value(w, bolt_path_node(path, i + 1));
    }
}

/* ---- Others ---- */

static void put_coordinate(writer *w, const char *name, double number)
{
    format_text(w, name);
    put_float(w, number);
}

static void put_point(writer *w, const bolt_point *point)
{
    format_text(w, "point({srid: ");
    format_int(w, point->srid);
    put_coordinate(w, ", x: ", point->x);
    put_coordinate(w, ", y: ", point->y);
    if (point->has_z)
        put_coordinate(w, ", z: ", point->z);
    format_text(w, "})");
}

static void put_vector(writer *w, const bolt_value *vector)
{
    bolt_vector_type type = vector->as.vector.type;
    bool floats = type == BOLT_VECTOR_FLOAT32 || type == BOLT_VECTOR_FLOAT64;
    size_t count = bolt_vector_count(vector);
    format_text(w, "vector([");
    for (size_t i = 0; i < count; i++) {
        format_text(w, i ? ", " : "");
        if (floats)
            put_float(w, bolt_vector_float(vector, i));
        else
            format_int(w, bolt_vector_int(vector, i));
    }
    format_text(w, "], ");
    format_int(w, (int64_t)count);
    format_text(w, floats ? ", FLOAT" : ", INTEGER");
    format_int(w, (int64_t)bolt_vector_width(type) * 8);
    format_text(w, ")");
}

static void put_uuid(writer *w, const uint8_t *uuid)
{
    static const uint8_t groups[] = { 4, 2, 2, 2, 6 };
    const char *bytes = (const char *)uuid;
    for (size_t i = 0; i < sizeof groups; i++) {
        format_text(w, i ? "-" : "");
        put_hex(w, bytes, groups[i]);
        bytes += groups[i];
    }
}

static void put_unsupported(writer *w, const bolt_unsupported *u)
{
    format_text(w, "<");
    format_n(w, u->name.data, u->name.len);
    format_text(w, ", needs Bolt ");
    format_int(w, u->minimum_major);
    format_text(w, ".");
    format_int(w, u->minimum_minor);
    format_text(w, ">");
}

static void put_structure(writer *w, const bolt_struct *structure)
{
    format_text(w, "<structure ");
    put_hex(w, (const char *)&structure->tag, 1);
    format_text(w, " ");
    put_list(w, structure->fields);
    format_text(w, ">");
}

static void put_value(writer *w, const bolt_value *value)
{
    switch (value->type) {
    case BOLT_NULL:
        format_text(w, "null");
        break;
    case BOLT_BOOL:
        format_text(w, value->as.boolean ? "true" : "false");
        break;
    case BOLT_INT:
        format_int(w, value->as.integer);
        break;
    case BOLT_FLOAT:
        put_float(w, value->as.real);
        break;
    case BOLT_BYTES:
        format_text(w, "0x");
        put_hex(w, value->as.bytes.data, value->as.bytes.len);
        break;
    case BOLT_STRING:
        put_string(w, value->as.string);
        break;
    case BOLT_LIST:
        put_list(w, value->as.list);
        break;
    case BOLT_MAP:
        put_map(w, value->as.map);
        break;
    case BOLT_NODE:
        put_node(w, value->as.node);
        break;
    case BOLT_RELATIONSHIP:
    case BOLT_UNBOUND_RELATIONSHIP:
        put_relationship(w, value->as.relationship);
        break;
    case BOLT_PATH:
        put_path(w, value);
        break;
    case BOLT_DATE:
    case BOLT_TIME:
    case BOLT_LOCAL_TIME:
    case BOLT_DATETIME:
    case BOLT_DATETIME_ZONED:
    case BOLT_LOCAL_DATETIME:
        format_temporal(w, value->type, value->as.temporal);
        break;
    case BOLT_DURATION:
        format_duration(w, value->as.duration);
        break;
    case BOLT_POINT:
        put_point(w, value->as.point);
        break;
    case BOLT_VECTOR:
        put_vector(w, value);
        break;
    case BOLT_UUID:
        put_uuid(w, value->as.uuid);
        break;
    case BOLT_UNSUPPORTED:
        put_unsupported(w, value->as.unsupported);
        break;
    case BOLT_STRUCT:
        put_structure(w, value->as.structure);
        break;
    }
}

/* Where the text is cut, no character is. */
static void terminate(const writer *w)
{
    if (w->size == 0)
        return;
    size_t end = w->length;
    if (end >= w->size) {
        end = w->size - 1;
        while (end > 0 && ((unsigned char)w->out[end] & 0xC0) == 0x80)
            end--;
    }
    w->out[end] = '\0';
}

size_t bolt_value_format(const bolt_value *value, char *out, size_t size)
{
    const bolt_value null = bolt_null();
    writer w = { out, out ? size : 0, 0 };
    put_value(&w, value ? value : &null);
    terminate(&w);
    return w.length;
}
