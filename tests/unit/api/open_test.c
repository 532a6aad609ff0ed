/* What can be known without a server. */
#include <neo4j_bolt.h>
#include <neo4j_migrations.h>

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static n4m_error err;

static n4m_status open_with(n4m_options opts)
{
    n4m_migrations *m = NULL;
    err = (n4m_error)N4M_ERROR_INIT;
    n4m_status st = n4m_open(&opts, &m, &err);
    cr_assert_eq(m == NULL, st != N4M_OK);
    cr_assert_eq(err.status, st);
    n4m_close(m);
    return st;
}

#define OPTIONS(...) ((n4m_options){ .size = sizeof(n4m_options), __VA_ARGS__ })

Test(open, defaults_will_do)
{
    cr_assert_eq(open_with((n4m_options)N4M_OPTIONS_INIT), N4M_OK);
    cr_assert_str_eq(n4m_version(), "0.1.0");
}

Test(open, everything_at_once)
{
    cr_assert_eq(
        open_with(OPTIONS(.address = "bolt://localhost:7688", .auth = N4M_AUTH_CUSTOM,
                          .auth_scheme = "own", .username = "me", .password = "secret",
                          .auth_realm = "here",
                          .auth_parameters = (const n4m_pair[]){ { "a", "b" }, { NULL, NULL } },
                          .database = " shop ", .schema_database = "history",
                          .locations = (const char *const[]){ "file:///tmp", "./here", NULL },
                          .cypher_version = N4M_CYPHER_25, .delay_between_migrations_ms = 1,
                          .placeholders = (const n4m_pair[]){ { "k", "v" }, { NULL, NULL } })),
        N4M_OK, "%s", err.message);
}

Test(open, sizes)
{
    n4m_options opts = N4M_OPTIONS_INIT;
    opts.size = 0;
    cr_assert_eq(open_with(opts), N4M_E_ARGUMENT);
    cr_assert_not_null(strstr(err.message, "N4M_OPTIONS_INIT"));
    cr_assert_eq(n4m_open(NULL, NULL, &err), N4M_E_ARGUMENT);
    /* What an older caller does not know is not looked at. */
    opts = OPTIONS(.placeholders = (const n4m_pair *)1, .locations = (const char *const *)1);
    opts.size = offsetof(n4m_options, locations);
    cr_assert_eq(open_with(opts), N4M_OK);
}

Test(open, class_path_only_where_it_is_embedded)
{
    static const n4m_embedded_file file = { "V1__a.cypher", "RETURN 1", 8 };
    static const n4m_embedded folder = { "neo4j/migrations", &file, 1 };
    const char *const locations[] = { "classpath:neo4j/migrations", NULL };
    n4m_options opts = OPTIONS(.locations = locations);
    cr_assert_eq(open_with(opts), N4M_E_ARGUMENT);
    cr_assert_not_null(strstr(err.message, "\"classpath:neo4j/migrations\""));
    opts.embedded = (const n4m_embedded *const[]){ &folder, NULL };
    cr_assert_eq(open_with(opts), N4M_OK, "%s", err.message);
    opts.locations = (const char *const[]){ "classpath:neo4j", "embedded:nothing", NULL };
    cr_assert_eq(open_with(opts), N4M_OK, "%s", err.message);
    opts.locations = (const char *const[]){ "classpath:neo", NULL };
    cr_assert_eq(open_with(opts), N4M_E_ARGUMENT);
}

Test(open, embedded_files_have_path_and_content)
{
    n4m_embedded_file file = { NULL, "", 0 };
    const n4m_embedded folder = { "m", &file, 1 };
    n4m_options opts = OPTIONS(.embedded = (const n4m_embedded *const[]){ &folder, NULL });
    cr_assert_eq(open_with(opts), N4M_E_ARGUMENT);
    file = (n4m_embedded_file){ "V1__a.cypher", NULL, 0 };
    cr_assert_eq(open_with(opts), N4M_E_ARGUMENT);
    cr_assert_not_null(strstr(err.message, "V1__a.cypher"));
    file.data = "";
    cr_assert_eq(open_with(opts), N4M_OK);
}

