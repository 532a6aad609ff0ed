/* Values as text that tests can compare with, and bytes from text that people can read. */
#ifndef NOTATION_H
#define NOTATION_H

#include "base/buf.h"
#include "bolt/value.h"

#include <inttypes.h>
#include <stdlib.h>

static inline void write_value(buf *out, const bolt_value *v);

static inline void write_list(buf *out, bolt_list list)
{
    for (size_t i = 0; i < list.count; i++) {
        buf_text(out, i ? ", " : "");
        write_value(out, &list.items[i]);
    }
}

static inline void write_map(buf *out, bolt_map map)
{
    buf_char(out, '{');
    for (size_t i = 0; i < map.count; i++) {
        buf_printf(out, "%s%.*s: ", i ? ", " : "", STR_ARG(map.entries[i].key));
        write_value(out, &map.entries[i].value);
    }
    buf_char(out, '}');
}

static inline void write_bytes(buf *out, str bytes)
{
    buf_char(out, '#');
    for (size_t i = 0; i < bytes.len; i++)
        buf_printf(out, "%02X", (unsigned char)bytes.data[i]);
}

static inline void write_node(buf *out, const bolt_node *n)
{
    buf_printf(out, "Node(%" PRId64 ", \"%.*s\", [", n->id, STR_ARG(n->element_id));
    write_list(out, n->labels);
    buf_text(out, "], ");
    write_map(out, n->properties);
    buf_char(out, ')');
}

static inline void write_relationship(buf *out, const bolt_relationship *r, bool bound)
{
    buf_printf(out, "%s(%" PRId64 ", \"%.*s\", %.*s, ", bound ? "Relationship" : "Unbound", r->id,
               STR_ARG(r->element_id), STR_ARG(r->type));
    if (bound)
        buf_printf(out, "%" PRId64 " \"%.*s\" -> %" PRId64 " \"%.*s\", ", r->start_id,
                   STR_ARG(r->start_element_id), r->end_id, STR_ARG(r->end_element_id));
    write_map(out, r->properties);
    buf_char(out, ')');
}

static inline void write_path(buf *out, const bolt_path *path)
{
    buf_text(out, "Path(");
    for (size_t i = 0; i < path->nodes.count; i++) {
        write_node(out, path->nodes.items[i].as.node);
        buf_text(out, " ");
    }
    for (size_t i = 0; i < path->relationships.count; i++) {
        write_relationship(out, path->relationships.items[i].as.relationship, false);
        buf_text(out, " ");
    }
    for (size_t i = 0; i < path->indices.count; i++)
        buf_printf(out, "%s%" PRId64, i ? "," : "", path->indices.items[i].as.integer);
    buf_char(out, ')');
}

static inline void write_temporal(buf *out, bolt_type type, const bolt_temporal *t)
{
    if (type == BOLT_DATE)
        buf_printf(out, "Date(%" PRId64 ")", t->seconds);
    if (type == BOLT_TIME)
        buf_printf(out, "Time(%" PRId64 ", %" PRId64 ")", t->nanoseconds, t->offset);
    if (type == BOLT_LOCAL_TIME)
        buf_printf(out, "LocalTime(%" PRId64 ")", t->nanoseconds);
    if (type == BOLT_DATETIME)
        buf_printf(out, "DateTime(%" PRId64 ", %" PRId64 ", %" PRId64 ")", t->seconds,
                   t->nanoseconds, t->offset);
    if (type == BOLT_DATETIME_ZONED)
        buf_printf(out, "%s(%" PRId64 ", %" PRId64 ", %.*s)", t->local ? "LocalZoned" : "Zoned",
                   t->seconds, t->nanoseconds, STR_ARG(t->zone));
    if (type == BOLT_LOCAL_DATETIME)
        buf_printf(out, "LocalDateTime(%" PRId64 ", %" PRId64 ")", t->seconds, t->nanoseconds);
}

static inline void write_point(buf *out, const bolt_point *p)
{
    buf_printf(out, "Point(%" PRId64 ", %g, %g", p->srid, p->x, p->y);
    if (p->has_z)
        buf_printf(out, ", %g", p->z);
    buf_char(out, ')');
}

