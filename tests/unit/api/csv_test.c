/* CSV migrations, without a server; tests/live has the rest. */
#include "api/curl.h"
#include "api/handle.h"

#include "failing_memory.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SAME(ours, theirs) cr_expect_eq((long)(ours), (long)(theirs), #theirs)

Test(csv, the_numbers_of_libcurl)
{
    SAME(CURL_GLOBAL, CURL_GLOBAL_DEFAULT);
    SAME(CURL_WRITEDATA, CURLOPT_WRITEDATA);
    SAME(CURL_URL, CURLOPT_URL);
    SAME(CURL_PROXY, CURLOPT_PROXY);
    SAME(CURL_ERRORBUFFER, CURLOPT_ERRORBUFFER);
    SAME(CURL_USERAGENT, CURLOPT_USERAGENT);
    SAME(CURL_XFERINFODATA, CURLOPT_XFERINFODATA);
    SAME(CURL_LOW_SPEED_LIMIT, CURLOPT_LOW_SPEED_LIMIT);
    SAME(CURL_LOW_SPEED_TIME, CURLOPT_LOW_SPEED_TIME);
    SAME(CURL_NOPROGRESS, CURLOPT_NOPROGRESS);
    SAME(CURL_FAILONERROR, CURLOPT_FAILONERROR);
    SAME(CURL_FOLLOWLOCATION, CURLOPT_FOLLOWLOCATION);
    SAME(CURL_MAXREDIRS, CURLOPT_MAXREDIRS);
    SAME(CURL_NOSIGNAL, CURLOPT_NOSIGNAL);
    SAME(CURL_CONNECTTIMEOUT_MS, CURLOPT_CONNECTTIMEOUT_MS);
    SAME(CURL_PROTOCOLS, CURLOPTTYPE_LONG + 181);
    SAME(CURL_REDIR_PROTOCOLS, CURLOPTTYPE_LONG + 182);
    SAME(CURL_WRITEFUNCTION, CURLOPT_WRITEFUNCTION);
    SAME(CURL_XFERINFOFUNCTION, CURLOPT_XFERINFOFUNCTION);
    SAME(CURL_HTTP, CURLPROTO_HTTP);
    SAME(CURL_HTTPS, CURLPROTO_HTTPS);
    SAME(CURL_MESSAGE_SIZE, CURL_ERROR_SIZE);
    SAME(sizeof(curl_off_t), sizeof(int64_t));
}

/* ---- What is given ---- */

Test(csv, what_is_wrong_is_told_at_once)
{
    static const struct {
        n4m_csv csv;
        n4m_status expected;
        const char *reason;
    } cases[] = {
        { { .name = "R1__a", .uri = "http://h/x.csv", .query = "LOAD CSV FROM '%s' AS r" },
          N4M_OK,
          "" },
        { { .name = "V1_2__a", .uri = "file:///x", .query = "%s 5 % 3 %d" }, N4M_OK, "" },
        { { .uri = "http://h/x.csv", .query = "%s" }, N4M_E_ARGUMENT, "`name` is missing" },
        { { .name = "R1__a", .query = "%s" }, N4M_E_ARGUMENT, "`uri` is missing" },
        { { .name = "R1__a", .uri = "http://h/x.csv" }, N4M_E_ARGUMENT, "`query` is missing" },
        { { .name = "R1__a", .uri = "x.csv", .query = "%s" }, N4M_E_ARGUMENT, "no URI" },
        { { .name = "R1__a", .uri = "http://h/a b", .query = "%s" },
          N4M_E_ARGUMENT,
          "byte 11 is %20" },
        { { .name = "R1__a", .uri = "http://h/'+x", .query = "%s" }, N4M_E_ARGUMENT, "%27" },
        { { .name = "R1__a", .uri = "http://h/\\", .query = "%s" }, N4M_E_ARGUMENT, "%5C" },
        { { .name = "R1__a", .uri = "http://h/\xc3\xa4", .query = "%s" }, N4M_E_ARGUMENT, "%C3" },
        { { .name = "R1__a", .uri = "http://h/x", .query = "LOAD" }, N4M_E_ARGUMENT, "one %s" },
        { { .name = "R1__a", .uri = "http://h/x", .query = "%s %s" }, N4M_E_ARGUMENT, "one %s" },
        { { .name = "books", .uri = "http://h/x", .query = "%s" }, N4M_E_PARSE, "books" },
    };
    n4m_options options = N4M_OPTIONS_INIT;
    n4m_migrations *m = NULL;
    n4m_error err = N4M_ERROR_INIT;
    cr_assert_eq(n4m_open(&options, &m, &err), N4M_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        n4m_csv csv = cases[i].csv;
        csv.size = sizeof csv;
        err = (n4m_error)N4M_ERROR_INIT;
        cr_expect_eq(n4m_register_csv(m, &csv, &err), cases[i].expected, "%zu: %s", i, err.message);
        cr_expect_not_null(strstr(err.message, cases[i].reason), "%zu: %s", i, err.message);
    }
    cr_expect_eq(m->engine.options.native_count, 2);
    cr_expect(m->engine.options.natives[0].migration.repeatable);
    cr_expect_not(m->engine.options.natives[1].migration.repeatable);
    n4m_csv sizeless = { .name = "R1__a", .uri = "http://h/x", .query = "%s" };
    cr_expect_eq(n4m_register_csv(m, &sizeless, &err), N4M_E_ARGUMENT);
    cr_expect_eq(n4m_register_csv(m, NULL, &err), N4M_E_ARGUMENT);
    cr_expect_eq(n4m_register_csv(NULL, &sizeless, &err), N4M_E_ARGUMENT);
    n4m_close(m);
}

