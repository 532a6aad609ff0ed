/* Named values put together one by one. */
#include "driver/handle.h"

#include "bolt/packstream.h"
#include "bolt/structure.h"

#include <string.h>

/* A list or map that has been begun; what is put in goes into the innermost one. */
typedef struct level {
    struct level *outer; /* NULL: the parameters themselves */
    bool list;
    str name; /* in the outer map */
    bolt_value *items;
    bolt_entry *entries;
    size_t count, capacity;
} level;

struct bolt_params {
    allocator mem;
    arena a;
    level root;
    level *inner;
    size_t depth;
    status failed;
    error failure;
};

bolt_status bolt_params_new(const bolt_allocator *given, bolt_params **out, bolt_error *err)
{
    error internal = { .status = ST_OK };
    allocator mem = { 0 };
    if (given && given->resize)
        mem = (allocator){ given->resize, given->user };
    bolt_params *p = out ? mem_new(&mem, sizeof *p) : NULL;
    if (!p)
        return driver_status(
            out ? fail_no_memory(&internal)
                : fail(&internal, ST_ARGUMENT, "there is no place for the parameters"),
            &internal, err);
    p->mem = mem;
    p->a = (arena)ARENA_INIT(&p->mem, 0);
    p->inner = &p->root;
    *out = p;
    return BOLT_OK;
}

void bolt_params_free(bolt_params *p)
{
    if (!p)
        return;
    arena_finish(&p->a);
    allocator mem = p->mem;
    mem_free(&mem, p);
}

void bolt_params_clear(bolt_params *p)
{
    if (!p)
        return;
    arena_reset(&p->a);
    p->root = (level){ 0 };
    p->inner = &p->root;
    p->depth = 0;
    p->failed = ST_OK;
}

status params_map(const bolt_params *p, bolt_map *out, error *err)
{
    *out = (bolt_map){ NULL, 0 };
    if (!p)
        return ST_OK;
    if (p->failed) {
        if (err)
            *err = p->failure;
        return p->failed;
    }
    if (p->inner != &p->root)
        return fail(err, ST_ARGUMENT, "a %s among the parameters has been begun and not ended",
                    p->inner->list ? "list" : "map");
    *out = (bolt_map){ p->root.entries, p->root.count };
    return ST_OK;
}

/* ---- Putting in ---- */

static void note(bolt_params *p, status st)
{
    if (!p->failed)
        p->failed = st;
}

static void note_no_memory(bolt_params *p)
{
    note(p, fail_no_memory(p->failed ? NULL : &p->failure));
}

/* Whether something can be put in under this name. */
static bool accepts(bolt_params *p, const char *name)
{
    if (!p || p->failed)
        return false;
    if (p->inner->list && name)
        note(p, fail(&p->failure, ST_ARGUMENT, "'%s' is an item of a list, and cannot have a name",
                     name));
    else if (!p->inner->list && !name)
        note(p, fail(&p->failure, ST_ARGUMENT, "a parameter or an entry of a map has no name"));
    return !p->failed;
}

static bool append(bolt_params *p, level *to, str name, bolt_value value)
{
    if (to->list) {
        bolt_value *items = arena_grow(&p->a, to->items, to->count, &to->capacity, sizeof *items);
        if (items)
            (to->items = items)[to->count++] = value;
        return items;
    }
    bolt_entry *entries = arena_grow(&p->a, to->entries, to->count, &to->capacity, sizeof *entries);
    if (entries)
        (to->entries = entries)[to->count++] = (bolt_entry){ name, value };
    return entries;
}

/* `value` is borrowed. */
static void put(bolt_params *p, const char *name, bolt_value value)
{
    bolt_value copy;
    str own = STR_NONE;
    if (!accepts(p, name))
        return;
    bool kept = bolt_value_copy(&p->a, &value, &copy);
    if (kept && name)
        own = arena_str(&p->a, str_from(name));
    if (!kept || (name && !own.data) || !append(p, p->inner, own, copy))
        note_no_memory(p);
}

void bolt_params_null(bolt_params *p, const char *name)
{
    put(p, name, bolt_null());
}

void bolt_params_bool(bolt_params *p, const char *name, bool value)
{
    put(p, name, bolt_bool(value));
}

void bolt_params_int(bolt_params *p, const char *name, int64_t value)
{
    put(p, name, bolt_int(value));
}

void bolt_params_float(bolt_params *p, const char *name, double value)
{
    put(p, name, bolt_float(value));
}

void bolt_params_text(bolt_params *p, const char *name, const char *value)
{
    put(p, name, bolt_string(str_from(value)));
}

/* A length of 0 is enough for empty text; STR_NONE would be null. */
static str text_of(const void *data, size_t length)
{
    return length ? (str){ data, length } : STR("");
}

