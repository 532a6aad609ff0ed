#include "bolt/structure.h"
#include "bolt/value.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <math.h>

static const char *text(bolt_value value)
{
    static char room[512];
    size_t length = bolt_value_format(&value, room, sizeof room);
    cr_assert_eq(length, strlen(room));
    return room;
}

Test(format, scalars)
{
    cr_assert_str_eq(text(bolt_null()), "null");
    cr_assert_str_eq(text(bolt_bool(true)), "true");
    cr_assert_str_eq(text(bolt_int(INT64_MIN)), "-9223372036854775808");
    cr_assert_str_eq(text(bolt_float(1)), "1.0");
    cr_assert_str_eq(text(bolt_float(0.1)), "0.1");
    cr_assert_str_eq(text(bolt_float(0.1 + 0.2)), "0.30000000000000004");
    cr_assert_str_eq(text(bolt_float(1e300)), "1e+300");
    cr_assert_str_eq(text(bolt_float(-0.0)), "-0.0");
    cr_assert_str_eq(text(bolt_float(NAN)), "NaN");
    cr_assert_str_eq(text(bolt_float(-INFINITY)), "-Infinity");
    cr_assert_str_eq(text(bolt_bytes(STR("\x00\xFF"))), "0x00ff");
}

Test(format, text_is_quoted)
{
    cr_assert_str_eq(text(bolt_string(STR("say \"\\\n\t\r\0\x7F ä"))),
                     "\"say \\\"\\\\\\n\\t\\r\\u0000\\u007F ä\"");
}

Test(format, containers_and_names)
{
    bolt_value items[] = { bolt_int(1), bolt_string(STR("b")), bolt_list_of(NULL, 0) };
    bolt_entry entries[] = { { STR("plain_1"), bolt_int(1) },
                             { STR("with `tick"), bolt_null() },
                             { STR(""), bolt_null() },
                             { STR("1st"), bolt_null() } };
    cr_assert_str_eq(text(bolt_list_of(items, 3)), "[1, \"b\", []]");
    cr_assert_str_eq(text(bolt_map_of(entries, 4)),
                     "{plain_1: 1, `with ``tick`: null, ``: null, `1st`: null}");
}

Test(format, graph)
{
    bolt_value labels[] = { bolt_string(STR("Film")), bolt_string(STR("Old film")) };
    bolt_entry year = { STR("year"), bolt_int(1927) };
    bolt_node film = { .labels = { labels, 2 }, .properties = { &year, 1 } }, bare = { .id = 1 };
    bolt_node dated = { .properties = { &year, 1 } };
    bolt_relationship by = { .type = STR("BY"), .properties = { &year, 1 } };
    bolt_relationship plain = { .type = STR("KNOWS") };
    bolt_value nodes[] = { { BOLT_NODE, { .node = &film } },
                           { BOLT_NODE, { .node = &bare } },
                           { BOLT_NODE, { .node = &dated } } };
    bolt_value relationships[] = { { BOLT_UNBOUND_RELATIONSHIP, { .relationship = &by } },
                                   { BOLT_UNBOUND_RELATIONSHIP, { .relationship = &plain } } };
    bolt_value walk[] = { bolt_int(1), bolt_int(1), bolt_int(-2), bolt_int(2) };
    bolt_path path = { { nodes, 3 }, { relationships, 2 }, { walk, 4 } };
    cr_assert_str_eq(text(nodes[0]), "(:Film:`Old film` {year: 1927})");
    cr_assert_str_eq(text(nodes[1]), "()");
    cr_assert_str_eq(text(nodes[2]), "({year: 1927})");
    cr_assert_str_eq(text(relationships[1]), "[:KNOWS]");
    cr_assert_str_eq(
        text((bolt_value){ BOLT_PATH, { .path = &path } }),
        "(:Film:`Old film` {year: 1927})-[:BY {year: 1927}]->()<-[:KNOWS]-({year: 1927})");
}

static const char *moment(bolt_type type, bolt_temporal t)
{
    return text((bolt_value){ type, { .temporal = &t } });
}

Test(format, time)
{
    const int64_t hour = INT64_C(3600) * 1000000000;
    cr_assert_str_eq(moment(BOLT_DATE, (bolt_temporal){ .seconds = 19782 }), "2024-02-29");
    cr_assert_str_eq(moment(BOLT_DATE, (bolt_temporal){ .seconds = -719529 }), "-0001-12-31");
    cr_assert_str_eq(moment(BOLT_LOCAL_TIME, (bolt_temporal){ .nanoseconds = 12 * hour + 1 }),
                     "12:00:00.000000001");
    cr_assert_str_eq(moment(BOLT_TIME, (bolt_temporal){ .nanoseconds = hour, .offset = -5400 }),
                     "01:00-01:30");
    cr_assert_str_eq(moment(BOLT_LOCAL_DATETIME, (bolt_temporal){ .seconds = -1 }),
                     "1969-12-31T23:59:59");
    cr_assert_str_eq(moment(BOLT_DATETIME, (bolt_temporal){ .seconds = 0, .offset = 3600 }),
                     "1970-01-01T01:00+01:00");
    bolt_temporal berlin = { .seconds = 60, .zone = STR("Europe/Berlin") };
    cr_assert_str_eq(moment(BOLT_DATETIME_ZONED, berlin), "1970-01-01T00:01Z[Europe/Berlin]");
    berlin.local = true;
    cr_assert_str_eq(moment(BOLT_DATETIME_ZONED, berlin), "1970-01-01T00:01[Europe/Berlin]");
}

