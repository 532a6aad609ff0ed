#include "bolt/value.h"

#include "bolt/notation.h"
#include "bolt/packstream.h"

#include <criterion/criterion.h>
#include <string.h>

/* One value of every type, each in two versions that differ in the last place looked at. */
enum { KINDS = 24 };

typedef struct samples {
    bolt_node node;
    bolt_relationship relationship;
    bolt_path path;
    bolt_temporal temporal;
    bolt_duration duration;
    bolt_point point;
    bolt_unsupported unsupported;
    bolt_struct structure;
    bolt_value item;
    bolt_entry entry;
    uint8_t uuid[BOLT_UUID_SIZE];
    bolt_value walk[4];
    bolt_value values[KINDS];
} samples;

static void fill(samples *s, bool other)
{
    int64_t last = other ? 2 : 1;
    str text = other ? STR("b") : STR("a");
    s->item = bolt_int(last);
    s->entry = (bolt_entry){ STR("key"), bolt_string(text) };
    bolt_list list = { &s->item, 1 };
    bolt_map map = { &s->entry, 1 };
    s->node = (bolt_node){ 1, { &s->item, 0 }, map, STR("1") };
    s->relationship = (bolt_relationship){ 1, 2, 3, STR("T"), map, STR("1"), STR("2"), STR("3") };
    s->walk[0] = (bolt_value){ BOLT_NODE, { .node = &s->node } };
    s->walk[1] = (bolt_value){ BOLT_UNBOUND_RELATIONSHIP, { .relationship = &s->relationship } };
    s->walk[2] = bolt_int(1);
    s->walk[3] = bolt_int(0);
    s->path = (bolt_path){ { &s->walk[0], 1 }, { &s->walk[1], 1 }, { &s->walk[2], 2 } };
    s->temporal = (bolt_temporal){ 1, 2, 3, text, false };
    s->duration = (bolt_duration){ 1, 2, 3, last };
    s->point = (bolt_point){ 7203, 1, 2, (double)last, true };
    s->unsupported = (bolt_unsupported){ STR("name"), 6, 0, text };
    s->structure = (bolt_struct){ 0x7A, list };
    s->uuid[15] = (uint8_t)last;
    const bolt_value values[KINDS] = {
        bolt_null(),
        bolt_bool(other),
        bolt_int(last),
        bolt_float((double)last),
        bolt_bytes(text),
        bolt_string(text),
        bolt_list_of(&s->item, 1),
        bolt_map_of(&s->entry, 1),
        { BOLT_NODE, { .node = &s->node } },
        { BOLT_RELATIONSHIP, { .relationship = &s->relationship } },
        { BOLT_UNBOUND_RELATIONSHIP, { .relationship = &s->relationship } },
        { BOLT_PATH, { .path = &s->path } },
        { BOLT_DATE, { .temporal = &s->temporal } },
        { BOLT_TIME, { .temporal = &s->temporal } },
        { BOLT_LOCAL_TIME, { .temporal = &s->temporal } },
        { BOLT_DATETIME, { .temporal = &s->temporal } },
        { BOLT_DATETIME_ZONED, { .temporal = &s->temporal } },
        { BOLT_LOCAL_DATETIME, { .temporal = &s->temporal } },
        { BOLT_DURATION, { .duration = &s->duration } },
        { BOLT_POINT, { .point = &s->point } },
        { BOLT_VECTOR, { .vector = { BOLT_VECTOR_INT8, text } } },
        { BOLT_UUID, { .uuid = s->uuid } },
        { BOLT_UNSUPPORTED, { .unsupported = &s->unsupported } },
        { BOLT_STRUCT, { .structure = &s->structure } },
    };
    memcpy(s->values, values, sizeof values);
}

Test(value, equality)
{
    static samples one, same, other;
    fill(&one, false);
    fill(&same, false);
    fill(&other, true);
    for (size_t i = 0; i < KINDS; i++) {
        cr_assert(bolt_value_equal(&one.values[i], &same.values[i]), "type %zu", i);
        cr_assert_eq(bolt_value_equal(&one.values[i], &other.values[i]), i == 0, "type %zu", i);
        cr_assert(!bolt_value_equal(&one.values[i], &one.values[(i + 1) % KINDS]), "type %zu", i);
    }
}

Test(value, maps_are_equal_in_any_order_and_the_last_of_a_key_counts)
{
    const bolt_entry ab[] = { { STR("a"), bolt_int(1) }, { STR("b"), bolt_int(2) } };
    const bolt_entry ba[] = { { STR("b"), bolt_int(2) }, { STR("a"), bolt_int(1) } };
    const bolt_entry aba[] = { { STR("a"), bolt_int(9) },
                               { STR("b"), bolt_int(2) },
                               { STR("a"), bolt_int(1) } };
    bolt_value one = bolt_map_of(ab, 2), two = bolt_map_of(ba, 2), three = bolt_map_of(aba, 3);
    bolt_value less = bolt_map_of(ab, 1);
    cr_assert(bolt_value_equal(&one, &two));
    cr_assert(bolt_value_equal(&one, &three));
    cr_assert(!bolt_value_equal(&one, &less));
    cr_assert(!bolt_value_equal(&less, &one));
    cr_assert_eq(bolt_map_int(three.as.map, "a", 0), 1);
}

