#include "meaning.h"

#include "base/utf8.h"

#include <string.h>

bool meant_text(str text)
{
    return text.data && utf8_is_valid(text);
}

static bool are_sendable(bolt_list list, const bolt_version *version)
{
    for (size_t i = 0; i < list.count; i++)
        if (!meant_sendable(&list.items[i], version))
            return false;
    return true;
}

static bool is_repeated(bolt_map map, size_t at)
{
    for (size_t i = at + 1; i < map.count; i++)
        if (str_eq(map.entries[i].key, map.entries[at].key))
            return true;
    return false;
}

bool meant_sendable_map(bolt_map map, const bolt_version *version)
{
    for (size_t i = 0; i < map.count; i++)
        if (!meant_text(map.entries[i].key) || is_repeated(map, i) ||
            !meant_sendable(&map.entries[i].value, version))
            return false;
    return true;
}

static bool is_utc(const bolt_version *version)
{
    return version->major >= 5 || (version->features & BOLT_HAS_UTC);
}

static bool fits_wall_time(const bolt_temporal *t)
{
    int64_t wall;
    return !__builtin_add_overflow(t->seconds, t->offset, &wall);
}

static size_t width(bolt_vector_type type)
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

bool meant_sendable(const bolt_value *v, const bolt_version *version)
{
    switch (v->type) {
    case BOLT_NULL:
    case BOLT_BOOL:
    case BOLT_INT:
    case BOLT_FLOAT:
    case BOLT_BYTES:
    case BOLT_DATE:
    case BOLT_TIME:
    case BOLT_LOCAL_TIME:
    case BOLT_LOCAL_DATETIME:
    case BOLT_DURATION:
    case BOLT_POINT:
        return true;
    case BOLT_STRING:
        return meant_text(v->as.string);
    case BOLT_LIST:
        return are_sendable(v->as.list, version);
    case BOLT_MAP:
        return meant_sendable_map(v->as.map, version);
    case BOLT_DATETIME:
        return is_utc(version) || fits_wall_time(v->as.temporal);
    case BOLT_DATETIME_ZONED:
        return is_utc(version) != v->as.temporal->local && meant_text(v->as.temporal->zone);
    case BOLT_VECTOR:
        return version->major >= 6 && v->as.vector.data.len % width(v->as.vector.type) == 0;
    case BOLT_UUID:
        return version->major >= 6 && version->minor >= 1;
    case BOLT_NODE:
    case BOLT_RELATIONSHIP:
    case BOLT_UNBOUND_RELATIONSHIP:
    case BOLT_PATH:
    case BOLT_UNSUPPORTED:
    case BOLT_STRUCT:
        return false;
    }
    return false;
}

static bool is_list(const witness *w, bolt_list list, const bolt_version *version)
{
    if (w->kind != 'l' || w->count != list.count)
        return false;
    for (size_t i = 0; i < list.count; i++)
        if (!means(&w->items[i], &list.items[i], version))
            return false;
    return true;
}

bool means_map(const witness *w, bolt_map map, const bolt_version *version)
{
    if (!w || w->kind != 'm' || w->count != 2 * map.count)
        return false;
    for (size_t i = 0; i < map.count; i++)
        if (!witness_is_text(&w->items[2 * i], map.entries[i].key) ||
            !means(&w->items[2 * i + 1], &map.entries[i].value, version))
            return false;
    return true;
}

static bool is_struct(const witness *w, char tag, size_t fields)
{
    return w->kind == 't' && w->number == tag && w->count == fields;
}