static inline void write_value(buf *out, const bolt_value *v)
{
    switch (v->type) {
    case BOLT_NULL:
        buf_text(out, "null");
        break;
    case BOLT_BOOL:
        buf_text(out, v->as.boolean ? "true" : "false");
        break;
    case BOLT_INT:
        buf_printf(out, "%" PRId64, v->as.integer);
        break;
    case BOLT_FLOAT:
        buf_printf(out, "%#.17g", v->as.real);
        break;
    case BOLT_BYTES:
        write_bytes(out, v->as.bytes);
        break;
    case BOLT_STRING:
        buf_printf(out, "\"%.*s\"", STR_ARG(v->as.string));
        break;
    case BOLT_LIST:
        buf_char(out, '[');
        write_list(out, v->as.list);
        buf_char(out, ']');
        break;
    case BOLT_MAP:
        write_map(out, v->as.map);
        break;
    case BOLT_NODE:
        write_node(out, v->as.node);
        break;
    case BOLT_RELATIONSHIP:
    case BOLT_UNBOUND_RELATIONSHIP:
        write_relationship(out, v->as.relationship, v->type == BOLT_RELATIONSHIP);
        break;
    case BOLT_PATH:
        write_path(out, v->as.path);
        break;
    case BOLT_DATE:
    case BOLT_TIME:
    case BOLT_LOCAL_TIME:
    case BOLT_DATETIME:
    case BOLT_DATETIME_ZONED:
    case BOLT_LOCAL_DATETIME:
        write_temporal(out, v->type, v->as.temporal);
        break;
    case BOLT_DURATION:
        buf_printf(out, "Duration(%" PRId64 ", %" PRId64 ", %" PRId64 ", %" PRId64 ")",
                   v->as.duration->months, v->as.duration->days, v->as.duration->seconds,
                   v->as.duration->nanoseconds);
        break;
    case BOLT_POINT:
        write_point(out, v->as.point);
        break;
    case BOLT_VECTOR:
        buf_printf(out, "Vector(%02X, ", (unsigned)v->as.vector.type);
        write_bytes(out, v->as.vector.data);
        buf_char(out, ')');
        break;
    case BOLT_UUID:
        buf_text(out, "Uuid(");
        write_bytes(out, (str){ (const char *)v->as.uuid, BOLT_UUID_SIZE });
        buf_char(out, ')');
        break;
    case BOLT_UNSUPPORTED:
        buf_printf(out, "Unsupported(%.*s, %" PRId64 ".%" PRId64 ", %.*s)",
                   STR_ARG(v->as.unsupported->name), v->as.unsupported->minimum_major,
                   v->as.unsupported->minimum_minor, STR_ARG(v->as.unsupported->message));
        break;
    case BOLT_STRUCT:
        buf_printf(out, "Struct(%02X, [", v->as.structure->tag);
        write_list(out, v->as.structure->fields);
        buf_text(out, "])");
        break;
    }
}

static inline int notation_digit(char c)
{
    if (char_is_digit(c))
        return c - '0';
    return char_lower(c) >= 'a' && char_lower(c) <= 'f' ? char_lower(c) - 'a' + 10 : -1;
}

/* Pairs of hexadecimal digits with any space between them; "61*300" stands for 300 of them. */
static inline bool read_hex(str text, buf *out)
{
    size_t i = 0;
    while (i < text.len) {
        if (text.data[i] == ' ') {
            i++;
            continue;
        }
        if (text.data[i] == '*') {
            char *end;
            unsigned long times = strtoul(text.data + i + 1, &end, 10);
            char last = out->data[out->len - 1];
            for (unsigned long n = 1; n < times; n++)
                buf_char(out, last);
            i = (size_t)(end - text.data);
            continue;
        }
        int high = notation_digit(text.data[i]);
        int low = i + 1 < text.len ? notation_digit(text.data[i + 1]) : -1;
        if (high < 0 || low < 0)
            return false;
        buf_char(out, (char)(unsigned char)(high << 4 | low));
        i += 2;
    }
    return !out->failed;
}

#endif
