#include "bolt/value.h"

#include <criterion/criterion.h>

static bool is(bolt_text text, const char *expected)
{
    return text.length == strlen(expected) && strcmp(text.data, expected) == 0;
}

Test(value, scalars)
{
    bolt_value yes = bolt_bool(true), number = bolt_int(7), real = bolt_float(1.5);
    bolt_value text = bolt_string(STR("a")), bytes = bolt_bytes(STR("b"));
    cr_assert(bolt_value_bool(&yes));
    cr_assert_eq(bolt_value_int(&number), 7);
    cr_assert_eq(bolt_value_float(&real), 1.5);
    cr_assert_eq(bolt_value_float(&number), 7.0);
    cr_assert(is(bolt_value_text(&text), "a"));
    cr_assert(is(bolt_value_bytes(&bytes), "b"));
    cr_assert_eq(bolt_value_type(&bytes), BOLT_BYTES);
}

Test(value, others_read_as_nothing)
{
    bolt_value number = bolt_int(7), text = bolt_string(STR("a"));
    const bolt_value *all[] = { NULL, &number, &text };
    bolt_time time;
    bolt_substitute substitute;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        const bolt_value *v = all[i];
        cr_assert_not(bolt_value_bool(v));
        cr_assert(is(bolt_value_bytes(v), ""));
        cr_assert_eq(bolt_value_count(v), 0);
        cr_assert_null(bolt_value_item(v, 0));
        cr_assert_null(bolt_value_get(v, "a"));
        cr_assert(is(bolt_value_key(v, 0), ""));
        cr_assert_eq(bolt_entity_id(v), 0);
        cr_assert(is(bolt_entity_element_id(v), ""));
        cr_assert(is(bolt_node_label(v, 0), ""));
        cr_assert(is(bolt_relationship_type(v), ""));
        cr_assert_eq(bolt_relationship_start_id(v) + bolt_relationship_end_id(v), 0);
        cr_assert(is(bolt_relationship_start_element_id(v), ""));
        cr_assert(is(bolt_relationship_end_element_id(v), ""));
        cr_assert_eq(bolt_path_length(v), 0);
        cr_assert_null(bolt_path_node(v, 0));
        cr_assert_null(bolt_path_relationship(v, 0, NULL));
        cr_assert_not(bolt_value_time(v, &time));
        cr_assert_not(bolt_value_substitute(v, &substitute));
        cr_assert_null(bolt_value_duration(v));
        cr_assert_null(bolt_value_point(v));
        cr_assert_null(bolt_value_uuid(v));
        cr_assert_eq(bolt_structure_tag(v), 0);
    }
    cr_assert_eq(bolt_value_type(NULL), BOLT_NULL);
    cr_assert_eq(bolt_value_int(&text), 0);
    cr_assert(is(bolt_value_text(&number), ""));
}

Test(value, lists_and_maps)
{
    bolt_value items[] = { bolt_int(1), bolt_int(2) };
    bolt_entry entries[] = { { STR("a"), bolt_int(1) },
                             { STR("b"), bolt_int(2) },
                             { STR("a"), bolt_int(3) } };
    bolt_value list = bolt_list_of(items, 2), map = bolt_map_of(entries, 3);
    bolt_struct unknown = { 0x7A, { items, 2 } };
    bolt_value structure = { BOLT_STRUCT, { .structure = &unknown } };
    cr_assert_eq(bolt_value_count(&list), 2);
    cr_assert_eq(bolt_value_int(bolt_value_item(&list, 1)), 2);
    cr_assert_null(bolt_value_item(&list, 2));
    cr_assert_eq(bolt_value_count(&map), 3);
    cr_assert(is(bolt_value_key(&map, 1), "b"));
    cr_assert_eq(bolt_value_int(bolt_value_item(&map, 1)), 2);
    cr_assert_eq(bolt_value_int(bolt_value_get(&map, "a")), 3);
    cr_assert_null(bolt_value_get(&map, "c"));
    cr_assert_null(bolt_value_get(&map, NULL));
    cr_assert_eq(bolt_structure_tag(&structure), 0x7A);
    cr_assert_eq(bolt_value_int(bolt_value_item(&structure, 0)), 1);
}

