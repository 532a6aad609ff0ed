#include "value_text.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

void value_print_text(FILE *out, str text)
{
    putc('"', out);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < 0x20)
            fprintf(out, "\\u%04x", c);
        else
            putc(c, out);
    }
    putc('"', out);
}

static void print_hex(FILE *out, const char *data, size_t size)
{
    putc('"', out);
    for (size_t i = 0; i < size; i++)
        fprintf(out, "%02x", (unsigned char)data[i]);
    putc('"', out);
}

/* As JSON has it, and so that nobody takes it for an integer. */
static void print_digits(FILE *out, double value)
{
    char text[32];
    snprintf(text, sizeof text, "%.17g", value);
    fprintf(out, "%s%s", text, strpbrk(text, ".e") ? "" : ".0");
}

static void print_float(FILE *out, double value)
{
    if (isnan(value) || isinf(value))
        fprintf(out, "{\"@float\": \"%s\"}", isnan(value) ? "nan" : value > 0 ? "inf" : "-inf");
    else if (value > -1e15 && value < 1e15 && value == (double)(int64_t)value)
        fprintf(out, "%.1f", value);
    else
        print_digits(out, value);
}

void value_print_list(FILE *out, bolt_list list)
{
    putc('[', out);
    for (size_t i = 0; i < list.count; i++) {
        fputs(i ? ", " : "", out);
        value_print(out, &list.items[i]);
    }
    putc(']', out);
}

static void print_map(FILE *out, bolt_map map)
{
    putc('{', out);
    for (size_t i = 0; i < map.count; i++) {
        fputs(i ? ", " : "", out);
        value_print_text(out, map.entries[i].key);
        fputs(": ", out);
        value_print(out, &map.entries[i].value);
    }
    putc('}', out);
}

static void print_node(FILE *out, const bolt_node *node)
{
    fprintf(out, "{\"@node\": [%" PRId64 ", ", node->id);
    value_print_list(out, node->labels);
    fputs(", ", out);
    print_map(out, node->properties);
    fputs(", ", out);
    value_print_text(out, node->element_id);
    fputs("]}", out);
}

static void print_relationship(FILE *out, const bolt_relationship *r)
{
    fprintf(out, "{\"@relationship\": [%" PRId64 ", %" PRId64 ", %" PRId64 ", ", r->id, r->start_id,
            r->end_id);
    value_print_text(out, r->type);
    fputs(", ", out);
    print_map(out, r->properties);
    const str ids[] = { r->element_id, r->start_element_id, r->end_element_id };
    for (size_t i = 0; i < 3; i++) {
        fputs(", ", out);
        value_print_text(out, ids[i]);
    }
    fputs("]}", out);
}

static void print_unbound(FILE *out, const bolt_relationship *r)
{
    fprintf(out, "{\"@unbound\": [%" PRId64 ", ", r->id);
    value_print_text(out, r->type);
    fputs(", ", out);
    print_map(out, r->properties);
    fputs(", ", out);
    value_print_text(out, r->element_id);
    fputs("]}", out);
}

static void print_path(FILE *out, const bolt_path *path)
{
    fputs("{\"@path\": [[", out);
    for (size_t i = 0; i < path->nodes.count; i++) {
        fputs(i ? ", " : "", out);
        print_node(out, path->nodes.items[i].as.node);
    }
    fputs("], [", out);
    for (size_t i = 0; i < path->relationships.count; i++) {
        fputs(i ? ", " : "", out);
        print_unbound(out, path->relationships.items[i].as.relationship);
    }
    fputs("], [", out);
    for (size_t i = 0; i < path->indices.count; i++)
        fprintf(out, "%s%" PRId64, i ? ", " : "", path->indices.items[i].as.integer);
    fputs("]]}", out);
}

static void print_zoned(FILE *out, const bolt_temporal *t)
{
    fprintf(out, "{\"@%s\": [%" PRId64 ", %" PRId64 ", ", t->local ? "walltime" : "zoned",
            t->seconds, t->nanoseconds);
    value_print_text(out, t->zone);
    fputs("]}", out);
}

static void print_duration(FILE *out, const bolt_duration *d)
{
    fprintf(out, "{\"@duration\": [%" PRId64 ", %" PRId64 ", %" PRId64 ", %" PRId64 "]}", d->months,
            d->days, d->seconds, d->nanoseconds);
}