Test(open, options_of_a_newer_version)
{
    struct {
        n4m_options known;
        long later;
    } newer = { .known = { .size = sizeof newer } };
    n4m_migrations *m = NULL;
    cr_assert_eq(n4m_open(&newer.known, &m, &err), N4M_OK);
    n4m_close(m);
    newer.later = 1;
    cr_assert_eq(n4m_open(&newer.known, &m, &err), N4M_E_ARGUMENT);
    cr_assert_not_null(strstr(err.message, "0.1.0"), "%s", err.message);
}

Test(open, locations_that_cannot_be)
{
    const char *const classpath[] = { "file:///x", "classpath:my/own", "neo4j/migrations", NULL };
    cr_assert_eq(open_with(OPTIONS(.locations = classpath)), N4M_E_ARGUMENT);
    cr_assert_not_null(strstr(err.message, "\"classpath:my/own\", \"neo4j/migrations\";"), "%s",
                       err.message);
    const char *const scheme[] = { "ftp://x", NULL };
    cr_assert_eq(open_with(OPTIONS(.locations = scheme)), N4M_E_ARGUMENT);
}

Test(open, what_is_out_of_range)
{
    cr_assert_eq(open_with(OPTIONS(.address = "http://localhost")), N4M_E_ARGUMENT);
    cr_assert_eq(open_with(OPTIONS(.auth = (n4m_auth)9)), N4M_E_ARGUMENT);
    cr_assert_eq(open_with(OPTIONS(.auth = N4M_AUTH_CUSTOM)), N4M_E_ARGUMENT);
    cr_assert_eq(open_with(OPTIONS(.transaction_timeout_ms = -1)), N4M_E_ARGUMENT);
    cr_assert_eq(open_with(OPTIONS(.delay_between_migrations_ms = -1)), N4M_E_ARGUMENT);
    cr_assert_eq(open_with(OPTIONS(.transaction_mode = (n4m_transaction_mode)9)), N4M_E_ARGUMENT);
    cr_assert_eq(open_with(OPTIONS(.version_sort_order = (n4m_sort_order)9)), N4M_E_ARGUMENT);
    cr_assert_eq(open_with(OPTIONS(.cypher_version = (n4m_cypher_version)9)), N4M_E_ARGUMENT);
}

Test(open, encryption)
{
    const char *plain = "bolt://localhost", *verified = "bolt+s://localhost";
    cr_assert_eq(open_with(OPTIONS(.address = verified)), N4M_OK);
    cr_assert_eq(open_with(OPTIONS(.address = "bolt+ssc://localhost")), N4M_OK);
    cr_assert_eq(open_with(OPTIONS(.address = plain, .encryption = N4M_ENCRYPTION_ON,
                                   .ca_file = "a", .ca_folder = "b", .client_certificate = "c",
                                   .client_key = "d", .client_key_password = "e")),
                 N4M_OK, "no file is read before there is a connection: %s", err.message);
    cr_assert_eq(open_with(OPTIONS(.address = verified, .encryption = N4M_ENCRYPTION_OFF)),
                 N4M_E_ARGUMENT);
    cr_assert_eq(open_with(OPTIONS(.address = verified, .trust = N4M_TRUST_SYSTEM)),
                 N4M_E_ARGUMENT);
    cr_assert_eq(open_with(OPTIONS(.address = plain, .trust = N4M_TRUST_ANY)), N4M_E_ARGUMENT);
    cr_assert_eq(open_with(OPTIONS(.address = plain, .ca_file = "a")), N4M_E_ARGUMENT);
    cr_assert_eq(open_with(OPTIONS(.address = plain, .ca_folder = "a")), N4M_E_ARGUMENT);
    cr_assert_eq(open_with(OPTIONS(.address = plain, .client_certificate = "a")), N4M_E_ARGUMENT);
    cr_assert_eq(open_with(OPTIONS(.address = verified, .client_key = "a")), N4M_E_ARGUMENT);
    cr_assert_eq(open_with(OPTIONS(.address = verified, .client_key_password = "a")),
                 N4M_E_ARGUMENT);
    cr_assert_eq(open_with(OPTIONS(.encryption = (n4m_encryption)9)), N4M_E_ARGUMENT);
    cr_assert_eq(open_with(OPTIONS(.trust = (n4m_trust)9)), N4M_E_ARGUMENT);
}