void bolt_params_text_n(bolt_params *p, const char *name, const char *value, size_t length)
{
    put(p, name, bolt_string(text_of(value, length)));
}

void bolt_params_bytes(bolt_params *p, const char *name, const void *value, size_t length)
{
    put(p, name, bolt_bytes(text_of(value, length)));
}

/* ---- Lists and maps ---- */

static void begin(bolt_params *p, const char *name, bool list)
{
    if (!accepts(p, name))
        return;
    if (p->depth == BOLT_MAX_DEPTH) {
        note(p, fail(&p->failure, ST_ARGUMENT, "parameters are nested more than %d levels deep",
                     BOLT_MAX_DEPTH));
        return;
    }
    level *inner = ARENA_NEW(&p->a, level);
    str own = name ? arena_str(&p->a, str_from(name)) : STR_NONE;
    if (!inner || (name && !own.data)) {
        note_no_memory(p);
        return;
    }
    *inner = (level){ .outer = p->inner, .list = list, .name = own };
    p->inner = inner;
    p->depth++;
}

void bolt_params_begin_list(bolt_params *p, const char *name)
{
    begin(p, name, true);
}

void bolt_params_begin_map(bolt_params *p, const char *name)
{
    begin(p, name, false);
}

void bolt_params_end(bolt_params *p)
{
    if (!p || p->failed)
        return;
    const level *ended = p->inner;
    if (!ended->outer) {
        note(p, fail(&p->failure, ST_ARGUMENT, "there is no list or map to end"));
        return;
    }
    p->inner = ended->outer;
    p->depth--;
    bolt_value value = ended->list ? bolt_list_of(ended->items, ended->count)
                                   : bolt_map_of(ended->entries, ended->count);
    if (!append(p, p->inner, ended->name, value))
        note_no_memory(p);
}

/* ---- The rest ---- */

static void refuse(bolt_params *p, const char *name, const char *what)
{
    if (accepts(p, name))
        note(p, fail(&p->failure, ST_ARGUMENT, "parameter '%s' %s", name ? name : "(in a list)",
                     what));
}

void bolt_params_time(bolt_params *p, const char *name, bolt_type type, const bolt_time *value)
{
    if (!value || type < BOLT_DATE || type > BOLT_LOCAL_DATETIME) {
        refuse(p, name, "is no date or time");
        return;
    }
    bolt_temporal temporal = { .seconds = value->seconds,
                               .nanoseconds = value->nanoseconds,
                               .offset = value->offset,
                               .local = value->local };
    if (type == BOLT_DATETIME_ZONED)
        temporal.zone = text_of(value->zone.data, value->zone.length);
    put(p, name, (bolt_value){ .type = type, .as.temporal = &temporal });
}

void bolt_params_duration(bolt_params *p, const char *name, const bolt_duration *value)
{
    if (value)
        put(p, name, (bolt_value){ .type = BOLT_DURATION, .as.duration = value });
    else
        bolt_params_null(p, name);
}

void bolt_params_point(bolt_params *p, const char *name, const bolt_point *value)
{
    if (value)
        put(p, name, (bolt_value){ .type = BOLT_POINT, .as.point = value });
    else
        bolt_params_null(p, name);
}

void bolt_params_uuid(bolt_params *p, const char *name, const uint8_t value[BOLT_UUID_SIZE])
{
    if (value)
        put(p, name, (bolt_value){ .type = BOLT_UUID, .as.uuid = value });
    else
        bolt_params_null(p, name);
}

void bolt_params_value(bolt_params *p, const char *name, const bolt_value *value)
{
    put(p, name, value ? *value : bolt_null());
}

static bool is_little_endian(void)
{
    const uint16_t one = 1;
    uint8_t first;
    memcpy(&first, &one, 1);
    return first == 1;
}

static void pack_numbers(char *out, const char *numbers, size_t count, size_t width)
{
    bool swap = is_little_endian();
    for (size_t i = 0; i < count * width; i++)
        out[i] = numbers[swap ? i - i % width + (width - 1 - i % width) : i];
}

void bolt_params_vector(bolt_params *p, const char *name, bolt_vector_type type,
                        const void *numbers, size_t count)
{
    size_t width = bolt_vector_width(type);
    if (width == 0 || count > SIZE_MAX / 8 || (count && !numbers)) {
        refuse(p, name, "is no vector: its type is unknown, or it has no numbers");
        return;
    }
    if (!accepts(p, name))
        return;
    char *packed = arena_alloc(&p->a, count * width);
    if (!packed) {
        note_no_memory(p);
        return;
    }
    pack_numbers(packed, numbers, count, width);
    put(p, name,
        (bolt_value){ .type = BOLT_VECTOR, .as.vector = { type, text_of(packed, count * width) } });
}
