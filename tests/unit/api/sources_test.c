/* Migrations that the application adds or serves. What XML migrations declare can be asked for without a server. */
#include "failing_memory.h"

#include <neo4j_migrations.h>

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static n4m_error err;

/* A migration that declares one index. */
typedef struct document {
    char text[512];
} document;

static document declare(const char *index)
{
    document d;
    snprintf(
        d.text, sizeof d.text,
        "<migration xmlns=\"https://michael-simons.github.io/neo4j-migrations\"><catalog><indexes>"
        "<index "
        "name=\"%s\"><label>A</label><properties><property>%s</property></properties></index>"
        "</indexes></catalog></migration>",
        index, index);
    return d;
}

/* What has been told, line by line. */
typedef struct told {
    char text[2048];
} told;

static int tell(void *user, const n4m_event *event)
{
    told *t = user;
    size_t length = strlen(t->text);
    if (event->message)
        snprintf(t->text + length, sizeof t->text - length, "%s\n", event->message);
    return 0;
}

/* The names of the indexes that are declared, or the status of the failure. */
static const char *declared(n4m_migrations *m)
{
    static char names[256];
    n4m_catalog_options options = N4M_CATALOG_OPTIONS_INIT;
    n4m_result *r = NULL;
    options.source.place = N4M_CATALOG_LOCAL;
    err = (n4m_error)N4M_ERROR_INIT;
    n4m_status st = n4m_catalog(m, &options, &r, &err);
    snprintf(names, sizeof names, st ? "%d" : "", (int)st);
    for (size_t i = 0; i < n4m_result_item_count(r); i++)
        strcat(strcat(names, i ? " " : ""), n4m_result_item(r, i)->name);
    n4m_result_free(r);
    return names;
}

/* ---- Added ---- */

static n4m_migrations *open_empty(told *t)
{
    n4m_options options = N4M_OPTIONS_INIT;
    n4m_migrations *m = NULL;
    options.address = "bolt://127.0.0.1:1";
    options.on_event = tell;
    options.user = t;
    cr_assert_eq(n4m_open(&options, &m, &err), N4M_OK, "%s", err.message);
    return m;
}

Test(sources, what_is_added_is_found)
{
    told t = { "" };
    n4m_migrations *m = open_empty(&t);
    cr_expect_str_eq(declared(m), "");
    cr_expect_not_null(strstr(t.text, "Cannot find migrations"));
    t = (told){ "" };
    document a = declare("a"), b = declare("b");
    cr_assert_eq(n4m_add_source(m, "V2__b.xml", b.text, strlen(b.text), &err), N4M_OK);
    cr_assert_eq(n4m_add_source(m, "V1__a.xml", a.text, strlen(a.text), &err), N4M_OK);
    a = b = (document){ "" }; /* they have been copied */
    cr_expect_str_eq(declared(m), "a b");
    cr_expect_str_eq(declared(m), "a b", "by each operation");
    cr_expect_str_empty(t.text);
    n4m_close(m);
}

Test(sources, more_than_a_few_can_be_added)
{
    told t = { "" };
    n4m_migrations *m = open_empty(&t);
    for (int i = 1; i <= 40; i++) {
        char name[32];
        snprintf(name, sizeof name, "V%d__none.cypher", i);
        cr_assert_eq(n4m_add_source(m, name, "RETURN 1;", 9, &err), N4M_OK);
    }
    document last = declare("last");
    cr_assert_eq(n4m_add_source(m, "V41__last.xml", last.text, strlen(last.text), &err), N4M_OK);
    cr_expect_str_eq(declared(m), "last");
    n4m_close(m);
}

Test(sources, a_failure_names_what_was_added)
{
    told t = { "" };
    n4m_migrations *m = open_empty(&t);
    cr_assert_eq(n4m_add_source(m, "V1__a.xml", "<migration", 10, &err), N4M_OK);
    declared(m);
    cr_expect_eq(err.status, N4M_E_PARSE);
    cr_expect_str_eq(err.source, "memory:V1__a.xml");
    n4m_close(m);
}

