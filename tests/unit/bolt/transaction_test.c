#include "bolt/session.h"

#include "base/clock.h"
#include "bolt/cursor.h"
#include "bolt/stub_server.h"

#define STATEMENT(literal) (&(bolt_statement){ .text = STR(literal) })

/* A driver, a session and what they talk to. */
typedef struct scene {
    stub_server server;
    bolt_config config;
    bolt_driver *driver;
    bolt_session *session;
    arena a;
    error err;
} scene;

static scene *open_scene(scene *s)
{
    s->driver = stub_driver(&s->server, &s->config);
    cr_assert_eq(bolt_session_open(s->driver, NULL, &s->session, NULL), ST_OK);
    return s;
}

static void close_scene(scene *s, const char *heard)
{
    bolt_session_close(s->session);
    bolt_driver_close(s->driver);
    arena_finish(&s->a);
    check_heard(&s->server, heard);
}

static status execute(scene *s, bolt_result *out)
{
    return bolt_session_execute(s->session, NULL, STATEMENT("RETURN 1 AS x"), &s->a, out, &s->err);
}

static bolt_tx *begin(scene *s)
{
    bolt_tx *tx;
    cr_assert_eq(bolt_tx_begin(s->session, NULL, &tx, &s->err), ST_OK, "%s", s->err.message);
    return tx;
}

Test(transaction, everything_in_two_round_trips)
{
    scene s = { .server.scripts = {
                    "5.4 | is server Neo4j/5; ok; ok; fields x; row 1; is db neo4j; "
                    "is bookmark b1" } };
    bolt_result result;
    bolt_server server;
    open_scene(&s);
    cr_assert_eq(execute(&s, &result), ST_OK, "%s", s.err.message);
    cr_assert_eq(result.row_count, 1);
    cr_assert_eq(result.rows[0].items[0].as.integer, 1);
    cr_assert(str_eq(result.keys[0], STR("x")));
    cr_assert(str_eq(bolt_session_database(s.session), STR("neo4j")));
    cr_assert_eq(bolt_driver_server(s.driver, &server, NULL), ST_OK);
    cr_assert(str_eq(server.agent, STR("Neo4j/5")));
    close_scene(&s, "HELLO LOGON BEGIN RUN PULL COMMIT | GOODBYE");
}

Test(transaction, old_versions_log_in_with_hello)
{
    scene s = { .server.scripts = { "4.4 | ok; ok; fields x; ok; ok" } };
    bolt_result result;
    open_scene(&s);
    cr_assert_eq(execute(&s, &result), ST_OK, "%s", s.err.message);
    close_scene(&s, "HELLO BEGIN RUN PULL COMMIT | GOODBYE");
}

static status count(void *user, size_t index, const bolt_summary *summary, error *err)
{
    size_t *expected = user;
    (void)summary;
    (void)err;
    cr_expect_eq(index, (*expected)++);
    return ST_OK;
}

Test(transaction, queued_statements_share_a_write_and_are_discarded)
{
    scene s = { .server.scripts = {
                    "5.4 | ok; ok; ok; ok; ok; ok; ok; fields x; row 5; ok | ok" } };
    size_t summaries = 0;
    bolt_result result;
    bolt_tx *tx = begin(open_scene(&s));
    bolt_tx_on_summary(tx, count, &summaries);
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("B"), NULL), ST_OK);
    cr_assert_eq(bolt_tx_query(tx, STATEMENT("C"), &s.a, &result, NULL), ST_OK);
    cr_assert_eq(summaries, 2);
    cr_assert_eq(result.rows[0].items[0].as.integer, 5);
    cr_assert_eq(bolt_tx_commit(tx, NULL), ST_OK);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD RUN DISCARD RUN PULL | COMMIT | GOODBYE");
}

static status refuse(void *user, size_t index, const bolt_summary *summary, error *err)
{
    size_t *calls = user;
    (void)index;
    (void)summary;
    ++*calls;
    return fail(err, ST_ARGUMENT, "not like this");
}