static bolt_driver *driver_of_the_application(void)
{
    bolt_options options = BOLT_OPTIONS_INIT;
    bolt_driver *driver = NULL;
    options.uri = "bolt://127.0.0.1:1";
    cr_assert_eq(bolt_open(&options, &driver, NULL), BOLT_OK);
    return driver;
}

Test(open, a_driver_of_the_application)
{
    bolt_driver *driver = driver_of_the_application();
    bolt_server_info facts;
    n4m_options opts = OPTIONS(.driver = driver, .database = "shop", .address = "", .password = "");
    n4m_migrations *m = NULL;
    n4m_result *r = NULL;
    cr_assert_eq(n4m_open(&opts, &m, &err), N4M_OK, "%s", err.message);
    cr_assert_eq(n4m_info(m, N4M_COMPARE, &r, &err), N4M_E_CONNECTION);
    cr_assert_not_null(strstr(err.message, "127.0.0.1:1"), "%s", err.message);
    n4m_close(m);
    cr_assert_eq(bolt_server_facts(driver, &facts, NULL), BOLT_E_CONNECTION, "it is still there");
    bolt_close(driver);
}

static void trace_nothing(void *user, const char *line)
{
    (void)user;
    (void)line;
}

/* What says how to connect, each as an option by itself. */
Test(open, a_driver_has_been_told_how_to_connect)
{
    bolt_driver *driver = driver_of_the_application();
    const n4m_pair pairs[] = { { "a", "b" }, { NULL, NULL } };
    const struct {
        const char *name;
        n4m_options options;
    } cases[] = {
        { "\"address\"", OPTIONS(.address = "bolt://localhost") },
        { "\"auth\"", OPTIONS(.auth = N4M_AUTH_NONE) },
        { "\"username\"", OPTIONS(.username = "neo4j") },
        { "\"password\"", OPTIONS(.password = "secret") },
        { "\"auth_scheme\"", OPTIONS(.auth_scheme = "own") },
        { "\"auth_realm\"", OPTIONS(.auth_realm = "here") },
        { "\"auth_parameters\"", OPTIONS(.auth_parameters = pairs) },
        { "\"encryption\"", OPTIONS(.encryption = N4M_ENCRYPTION_OFF) },
        { "\"trust\"", OPTIONS(.trust = N4M_TRUST_ANY) },
        { "\"ca_file\"", OPTIONS(.ca_file = "ca.pem") },
        { "\"ca_folder\"", OPTIONS(.ca_folder = "cas") },
        { "\"client_certificate\"", OPTIONS(.client_certificate = "c.pem") },
        { "\"client_key\"", OPTIONS(.client_key = "k.pem") },
        { "\"client_key_password\"", OPTIONS(.client_key_password = "secret") },
        { "\"on_trace\"", OPTIONS(.on_trace = trace_nothing) },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        n4m_options opts = cases[i].options;
        opts.driver = driver;
        cr_expect_eq(open_with(opts), N4M_E_ARGUMENT, "%s", cases[i].name);
        cr_expect_not_null(strstr(err.message, cases[i].name), "%s", err.message);
        cr_expect_not_null(strstr(err.message, "\"driver\""), "%s", err.message);
    }
    bolt_close(driver);
}

Test(open, an_early_cancel_leaves_the_driver_of_the_application_alone)
{
    bolt_driver *driver = driver_of_the_application();
    n4m_options opts = OPTIONS(.driver = driver);
    n4m_migrations *m = NULL, *other = NULL;
    n4m_result *r = NULL;
    bolt_server_info facts;
    cr_assert_eq(n4m_open(&opts, &m, &err), N4M_OK);
    cr_assert_eq(n4m_open(&opts, &other, &err), N4M_OK);
    n4m_cancel(m);
    cr_expect_eq(n4m_info(m, N4M_COMPARE, &r, &err), N4M_E_CANCELLED);
    cr_expect_eq(n4m_info(m, N4M_COMPARE, &r, &err), N4M_E_CONNECTION, "only the next one");
    n4m_cancel(m);
    cr_expect_eq(n4m_info(other, N4M_COMPARE, &r, &err), N4M_E_CONNECTION);
    cr_expect_eq(bolt_server_facts(driver, &facts, NULL), BOLT_E_CONNECTION);
    bolt_cancel(driver);
    cr_expect_eq(n4m_info(other, N4M_COMPARE, &r, &err), N4M_E_CANCELLED);
    cr_expect_eq(n4m_info(other, N4M_COMPARE, &r, &err), N4M_E_CANCELLED, "until it is resumed");
    bolt_resume(driver);
    cr_expect_eq(n4m_info(other, N4M_COMPARE, &r, &err), N4M_E_CONNECTION);
    n4m_close(other);
    n4m_close(m);
    bolt_close(driver);
}

