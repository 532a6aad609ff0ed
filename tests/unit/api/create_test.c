/* Files of new migrations. No server is needed. */
#include "failing_memory.h"

#include <neo4j_migrations.h>

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[] = "/tmp/create-test-XXXXXX";
static char location[64];
static n4m_error err;

static void setup(void)
{
    cr_assert_not_null(mkdtemp(folder));
    snprintf(location, sizeof location, "file://%s/new", folder);
}

static void teardown(void)
{
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", folder);
    cr_assert_eq(system(command), 0);
}

TestSuite(create, .init = setup, .fini = teardown);

static n4m_status open_at(const char *where, const n4m_allocator *memory, n4m_migrations **out)
{
    const char *const locations[] = { where, NULL };
    n4m_options options = N4M_OPTIONS_INIT;
    options.locations = locations;
    options.allocator = memory;
    return n4m_open(&options, out, &err);
}

static n4m_migrations *opened(const char *where)
{
    n4m_migrations *m = NULL;
    cr_assert_eq(open_at(where, NULL, &m), N4M_OK, "%s", err.message);
    return m;
}

Test(create, path_and_version)
{
    char expected[128];
    n4m_migrations *m = opened(location);
    for (int n = 1; n <= 2; n++) {
        n4m_result *r = NULL;
        cr_assert_eq(n4m_create(m, "Add films", NULL, &r, &err), N4M_OK, "%s", err.message);
        snprintf(expected, sizeof expected, "%s/new/V00%d__Add_films.cypher", folder, n);
        cr_expect_str_eq(n4m_result_text(r), expected);
        cr_expect_str_eq(n4m_result_version(r), n == 1 ? "001" : "002");
        n4m_result_free(r);
    }
    n4m_close(m);
}

Test(create, is_there_for_info)
{
    n4m_migrations *m = opened(location);
    n4m_create_options options = N4M_CREATE_OPTIONS_INIT;
    options.type = N4M_CREATE_XML;
    options.repeatable = 1;
    options.version = "2.5";
    n4m_result *r = NULL;
    cr_assert_eq(n4m_create(m, "Schema", &options, &r, &err), N4M_OK, "%s", err.message);
    n4m_result_free(r);
    cr_assert_eq(n4m_info(m, N4M_OFFLINE, &r, &err), N4M_OK, "%s", err.message);
    const n4m_element *element = n4m_result_element(r, 0);
    cr_assert_eq(n4m_result_element_count(r), 1);
    cr_expect_str_eq(element->source, "R2.5__Schema.xml");
    cr_expect_str_eq(element->type, "CATALOG");
    cr_expect(element->repeatable && element->state == N4M_PENDING);
    cr_expect_null(n4m_result_place(r)->address);
    n4m_result_free(r);
    n4m_close(m);
}

static void refused(const char *where, const char *description, n4m_create_type type)
{
    n4m_migrations *m = opened(where);
    n4m_result *r = NULL;
    n4m_create_options options = N4M_CREATE_OPTIONS_INIT;
    options.type = type;
    cr_expect_eq(n4m_create(m, description, &options, &r, &err), N4M_E_ARGUMENT, "%s", err.message);
    cr_expect_null(r);
    n4m_close(m);
}

Test(create, what_is_refused)
{
    refused(location, NULL, N4M_CREATE_CYPHER);
    refused(location, "a/b", N4M_CREATE_CYPHER);
    refused(location, "a", (n4m_create_type)7);
    refused(NULL, "a", N4M_CREATE_CYPHER);
    n4m_result *r = NULL;
    cr_expect_eq(n4m_create(NULL, "a", NULL, &r, &err), N4M_E_ARGUMENT);
}

Test(create, running_out_of_memory)
{
    for (failing_memory f = { 0 }; failing_memory_next(&f);) {
        const n4m_allocator memory = { failing_resize, &f };
        n4m_migrations *m = NULL;
        n4m_result *r = NULL;
        n4m_status st = open_at(location, &memory, &m);
        if (!st)
            st = n4m_create(m, "a", NULL, &r, &err);
        n4m_result_free(r);
        n4m_close(m);
        cr_assert_eq(st, f.failed ? N4M_E_NO_MEMORY : N4M_OK, "%s", err.message);
        cr_assert_eq(f.blocks, 0);
    }
}