Test(value, nodes_and_relationships)
{
    bolt_entry name = { STR("name"), bolt_string(STR("Fritz")) };
    bolt_value label = bolt_string(STR("Person"));
    bolt_node node = { 7, { &label, 1 }, { &name, 1 }, STR("4:x:7") };
    bolt_relationship relationship = {
        1, 2, 3, STR("BY"), { &name, 1 }, STR("5:x:1"), STR("4:x:2"), STR("4:x:3")
    };
    bolt_value n = { BOLT_NODE, { .node = &node } };
    bolt_value r = { BOLT_RELATIONSHIP, { .relationship = &relationship } };
    cr_assert_eq(bolt_entity_id(&n), 7);
    cr_assert(is(bolt_entity_element_id(&n), "4:x:7"));
    cr_assert_eq(bolt_node_label_count(&n), 1);
    cr_assert(is(bolt_node_label(&n, 0), "Person"));
    cr_assert(is(bolt_value_text(bolt_value_get(&n, "name")), "Fritz"));
    cr_assert(is(bolt_value_text(bolt_value_get(&r, "name")), "Fritz"));
    cr_assert_eq(bolt_entity_id(&r), 1);
    cr_assert(is(bolt_relationship_type(&r), "BY"));
    cr_assert(bolt_relationship_start_id(&r) == 2 && bolt_relationship_end_id(&r) == 3);
    cr_assert(is(bolt_relationship_start_element_id(&r), "4:x:2"));
    cr_assert(is(bolt_relationship_end_element_id(&r), "4:x:3"));
}

/* (1)-[10]->(2)<-[20]-(1): a path may come back to a node. */
Test(value, paths)
{
    bolt_node first = { .id = 1 }, second = { .id = 2 };
    bolt_relationship there = { .id = 10 }, back = { .id = 20 };
    bolt_value nodes[] = { { BOLT_NODE, { .node = &first } }, { BOLT_NODE, { .node = &second } } };
    bolt_value relationships[] = { { BOLT_UNBOUND_RELATIONSHIP, { .relationship = &there } },
                                   { BOLT_UNBOUND_RELATIONSHIP, { .relationship = &back } } };
    bolt_value walk[] = { bolt_int(1), bolt_int(1), bolt_int(-2), bolt_int(0) };
    bolt_path path = { { nodes, 2 }, { relationships, 2 }, { walk, 4 } };
    bolt_value p = { BOLT_PATH, { .path = &path } };
    bool reversed = true;
    cr_assert_eq(bolt_path_length(&p), 2);
    cr_assert_eq(bolt_entity_id(bolt_path_node(&p, 0)), 1);
    cr_assert_eq(bolt_entity_id(bolt_path_node(&p, 1)), 2);
    cr_assert_eq(bolt_entity_id(bolt_path_node(&p, 2)), 1);
    cr_assert_null(bolt_path_node(&p, 3));
    cr_assert_eq(bolt_entity_id(bolt_path_relationship(&p, 0, &reversed)), 10);
    cr_assert_not(reversed);
    cr_assert_eq(bolt_entity_id(bolt_path_relationship(&p, 1, &reversed)), 20);
    cr_assert(reversed);
    cr_assert_null(bolt_path_relationship(&p, 2, NULL));
}

Test(value, times)
{
    bolt_temporal zoned = { 1, 2, 0, STR("Europe/Berlin"), true };
    bolt_value value = { BOLT_DATETIME_ZONED, { .temporal = &zoned } };
    bolt_time time;
    cr_assert(bolt_value_time(&value, &time));
    cr_assert(time.seconds == 1 && time.nanoseconds == 2 && time.offset == 0 && time.local);
    cr_assert(is(time.zone, "Europe/Berlin"));
    cr_assert_not(bolt_value_time(&value, NULL));
    bolt_unsupported newer = { STR("UUID"), 6, 1, STR_NONE };
    bolt_value unsupported = { BOLT_UNSUPPORTED, { .unsupported = &newer } };
    bolt_substitute substitute;
    cr_assert(bolt_value_substitute(&unsupported, &substitute));
    cr_assert(is(substitute.name, "UUID") && is(substitute.message, ""));
    cr_assert(substitute.minimum_major == 6 && substitute.minimum_minor == 1);
}