Test(open, a_server_that_is_not_there)
{
    n4m_options opts = OPTIONS(.address = "bolt://127.0.0.1:1");
    n4m_migrations *m = NULL;
    n4m_result *r = NULL;
    cr_assert_eq(n4m_open(&opts, &m, &err), N4M_OK);
    cr_assert_eq(n4m_info(m, N4M_COMPARE, &r, &err), N4M_E_CONNECTION);
    cr_assert_null(r);
    cr_assert_not_null(strstr(err.message, "127.0.0.1:1"), "%s", err.message);
    n4m_close(m);
}

/* Whatever is wrong is told before anybody is asked. */
Test(open, what_operations_are_given)
{
    n4m_options opts = OPTIONS(.address = "bolt://127.0.0.1:1");
    n4m_change_options sizeless = { .size = 0 }, whole = N4M_CHANGE_OPTIONS_INIT;
    const char *const nothing[] = { NULL }, *const path[] = { "V1__a.cypher", NULL };
    n4m_migrations *m = NULL;
    n4m_result *r = NULL;
    cr_assert_eq(n4m_open(&opts, &m, &err), N4M_OK);
    cr_assert_eq(n4m_repair(m, &sizeless, &r, &err), N4M_E_ARGUMENT);
    cr_assert_eq(n4m_clean(m, &sizeless, &r, &err), N4M_E_ARGUMENT);
    cr_assert_eq(n4m_delete(m, "1", &sizeless, &r, &err), N4M_E_ARGUMENT);
    cr_assert_eq(n4m_delete(m, NULL, NULL, &r, &err), N4M_E_ARGUMENT);
    cr_assert_eq(n4m_delete(m, " ", &whole, &r, &err), N4M_E_ARGUMENT);
    cr_assert_eq(n4m_run(m, NULL, NULL, &r, &err), N4M_E_ARGUMENT);
    cr_assert_eq(n4m_run(m, nothing, NULL, &r, &err), N4M_E_ARGUMENT);
    cr_assert_eq(n4m_run(m, path, NULL, &r, &err), N4M_E_ARGUMENT);
    cr_assert_not_null(strstr(err.message, "write file:///"), "%s", err.message);
    n4m_refactoring refactoring = N4M_REFACTORING_INIT;
    cr_assert_eq(n4m_refactor(m, NULL, &r, &err), N4M_E_ARGUMENT);
    cr_assert_eq(n4m_refactor(m, &(n4m_refactoring){ .from = "a" }, &r, &err), N4M_E_ARGUMENT);
    cr_assert_eq(n4m_refactor(m, &refactoring, &r, &err), N4M_E_ARGUMENT);
    cr_assert_eq(n4m_refactor(NULL, &refactoring, &r, &err), N4M_E_ARGUMENT);
    refactoring.from = "a";
    refactoring.to = "b";
    cr_assert_eq(n4m_refactor(m, &refactoring, NULL, &err), N4M_E_ARGUMENT);
    cr_assert_eq(n4m_refactor(m, &refactoring, &r, &err), N4M_E_CONNECTION);
    refactoring.property = "c";
    cr_assert_eq(n4m_refactor(m, &refactoring, &r, &err), N4M_E_ARGUMENT);
    cr_assert_not_null(strstr(err.message, "`property`"), "%s", err.message);
    cr_assert_eq(n4m_repair(m, NULL, &r, &err), N4M_E_CONNECTION);
    cr_assert_eq(n4m_clean(m, NULL, &r, &err), N4M_E_CONNECTION);
    cr_assert_eq(n4m_delete(m, "1", &whole, &r, &err), N4M_E_CONNECTION);
    cr_assert_eq(n4m_lock_status(m, &r, &err), N4M_E_CONNECTION);
    cr_assert_eq(n4m_lock_release(m, 1, &r, &err), N4M_E_CONNECTION);
    cr_assert_null(r);
    n4m_close(m);
}

