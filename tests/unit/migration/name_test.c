#include "cypher/table.h"
#include "migration/name.h"

static void check_name(const table_row *row)
{
    error err;
    migration_name name;
    if (migration_name_parse(row->cells[0], row->a, &name, &err)) {
        cr_expect_eq(err.status, ST_PARSE);
        str actual = arena_printf(row->a, "error %s", err.message);
        table_expect(row, row->cells[1], str_slice(actual, 0, row->cells[1].len));
        return;
    }
    cr_assert_eq(row->count, 5, "%s:%zu", row->file, row->line);
    table_expect(row, row->cells[1], name.version);
    table_expect(row, row->cells[2], name.description);
    table_expect(row, row->cells[3], name.extension.data ? name.extension : STR("none"));
    table_expect(row, row->cells[4], name.repeatable ? STR("repeatable") : STR("versioned"));
}

static void check_target(const table_row *row)
{
    str version;
    bool optional;
    if (migration_target_parse(row->cells[0], row->a, &version, &optional, NULL)) {
        table_expect(row, row->cells[1], STR("error"));
        return;
    }
    table_expect(row, row->cells[1], version);
    table_expect(row, row->cells[2], optional ? STR("may") : STR("must"));
}

static const char *const ROLES[] = {
    [FILE_IS_DOCUMENT] = "document",          [FILE_IS_OBJECT] = "object",
    [FILE_IS_MIGRATION] = "migration",        [FILE_IS_CALLBACK] = "callback",
    [FILE_IS_STRANGER] = "stranger",          [FILE_IS_MISTAKE] = "mistake",
    [FILE_IS_MISNAMED_CALLBACK] = "misnamed",
};

static void check_role(const table_row *row)
{
    str why = STR_NONE;
    file_role role = migration_file_role(row->cells[0], &why, row->a);
    table_expect(row, row->cells[1], str_from(ROLES[role]));
    if (role == FILE_IS_MISTAKE || role == FILE_IS_MISNAMED_CALLBACK)
        table_expect(row, row->cells[2], str_slice(why, 0, row->cells[2].len));
}

Test(name, parse)
{
    table_run("migration/names.tsv", check_name);
}

Test(name, target)
{
    table_run("migration/targets.tsv", check_target);
}

Test(name, role_of_a_file)
{
    table_run("migration/roles.tsv", check_role);
}

static void expect_rendered(migration_name name, char separator, const char *expected)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str text;
    cr_assert_eq(migration_name_render(&name, separator, &a, &text, NULL), ST_OK, "%s", expected);
    cr_expect(str_eq(text, str_from(expected)), "%.*s", STR_ARG(text));
}

Test(name, render)
{
    migration_name name = { STR("1.2"), STR("Add an index"), STR("cypher"), false };
    expect_rendered(name, '_', "V1_2__Add_an_index.cypher");
    expect_rendered(name, '.', "V1.2__Add_an_index.cypher");
    name = (migration_name){ STR("007"), STR("a_b  c"), STR("xml"), true };
    expect_rendered(name, '_', "R007__a_b__c.xml");
}

Test(name, what_cannot_be_rendered)
{
    static const struct {
        const char *version, *description;
    } CASES[] = { { "1", "" },         { "1", "a:b" },      { "1", "a/b" },
                  { "1", "\xC3\xA4" }, { "1", "a.cypher" }, { "x", "a" },
                  { "1..2", "a" },     { "", "a" },         { "1.", "a" } };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        ARENA_AUTO a = ARENA_INIT(NULL, 0);
        str ignored;
        migration_name name = { str_from(CASES[i].version), str_from(CASES[i].description),
                                STR("cypher"), false };
        cr_expect_eq(migration_name_render(&name, '_', &a, &ignored, NULL), ST_ARGUMENT, "%s %s",
                     CASES[i].version, CASES[i].description);
    }
}
