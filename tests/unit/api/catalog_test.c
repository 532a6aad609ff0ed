/* Catalogs of migrations that are part of the program: no server is needed to read and to compare them. */
#include <neo4j_migrations.h>

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HEAD "<migration xmlns=\"https://michael-simons.github.io/neo4j-migrations\"><catalog>"
#define TAIL "</catalog></migration>"
#define PROPERTIES(name) "<properties><property>" name "</property></properties>"

static const char first[] =
    HEAD "<constraints><constraint name=\"u\" type=\"unique\"><label>A</label>" PROPERTIES(
        "p") "</constraint></constraints><indexes><index name=\"f\" "
             "type=\"fulltext\"><type>R|S</type>" PROPERTIES("t") "<options>indexConfig: "
                                                                  "{}</options></index></"
                                                                  "indexes>" TAIL;
static const char second[] =
    HEAD "<indexes><index name=\"f\" type=\"text\"><label>B</label>" PROPERTIES(
        "t") "</index></indexes>" TAIL;

static n4m_error err;

static n4m_migrations *open_embedded(void)
{
    static const n4m_embedded_file files[] = { { "V1__a.xml", first, sizeof first - 1 },
                                               { "V2__b.xml", second, sizeof second - 1 } };
    static const n4m_embedded folder = { "m", files, 2 };
    static const n4m_embedded *const folders[] = { &folder, NULL };
    static const char *const locations[] = { "embedded:m", NULL };
    n4m_options options = N4M_OPTIONS_INIT;
    n4m_migrations *m = NULL;
    options.address = "bolt://127.0.0.1:1";
    options.embedded = folders;
    options.locations = locations;
    cr_assert_eq(n4m_open(&options, &m, &err), N4M_OK, "%s", err.message);
    return m;
}

static n4m_catalog_options local(void)
{
    n4m_catalog_options options = N4M_CATALOG_OPTIONS_INIT;
    options.source.place = N4M_CATALOG_LOCAL;
    return options;
}

Test(catalog, what_the_migrations_declare)
{
    n4m_migrations *m = open_embedded();
    n4m_catalog_options options = local();
    n4m_result *r = NULL;
    options.format = N4M_CATALOG_CYPHER;
    options.version = "5";
    cr_assert_eq(n4m_catalog(m, &options, &r, &err), N4M_OK, "%s", err.message);
    cr_expect_str_eq(n4m_result_text(r),
                     "CREATE CONSTRAINT u IF NOT EXISTS FOR (n:A) REQUIRE n.p IS UNIQUE;\n"
                     "CREATE TEXT INDEX f IF NOT EXISTS FOR (n:B) ON (n.t);");
    cr_assert_eq(n4m_result_item_count(r), 2);
    const n4m_item *u = n4m_result_item(r, 0), *f = n4m_result_item(r, 1);
    cr_expect_eq(u->kind, N4M_UNIQUE_CONSTRAINT);
    cr_expect_str_eq(u->labels[0], "A");
    cr_expect_null(u->labels[1]);
    cr_expect_null(u->options);
    cr_expect_eq(f->kind, N4M_TEXT_INDEX);
    cr_expect_str_eq(f->word, "text");
    cr_expect_str_eq(f->properties[0], "t");
    cr_expect_eq(f->entity, N4M_NODE);
    cr_expect_null(n4m_result_item(r, 2));
    cr_expect_eq(n4m_result_left_out(r), 0);
    n4m_result_free(r);
    n4m_close(m);
}

Test(catalog, two_sides)
{
    char path[] = "/tmp/catalog-XXXXXX";
    int fd = mkstemp(path);
    cr_assert_eq(write(fd, first, sizeof first - 1), (ssize_t)sizeof first - 1);
    close(fd);
    n4m_migrations *m = open_embedded();
    n4m_catalog_source file = { N4M_CATALOG_FILE, path }, declared = { N4M_CATALOG_LOCAL, NULL };
    n4m_result *r = NULL;
    cr_assert_eq(n4m_diff(m, &file, &declared, &r, &err), N4M_OK, "%s", err.message);
    unlink(path);
    cr_expect_eq(n4m_result_relation(r), N4M_DIFFERENT);
    cr_assert_eq(n4m_result_difference_count(r, N4M_LEFT), 1);
    cr_assert_eq(n4m_result_difference_count(r, N4M_RIGHT), 1);
    const n4m_difference *left = n4m_result_difference(r, N4M_LEFT, 0);
    cr_expect_eq(left->item.kind, N4M_FULLTEXT_INDEX);
    cr_expect_eq(left->item.entity, N4M_RELATIONSHIP);
    cr_expect_str_eq(left->item.labels[1], "S");
    cr_expect_str_eq(left->item.options, "indexConfig: {}");
    cr_expect_null(left->equivalent);
    cr_expect_null(n4m_result_difference(r, N4M_RIGHT, 1));
    n4m_result_free(r);
    n4m_close(m);
}

Test(catalog, arguments)
{
    n4m_migrations *m = open_embedded();
    n4m_result *r = NULL;
    n4m_catalog_options options = local();
    n4m_catalog_source declared = { N4M_CATALOG_LOCAL, NULL }, no_file = { N4M_CATALOG_FILE, NULL };
    options.format = (n4m_catalog_format)7;
    cr_expect_eq(n4m_catalog(m, &options, &r, &err), N4M_E_ARGUMENT);
    options = local();
    options.source.place = (n4m_catalog_place)7;
    cr_expect_eq(n4m_catalog(m, &options, &r, &err), N4M_E_ARGUMENT);
    options = local();
    options.size = 0;
    cr_expect_eq(n4m_catalog(m, &options, &r, &err), N4M_E_ARGUMENT);
    cr_expect_eq(n4m_diff(m, &declared, &no_file, &r, &err), N4M_E_ARGUMENT);
    cr_expect_eq(n4m_diff(m, NULL, &declared, &r, &err), N4M_E_ARGUMENT);
    cr_expect_null(r);
    /* The database is the default, and there is none. */
    cr_expect_eq(n4m_catalog(m, NULL, &r, &err), N4M_E_CONNECTION);
    n4m_close(m);
}
