#include "bolt/stub_server.h"

#define STATEMENT(literal) (&(bolt_statement){ .text = STR(literal) })

static const char conversation[] =
    "5.4 | is server Neo4j/5; ok; noop; ok; fields x y; row 1 2; row 3 4; is db neo4j; is bookmark "
    "b1 | ok; ok; ok; ok; ok; fields x; row 7; is db neo4j | is bookmark b2 | fields a; row 1; is "
    "bookmark b3; fields b; ok | ok; fail Neo.ClientError.Statement.SyntaxError; ignored; ignored "
    "| "
    "ok";

static status use_transaction(bolt_session *session, arena *a, error *err)
{
    bolt_tx *tx;
    bolt_result result;
    status st = bolt_tx_begin(session, NULL, &tx, err);
    if (st)
        return st;
    for (int i = 0; i < 2 && !st; i++)
        st = bolt_tx_queue(tx, STATEMENT("A"), err);
    if (!st)
        st = bolt_tx_query(tx, STATEMENT("B"), a, &result, err);
    if (!st)
        return bolt_tx_commit(tx, err);
    bolt_tx_rollback(tx);
    return st;
}

static status use_failing_transaction(bolt_session *session, error *err)
{
    bolt_tx *tx;
    status st = bolt_tx_begin(session, NULL, &tx, err);
    if (!st)
        st = bolt_tx_queue(tx, STATEMENT("A"), err);
    if (st)
        return st;
    st = bolt_tx_commit_pipelined(tx, err);
    return st == ST_SERVER ? ST_OK : st;
}

static status use_session(bolt_session *session, arena *a, error *err)
{
    const bolt_statement statements[] = { { .text = STR("A") }, { .text = STR("B") } };
    bolt_result results[2];
    status st = bolt_session_execute(session, NULL, STATEMENT("A"), a, &results[0], err);
    if (!st)
        st = use_transaction(session, a, err);
    if (!st)
        st = bolt_session_run_all(session, NULL, statements, 2, a, results, err);
    return st ? st : use_failing_transaction(session, err);
}

/* Everything from the first connection to GOODBYE. */
static status converse(stub_server *server, bolt_config *config, error *err)
{
    bolt_driver *driver;
    bolt_session *session;
    stub_config(config);
    config->retry_budget = 1;
    status st = bolt_driver_open_with(config, stub_dial, server, &driver, err);
    if (st)
        return st;
    ARENA_AUTO a = ARENA_INIT(config->mem, 0);
    st = bolt_session_open(driver, NULL, &session, err);
    if (!st) {
        st = use_session(session, &a, err);
        bolt_session_close(session);
    }
    bolt_driver_close(driver);
    return st;
}

static void finish(stub_server *server)
{
    cr_assert_eq(server->open, 0);
    buf_free(&server->heard);
}

Test(connection, a_conversation)
{
    stub_server server = { .scripts = { conversation } };
    bolt_config config = { 0 };
    error err;
    cr_assert_eq(converse(&server, &config, &err), ST_OK, "%s", err.message);
    check_heard(&server, "HELLO LOGON BEGIN RUN PULL COMMIT | BEGIN RUN DISCARD RUN DISCARD RUN "
                         "PULL | COMMIT | RUN PULL RUN PULL | BEGIN RUN DISCARD COMMIT | RESET | "
                         "GOODBYE");
}

Test(connection, a_conversation_byte_by_byte)
{
    stub_server server = { .scripts = { conversation }, .slice = 1 };
    bolt_config config = { 0 };
    error err;
    cr_assert_eq(converse(&server, &config, &err), ST_OK, "%s", err.message);
    finish(&server);
}

/* Losing the last answers, to RESET, is no failure of anything. */
Test(connection, lost_after_every_byte)
{
    stub_server whole = { .scripts = { conversation } };
    bolt_config config = { 0 };
    cr_assert_eq(converse(&whole, &config, NULL), ST_OK);
    finish(&whole);
    size_t failures = 0;
    for (size_t cut = 1; cut < whole.delivered; cut++) {
        stub_server server = { .scripts = { conversation }, .cut = cut };
        error err = { 0 };
        status st = converse(&server, &config, &err);
        cr_assert(st == ST_OK || st == ST_CONNECTION || st == ST_UNKNOWN_OUTCOME, "%d after %zu",
                  (int)st, cut);
        cr_assert(!st || (err.status == st && err.message[0]));
        failures += st != ST_OK;
        finish(&server);
    }
    cr_assert_geq(failures, whole.delivered - 20);
}

/* ---- The peer ---- */

static void check_refused(const char *script, status expected, const char *message)
{
    stub_server server = { .scripts = { script } };
    bolt_config config = { 0 };
    error err = { 0 };
    cr_expect_eq(converse(&server, &config, &err), expected, "%s", script);
    cr_expect(strstr(err.message, message) != NULL, "%s: %s", script, err.message);
    finish(&server);
}

Test(connection, old_servers_are_asked_again)
{
    stub_server server = { .scripts = { "0.0", conversation } };
    bolt_config config = { 0 };
    error err = { 0 };
    status st = converse(&server, &config, &err);
    cr_assert_eq(st, ST_PROTOCOL, "5.4 was not offered to an old server");
    cr_assert_eq(server.connections, 2);
    finish(&server);
}

