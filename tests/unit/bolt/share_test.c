/* Several handles of one driver. */
#include "base/clock.h"
#include "bolt/session.h"
#include "bolt/stub_server.h"

#include <pthread.h>

enum { SHORT = 60 }; /* ms */

#define STATEMENT(literal) (&(bolt_statement){ .text = STR(literal) })

typedef struct scene {
    stub_server server;
    bolt_config config;
    cancel stop_driver, stop_share;
    bolt_driver *driver, *share;
    size_t retries_of_driver, retries_of_share;
    error err;
} scene;

static void count_for_driver(void *user, const error *reason, int64_t delay_ms)
{
    scene *s = user;
    s->retries_of_driver++;
    cr_expect(reason->retryable);
    cr_expect_geq(delay_ms, 0);
}

static void count_for_share(void *user, const error *reason, int64_t delay_ms)
{
    scene *s = user;
    s->retries_of_share++;
    cr_expect(reason->retryable);
    cr_expect_geq(delay_ms, 0);
}

static status share_it(bolt_driver *driver, scene *s, bolt_driver **out)
{
    const bolt_share how = { .stop = &s->stop_share, .on_retry = count_for_share, .user = s };
    return bolt_driver_share(driver, &how, out, &s->err);
}

static void open_scene(scene *s)
{
    cr_assert_eq(cancel_init(&s->stop_driver, NULL), ST_OK);
    cr_assert_eq(cancel_init(&s->stop_share, NULL), ST_OK);
    s->config.cancel = &s->stop_driver;
    s->config.on_retry = count_for_driver;
    s->config.user = s;
    s->driver = stub_driver(&s->server, &s->config);
    cr_assert_eq(share_it(s->driver, s, &s->share), ST_OK);
}

static void close_scene(scene *s, const char *heard)
{
    bolt_driver_close(s->share);
    bolt_driver_close(s->driver);
    cancel_finish(&s->stop_driver);
    cancel_finish(&s->stop_share);
    check_heard(&s->server, heard);
}

static status execute(scene *s, bolt_driver *driver)
{
    bolt_session *session;
    cr_assert_eq(bolt_session_open(driver, NULL, &session, NULL), ST_OK);
    status st =
        bolt_session_execute(session, NULL, STATEMENT("RETURN 1 AS x"), NULL, NULL, &s->err);
    bolt_session_close(session);
    return st;
}

Test(share, uses_the_connections_of_the_driver_and_leaves_them_to_it)
{
    scene s = { .server.scripts = { "5.4 | polite; silence" } };
    open_scene(&s);
    cr_expect_eq(execute(&s, s.driver), ST_OK, "%s", s.err.message);
    cr_expect_eq(execute(&s, s.share), ST_OK, "%s", s.err.message);
    bolt_driver_close(s.share);
    s.share = NULL;
    cr_expect_eq(s.server.open, 1);
    cr_expect_eq(execute(&s, s.driver), ST_OK, "%s", s.err.message);
    cr_expect_eq(s.server.connections, 1);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD COMMIT | BEGIN RUN DISCARD COMMIT "
                    "BEGIN RUN DISCARD COMMIT GOODBYE");
}

Test(share, knows_what_the_driver_knows_of_the_server)
{
    scene s = { .server.scripts = { "5.4 | is server Neo4j/5; ok | polite" } };
    bolt_server told;
    open_scene(&s);
    cr_assert_eq(bolt_driver_server(s.share, &told, &s.err), ST_OK, "%s", s.err.message);
    cr_assert_eq(bolt_driver_server(s.driver, &told, &s.err), ST_OK, "%s", s.err.message);
    cr_expect(str_eq(told.agent, STR("Neo4j/5")));
    close_scene(&s, "HELLO LOGON | GOODBYE");
}