/* The answers to the query come when nobody wants them any more. */
Test(transaction, a_refused_summary_ends_a_query_but_not_the_transaction)
{
    scene s = { .server.scripts = {
                    "5.4 | ok; ok; ok; ok; ok; fields x; row 5; ok | fields y; row 6; ok | ok" } };
    size_t calls = 0;
    bolt_result result;
    bolt_tx *tx = begin(open_scene(&s));
    bolt_tx_on_summary(tx, refuse, &calls);
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    cr_assert_eq(bolt_tx_query(tx, STATEMENT("B"), &s.a, &result, &s.err), ST_ARGUMENT);
    cr_assert_str_eq(s.err.message, "not like this");
    cr_assert_eq(bolt_tx_query(tx, STATEMENT("C"), &s.a, &result, &s.err), ST_OK);
    cr_assert_eq(result.row_count, 1);
    cr_assert_eq(result.rows[0].items[0].as.integer, 6);
    cr_assert_eq(bolt_tx_commit(tx, NULL), ST_OK);
    cr_assert_eq(calls, 1);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD RUN PULL | RUN PULL | COMMIT | GOODBYE");
}

static status skip(void *user, const str *keys, bolt_list row, error *err)
{
    (void)user;
    (void)keys;
    (void)row;
    (void)err;
    return ST_OK;
}

Test(transaction, a_refused_summary_ends_a_stream_but_not_the_transaction)
{
    scene s = { .server.scripts = { "5.4 | ok; ok; ok; ok; ok; fields x; row 5; more | ok" } };
    size_t calls = 0;
    bolt_tx *tx = begin(open_scene(&s));
    bolt_tx_on_summary(tx, refuse, &calls);
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    cr_assert_eq(bolt_tx_stream(tx, STATEMENT("B"), 1, skip, NULL, NULL, &s.a, &s.err),
                 ST_ARGUMENT);
    cr_assert_eq(bolt_tx_commit(tx, NULL), ST_OK);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD RUN PULL | COMMIT | GOODBYE");
}

/* COMMIT has been sent: whether it took place must be known, and neither is it undone. */
Test(transaction, a_refused_summary_does_not_stop_a_commit_that_has_been_sent)
{
    scene s = { .server.scripts = { "5.4 | ok; ok; ok; ok; ok; is bookmark b",
                                    "5.4 | ok; ok; ok; ok; ok" } };
    size_t calls = 0;
    bolt_tx *tx = begin(open_scene(&s));
    bolt_tx_on_summary(tx, refuse, &calls);
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    cr_assert_eq(bolt_tx_commit_pipelined(tx, &s.err), ST_ARGUMENT);
    cr_assert_str_eq(s.err.message, "not like this");
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD COMMIT | GOODBYE");
}

Test(transaction, a_refused_summary_does_not_hide_that_a_commit_was_lost)
{
    scene s = { .server.scripts = { "5.4 | ok; ok; ok; ok; ok; close" } };
    size_t calls = 0;
    bolt_tx *tx = begin(open_scene(&s));
    bolt_tx_on_summary(tx, refuse, &calls);
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    cr_assert_eq(bolt_tx_commit_pipelined(tx, &s.err), ST_UNKNOWN_OUTCOME);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD COMMIT |");
}

Test(transaction, a_failure_names_its_statement_and_is_repeated)
{
    scene s = { .server.scripts = {
                    "5.4 | ok; ok; ok; ok; ok; fail Neo.ClientError.Statement.SyntaxError; "
                    "ignored; ignored; ignored | ok | ok; fields x; ok; ok" } };
    bolt_result result;
    bolt_tx *tx = begin(open_scene(&s));
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("B"), NULL), ST_OK);
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("C"), NULL), ST_OK);
    cr_assert_eq(bolt_tx_flush(tx, &s.err), ST_SERVER);
    cr_assert_eq(s.err.statement, 2);
    cr_assert_str_eq(s.err.code, "Neo.ClientError.Statement.SyntaxError");
    cr_assert_not(s.err.retryable);
    s.err = (error){ 0 };
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("D"), &s.err), ST_SERVER);
    cr_assert_eq(s.err.statement, 2);
    cr_assert_eq(bolt_tx_commit(tx, &s.err), ST_SERVER);
    cr_assert_eq(execute(&s, &result), ST_OK, "the connection is good again");
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD RUN DISCARD RUN DISCARD | RESET | "
                    "BEGIN RUN PULL COMMIT | GOODBYE");
}

Test(transaction, rollback_without_statements_under_way_says_rollback)
{
    scene s = { .server.scripts = { "5.4 | ok; ok; ok; ok; ok | ok" } };
    bolt_tx *tx = begin(open_scene(&s));
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    cr_assert_eq(bolt_tx_flush(tx, NULL), ST_OK);
    bolt_tx_rollback(tx);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD | ROLLBACK | GOODBYE");
}

