#include "cypher/table.h"
#include "migration/location.h"

static const char *const KINDS[] = {
    [LOCATION_FOLDER] = "folder",
    [LOCATION_EMBEDDED] = "embedded",
    [LOCATION_CLASSPATH] = "classpath",
};

static void check(const table_row *row)
{
    error err;
    location where;
    if (location_parse(row->cells[0], STR("/srv/app"), NULL, row->a, &where, &err)) {
        cr_expect_eq(err.status, ST_ARGUMENT);
        str actual = arena_printf(row->a, "error %s", err.message);
        table_expect(row, row->cells[1], str_slice(actual, 0, row->cells[1].len));
    } else {
        table_expect(row, row->cells[1],
                     arena_printf(row->a, "%s %.*s", KINDS[where.kind], STR_ARG(where.path)));
    }
}

Test(location, contains)
{
    location where = { .kind = LOCATION_EMBEDDED, .path = STR("/a/b") };
    cr_assert(location_contains(&where, STR("/a/b")));
    cr_assert(location_contains(&where, STR("/a/b/c")));
    cr_assert_not(location_contains(&where, STR("/a/bc")));
    cr_assert_not(location_contains(&where, STR("/a")));
    where.path = STR("/");
    cr_assert(location_contains(&where, STR("/a")));
}

Test(location, forms)
{
    table_run("migration/locations.tsv", check);
}

static void check_file(const table_row *row)
{
    error err;
    str path;
    if (location_parse_file(row->cells[0], STR("/srv/app"), row->a, &path, &err)) {
        cr_expect_eq(err.status, ST_ARGUMENT);
        str actual = arena_printf(row->a, "error %s", err.message);
        table_expect(row, row->cells[1], str_slice(actual, 0, row->cells[1].len));
    } else {
        table_expect(row, row->cells[1], path);
    }
}

Test(location, files)
{
    table_run("migration/urls.tsv", check_file);
}