Test(csv, repeatable_whatever_the_name_says)
{
    n4m_options options = N4M_OPTIONS_INIT;
    n4m_migrations *m = NULL;
    n4m_csv csv = N4M_CSV_INIT;
    csv.name = "V1__a";
    csv.uri = "http://h/x";
    csv.query = "%s";
    csv.repeatable = 1;
    cr_assert_eq(n4m_open(&options, &m, NULL), N4M_OK);
    cr_assert_eq(n4m_register_csv(m, &csv, NULL), N4M_OK);
    cr_expect(m->engine.options.natives[0].migration.repeatable);
    n4m_close(m);
}

/* ---- Checksums by a function of the application ---- */

typedef struct world {
    arena a;
    n4m_migrations *m;
    char told[512];
    n4m_status ends_with;
    const char *reason;
    bool stops;
} world;

static int tell(void *user, const n4m_event *event)
{
    world *w = user;
    cr_assert_eq(event->level, N4M_LEVEL_WARNING);
    snprintf(w->told, sizeof w->told, "%s", event->message);
    return 0;
}

static n4m_status fetch(void *user, const char *uri, n4m_body *body, n4m_error *err)
{
    world *w = user;
    cr_assert(strstr(uri, "books.csv"));
    if (w->stops)
        n4m_cancel(w->m);
    n4m_status st = n4m_body_put(body, "1234", 4, err);
    if (!st)
        st = n4m_body_put(body, "56789", 5, err);
    if (w->ends_with && w->reason)
        snprintf(err->message, sizeof err->message, "%s", w->reason);
    return w->ends_with ? w->ends_with : st;
}

static void world_begin(world *w)
{
    n4m_options options = N4M_OPTIONS_INIT;
    *w = (world){ .a = ARENA_INIT(NULL, 0) };
    options.on_event = tell;
    options.user = w;
    cr_assert_eq(n4m_open(&options, &w->m, NULL), N4M_OK);
}

static void world_finish(world *w)
{
    n4m_close(w->m);
    arena_finish(&w->a);
}

#define WORLD CLEANUP(world_finish) world

/* The checksum, or "none", or the status of the failure. */
static const char *checksum(world *w, const char *uri, n4m_fetch_fn *fn)
{
    csv_source source = { uri, fn, w };
    str found;
    error err = { .status = ST_OK };
    w->told[0] = '\0';
    status st = fetch_checksum(&w->m->engine, &source, &w->a, &found, &err);
    cr_assert_eq(st, err.status);
    return st ? arena_printf(&w->a, "%d", (int)st).data : found.data ? found.data : "none";
}

/* The CRC-32 of "123456789" that every description of it gives: CBF43926. */
Test(csv, the_application_reads)
{
    WORLD w;
    world_begin(&w);
    cr_expect_str_eq(checksum(&w, "file:///books.csv", fetch), "3421780262");
    cr_expect_str_eq(checksum(&w, "http://h/books.csv", fetch), "3421780262");
    cr_expect_str_empty(w.told);
    cr_expect_str_eq(checksum(&w, "file:///books.csv", NULL), "none", "that is on the server");
    cr_expect_str_empty(w.told);
}