Test(transaction, rollback_of_what_was_never_sent_sends_nothing)
{
    scene s = { .server.scripts = { "5.4 | ok; ok" } };
    bolt_tx *tx = begin(open_scene(&s));
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    bolt_tx_rollback(tx);
    close_scene(&s, "HELLO LOGON GOODBYE");
}

Test(transaction, one_at_a_time)
{
    scene s = { .server.scripts = { "5.4 | ok; ok" } };
    bolt_tx *tx, *second;
    tx = begin(open_scene(&s));
    cr_assert_eq(bolt_tx_begin(s.session, NULL, &second, &s.err), ST_ARGUMENT);
    bolt_tx_rollback(tx);
    close_scene(&s, "HELLO LOGON GOODBYE");
}

static status use_it(void *user, const str *keys, bolt_list row, error *err)
{
    bolt_tx *tx = user;
    (void)keys;
    (void)row;
    return bolt_tx_queue(tx, STATEMENT("A"), err);
}

Test(transaction, cannot_be_used_from_its_own_callback)
{
    scene s = { .server.scripts = { "5.4 | ok; ok; ok; fields x; row 1; ok | ok" } };
    bolt_tx *tx = begin(open_scene(&s));
    cr_assert_eq(bolt_tx_stream(tx, STATEMENT("A"), 0, use_it, tx, NULL, NULL, &s.err),
                 ST_ARGUMENT);
    bolt_tx_rollback(tx);
    close_scene(&s, "HELLO LOGON BEGIN RUN PULL | ROLLBACK | GOODBYE");
}

static status sum(void *user, const str *keys, bolt_list row, error *err)
{
    int64_t *total = user;
    (void)keys;
    *total += row.items[0].as.integer;
    return *total > 100 ? fail(err, ST_ARGUMENT, "that is enough") : ST_OK;
}

Test(transaction, streams_in_batches)
{
    scene s = { .server.scripts = {
                    "5.4 | ok; ok; ok; fields x; row 1; row 2; more | row 3; ok | ok" } };
    int64_t total = 0;
    bolt_tx *tx = begin(open_scene(&s));
    cr_assert_eq(bolt_tx_stream(tx, STATEMENT("A"), 2, sum, &total, NULL, NULL, NULL), ST_OK);
    cr_assert_eq(total, 6);
    cr_assert_eq(bolt_tx_commit(tx, NULL), ST_OK);
    close_scene(&s, "HELLO LOGON BEGIN RUN PULL | PULL | COMMIT | GOODBYE");
}

Test(transaction, a_stream_that_is_stopped_is_discarded)
{
    scene s = { .server.scripts = {
                    "5.4 | ok; ok; ok; fields x; row 99; row 9; row 1; more | ok | ok" } };
    int64_t total = 0;
    bolt_tx *tx = begin(open_scene(&s));
    cr_assert_eq(bolt_tx_stream(tx, STATEMENT("A"), 3, sum, &total, NULL, NULL, &s.err),
                 ST_ARGUMENT);
    cr_assert_str_eq(s.err.message, "that is enough");
    cr_assert_eq(total, 108);
    cr_assert_eq(bolt_tx_commit(tx, NULL), ST_OK);
    close_scene(&s, "HELLO LOGON BEGIN RUN PULL | DISCARD | COMMIT | GOODBYE");
}

Test(transaction, a_lost_commit_is_an_unknown_outcome)
{
    scene s = { .server.scripts = { "5.4 | ok; ok; ok; ok; ok" } };
    bolt_tx *tx = begin(open_scene(&s));
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    cr_assert_eq(bolt_tx_commit(tx, &s.err), ST_UNKNOWN_OUTCOME);
    cr_assert_eq(s.err.status, ST_UNKNOWN_OUTCOME);
    cr_assert_not(s.err.retryable);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD | COMMIT");
}

Test(transaction, a_connection_lost_before_commit_may_be_retried)
{
    scene s = { .server.scripts = { "5.4 | ok; ok; ok; ok" } };
    bolt_tx *tx = begin(open_scene(&s));
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    s.server.cut = 4 + 4 * 7;
    cr_assert_eq(bolt_tx_commit(tx, &s.err), ST_CONNECTION);
    cr_assert(s.err.retryable);
    cr_assert_eq(s.err.statement, 1);
    cr_assert_str_eq(s.err.message, "lost the connection to \"stub:7687\" while running statement "
                                    "1: the server closed it");
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD |");
}

