#include "migration/migration.h"

#include "catalog/xml_case.h"
#include "failing_memory.h"

typedef struct source {
    const char *name;
    str content;
} source;

/* As if they were found in that order, embedded. */
static status load(const source *sources, size_t count, arena *a, migration_list *out, error *err)
{
    migration_file *files = arena_array(a, count, sizeof *files);
    if (!files)
        return fail_no_memory(err);
    for (size_t i = 0; i < count; i++)
        files[i] = (migration_file){ .path = str_from(sources[i].name),
                                     .name = str_from(sources[i].name),
                                     .content = sources[i].content };
    migration_options options = { .flyway_checksums = true };
    return migration_load(&(migration_files){ .items = files, .count = count }, &options, a, out,
                          err);
}

static migration load_one(str content, arena *a)
{
    error err;
    migration_list list;
    source one = { "V1__a.xml", content };
    cr_assert_eq(load(&one, 1, a, &list, &err), ST_OK, "%u:%u %s", err.line, err.column,
                 err.message);
    return list.items[0];
}

static void check_checksum(const table_row *row)
{
    migration m = load_one(xml_case(row->cells[0], row->a), row->a);
    cr_expect_eq(m.type, MIGRATION_CATALOG);
    table_expect(row, row->cells[row->count - 1], m.checksum);
}

Test(document, checksums)
{
    cr_assert_geq(table_run("catalog/checksums.tsv", check_checksum), 35);
    cr_assert_geq(table_run("catalog/canonical.tsv", check_checksum), 25);
}

Test(document, preconditions)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    migration m = load_one(xml_case(STR("  <catalog><?assert in schema q' RETURN true?></catalog>\n"
                                        "<?ASSUME that version is 5?><?assume nothing?>"),
                                    &a),
                           &a);
    cr_assert_eq(m.precondition_count, 2);
    const precondition *query = &m.preconditions[0], *version = &m.preconditions[1];
    cr_expect(query->assertion && query->in_schema && query->kind == PRECONDITION_QUERY);
    cr_expect(query->line == 2 && query->column == 12);
    /* <?assert in schema q' RETURN */
    cr_expect_eq(query->query_at, 22);
    cr_expect(!version->assertion && version->kind == PRECONDITION_VERSION_IS);
    cr_expect(version->line == 3 && version->column == 1);
    cr_expect_eq(m.alternative_count, 0);
}

/* Only files with the same name and preconditions know each other's checksums. */
Test(document, alternatives)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    migration_list list;
    source both[] = {
        { "V1__a.xml", xml_case(STR("<?assume that version is 5?><create item=\"a\"/>"), &a) },
        { "V1__a.xml", xml_case(STR("<?assume that version is 4?><create item=\"b\"/>"), &a) },
    };
    cr_assert_eq(load(both, 2, &a, &list, NULL), ST_OK);
    cr_assert_eq(list.items[0].alternative_count, 1);
    cr_assert(migration_checksum_matches(&list.items[0], list.items[1].checksum));
}

static void expect_fault(const char *body, const char *expected)
{
    error err;
    migration_list list;
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    source one = { "V1__a.xml", xml_case(str_from(body), &a) };
    cr_assert_eq(load(&one, 1, &a, &list, &err), ST_PARSE);
    str actual = arena_printf(&a, "%s:%u:%u: %s", err.source, err.line, err.column, err.message);
    cr_expect(str_starts(actual, str_from(expected)), "got %s", actual.data);
}

Test(document, faults_name_the_file)
{
    expect_fault("<create/>", "V1__a.xml:2:1: <create> is about no item");
    expect_fault("<catalog>\n <?assert that moon is full?></catalog>", "V1__a.xml:3:2: ");
    expect_fault("<catalog>", "V1__a.xml:3:3: this is not well-formed XML");
}

Test(document, is_read_again)
{
    error err;
    catalog_document document;
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    migration m = load_one(xml_case(STR("<create item=\"a\"/>"), &a), &a);
    cr_assert_eq(migration_document(&m, &a, &document, &err), ST_OK);
    cr_assert_eq(document.operation_count, 1);
    m.content = xml_case(STR("<!-- a comment --><create item=\"a\"></create>"), &a);
    cr_assert_eq(migration_document(&m, &a, &document, &err), ST_OK);
    m.content = xml_case(STR("<create item=\"b\"/>"), &a);
    cr_assert_eq(migration_document(&m, &a, &document, &err), ST_MIGRATIONS);
    cr_assert_str_eq(err.message,
                     "\"V1__a.xml\" has been changed since its checksum was taken: start again");
    cr_assert_str_eq(err.source, "V1__a.xml");
}

/* A change for each migration. */
Test(document, catalog)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    migration_list list;
    catalog_versions versions;
    catalog_items items;
    source all[] = {
        { "V1__a.xml", xml_case(STR("<catalog><indexes>$I</indexes></catalog>"), &a) },
        { "V2__b.cypher", STR("RETURN 1;") },
        { "V3__c.xml", xml_case(STR("<catalog><constraints>$C</constraints></catalog>"), &a) },
        { "V4__d.xml", xml_case(STR("<catalog reset=\"true\"/>"), &a) },
    };
    cr_assert_eq(load(all, 4, &a, &list, NULL), ST_OK);
    cr_assert_eq(migration_catalog(&list, &a, &versions, NULL), ST_OK);
    static const size_t expected[] = { 0, 1, 1, 2, 0 };
    for (size_t until = 0; until <= 4; until++) {
        cr_assert_eq(catalog_versions_at(versions, until, &a, &items, NULL), ST_OK);
        cr_expect_eq(items.count, expected[until], "%zu", until);
    }
    cr_expect(str_eq(versions.changes[2].version, STR("3")));
    cr_expect(str_eq(versions.changes[2].source, STR("V3__c.xml")));
}

Test(document, memory_runs_out)
{
    ARENA_AUTO b = ARENA_INIT(NULL, 0);
    source one = {
        "V1__a.xml",
        xml_case(STR("<?assume q' RETURN true?><catalog><indexes>$I</indexes></catalog>"), &b)
    };
    for (failing_memory f = { 0 }; failing_memory_next(&f);) {
        const allocator mem = { failing_resize, &f };
        arena a = ARENA_INIT(&mem, 0);
        migration_list list;
        catalog_versions versions;
        status st = load(&one, 1, &a, &list, NULL);
        if (!st)
            st = migration_catalog(&list, &a, &versions, NULL);
        cr_expect_eq(st, f.failed ? ST_NO_MEMORY : ST_OK);
        arena_finish(&a);
        cr_expect_eq(f.blocks, 0);
    }
}