Test(open, an_early_cancel_stops_the_next_operation)
{
    n4m_options opts = OPTIONS(.address = "bolt://127.0.0.1:1");
    n4m_migrations *m = NULL;
    n4m_result *r = NULL;
    cr_assert_eq(n4m_open(&opts, &m, &err), N4M_OK);
    n4m_cancel(m);
    cr_assert_eq(n4m_apply(m, &r, &err), N4M_E_CANCELLED);
    cr_assert_eq(n4m_apply(m, &r, &err), N4M_E_CONNECTION);
    n4m_close(m);
}

Test(open, a_result_that_is_not_there_says_nothing)
{
    cr_expect_str_empty(n4m_result_text(NULL));
    cr_expect_null(n4m_result_version(NULL));
    cr_expect_eq(n4m_result_outcome(NULL), N4M_VALID);
    cr_expect_eq(n4m_result_needs_repair(NULL), 0);
    cr_expect_null(n4m_result_warnings(NULL)[0]);
    cr_expect_null(n4m_result_place(NULL)->address);
    cr_expect_eq(n4m_result_element_count(NULL), 0);
    cr_expect_null(n4m_result_element(NULL, 0));
    cr_expect_eq(n4m_result_skipped_count(NULL), 0);
    cr_expect_null(n4m_result_skipped(NULL, 0));
    cr_expect_null(n4m_result_deleted(NULL)->chains[0]);
    cr_expect_null(n4m_result_deleted(NULL)->lock_names[0]);
    cr_expect_eq(n4m_result_repaired(NULL), 0);
    cr_expect_eq(n4m_result_counts(NULL)->nodes_created, 0);
    cr_expect_eq(n4m_result_change_count(NULL), 0);
    cr_expect_null(n4m_result_change(NULL, 0));
    cr_expect_eq(n4m_result_run_count(NULL), 0);
    cr_expect_eq(n4m_result_counters(NULL)->nodes_created, 0);
    cr_expect_eq(n4m_result_statement_count(NULL), 0);
    cr_expect_null(n4m_result_statement(NULL, 0));
    cr_expect_eq(n4m_result_lock_count(NULL), 0);
    cr_expect_null(n4m_result_lock(NULL, 0));
    cr_expect_eq(n4m_result_released(NULL), 0);
    cr_expect_eq(n4m_result_item_count(NULL), 0);
    cr_expect_null(n4m_result_item(NULL, 0));
    cr_expect_eq(n4m_result_left_out(NULL), 0);
    cr_expect_eq(n4m_result_relation(NULL), N4M_IDENTICAL);
    cr_expect_eq(n4m_result_difference_count(NULL, N4M_RIGHT), 0);
    cr_expect_null(n4m_result_difference(NULL, N4M_LEFT, 0));
}

Test(open, nothing_to_close)
{
    n4m_close(NULL);
    n4m_result_free(NULL);
    n4m_cancel(NULL);
    n4m_result *r = NULL;
    cr_assert_eq(n4m_validate(NULL, &r, &err), N4M_E_ARGUMENT);
}

typedef struct counted {
    int left, balance;
} counted;

static void *resize_counted(void *user, void *block, size_t size)
{
    counted *c = user;
    if (size == 0) {
        c->balance--;
        free(block);
        return NULL;
    }
    if (c->left-- <= 0)
        return NULL;
    c->balance += block == NULL;
    return realloc(block, size);
}

static void run_out_of_memory(n4m_options opts)
{
    n4m_status st = N4M_E_NO_MEMORY;
    for (int left = 0; st; left++) {
        counted c = { left, 0 };
        n4m_allocator allocator = { resize_counted, &c };
        opts.allocator = &allocator;
        st = open_with(opts);
        cr_assert(st == N4M_OK || st == N4M_E_NO_MEMORY, "%d: %s", left, err.message);
        cr_assert_eq(c.balance, 0, "%d blocks after %d allocations", c.balance, left);
        cr_assert_lt(left, 200);
    }
}

Test(open, running_out_of_memory_is_an_error_and_leaks_nothing)
{
    bolt_driver *driver = driver_of_the_application();
    const char *const locations[] = { "file:///tmp", NULL };
    run_out_of_memory(OPTIONS(.locations = locations));
    run_out_of_memory(OPTIONS(.locations = locations, .driver = driver));
    bolt_close(driver);
}