Test(transaction, a_refused_login_is_told_and_not_the_end_of_the_stream)
{
    scene s = { .server.scripts = { "5.4 | ok; fail Neo.ClientError.Security.Unauthorized" },
                .config.auth = {
                    .scheme = BOLT_AUTH_BASIC, .principal = STR("me"), .credentials = STR("x") } };
    bolt_result result;
    open_scene(&s);
    cr_assert_eq(execute(&s, &result), ST_AUTHENTICATION);
    cr_assert_str_eq(s.err.message,
                     "\"stub:7687\" does not let user \"me\" in: wrong user name or password");
    close_scene(&s, "HELLO LOGON BEGIN RUN PULL COMMIT |");
}

Test(transaction, a_dead_idle_connection_is_replaced)
{
    scene s = { .server.scripts = { "5.4 | ok; ok; ok; fields x; ok; ok; close",
                                    "5.4 | ok; ok; ok; fields x; ok; ok" } };
    bolt_result result;
    open_scene(&s);
    cr_assert_eq(execute(&s, &result), ST_OK);
    cr_assert_eq(execute(&s, &result), ST_OK, "%s", s.err.message);
    cr_assert_eq(s.server.connections, 2);
    close_scene(&s, "HELLO LOGON BEGIN RUN PULL COMMIT | GOODBYE HELLO LOGON BEGIN RUN PULL COMMIT "
                    "| GOODBYE");
}

Test(transaction, two_at_once_take_two_connections)
{
    scene s = { .server.scripts = { "5.4 | ok; ok; ok; ok; ok | ok",
                                    "5.4 | ok; ok; ok; ok; ok | ok" } };
    bolt_session *other;
    bolt_tx *second, *tx = begin(open_scene(&s));
    cr_assert_eq(bolt_session_open(s.driver, NULL, &other, NULL), ST_OK);
    cr_assert_eq(bolt_tx_begin(other, NULL, &second, NULL), ST_OK);
    cr_assert_eq(s.server.connections, 2);
    bolt_tx_rollback(tx);
    bolt_session_close(other);
    buf_clear(&s.server.heard);
    close_scene(&s, "");
}

Test(transaction, auto_commit_statements_share_a_write)
{
    scene s = { .server.scripts = { "5.4 | ok; ok; fields a; row 1; is bookmark b; fail "
                                    "Neo.ClientError.Statement.SyntaxError; ignored; ignored; "
                                    "ignored | ok" } };
    const bolt_statement statements[] = { { .text = STR("A") },
                                          { .text = STR("B") },
                                          { .text = STR("C") } };
    bolt_result results[3];
    open_scene(&s);
    cr_assert_eq(bolt_session_run_all(s.session, NULL, statements, 3, &s.a, results, &s.err),
                 ST_SERVER);
    cr_assert_eq(s.err.statement, 2);
    cr_assert_eq(results[0].row_count, 1);
    cr_assert_eq(results[1].key_count, 0);
    cr_assert_eq(results[2].key_count, 0);
    close_scene(&s, "HELLO LOGON RUN PULL RUN PULL RUN PULL | RESET | GOODBYE");
}

/* ---- Managed transactions ---- */

static status queue_one(bolt_tx *tx, void *user, error *err)
{
    int *attempts = user;
    ++*attempts;
    status st = bolt_tx_queue(tx, STATEMENT("A"), err);
    return st ? st : bolt_tx_flush(tx, err);
}

static void note_retry(void *user, const error *reason, int64_t delay_ms)
{
    int *retries = user;
    ++*retries;
    cr_expect_str_eq(reason->code, "Neo.TransientError.Transaction.DeadlockDetected");
    cr_expect(delay_ms >= 800 && delay_ms <= 1200);
}

Test(transaction, a_transient_failure_is_tried_again)
{
    int attempts = 0, retries = 0;
    scene s = { .server.scripts = { "5.4 | ok; ok; ok; fail "
                                    "Neo.TransientError.Transaction.DeadlockDetected; ignored | ok "
                                    "| ok; ok; ok | is bookmark b" },
                .config = { .on_retry = note_retry, .user = &retries } };
    open_scene(&s);
    cr_assert_eq(bolt_session_transact(s.session, NULL, queue_one, &attempts, &s.err), ST_OK, "%s",
                 s.err.message);
    cr_assert_eq(attempts, 2);
    cr_assert_eq(retries, 1);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD | RESET | BEGIN RUN DISCARD | COMMIT | GOODBYE");
}