static bool is_ints(const witness *w, char tag, const int64_t *numbers, size_t count)
{
    if (!is_struct(w, tag, count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!witness_is_int(&w->items[i], numbers[i]))
            return false;
    return true;
}

static bool is_real(const witness *w, double real)
{
    uint64_t raw;
    memcpy(&raw, &real, sizeof raw);
    return w->kind == 'f' && w->bits == raw;
}

static bool is_bytes(const witness *w, str bytes)
{
    return w->kind == 'x' && str_eq(w->data, bytes);
}

static bool is_datetime(const witness *w, const bolt_temporal *t, const bolt_version *version)
{
    if (is_utc(version))
        return is_ints(w, 'I', (int64_t[]){ t->seconds, t->nanoseconds, t->offset }, 3);
    return is_ints(w, 'F', (int64_t[]){ t->seconds + t->offset, t->nanoseconds, t->offset }, 3);
}

static bool is_zoned(const witness *w, const bolt_temporal *t, const bolt_version *version)
{
    return is_struct(w, is_utc(version) ? 'i' : 'f', 3) &&
           witness_is_int(&w->items[0], t->seconds) &&
           witness_is_int(&w->items[1], t->nanoseconds) && witness_is_text(&w->items[2], t->zone);
}

static bool is_point(const witness *w, const bolt_point *p)
{
    return is_struct(w, p->has_z ? 'Y' : 'X', p->has_z ? 4 : 3) &&
           witness_is_int(&w->items[0], p->srid) && is_real(&w->items[1], p->x) &&
           is_real(&w->items[2], p->y) && (!p->has_z || is_real(&w->items[3], p->z));
}

static bool is_vector(const witness *w, bolt_vector vector)
{
    char type = (char)vector.type;
    return is_struct(w, 'V', 2) && is_bytes(&w->items[0], (str){ &type, 1 }) &&
           is_bytes(&w->items[1], vector.data);
}

static bool is_temporal(const witness *w, const bolt_value *v, const bolt_version *version)
{
    const bolt_temporal *t = v->as.temporal;
    if (v->type == BOLT_DATE)
        return is_ints(w, 'D', &t->seconds, 1);
    if (v->type == BOLT_TIME)
        return is_ints(w, 'T', (int64_t[]){ t->nanoseconds, t->offset }, 2);
    if (v->type == BOLT_LOCAL_TIME)
        return is_ints(w, 't', &t->nanoseconds, 1);
    if (v->type == BOLT_LOCAL_DATETIME)
        return is_ints(w, 'd', (int64_t[]){ t->seconds, t->nanoseconds }, 2);
    return v->type == BOLT_DATETIME ? is_datetime(w, t, version) : is_zoned(w, t, version);
}

static bool is_duration(const witness *w, const bolt_duration *d)
{
    return is_ints(w, 'E', (int64_t[]){ d->months, d->days, d->seconds, d->nanoseconds }, 4);
}

bool means(const witness *w, const bolt_value *v, const bolt_version *version)
{
    switch (v->type) {
    case BOLT_NULL:
        return w->kind == 'n';
    case BOLT_BOOL:
        return w->kind == 'b' && w->number == v->as.boolean;
    case BOLT_INT:
        return witness_is_int(w, v->as.integer);
    case BOLT_FLOAT:
        return is_real(w, v->as.real);
    case BOLT_BYTES:
        return is_bytes(w, v->as.bytes);
    case BOLT_STRING:
        return witness_is_text(w, v->as.string);
    case BOLT_LIST:
        return is_list(w, v->as.list, version);
    case BOLT_MAP:
        return means_map(w, v->as.map, version);
    case BOLT_DATE:
    case BOLT_TIME:
    case BOLT_LOCAL_TIME:
    case BOLT_DATETIME:
    case BOLT_DATETIME_ZONED:
    case BOLT_LOCAL_DATETIME:
        return is_temporal(w, v, version);
    case BOLT_DURATION:
        return is_duration(w, v->as.duration);
    case BOLT_POINT:
        return is_point(w, v->as.point);
    case BOLT_VECTOR:
        return is_vector(w, v->as.vector);
    case BOLT_UUID:
        return w->kind == 'u' && memcmp(w->data.data, v->as.uuid, BOLT_UUID_SIZE) == 0;
    case BOLT_NODE:
    case BOLT_RELATIONSHIP:
    case BOLT_UNBOUND_RELATIONSHIP:
    case BOLT_PATH:
    case BOLT_UNSUPPORTED:
    case BOLT_STRUCT:
        return false;
    }
    return false;
}