Test(sources, names_say_what_they_are)
{
    static const struct {
        const char *name;
        n4m_status expected;
        const char *reason;
    } cases[] = {
        { "V1__a.cypher", N4M_OK, NULL },
        { "R1_2__a.xml", N4M_OK, NULL },
        { "notes.md", N4M_OK, NULL },
        { "notes.adoc", N4M_OK, NULL },
        { "beforeMigrate__01_a.cypher", N4M_OK, NULL },
        { "V1__a", N4M_E_PARSE, "extension" },
        { "V1_a.cypher", N4M_E_PARSE, "V1_a.cypher" },
        { "V1__a.so", N4M_E_PARSE, "from folders" },
        { "readme.txt", N4M_E_PARSE, "V1_2__Add_index.cypher" },
        { "sub/V1__a.cypher", N4M_E_PARSE, "sub/V1__a.cypher" },
        { "beforeMigrate-a.cypher", N4M_E_PARSE, "two underscores" },
        { "V1__\xff.cypher", N4M_E_PARSE, "UTF-8" },
        { "", N4M_E_PARSE, "\"\"" },
        { NULL, N4M_E_ARGUMENT, "no name" },
    };
    told t = { "" };
    n4m_migrations *m = open_empty(&t);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        err = (n4m_error)N4M_ERROR_INIT;
        cr_expect_eq(n4m_add_source(m, cases[i].name, "", 0, &err), cases[i].expected, "%s: %s",
                     cases[i].name, err.message);
        cr_expect(!cases[i].reason || strstr(err.message, cases[i].reason), "%s", err.message);
    }
    cr_expect_eq(n4m_add_source(NULL, "V1__a.cypher", "", 0, &err), N4M_E_ARGUMENT);
    cr_expect_eq(n4m_add_source(m, "V1__a.cypher", NULL, 1, &err), N4M_E_ARGUMENT);
    cr_expect_eq(n4m_add_source(m, "V9__nothing.cypher", NULL, 0, &err), N4M_OK);
    n4m_close(m);
}

/* ---- Served ---- */

/* What a handler serves, and what comes of it. */
typedef struct shelf {
    const char *paths[4];
    document documents[4];
    n4m_status ends_with;
    const char *reason;
    n4m_status seen;   /* of the last file */
    char location[64]; /* that it was asked for */
    n4m_migrations *to_be_cancelled;
} shelf;

static n4m_status list(void *user, const char *location, n4m_sink *sink, n4m_error *error)
{
    shelf *s = user;
    snprintf(s->location, sizeof s->location, "%s", location);
    n4m_cancel(s->to_be_cancelled);
    for (size_t i = 0; i < 4 && s->paths[i]; i++)
        s->seen = n4m_sink_put(sink, s->paths[i], s->documents[i].text,
                               strlen(s->documents[i].text), NULL);
    if (s->reason)
        snprintf(error->message, sizeof error->message, "%s", s->reason);
    return s->ends_with;
}

static n4m_status try_open(const n4m_location_handler *handlers, const char *location, told *t,
                           n4m_migrations **out)
{
    n4m_options options = N4M_OPTIONS_INIT;
    const char *locations[] = { location, NULL };
    options.address = "bolt://127.0.0.1:1";
    options.locations = locations;
    options.handlers = handlers;
    options.on_event = tell;
    options.user = t;
    err = (n4m_error)N4M_ERROR_INIT;
    return n4m_open(&options, out, &err);
}

static n4m_migrations *open_served(shelf *s, const char *location, told *t)
{
    const n4m_location_handler handlers[] = { { "App", list, s }, { NULL, NULL, NULL } };
    n4m_migrations *m = NULL;
    cr_assert_eq(try_open(handlers, location, t, &m), N4M_OK, "%s", err.message);
    return m;
}

Test(handlers, what_is_served_is_found)
{
    told t = { "" };
    shelf s = { .paths = { "V2__b.xml", "late/V3__c.xml", "readme.txt", "V4__d.so" },
                .documents = { declare("b"), declare("c") } };
    n4m_migrations *m = open_served(&s, " aPP://bucket/Migrations ", &t);
    cr_expect_str_eq(declared(m), "b c");
    cr_expect_str_eq(s.location, "aPP://bucket/Migrations");
    cr_expect_str_eq(t.text,
                     "Ignoring `aPP://bucket/Migrations/V4__d.so`: shared objects are run only "
                     "from folders\n");
    s.paths[0] = NULL;
    cr_expect_str_eq(declared(m), "", "asked again by each operation");
    n4m_close(m);
}

Test(handlers, failures_name_the_file)
{
    told t = { "" };
    shelf s = { .paths = { "x/V1__a.xml" }, .documents = { { "<migration" } } };
    n4m_migrations *m = open_served(&s, "app:m/", &t);
    declared(m);
    cr_expect_eq(err.status, N4M_E_PARSE);
    cr_expect_str_eq(err.source, "app:m/x/V1__a.xml");
    n4m_close(m);
}

Test(handlers, failures_of_the_handler_name_the_location)
{
    told t = { "" };
    shelf s = { .ends_with = N4M_E_CONNECTION, .reason = "the bucket is not there" };
    n4m_migrations *m = open_served(&s, "app:m", &t);
    declared(m);
    cr_expect_eq(err.status, N4M_E_CONNECTION);
    cr_expect_str_eq(err.message, "the bucket is not there");
    cr_expect_str_eq(err.source, "app:m");
    s.reason = NULL;
    declared(m);
    cr_expect_eq(err.status, N4M_E_IO);
    cr_expect_not_null(strstr(err.message, "\"app:m\" has failed and gave no reason"));
    s.ends_with = N4M_OK;
    cr_expect_str_eq(declared(m), "");
    n4m_close(m);
}