Test(transaction, a_failure_of_the_client_is_final)
{
    int attempts = 0;
    scene s = { .server.scripts = { "5.4 | ok; ok; ok; fail "
                                    "Neo.ClientError.Schema.ConstraintValidationFailed; ignored | "
                                    "ok" } };
    open_scene(&s);
    cr_assert_eq(bolt_session_transact(s.session, NULL, queue_one, &attempts, &s.err), ST_SERVER);
    cr_assert_eq(attempts, 1);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD | RESET | GOODBYE");
}

Test(transaction, an_unknown_outcome_is_not_tried_again)
{
    scene s = { .server.scripts = { "5.4 | ok; ok; ok; fields x; ok; close", "5.4 | ok" } };
    bolt_result result;
    open_scene(&s);
    cr_assert_eq(execute(&s, &result), ST_UNKNOWN_OUTCOME);
    cr_assert_eq(s.server.connections, 1);
    close_scene(&s, "HELLO LOGON BEGIN RUN PULL COMMIT |");
}

/* ---- A request to stop ---- */

typedef struct stopper {
    cancel cancel;
    size_t group;
    int requests;
} stopper;

static void stop_at(void *user, size_t group)
{
    stopper *s = user;
    for (int i = 0; group == s->group && i < s->requests; i++)
        cancel_request(&s->cancel);
}

static void watch(scene *s, stopper *stop)
{
    cr_assert_eq(cancel_init(&stop->cancel, NULL), ST_OK);
    s->config.cancel = &stop->cancel;
    s->server.on_group = stop_at;
    s->server.user = stop;
}

Test(transaction, a_request_to_stop_resets_the_connection)
{
    stopper stop = { .group = 1, .requests = 1 };
    scene s = { .server.scripts = { "5.4 | ok; ok; ok; ok | fail "
                                    "Neo.ClientError.Transaction.Terminated; ok | ok; fields x; "
                                    "ok; ok" } };
    bolt_result result;
    watch(&s, &stop);
    bolt_tx *tx = begin(open_scene(&s));
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    cr_assert_eq(bolt_tx_commit(tx, &s.err), ST_CANCELLED);
    cr_assert_str_eq(s.err.message, "cancelled; the transaction was rolled back");
    cr_assert_eq(execute(&s, &result), ST_CANCELLED);
    bolt_driver_shield(s.driver, true);
    cr_assert_eq(execute(&s, &result), ST_OK, "shielded: %s", s.err.message);
    bolt_driver_shield(s.driver, false);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD | RESET | BEGIN RUN PULL COMMIT | GOODBYE");
    cancel_finish(&stop.cancel);
}

Test(transaction, a_second_request_to_stop_closes_at_once)
{
    stopper stop = { .group = 1, .requests = 2 };
    scene s = { .server.scripts = { "5.4 | ok; ok; ok; ok; silence" } };
    watch(&s, &stop);
    bolt_tx *tx = begin(open_scene(&s));
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    cr_assert_eq(bolt_tx_flush(tx, &s.err), ST_CANCELLED);
    cr_assert_eq(s.server.open, 0);
    bolt_tx_rollback(tx);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD |");
    cancel_finish(&stop.cancel);
}

Test(transaction, a_commit_under_way_is_awaited_and_not_reset)
{
    stopper stop = { .group = 2, .requests = 1 };
    scene s = { .server.scripts = { "5.4 | ok; ok; ok; ok; ok | noop; is bookmark b" } };
    watch(&s, &stop);
    bolt_tx *tx = begin(open_scene(&s));
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    cr_assert_eq(bolt_tx_commit(tx, &s.err), ST_OK, "%s", s.err.message);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD | COMMIT | GOODBYE");
    cancel_finish(&stop.cancel);
}

Test(transaction, a_server_that_does_not_answer_a_commit_leaves_doubt_when_stopped_twice)
{
    stopper stop = { .group = 2, .requests = 2 };
    scene s = { .server.scripts = { "5.4 | ok; ok; ok; ok; ok | noop; silence" } };
    watch(&s, &stop);
    bolt_tx *tx = begin(open_scene(&s));
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    cr_assert_eq(bolt_tx_commit(tx, &s.err), ST_UNKNOWN_OUTCOME);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD | COMMIT |");
    cancel_finish(&stop.cancel);
}