/* A hundred maps within each other, each with its key twice: this ends. */
Test(value, comparing_deep_maps_is_quick)
{
    enum { DEPTH = 100 };
    static bolt_entry one[DEPTH][2], two[DEPTH][2];
    for (size_t i = 0; i < DEPTH; i++) {
        one[i][0].key = one[i][1].key = two[i][0].key = two[i][1].key = STR("k");
        for (size_t n = 0; n < 2; n++) {
            one[i][n].value = i ? bolt_map_of(one[i - 1], 2) : bolt_int(1);
            two[i][n].value = i ? bolt_map_of(two[i - 1], 2) : bolt_int(1);
        }
    }
    bolt_value a = bolt_map_of(one[DEPTH - 1], 2), b = bolt_map_of(two[DEPTH - 1], 2);
    cr_assert(bolt_value_equal(&a, &b));
    two[0][1].value = bolt_int(2);
    cr_assert(!bolt_value_equal(&a, &b));
}

/* The copy says the same when everything it was made from has been overwritten. */
Test(value, copies_stand_alone)
{
    for (size_t i = 0; i < KINDS; i++) {
        ARENA_AUTO a = ARENA_INIT(NULL, 0);
        BUF_AUTO before = BUF_INIT(NULL, 0), after = BUF_INIT(NULL, 0);
        samples *s = calloc(1, sizeof *s);
        bolt_value copy;
        fill(s, false);
        write_value(&before, &s->values[i]);
        cr_assert(bolt_value_copy(&a, &s->values[i], &copy));
        cr_assert(bolt_value_equal(&s->values[i], &copy));
        memset(s, 0xAA, sizeof *s);
        free(s);
        write_value(&after, &copy);
        cr_assert(str_eq(buf_view(&before), buf_view(&after)), "%.*s", STR_ARG(buf_view(&after)));
    }
}

static void *fail_later(void *user, void *block, size_t size)
{
    size_t *left = user;
    if (size > 0 && (*left)-- == 0) {
        *left = 0;
        return NULL;
    }
    if (size > 0)
        return realloc(block, size);
    free(block);
    return NULL;
}

/* Values of several kilobytes, so that the arena asks for memory several times. */
Test(value, copying_without_memory_fails)
{
    static char text[3000];
    memset(text, 'x', sizeof text);
    bolt_value texts[8];
    for (size_t i = 0; i < 8; i++)
        texts[i] = bolt_string((str){ text, sizeof text });
    bolt_entry entry = { STR("key"), bolt_list_of(texts, 8) };
    bolt_value map = bolt_map_of(&entry, 1);
    size_t tries = 0;
    for (bool copied = false; !copied; tries++) {
        size_t left = tries;
        allocator mem = { fail_later, &left };
        ARENA_AUTO a = ARENA_INIT(&mem, 0);
        bolt_value copy;
        copied = bolt_value_copy(&a, &map, &copy);
        cr_assert(!copied || bolt_value_equal(&map, &copy));
    }
    cr_assert_gt(tries, 2);
}

Test(value, looking_into_maps)
{
    const bolt_value item = bolt_int(7);
    const bolt_entry inner[] = { { STR("x"), bolt_null() } };
    const bolt_entry entries[] = {
        { STR("text"), bolt_string(STR("t")) }, { STR("number"), bolt_int(3) },
        { STR("yes"), bolt_bool(true) },        { STR("list"), bolt_list_of(&item, 1) },
        { STR("map"), bolt_map_of(inner, 1) },
    };
    bolt_map map = { entries, sizeof entries / sizeof entries[0] };
    cr_assert(str_eq(bolt_map_string(map, "text", STR("no")), STR("t")));
    cr_assert(str_eq(bolt_map_string(map, "number", STR("no")), STR("no")));
    cr_assert(str_eq(bolt_map_string(map, "absent", STR("no")), STR("no")));
    cr_assert_eq(bolt_map_int(map, "number", 9), 3);
    cr_assert_eq(bolt_map_int(map, "text", 9), 9);
    cr_assert_eq(bolt_map_bool(map, "yes", false), true);
    cr_assert_eq(bolt_map_bool(map, "text", true), true);
    cr_assert_eq(bolt_map_list(map, "list").count, 1);
    cr_assert_eq(bolt_map_list(map, "map").count, 0);
    cr_assert_eq(bolt_map_map(map, "map").count, 1);
    cr_assert_eq(bolt_map_map(map, "list").count, 0);
    cr_assert_eq(bolt_map_get(map, "tex"), NULL);
    cr_assert_eq(bolt_map_get((bolt_map){ NULL, 0 }, "text"), NULL);
}

Test(value, no_text_is_null)
{
    cr_assert_eq(bolt_string(STR_NONE).type, BOLT_NULL);
    cr_assert_eq(bolt_string(STR("")).type, BOLT_STRING);
}