static void print_point(FILE *out, const bolt_point *point)
{
    fprintf(out, "{\"@point\": [%" PRId64 ", ", point->srid);
    print_float(out, point->x);
    fputs(", ", out);
    print_float(out, point->y);
    if (point->has_z) {
        fputs(", ", out);
        print_float(out, point->z);
    }
    fputs("]}", out);
}

static void print_unsupported(FILE *out, const bolt_unsupported *u)
{
    fputs("{\"@unsupported\": [", out);
    value_print_text(out, u->name);
    fprintf(out, ", %" PRId64 ", %" PRId64 ", ", u->minimum_major, u->minimum_minor);
    value_print_text(out, u->message);
    fputs("]}", out);
}

static void print_struct(FILE *out, const bolt_struct *s)
{
    fprintf(out, "{\"@struct\": [%u, ", s->tag);
    value_print_list(out, s->fields);
    fputs("]}", out);
}

static void print_tagged_hex(FILE *out, const char *tag, const char *data, size_t size)
{
    fprintf(out, "{\"@%s\": ", tag);
    print_hex(out, data, size);
    putc('}', out);
}

static void print_vector(FILE *out, const bolt_vector *vector)
{
    fprintf(out, "{\"@vector\": [%d, ", (int)vector->type);
    print_hex(out, vector->data.data, vector->data.len);
    fputs("]}", out);
}

static void print_temporal(FILE *out, bolt_type type, const bolt_temporal *t)
{
    if (type == BOLT_DATE)
        fprintf(out, "{\"@date\": %" PRId64 "}", t->seconds);
    else if (type == BOLT_TIME)
        fprintf(out, "{\"@time\": [%" PRId64 ", %" PRId64 "]}", t->nanoseconds, t->offset);
    else if (type == BOLT_LOCAL_TIME)
        fprintf(out, "{\"@localtime\": %" PRId64 "}", t->nanoseconds);
    else if (type == BOLT_LOCAL_DATETIME)
        fprintf(out, "{\"@localdatetime\": [%" PRId64 ", %" PRId64 "]}", t->seconds,
                t->nanoseconds);
    else if (type == BOLT_DATETIME)
        fprintf(out, "{\"@datetime\": [%" PRId64 ", %" PRId64 ", %" PRId64 "]}", t->seconds,
                t->nanoseconds, t->offset);
    else
        print_zoned(out, t);
}

void value_print(FILE *out, const bolt_value *value)
{
    switch (value->type) {
    case BOLT_NULL:
        fputs("null", out);
        break;
    case BOLT_BOOL:
        fputs(value->as.boolean ? "true" : "false", out);
        break;
    case BOLT_INT:
        fprintf(out, "%" PRId64, value->as.integer);
        break;
    case BOLT_FLOAT:
        print_float(out, value->as.real);
        break;
    case BOLT_BYTES:
        print_tagged_hex(out, "bytes", value->as.bytes.data, value->as.bytes.len);
        break;
    case BOLT_STRING:
        value_print_text(out, value->as.string);
        break;
    case BOLT_LIST:
        value_print_list(out, value->as.list);
        break;
    case BOLT_MAP:
        print_map(out, value->as.map);
        break;
    case BOLT_NODE:
        print_node(out, value->as.node);
        break;
    case BOLT_RELATIONSHIP:
        print_relationship(out, value->as.relationship);
        break;
    case BOLT_UNBOUND_RELATIONSHIP:
        print_unbound(out, value->as.relationship);
        break;
    case BOLT_PATH:
        print_path(out, value->as.path);
        break;
    case BOLT_DATE:
    case BOLT_TIME:
    case BOLT_LOCAL_TIME:
    case BOLT_DATETIME:
    case BOLT_DATETIME_ZONED:
    case BOLT_LOCAL_DATETIME:
        print_temporal(out, value->type, value->as.temporal);
        break;
    case BOLT_DURATION:
        print_duration(out, value->as.duration);
        break;
    case BOLT_POINT:
        print_point(out, value->as.point);
        break;
    case BOLT_VECTOR:
        print_vector(out, &value->as.vector);
        break;
    case BOLT_UUID:
        print_tagged_hex(out, "uuid", (const char *)value->as.uuid, 16);
        break;
    case BOLT_UNSUPPORTED:
        print_unsupported(out, value->as.unsupported);
        break;
    case BOLT_STRUCT:
        print_struct(out, value->as.structure);
        break;
    }
}