Test(share, is_stopped_for_itself)
{
    scene s = { .server.scripts = { "5.4 | polite; silence" } };
    open_scene(&s);
    cancel_request(&s.stop_share);
    cr_expect_eq(execute(&s, s.share), ST_CANCELLED);
    cr_expect_eq(execute(&s, s.driver), ST_OK, "%s", s.err.message);
    cancel_reset(&s.stop_share);
    cr_expect_eq(execute(&s, s.share), ST_OK, "%s", s.err.message);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD COMMIT | BEGIN RUN DISCARD COMMIT GOODBYE");
}

Test(share, is_stopped_with_the_driver)
{
    scene s = { .server.scripts = { "5.4 | polite; silence" } };
    open_scene(&s);
    cancel_request(&s.stop_driver);
    cr_expect_eq(execute(&s, s.share), ST_CANCELLED);
    bolt_driver_shield(s.share, true);
    cr_expect_eq(execute(&s, s.share), ST_OK, "shielded: %s", s.err.message);
    cr_expect_eq(execute(&s, s.driver), ST_CANCELLED, "the driver is not");
    bolt_driver_shield(s.share, false);
    cr_expect(bolt_driver_interrupted(s.share));
    cr_expect_eq(bolt_driver_sleep(s.share, 1000, NULL), ST_CANCELLED);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD COMMIT | GOODBYE");
}

/* Stops the share while its statement is under way. */
static void stop_at(void *user, size_t group)
{
    scene *s = user;
    if (group == 2)
        cancel_request(&s->stop_share);
}

/* The connection that the driver had before is the driver's again, in order. */
Test(share, what_is_stopped_is_reset_for_the_next_one)
{
    scene s = { .server.scripts = {
                    "5.4 | ok; ok; ok; fields x; ok; ok | ok; fields x | fail "
                    "Neo.ClientError.Transaction.Terminated; ok | ok; fields x; ok; ok" } };
    s.server.on_group = stop_at;
    s.server.user = &s;
    open_scene(&s);
    cr_expect_eq(execute(&s, s.driver), ST_OK, "%s", s.err.message);
    bolt_session *session;
    bolt_tx *tx;
    cr_assert_eq(bolt_session_open(s.share, NULL, &session, NULL), ST_OK);
    cr_assert_eq(bolt_tx_begin(session, NULL, &tx, NULL), ST_OK);
    cr_expect_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    cr_expect_eq(bolt_tx_flush(tx, &s.err), ST_CANCELLED);
    bolt_tx_rollback(tx);
    bolt_session_close(session);
    cr_expect_eq(execute(&s, s.driver), ST_OK, "%s", s.err.message);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD COMMIT | BEGIN RUN DISCARD | RESET | "
                    "BEGIN RUN DISCARD COMMIT | GOODBYE");
}

/* Twice, while a COMMIT is under way on the second connection. */
static void stop_at_once(void *user, size_t group)
{
    scene *s = user;
    if (s->server.connections != 2 || group != 1)
        return;
    cancel_request(&s->stop_share);
    cancel_request(&s->stop_share);
}

Test(share, what_is_stopped_at_once_leaves_other_connections_alone)
{
    scene s = { .server.scripts = { "5.4 | polite; silence",
                                    "5.4 | ok; ok; ok; fields x; ok; silence" } };
    bolt_session *session;
    bolt_tx *tx;
    s.server.on_group = stop_at_once;
    s.server.user = &s;
    open_scene(&s);
    cr_assert_eq(bolt_session_open(s.driver, NULL, &session, NULL), ST_OK);
    cr_assert_eq(bolt_tx_begin(session, NULL, &tx, NULL), ST_OK);
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    cr_assert_eq(bolt_tx_flush(tx, NULL), ST_OK);
    cr_expect_eq(execute(&s, s.share), ST_UNKNOWN_OUTCOME, "%s", s.err.message);
    cr_expect_eq(bolt_tx_commit(tx, &s.err), ST_OK, "%s", s.err.message);
    bolt_session_close(session);
    cr_expect_eq(execute(&s, s.driver), ST_OK, "%s", s.err.message);
    cr_expect_eq(s.server.connections, 2);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD | HELLO LOGON BEGIN RUN DISCARD COMMIT | COMMIT "
                    "BEGIN RUN DISCARD COMMIT GOODBYE");
}

