#include "driver/handle.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static bolt_params *fresh(void)
{
    bolt_params *p = NULL;
    cr_assert_eq(bolt_params_new(NULL, &p, NULL), BOLT_OK);
    return p;
}

static const char *text(const bolt_params *p)
{
    static char room[1024];
    bolt_map map;
    error err = { .status = ST_OK };
    if (params_map(p, &map, &err))
        return strcpy(room, err.message);
    bolt_value value = bolt_map_of(map.entries, map.count);
    bolt_value_format(&value, room, sizeof room);
    return room;
}

Test(params, every_type)
{
    const bolt_time moment = {
        .seconds = 60, .nanoseconds = 0, .offset = 3600, .zone = { "UTC", 3 }
    };
    const bolt_duration duration = { 1, 2, 3, 0 };
    const bolt_point point = { 7203, 1, 2, 0, false };
    const int16_t numbers[] = { 1, -2 };
    const double real = 0.5;
    const uint8_t uuid[BOLT_UUID_SIZE] = { 1 };
    bolt_params *p = fresh();
    bolt_params_null(p, "null");
    bolt_params_bool(p, "bool", true);
    bolt_params_int(p, "int", -1);
    bolt_params_float(p, "float", 1.5);
    bolt_params_text(p, "text", "a");
    bolt_params_text(p, "no_text", NULL);
    bolt_params_text_n(p, "part", "a\0bc", 3);
    bolt_params_text_n(p, "empty", NULL, 0);
    bolt_params_bytes(p, "bytes", "\xFF", 1);
    bolt_params_time(p, "date", BOLT_DATE, &moment);
    bolt_params_time(p, "offset", BOLT_DATETIME, &moment);
    bolt_params_time(p, "zoned", BOLT_DATETIME_ZONED, &moment);
    bolt_params_duration(p, "duration", &duration);
    bolt_params_point(p, "point", &point);
    bolt_params_vector(p, "vector", BOLT_VECTOR_INT16, numbers, 2);
    bolt_params_vector(p, "floats", BOLT_VECTOR_FLOAT64, &real, 1);
    bolt_params_vector(p, "no_numbers", BOLT_VECTOR_INT8, NULL, 0);
    bolt_params_uuid(p, "uuid", uuid);
    cr_assert_str_eq(
        text(p),
        "{null: null, bool: true, int: -1, float: 1.5, text: \"a\", no_text: null, "
        "part: \"a\\u0000b\", empty: \"\", bytes: 0xff, date: 1970-03-02, "
        "offset: 1970-01-01T01:01+01:00, zoned: 1970-01-01T01:01Z[UTC], duration: P1M2DT3S, "
        "point: point({srid: 7203, x: 1.0, y: 2.0}), vector: vector([1, -2], 2, INTEGER16), "
        "floats: vector([0.5], 1, FLOAT64), no_numbers: vector([], 0, INTEGER8), "
        "uuid: 01000000-0000-0000-0000-000000000000}");
    bolt_params_free(p);
}

Test(params, nesting)
{
    bolt_params *p = fresh();
    bolt_params_begin_list(p, "list");
    bolt_params_int(p, NULL, 1);
    bolt_params_begin_map(p, NULL);
    bolt_params_text(p, "a", "b");
    bolt_params_begin_list(p, "empty");
    bolt_params_end(p);
    bolt_params_end(p);
    bolt_params_int(p, NULL, 2);
    bolt_params_end(p);
    bolt_params_int(p, "last", 3);
    cr_assert_str_eq(text(p), "{list: [1, {a: \"b\", empty: []}, 2], last: 3}");
    bolt_params_free(p);
}

Test(params, everything_is_copied)
{
    char name[] = "name", value[] = "value";
    bolt_value item = bolt_string((str){ value, 5 });
    bolt_params *p = fresh();
    bolt_params_text(p, name, value);
    bolt_params_value(p, "again", &item);
    name[0] = value[0] = 'x';
    cr_assert_str_eq(text(p), "{name: \"value\", again: \"value\"}");
    bolt_params_free(p);
}

Test(params, the_first_mistake_is_told)
{
    bolt_params *p = fresh();
    bolt_params_int(p, NULL, 1);
    bolt_params_end(p);
    cr_assert_str_eq(text(p), "a parameter or an entry of a map has no name");
    bolt_params_clear(p);
    cr_assert_str_eq(text(p), "{}");
    bolt_params_end(p);
    cr_assert_str_eq(text(p), "there is no list or map to end");
    bolt_params_clear(p);
    bolt_params_begin_list(p, "l");
    cr_assert_str_eq(text(p), "a list among the parameters has been begun and not ended");
    bolt_params_int(p, "named", 1);
    cr_assert_str_eq(text(p), "'named' is an item of a list, and cannot have a name");
    bolt_params_clear(p);
    bolt_params_time(p, "t", BOLT_DURATION, &(bolt_time){ 0 });
    cr_assert_str_eq(text(p), "parameter 't' is no date or time");
    bolt_params_clear(p);
    bolt_params_vector(p, "v", (bolt_vector_type)7, "x", 1);
    cr_assert_str_eq(text(p),
                     "parameter 'v' is no vector: its type is unknown, or it has no numbers");
    bolt_params_free(p);
}

Test(params, depth_has_a_limit)
{
    bolt_params *p = fresh();
    bolt_params_begin_list(p, "l");
    for (int i = 0; i < 600; i++)
        bolt_params_begin_list(p, NULL);
    cr_assert_str_eq(text(p), "parameters are nested more than 512 levels deep");
    bolt_params_free(p);
}

static void *failing(void *user, void *block, size_t size)
{
    int *left = user;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return (*left)-- > 0 ? realloc(block, size) : NULL;
}

/* The n-th allocation fails, for every n, until one run needs no more. */
Test(params, without_memory)
{
    for (int n = 0;; n++) {
        int left = n;
        bolt_allocator mem = { failing, &left };
        bolt_params *p = NULL;
        bolt_error err = BOLT_ERROR_INIT;
        if (bolt_params_new(&mem, &p, &err)) {
            cr_assert_eq(err.status, BOLT_E_NO_MEMORY);
            continue;
        }
        bolt_params_begin_map(p, "m");
        for (int i = 0; i < 200; i++)
            bolt_params_text(p, "name",
                             "a text that takes some memory, so that a block is not enough");
        bolt_params_end(p);
        bool done = strcmp(text(p), "out of memory") != 0;
        bolt_params_free(p);
        if (done)
            return;
    }
}

Test(params, null_is_no_builder)
{
    bolt_params_int(NULL, "a", 1);
    bolt_params_begin_list(NULL, "a");
    bolt_params_end(NULL);
    bolt_params_clear(NULL);
    bolt_params_free(NULL);
    cr_assert_str_eq(text(NULL), "{}");
    cr_assert_eq(bolt_params_new(NULL, NULL, NULL), BOLT_E_ARGUMENT);
}