Test(csv, failures_are_warnings)
{
    WORLD w;
    world_begin(&w);
    w.ends_with = N4M_E_CONNECTION;
    w.reason = "no route";
    cr_expect_str_eq(checksum(&w, "http://me:secret@h/a@b/books.csv?token=1", fetch), "none");
    cr_expect_str_eq(w.told, "There is no checksum of http://h/a@b/books.csv this time: no route");
    cr_expect_str_eq(checksum(&w, "app:books.csv", fetch), "none");
    cr_expect_str_eq(w.told, "There is no checksum of app:books.csv this time: no route");
    w.reason = NULL;
    cr_expect_str_eq(checksum(&w, "http://h?books.csv", fetch), "none");
    cr_expect_str_eq(w.told, "There is no checksum of http://h this time: it cannot be read");
}

Test(csv, some_failures_are_not)
{
    WORLD w;
    world_begin(&w);
    w.ends_with = N4M_E_NO_MEMORY;
    cr_expect_str_eq(checksum(&w, "http://h/books.csv", fetch), "1");
    w.ends_with = N4M_OK;
    w.stops = true;
    cr_expect_str_eq(checksum(&w, "http://h/books.csv", fetch), "12");
    cr_expect_str_empty(w.told);
    w.ends_with = N4M_E_IO;
    cr_expect_str_eq(checksum(&w, "http://h/books.csv", fetch), "12", "whatever it says then");
    cr_expect_eq(n4m_body_put(NULL, "", 0, NULL), N4M_E_ARGUMENT);
}

/* Nobody listens. */
Test(csv, by_http)
{
    WORLD w;
    world_begin(&w);
    cr_expect_str_eq(checksum(&w, "HTTP://127.0.0.1:1/books.csv", NULL), "none");
    cr_expect_not_null(strstr(w.told, "Failed to connect"), "%s", w.told);
}

/* Whoever connects waits for an answer that never comes. */
static int listen_and_be_silent(char *url, size_t size)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t length = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    cr_assert_eq(bind(listener, (struct sockaddr *)&address, length), 0);
    cr_assert_eq(listen(listener, 1), 0);
    cr_assert_eq(getsockname(listener, (struct sockaddr *)&address, &length), 0);
    snprintf(url, size, "http://127.0.0.1:%d/books.csv", ntohs(address.sin_port));
    return listener;
}

static void *cancel_soon(void *user)
{
    world *w = user;
    nanosleep(&(struct timespec){ .tv_nsec = 50000000 }, NULL);
    n4m_cancel(w->m);
    return NULL;
}

Test(csv, http_can_be_cancelled)
{
    WORLD w;
    char url[64];
    pthread_t thread;
    world_begin(&w);
    int listener = listen_and_be_silent(url, sizeof url);
    time_t began = time(NULL);
    cr_assert_eq(pthread_create(&thread, NULL, cancel_soon, &w), 0);
    cr_expect_str_eq(checksum(&w, url, NULL), "12");
    cr_expect_leq(time(NULL) - began, 4);
    pthread_join(thread, NULL);
    close(listener);
}

/* ---- Memory ---- */

static n4m_status register_with(const n4m_allocator *memory)
{
    n4m_options options = N4M_OPTIONS_INIT;
    n4m_csv csv = N4M_CSV_INIT;
    n4m_migrations *m = NULL;
    options.allocator = memory;
    csv.name = "R1__a";
    csv.uri = "http://h/books.csv";
    csv.query = "LOAD CSV FROM '%s' AS row RETURN row";
    n4m_status st = n4m_open(&options, &m, NULL);
    if (!st)
        st = n4m_register_csv(m, &csv, NULL);
    n4m_close(m);
    return st;
}

Test(csv, running_out_of_memory)
{
    for (failing_memory f = { 0 }; failing_memory_next(&f);) {
        const n4m_allocator memory = { failing_resize, &f };
        cr_assert_eq(register_with(&memory), f.failed ? N4M_E_NO_MEMORY : N4M_OK);
        cr_assert_eq(f.blocks, 0);
    }
}