Test(connection, a_peer_that_hangs_up)
{
    stub_server server = { .scripts = { "5.4" }, .cut = 3 };
    bolt_config config = { 0 };
    bolt_server about;
    error err = { 0 };
    bolt_driver *driver = stub_driver(&server, &config);
    cr_assert_eq(bolt_driver_server(driver, &about, &err), ST_CONNECTION);
    bolt_driver_close(driver);
    cr_assert_str_eq(
        err.message,
        "\"stub:7687\" closed the connection during the handshake: is it the Bolt port "
        "of a server, usually 7687? If it requires encryption, write bolt+s:// or neo4j+s://");
    finish(&server);
}

Test(connection, answers_that_nobody_asked_for)
{
    check_refused("5.4 | row 1", ST_PROTOCOL, "a record that nobody asked for");
    check_refused("5.4 | ok; ignored", ST_PROTOCOL, "although nothing failed");
}

/* COMMIT went out with the rest, so that these leave doubt. */
Test(connection, answers_that_do_not_fit)
{
    check_refused("5.4 | ok; ok; row 1", ST_UNKNOWN_OUTCOME, "a record that nobody asked for");
    check_refused("5.4 | ok; ok; ok; ignored", ST_UNKNOWN_OUTCOME, "although nothing failed");
    check_refused("5.4 | ok; ok; ok; fields x; row 1 2", ST_UNKNOWN_OUTCOME,
                  "as the result has fields");
    check_refused("5.4 | ok; ok; ok; fields x; bytes 00 01 C0 00 00", ST_UNKNOWN_OUTCOME, "");
    check_refused("5.4 | ok; ok; ok; fields x; bytes 00 03 B1 55 A0 00 00", ST_UNKNOWN_OUTCOME, "");
}

Test(connection, an_answer_nobody_waits_for_makes_an_idle_connection_unusable)
{
    stub_server server = { .scripts = { "5.4 | ok; ok; ok; fields x; ok; ok; ok",
                                        "5.4 | ok; ok; ok; fields x; ok; ok" } };
    bolt_config config = { 0 };
    bolt_session *session;
    bolt_result result;
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    bolt_driver *driver = stub_driver(&server, &config);
    cr_assert_eq(bolt_session_open(driver, NULL, &session, NULL), ST_OK);
    for (int i = 0; i < 2; i++)
        cr_assert_eq(bolt_session_execute(session, NULL, STATEMENT("A"), &a, &result, NULL), ST_OK);
    cr_assert_eq(server.connections, 2);
    bolt_session_close(session);
    bolt_driver_close(driver);
    finish(&server);
}

/* Neo4j 4.4 hangs up when it gets more than 8,192 bytes from somebody it does not know. */
Test(connection, little_is_sent_before_the_login_is_answered)
{
    static char text[100000];
    memset(text, 'x', sizeof text);
    stub_server server = { .scripts = { "5.4 | ok; ok | ok; ok; ok | ok" } };
    bolt_config config = { 0 };
    bolt_session *session;
    bolt_tx *tx;
    bolt_driver *driver = stub_driver(&server, &config);
    cr_assert_eq(bolt_session_open(driver, NULL, &session, NULL), ST_OK);
    cr_assert_eq(bolt_tx_begin(session, NULL, &tx, NULL), ST_OK);
    const bolt_statement statement = { .text = { text, sizeof text } };
    cr_assert_eq(bolt_tx_queue(tx, &statement, NULL), ST_OK);
    cr_assert_eq(bolt_tx_commit(tx, NULL), ST_OK);
    bolt_session_close(session);
    bolt_driver_close(driver);
    check_heard(&server, "HELLO LOGON BEGIN | RUN DISCARD | COMMIT | GOODBYE");
}

Test(connection, the_window_bounds_what_is_unanswered)
{
    enum { STATEMENTS = BOLT_WINDOW_STATEMENTS };
    BUF_AUTO script = BUF_INIT(NULL, 0);
    bolt_config config = { 0 };
    bolt_session *session;
    bolt_tx *tx;
    buf_text(&script, "5.4 | ok; ok; ok; ");
    for (int i = 0; i < STATEMENTS; i++)
        buf_text(&script, "ok; ok; ");
    buf_text(&script, "|ok; ok | ok");
    buf_char(&script, '\0');
    stub_server server = { .scripts = { script.data } };
    bolt_driver *driver = stub_driver(&server, &config);
    cr_assert_eq(bolt_session_open(driver, NULL, &session, NULL), ST_OK);
    cr_assert_eq(bolt_tx_begin(session, NULL, &tx, NULL), ST_OK);
    for (int i = 0; i < STATEMENTS; i++)
        cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    cr_assert_eq(server.delivered, 4, "nobody has waited yet");
    cr_assert_eq(bolt_tx_queue(tx, STATEMENT("A"), NULL), ST_OK);
    cr_assert_gt(server.delivered, 4, "the window was full");
    cr_assert_eq(bolt_tx_commit(tx, NULL), ST_OK);
    bolt_session_close(session);
    bolt_driver_close(driver);
    finish(&server);
}
