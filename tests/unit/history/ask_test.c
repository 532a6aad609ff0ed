#include "history/ask.h"

#include "bolt/stub_server.h"

enum { QUESTIONS = 4 };

static const char *const texts[QUESTIONS] = { "RETURN 0", "RETURN 1", "RETURN 2", "RETURN 3" };

/* Some questions, a server that answers them as its script says, and what came of it. */
typedef struct scene {
    stub_server server;
    history_question questions[QUESTIONS];
    error err;
} scene;

static history_question question(size_t i, const char *tolerates)
{
    return (history_question){ .text = str_from(texts[i]), .tolerates = tolerates };
}

static status ask(scene *s, const char *heard)
{
    bolt_config config = { 0 };
    bolt_driver *driver = stub_driver(&s->server, &config);
    bolt_session *session;
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    history_question *questions[QUESTIONS];
    for (size_t i = 0; i < QUESTIONS; i++)
        questions[i] = &s->questions[i];
    cr_assert_eq(bolt_session_open(driver, NULL, &session, NULL), ST_OK);
    status st = history_ask(session, (bolt_map){ 0 }, questions, QUESTIONS, &a, &s->err);
    for (size_t i = 0; i < QUESTIONS; i++)
        if (s->questions[i].answered && s->questions[i].result.row_count)
            cr_expect_eq(s->questions[i].result.rows[0].items[0].as.integer, (int64_t)i);
    bolt_session_close(session);
    bolt_driver_close(driver);
    check_heard(&s->server, heard);
    return st;
}

static void check_answered(const scene *s, const char *expected)
{
    for (size_t i = 0; i < QUESTIONS; i++)
        cr_expect_eq(s->questions[i].answered, expected[i] == 'x', "question %zu", i);
}

Test(ask, all_of_them_in_one_round_trip)
{
    scene s = { .server.scripts = { "5.4 | ok; ok; fields x; row 0; ok; fields x; row 1; ok; "
                                    "fields x; row 3; ok" },
                .questions = { question(0, NULL),
                               question(1, NULL),
                               { .text = STR_NONE },
                               question(3, NULL) } };
    cr_assert_eq(ask(&s, "HELLO LOGON RUN PULL RUN PULL RUN PULL | GOODBYE"), ST_OK, "%s",
                 s.err.message);
    check_answered(&s, "xx x");
}

Test(ask, what_is_queued_behind_a_failure_is_asked_again)
{
    scene s = { .server.scripts = { "5.4 | ok; ok; fields x; row 0; ok; fail Neo.A; ignored; "
                                    "ignored; ignored; ignored; ignored | ok | "
                                    "fields x; row 2; ok; fields x; row 3; ok" },
                .questions = { question(0, NULL), question(1, "Neo.A"), question(2, NULL),
                               question(3, NULL) } };
    cr_assert_eq(ask(&s, "HELLO LOGON RUN PULL RUN PULL RUN PULL RUN PULL | RESET | "
                         "RUN PULL RUN PULL | GOODBYE"),
                 ST_OK, "%s", s.err.message);
    check_answered(&s, "x xx");
}

Test(ask, several_may_fail)
{
    scene s = { .server.scripts = { "5.4 | ok; ok; fail Neo.A; ignored; ignored; ignored; "
                                    "ignored; ignored; ignored; ignored | ok | "
                                    "fields x; row 1; ok; fields x; row 2; ok; fail Neo.B; ignored "
                                    "| ok" },
                .questions = { question(0, ""), question(1, NULL), question(2, NULL),
                               question(3, "") } };
    cr_assert_eq(ask(&s, "HELLO LOGON RUN PULL RUN PULL RUN PULL RUN PULL | RESET | "
                         "RUN PULL RUN PULL RUN PULL | RESET | GOODBYE"),
                 ST_OK, "%s", s.err.message);
    check_answered(&s, " xx ");
}

Test(ask, other_failures_are_told)
{
    scene s = { .server.scripts = { "5.4 | ok; ok; fields x; row 0; ok; fail Neo.B; ignored | ok" },
                .questions = { question(0, ""),
                               question(1, "Neo.A"),
                               { .text = STR_NONE },
                               { .text = STR_NONE } } };
    cr_assert_eq(ask(&s, "HELLO LOGON RUN PULL RUN PULL | RESET | GOODBYE"), ST_SERVER);
    cr_assert_str_eq(s.err.code, "Neo.B");
    check_answered(&s, "x   ");
}

Test(ask, a_lost_connection_is_no_missing_answer)
{
    scene s = { .server.scripts = { "5.4 | ok; ok; fields x; row 0; ok; close" },
                .questions = { question(0, ""),
                               question(1, ""),
                               { .text = STR_NONE },
                               { .text = STR_NONE } } };
    cr_assert_eq(ask(&s, "HELLO LOGON RUN PULL RUN PULL |"), ST_CONNECTION);
    check_answered(&s, "x   ");
}

Test(ask, nothing_to_ask)
{
    scene s = { .err = { .status = ST_OK } };
    cr_assert_eq(ask(&s, ""), ST_OK);
    check_answered(&s, "    ");
}