/* Everything has been answered before RESET arrived. The answers come in pieces, so that somebody waits. */
static scene *open_late_scene(scene *s, stopper *stop)
{
    s->server.slice = 20;
    watch(s, stop);
    return open_scene(s);
}

Test(transaction, a_request_to_stop_that_comes_too_late_loses_no_rows)
{
    stopper stop = { .group = 1, .requests = 1 };
    scene s = { .server.scripts = {
                    "5.4 | ok; ok; ok; fields x; row 1; row 2; ok; is bookmark b | ok" } };
    bolt_result result;
    open_late_scene(&s, &stop);
    cr_assert_eq(execute(&s, &result), ST_OK, "%s", s.err.message);
    cr_assert_eq(result.key_count, 1);
    cr_assert_eq(result.row_count, 2);
    cr_assert_eq(result.rows[1].items[0].as.integer, 2);
    close_scene(&s, "HELLO LOGON BEGIN RUN PULL COMMIT | RESET | GOODBYE");
    cancel_finish(&stop.cancel);
}

static status run_one(scene *s, bolt_result *out)
{
    return bolt_session_run(s->session, NULL, STATEMENT("RETURN 1 AS x"), &s->a, out, &s->err);
}

Test(transaction, a_request_to_stop_that_comes_too_late_for_a_statement_of_its_own)
{
    stopper stop = { .group = 1, .requests = 1 };
    scene s = { .server.scripts = { "5.4 | ok; ok; fields x; row 1; is bookmark b | ok" } };
    bolt_result result;
    open_late_scene(&s, &stop);
    cr_assert_eq(run_one(&s, &result), ST_OK, "%s", s.err.message);
    cr_assert_eq(result.row_count, 1);
    close_scene(&s, "HELLO LOGON RUN PULL | RESET | GOODBYE");
    cancel_finish(&stop.cancel);
}

Test(transaction, a_request_to_stop_that_stops_a_statement_of_its_own)
{
    stopper stop = { .group = 1, .requests = 1 };
    scene s = { .server.scripts = { "5.4 | ok; ok; fields x; row 1; row 2; row 3; fail "
                                    "Neo.ClientError.Transaction.Terminated | ok" } };
    bolt_result result;
    open_late_scene(&s, &stop);
    cr_assert_eq(run_one(&s, &result), ST_CANCELLED);
    cr_assert_str_eq(s.err.message, "cancelled; the server has stopped the statement");
    close_scene(&s, "HELLO LOGON RUN PULL | RESET | GOODBYE");
    cancel_finish(&stop.cancel);
}

/* The rows that were not fetched are gone. */
Test(transaction, a_request_to_stop_between_two_batches)
{
    stopper stop = { .group = 1, .requests = 1 };
    scene s = { .server.scripts = { "5.4 | ok; ok; fields x; row 1; row 2; more | ok" } };
    bolt_cursor cursor;
    bolt_tx *tx;
    open_late_scene(&s, &stop);
    const bolt_tx_config config = { .automatic = true };
    cr_assert_eq(bolt_tx_begin(s.session, &config, &tx, NULL), ST_OK);
    cr_assert_eq(bolt_cursor_open(&cursor, tx, STATEMENT("A"), 2, &s.a, &s.err), ST_CANCELLED);
    bolt_cursor_close(&cursor);
    bolt_tx_rollback(tx);
    close_scene(&s, "HELLO LOGON RUN PULL | RESET | GOODBYE");
    cancel_finish(&stop.cancel);
}

/* ---- Deadlines ---- */

Test(transaction, silence_ends_at_the_read_timeout)
{
    scene s = { .server.scripts = { "5.4 | ok; ok; ok; silence" }, .config.read_timeout = 50 };
    bolt_tx *tx = begin(open_scene(&s));
    int64_t begun = clock_ms();
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    cr_assert_eq(bolt_tx_flush(tx, &s.err), ST_TIMEOUT);
    cr_assert(s.err.retryable);
    cr_assert_lt(clock_ms() - begun, 2000);
    bolt_tx_rollback(tx);
    close_scene(&s, "HELLO LOGON BEGIN RUN DISCARD |");
}

Test(transaction, the_login_has_a_deadline)
{
    scene s = { .server.scripts = { "5.4 | ok; silence" }, .config.handshake_timeout = 50 };
    bolt_server server;
    open_scene(&s);
    cr_assert_eq(bolt_driver_server(s.driver, &server, &s.err), ST_TIMEOUT);
    close_scene(&s, "HELLO LOGON |");
}
