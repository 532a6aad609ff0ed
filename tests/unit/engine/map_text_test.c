#include "engine/map_text.h"

#include <criterion/criterion.h>
#include <string.h>

static void expect(bolt_value value, const char *text)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    bolt_entry entry = { STR("k"), value };
    map_text((bolt_map){ &entry, 1 }, &out);
    buf_char(&out, '\0');
    cr_assert_not(out.failed);
    cr_expect_str_eq(out.data, text);
}

static bolt_value real(double number)
{
    return (bolt_value){ .type = BOLT_FLOAT, .as.real = number };
}

Test(map_text, values)
{
    expect(bolt_bool(true), "{`k`: TRUE}");
    expect(bolt_bool(false), "{`k`: FALSE}");
    expect(bolt_int(-3), "{`k`: -3}");
    expect(bolt_null(), "{`k`: null}");
    expect(bolt_string(STR("")), "{`k`: \"\"}");
    expect(bolt_string(STR("a \"b\" \\ 'c'")), "{`k`: \"a \\\"b\\\" \\\\ 'c'\"}");
}

Test(map_text, numbers_are_numbers_of_cypher)
{
    expect(real(-1000000), "{`k`: -1000000.0}");
    expect(real(0), "{`k`: 0.0}");
    expect(real(0.1), "{`k`: 0.1}");
    expect(real(-180.25), "{`k`: -180.25}");
    expect(real(1e22), "{`k`: 1.0E22}");
    expect(real(1.5e-9), "{`k`: 1.5E-9}");
    expect(real(12345678), "{`k`: 12345678.0}");
    expect(real(1.0 / 0.0), "{`k`: null}");
}

Test(map_text, containers)
{
    bolt_value numbers[] = { real(1), bolt_int(2) };
    bolt_entry inner[] = { { STR("fulltext.analyzer"), bolt_string(STR("english")) },
                           { STR("b`c"), bolt_list_of(numbers, 2) } };
    expect(bolt_map_of(inner, 2), "{`k`: {`b``c`: [1.0, 2], `fulltext.analyzer`: \"english\"}}");
    expect(bolt_map_of(NULL, 0), "{`k`: {}}");
    expect(bolt_list_of(NULL, 0), "{`k`: []}");
}

/* As the Java tool has written what Neo4j 4.4 tells. */
Test(map_text, the_order_is_that_of_other_tools)
{
    static const char *const keys[] = { "spatial.cartesian-3d.min", "spatial.cartesian.min",
                                        "spatial.wgs-84.min",       "spatial.cartesian-3d.max",
                                        "spatial.cartesian.max",    "spatial.wgs-84-3d.min",
                                        "spatial.wgs-84-3d.max",    "spatial.wgs-84.max" };
    bolt_entry entries[8], outer[2];
    for (int i = 0; i < 8; i++)
        entries[i] = (bolt_entry){ str_from(keys[i]), bolt_int(i) };
    outer[0] = (bolt_entry){ STR("indexProvider"), bolt_string(STR("x")) };
    outer[1] = (bolt_entry){ STR("indexConfig"), bolt_map_of(entries, 8) };
    expect(bolt_map_of(outer, 2),
           "{`k`: {`indexConfig`: {`spatial.cartesian.min`: 1, `spatial.wgs-84.min`: 2, "
           "`spatial.wgs-84.max`: 7, `spatial.cartesian.max`: 4, `spatial.wgs-84-3d.max`: 6, "
           "`spatial.cartesian-3d.min`: 0, `spatial.cartesian-3d.max`: 3, "
           "`spatial.wgs-84-3d.min`: 5}, `indexProvider`: \"x\"}}");
}