/* What the sink has refused stays refused, even if the handler does not care. */
Test(handlers, the_first_failure_counts)
{
    told t = { "" };
    shelf s = { .paths = { "afterMigrate-x.cypher", "V1__a.xml" },
                .documents = { { "RETURN 1;" }, declare("a") } };
    n4m_migrations *m = open_served(&s, "app:m", &t);
    declared(m);
    cr_expect_eq(s.seen, N4M_E_MIGRATIONS);
    cr_expect_eq(err.status, N4M_E_MIGRATIONS);
    cr_expect_str_eq(err.source, "app:m/afterMigrate-x.cypher");
    s.paths[0] = "";
    declared(m);
    cr_expect_eq(err.status, N4M_E_ARGUMENT);
    cr_expect_str_eq(err.source, "app:m");
    n4m_close(m);
    cr_expect_eq(n4m_sink_put(NULL, "V1__a.xml", "", 0, &err), N4M_E_ARGUMENT);
}

Test(handlers, can_be_cancelled)
{
    told t = { "" };
    shelf s = { .paths = { "V1__a.xml" }, .documents = { declare("a") } };
    n4m_migrations *m = open_served(&s, "app:m", &t);
    s.to_be_cancelled = m;
    cr_expect_str_eq(declared(m), "12");
    cr_expect_eq(s.seen, N4M_E_CANCELLED);
    s.to_be_cancelled = NULL;
    cr_expect_str_eq(declared(m), "a");
    n4m_close(m);
}

Test(handlers, schemes)
{
    static const struct {
        const char *first, *second, *location, *reason;
    } cases[] = {
        { "s3+x-1.b", NULL, "S3+X-1.B:y", NULL },
        { "s3", "app", "app:x", NULL },
        { "s3", "S3", "s3:x", "two handlers" },
        { "file", NULL, "file:///x", "meaning of its own" },
        { "ClassPath", NULL, "./x", "meaning of its own" },
        { "embedded", NULL, "./x", "meaning of its own" },
        { "memory", NULL, "./x", "meaning of its own" },
        { "c", NULL, "./x", "no scheme" },
        { "", NULL, "./x", "no scheme" },
        { "3s", NULL, "./x", "no scheme" },
        { "s:3", NULL, "./x", "no scheme" },
        { "s3", "app", "ftp:x", "'file:', 's3:', 'app:'" },
        { "s3", NULL, "s3:", "Invalid location" },
    };
    told t = { "" };
    shelf s = { .ends_with = N4M_OK };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const n4m_location_handler handlers[] = { { cases[i].first, list, &s },
                                                  { cases[i].second, list, &s },
                                                  { NULL, NULL, NULL } };
        n4m_migrations *m = NULL;
        n4m_status st = try_open(handlers, cases[i].location, &t, &m);
        cr_expect_eq(st, cases[i].reason ? N4M_E_ARGUMENT : N4M_OK, "%s", cases[i].first);
        cr_expect(!cases[i].reason || strstr(err.message, cases[i].reason), "%s", err.message);
        n4m_close(m);
    }
    const n4m_location_handler no_function[] = { { "app", NULL, NULL }, { NULL, NULL, NULL } };
    n4m_migrations *m = NULL;
    cr_expect_eq(try_open(no_function, "app:x", &t, &m), N4M_E_ARGUMENT);
}

/* ---- Memory ---- */

static n4m_status use_both(const n4m_options *options)
{
    document a = declare("a");
    n4m_catalog_options local = N4M_CATALOG_OPTIONS_INIT;
    n4m_migrations *m = NULL;
    n4m_result *r = NULL;
    local.source.place = N4M_CATALOG_LOCAL;
    n4m_status st = n4m_open(options, &m, &err);
    if (!st)
        st = n4m_add_source(m, "V1__a.xml", a.text, strlen(a.text), &err);
    if (!st)
        st = n4m_catalog(m, &local, &r, &err);
    n4m_result_free(r);
    n4m_close(m);
    return st;
}

Test(sources, running_out_of_memory)
{
    for (failing_memory f = { 0 }; failing_memory_next(&f);) {
        shelf s = { .paths = { "V2__b.xml" }, .documents = { declare("b") } };
        const n4m_location_handler handlers[] = { { "app", list, &s }, { NULL, NULL, NULL } };
        const char *const locations[] = { "app:m", NULL };
        const n4m_allocator memory = { failing_resize, &f };
        n4m_options options = N4M_OPTIONS_INIT;
        options.allocator = &memory;
        options.locations = locations;
        options.handlers = handlers;
        cr_assert_eq(use_both(&options), f.failed ? N4M_E_NO_MEMORY : N4M_OK, "%s", err.message);
        cr_assert_eq(f.blocks, 0);
    }
}