Test(format, time_beyond_all_bounds)
{
    bolt_temporal last = { .seconds = INT64_MAX, .nanoseconds = INT64_MAX, .offset = INT64_MAX };
    bolt_temporal first = { .seconds = INT64_MIN, .nanoseconds = INT64_MIN, .offset = INT64_MIN };
    for (bolt_type type = BOLT_DATE; type <= BOLT_LOCAL_DATETIME; type++) {
        cr_assert_gt(strlen(moment(type, last)), 0);
        cr_assert_gt(strlen(moment(type, first)), 0);
    }
}

static const char *duration(int64_t months, int64_t days, int64_t seconds, int64_t nanoseconds)
{
    bolt_duration d = { months, days, seconds, nanoseconds };
    return text((bolt_value){ BOLT_DURATION, { .duration = &d } });
}

Test(format, durations)
{
    cr_assert_str_eq(duration(0, 0, 0, 0), "PT0S");
    cr_assert_str_eq(duration(14, -1, 0, 0), "P14M-1D");
    cr_assert_str_eq(duration(1, 0, 5, 500000000), "P1MT5.5S");
    cr_assert_str_eq(duration(0, 0, -1, 999999999), "PT-0.000000001S");
    cr_assert_str_eq(duration(0, 0, -2, 500000000), "PT-1.5S");
    cr_assert_str_eq(duration(0, 0, 2, -500000000), "PT1.5S");
    cr_assert_str_eq(duration(0, 0, 0, 2500000000), "PT2.5S");
    cr_assert_gt(strlen(duration(INT64_MIN, INT64_MIN, INT64_MAX, INT64_MAX)), 0);
    cr_assert_gt(strlen(duration(0, 0, INT64_MIN, INT64_MIN)), 0);
}

Test(format, others)
{
    bolt_point flat = { 7203, 1, -2.5, 0, false }, deep = { 4979, 1, 2, 3, true };
    cr_assert_str_eq(text((bolt_value){ BOLT_POINT, { .point = &flat } }),
                     "point({srid: 7203, x: 1.0, y: -2.5})");
    cr_assert_str_eq(text((bolt_value){ BOLT_POINT, { .point = &deep } }),
                     "point({srid: 4979, x: 1.0, y: 2.0, z: 3.0})");
    bolt_vector small = { BOLT_VECTOR_INT8, STR("\x01\xFF") };
    bolt_vector floats = { BOLT_VECTOR_FLOAT32, STR("\x3F\xC0\x00\x00") };
    cr_assert_str_eq(text((bolt_value){ BOLT_VECTOR, { .vector = small } }),
                     "vector([1, -1], 2, INTEGER8)");
    cr_assert_str_eq(text((bolt_value){ BOLT_VECTOR, { .vector = floats } }),
                     "vector([1.5], 1, FLOAT32)");
    const uint8_t uuid[] = { 0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF,
                             0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF };
    cr_assert_str_eq(text((bolt_value){ BOLT_UUID, { .uuid = uuid } }),
                     "01234567-89ab-cdef-0123-456789abcdef");
    bolt_unsupported newer = { STR("UUID"), 6, 1, STR_NONE };
    cr_assert_str_eq(text((bolt_value){ BOLT_UNSUPPORTED, { .unsupported = &newer } }),
                     "<UUID, needs Bolt 6.1>");
    bolt_value field = bolt_int(1);
    bolt_struct structure = { 0x7A, { &field, 1 } };
    cr_assert_str_eq(text((bolt_value){ BOLT_STRUCT, { .structure = &structure } }),
                     "<structure 7a [1]>");
}

Test(format, is_cut_at_a_character)
{
    bolt_value value = bolt_string(STR("aä"));
    char room[6];
    memset(room, 'x', sizeof room);
    cr_assert_eq(bolt_value_format(&value, room, 4), 5);
    cr_assert_str_eq(room, "\"a");
    cr_assert_eq(room[4], 'x');
    cr_assert_eq(bolt_value_format(&value, room, 5), 5);
    cr_assert_str_eq(room, "\"a\xC3\xA4");
    cr_assert_eq(bolt_value_format(&value, room, 1), 5);
    cr_assert_str_eq(room, "");
    cr_assert_eq(bolt_value_format(&value, NULL, 0), 5);
    cr_assert_eq(bolt_value_format(NULL, room, sizeof room), 4);
    cr_assert_str_eq(room, "null");
}

Test(format, knows_no_locale)
{
    static const char *const with_commas[] = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8" };
    for (size_t i = 0; i < sizeof with_commas / sizeof with_commas[0]; i++)
        setlocale(LC_ALL, with_commas[i]);
    cr_assert_str_eq(text(bolt_float(1.5)), "1.5");
    cr_assert_str_eq(text(bolt_float(0.1 + 0.2)), "0.30000000000000004");
}