Test(share, retries_are_told_to_whom_they_concern)
{
    static const char once[] =
        "5.4 | ok; ok; ok; fail Neo.TransientError.Transaction.DeadlockDetected; ignored; ignored "
        "| ok "
        "| polite; silence";
    scene s = { .server.scripts = { once } };
    open_scene(&s);
    cr_expect_eq(execute(&s, s.share), ST_OK, "%s", s.err.message);
    cr_expect_eq(s.retries_of_share, 1);
    cr_expect_eq(s.retries_of_driver, 0);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD COMMIT | RESET | "
                    "BEGIN RUN DISCARD COMMIT | GOODBYE");
}

typedef struct waiter {
    scene *s;
    bolt_driver *driver;
    pthread_t thread;
    atomic_int came; /* -1: not yet */
} waiter;

static void *try_to_execute(void *user)
{
    waiter *w = user;
    error err = { .status = ST_OK };
    bolt_session *session;
    status st = bolt_session_open(w->driver, NULL, &session, &err);
    if (!st)
        st = bolt_session_execute(session, NULL, STATEMENT("RETURN 1"), NULL, NULL, &err);
    bolt_session_close(session);
    atomic_store(&w->came, (int)st);
    return NULL;
}

static void start(waiter *w, scene *s, bolt_driver *driver)
{
    *w = (waiter){ .s = s, .driver = driver };
    atomic_init(&w->came, -1);
    cr_assert_eq(pthread_create(&w->thread, NULL, try_to_execute, w), 0);
}

/* Both wait for the only connection. */
Test(share, whoever_waits_with_others_is_stopped_alone)
{
    scene s = { .server.scripts = { "5.4 | polite; silence" }, .config.max_connections = 1 };
    waiter of_driver, of_share;
    bolt_session *session;
    bolt_tx *tx;
    open_scene(&s);
    cr_assert_eq(bolt_session_open(s.driver, NULL, &session, NULL), ST_OK);
    cr_assert_eq(bolt_tx_begin(session, NULL, &tx, NULL), ST_OK);
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    cr_assert_eq(bolt_tx_flush(tx, &s.err), ST_OK, "%s", s.err.message);
    start(&of_driver, &s, s.driver);
    start(&of_share, &s, s.share);
    cr_assert_eq(cancel_sleep(NULL, SHORT, NULL), ST_OK);
    cancel_request(&s.stop_share);
    pthread_join(of_share.thread, NULL);
    cr_expect_eq(atomic_load(&of_share.came), ST_CANCELLED);
    cr_expect_eq(atomic_load(&of_driver.came), -1, "goes on waiting");
    bolt_tx_rollback(tx);
    pthread_join(of_driver.thread, NULL);
    cr_expect_eq(atomic_load(&of_driver.came), ST_OK);
    bolt_session_close(session);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD | ROLLBACK BEGIN RUN DISCARD COMMIT GOODBYE");
}

Test(share, can_be_shared_but_not_on_and_on)
{
    scene s = { .server.scripts = { "5.4 | polite; silence" } };
    bolt_driver *third, *fourth, *fifth;
    open_scene(&s);
    cr_assert_eq(share_it(s.share, &s, &third), ST_OK);
    cr_assert_eq(share_it(third, &s, &fourth), ST_OK);
    cr_expect_eq(share_it(fourth, &s, &fifth), ST_ARGUMENT);
    cr_expect_str_eq(s.err.message,
                     "the driver is shared from one to the next too often: share the "
                     "one that was opened");
    cr_expect_eq(execute(&s, fourth), ST_OK);
    cancel_request(&s.stop_driver);
    cr_expect_eq(execute(&s, fourth), ST_CANCELLED);
    bolt_driver_close(fourth);
    bolt_driver_close(third);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD COMMIT | GOODBYE");
}
