#include "bolt/trace.h"

#include "bolt/chunk.h"
#include "bolt/trace_secret.h"
#include "bolt/trace_text.h"

#include <criterion/criterion.h>
#include <string.h>

/* ---- Text of a message ---- */

static void check(str message, bool sent, trace_secrecy secrecy, const char *expected)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    trace_render(&out, message, sent, secrecy);
    cr_assert(!out.failed);
    cr_assert(str_eq(buf_view(&out), str_from(expected)), "%.*s\nexpected\n%s",
              STR_ARG(buf_view(&out)), expected);
}

static void check_received(str message, const char *expected)
{
    check(message, false, (trace_secrecy){ .secretive = false }, expected);
}

static void check_sent(str message, const char *expected)
{
    check(message, true, (trace_secrecy){ .secretive = false }, expected);
}

Test(trace, names_of_messages)
{
    check_received(STR("\xB1\x70\xA0"), "SUCCESS {}");
    check_received(STR("\xB0\x7E"), "IGNORED");
    check_received(STR("\xB1\x71\x90"), "RECORD []");
    check_received(STR("\xB0\x0F"), "0x0F");
    check_sent(STR("\xB0\x0F"), "RESET");
    check_sent(STR("\xB0\x12"), "COMMIT");
    check_sent(STR("\xB1\x70\xA0"), "0x70 {}");
}

Test(trace, values)
{
    check_received(STR("\xB1\x71\x97\xC0\xC2\xC3\x01\xF0\xC9\x03\xE8\xCB\x80\0\0\0\0\0\0\0"),
                   "RECORD [null, false, true, 1, -16, 1000, -9223372036854775808]");
    check_received(STR("\xB1\x71\x93\xC1\x3F\xF0\0\0\0\0\0\0\xC1\x7F\xF0\0\0\0\0\0\0"
                       "\xC1\xC0\x04\0\0\0\0\0\0"),
                   "RECORD [1.0, {\"@float\": \"inf\"}, -2.5]");
    check_received(STR("\xB1\x71\x93\xCC\2\0\xFF\x81x\xA1\x81k\x90"),
                   "RECORD [{\"@bytes\": \"00ff\"}, \"x\", {\"k\": []}]");
    check_received(STR("\xB1\x71\x92\xB1\x44\1\xB1\1\2"),
                   "RECORD [{\"@D\": [1]}, {\"@0x01\": [2]}]");
    check_received(STR("\xB1\x71\x91\xE0"
                       "0123456789abcdef"),
                   "RECORD [{\"@uuid\": \"30313233343536373839616263646566\"}]");
}

Test(trace, text_that_terminals_obey_is_escaped)
{
    check_received(STR("\xB1\x71\x91\x87"
                       "a\x1B[2J\n\""),
                   "RECORD [\"a\\u001b[2J\\u000a\\\"\"]");
    check_received(STR("\xB1\x71\x91\x86\xC2\x9B\xE2\x80\xAE\\"),
                   "RECORD [\"\\u009b\\u202e\\\\\"]");
    check_received(STR("\xB1\x71\x91\x83\xC3\xA4\xFF"), "RECORD [\"\xC3\xA4\xEF\xBF\xBD\"]");
}

Test(trace, what_is_malformed_is_told_where)
{
    check_received(STR(""), "no message: {\"@bytes\": \"\"}");
    check_received(STR("\x01\x02"), "no message: {\"@bytes\": \"0102\"}");
    check_received(STR("\xB1\x70"), "SUCCESS \xE2\x80\xA6(malformed at byte 2)");
    check_received(STR("\xB1\x71\x92\x01"), "RECORD [1, \xE2\x80\xA6(malformed at byte 4)");
    check_received(STR("\xB1\x71\xD6\x7F\xFF\xFF\xFF\x01"),
                   "RECORD \xE2\x80\xA6(malformed at byte 7)");
    check_received(STR("\xB1\x71\x91\xC7"), "RECORD [\xE2\x80\xA6(malformed at byte 4)");
    check_received(STR("\xB1\x70\xA1\x01\x02"), "SUCCESS {\xE2\x80\xA6(malformed at byte 4)");
    check_received(STR("\xB0\x7E\x01"), "IGNORED\xE2\x80\xA6(malformed at byte 2)");
}

/* Header, so many times the same byte, and an expectation of what is around it. */
static void check_repeated(str header, char byte, size_t count, str tail, const char *begins,
                           const char *ends)
{
    BUF_AUTO message = BUF_INIT(NULL, 0);
    BUF_AUTO out = BUF_INIT(NULL, 0);
    buf_str(&message, header);
    for (size_t i = 0; i < count; i++)
        buf_char(&message, byte);
    buf_str(&message, tail);
    trace_render(&out, buf_view(&message), false, (trace_secrecy){ .secretive = false });
    cr_assert(str_starts(buf_view(&out), str_from(begins)), "%.*s", STR_ARG(buf_view(&out)));
    cr_assert(str_ends(buf_view(&out), str_from(ends)), "%.*s", STR_ARG(buf_view(&out)));
    cr_assert_lt(out.len, TRACE_LINE_MAX + 64);
}

Test(trace, what_is_long_is_shortened)
{
    check_repeated(STR("\xB1\x71\x91\xD1\x03\xE8"), 'x', 1000, STR(""), "RECORD [\"xxxx",
                   "xxx\xE2\x80\xA6(1000 bytes)\"]");
    check_repeated(STR("\xB1\x71\x91\xCD\x03\xE8"), '\1', 1000, STR(""),
                   "RECORD [{\"@bytes\": \"0101", "01\xE2\x80\xA6(1000 bytes)\"}]");
    check_repeated(STR("\xB2\x71\xD5\x03\xE8"), '\1', 1000, STR("\x85tail!"), "RECORD [1, 1, ",
                   ", 1\xE2\x80\xA6(1000 items)] \"tail!\"");
    check_repeated(STR("\xB1\x71"), '\x91', 1000, STR("\1"), "RECORD [[[[[",
                   "[\xE2\x80\xA6(nested too deep at byte 67)");
}

Test(trace, a_line_has_an_end)
{
    BUF_AUTO message = BUF_INIT(NULL, 0);
    BUF_AUTO out = BUF_INIT(NULL, 0);
    buf_str(&message, STR("\xB1\x71\xD4\x28"));
    for (int i = 0; i < 40; i++) { /* lists of texts: some 40 * 40 * 100 bytes */
        buf_str(&message, STR("\xD4\x28"));
        for (int k = 0; k < 40; k++)
            buf_printf(&message, "\xD0\x64%0100d", k);
    }
    trace_render(&out, buf_view(&message), false, (trace_secrecy){ .secretive = false });
    cr_assert_leq(out.len, TRACE_LINE_MAX + 3);
    cr_assert(str_ends(buf_view(&out), STR("\xE2\x80\xA6")));
}

/* ---- Secrets ---- */

Test(trace, logins)
{
    check_sent(STR("\xB1\x6A\xA3\x86scheme\x85"
                   "basic\x89principal\x83"
                   "bob\x8B"
                   "credentials\x83pwd"),
               "LOGON {\"scheme\": \"basic\", \"principal\": \"bob\", \"credentials\": \"***\"}");
    check_sent(STR("\xB1\x01\xA2\x8Aparameters\xA1\x81x\x81y\x81k\x81v"),
               "HELLO {\"parameters\": \"***\", \"k\": \"v\"}");
    check_sent(STR("\xB1\x6A\x83pwd"), "LOGON \"***\"");
    check_sent(STR("\xB1\x6A\xA1\x01\x83pwd"), "LOGON {\xE2\x80\xA6(malformed at byte 4)");
}

Test(trace, keys_that_tell_of_secrets)
{
    check_sent(STR("\xB3\x10\x81q\xA3\x88Password\x82pw\x81n\x81v\x87"
                   "apiKey1\x91\x82kk\xA0"),
               "RUN \"q\" {\"Password\": \"***\", \"n\": \"v\", \"apiKey1\": \"***\"} {}");
    check_received(STR("\xB1\x70\xA1\xD0\x13"
                       "credentials_expired\xC3"),
                   "SUCCESS {\"credentials_expired\": true}");
}

Test(trace, statements_that_deal_with_secrets)
{
    trace_request request = trace_look_at_request(STR("\xB3\x10\x8Eset PASSWORD $p\xA0\xA0"));
    cr_assert(request.is_run && request.secretive);
    request = trace_look_at_request(STR("\xB3\x10\x88RETURN 1\xA0\xA0"));
    cr_assert(request.is_run && !request.secretive);
    const trace_secrecy secretive = { .secretive = true };
    check(STR("\xB3\x10\x8E"
              "Password 'pw'!\xA2\x81p\x82pw\x81n\x01\xA1\x82"
              "db\x82xx"),
          true, secretive, "RUN \"Password '***'!\" {\"p\": \"***\", \"n\": 1} {\"db\": \"xx\"}");
    check(STR("\xB1\x7F\xA2\x84"
              "code\x81X\x87message\x82pw"),
          false, secretive, "FAILURE {\"code\": \"X\", \"message\": \"***\"}");
    check(STR("\xB1\x71\x92\x82pw\xCC\2pw"), false, secretive,
          "RECORD [\"***\", {\"@bytes\": \"***\"}]");
}

Test(trace, credentials_wherever_they_turn_up)
{
    const trace_secrecy ours = { .credentials = STR("hunter22") };
    check(STR("\xB1\x7F\xA1\x87message\x8Cx hunter22 y"), false, ours,
          "FAILURE {\"message\": \"***\"}");
    check(STR("\xB1\x71\x91\x8Fhunter2 hunter "), false, ours, "RECORD [\"hunter2 hunter \"]");
    trace_request request = trace_look_at_request(STR("\xB1\x6A\xA2\x81x\x92\x01\xA1\x81y\x01\x8B"
                                                      "credentials\x88hunter22"));
    cr_assert(str_eq(request.credentials, STR("hunter22")));
    cr_assert(!request.is_run);
}

Test(trace, keys_and_urls)
{
    check_received(STR("\xB1\x71\x91\xD0\x1E-----BEGIN PRIVATE KEY-----MII"), "RECORD [\"***\"]");
    check_received(STR("\xB1\x71\x91\xD0\x1Bhttps://u:p@w@example.org/a"),
                   "RECORD [\"https://***@example.org/a\"]");
    check_received(STR("\xB1\x71\x91\xD0\x11http://x/a@b, c@d"), "RECORD [\"http://x/a@b, c@d\"]");
}

static void check_blanked(const char *statement, const char *expected)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    trace_blank_statement(&out, str_from(statement));
    cr_assert(str_eq(buf_view(&out), str_from(expected)), "%.*s", STR_ARG(buf_view(&out)));
}

Test(trace, literals_of_statements)
{
    check_blanked("ALTER USER `o'b` SET PASSWORD 'x\\'y' // old: z\nCHANGE",
                  "ALTER USER `o'b` SET PASSWORD '***' /* *** */\nCHANGE");
    check_blanked("RETURN \"a'b\" + 'c' /* d */ / 2", "RETURN \"***\" + '***' /* *** */ / 2");
    check_blanked("RETURN 'open", "RETURN '***'");
    check_blanked("RETURN 'open\\", "RETURN '***'");
    check_blanked("RETURN 1 /* open", "RETURN 1 /* *** */");
    check_blanked("RETURN `open", "RETURN `open");
    check_blanked("/", "/");
    check_blanked("", "");
}

/* ---- Who said what ---- */

typedef struct heard {
    buf lines;
    uint64_t connection;
} heard;

static void hear(void *user, const bolt_trace_event *event)
{
    heard *h = user;
    static const char *const kinds[] = { "--", "C", "S", "--" };
    cr_assert_eq(event->text.data[event->text.length], '\0');
    cr_assert_gt(event->time_us, INT64_C(1700000000000000));
    h->connection = event->connection;
    buf_printf(&h->lines, "%s %s\n", kinds[event->kind], event->text.data);
}

static void send_message(bolt_tracer *t, uint64_t *position, str message, size_t step)
{
    BUF_AUTO wire = BUF_INIT(NULL, 0);
    size_t begin = bolt_chunk_begin(&wire);
    buf_str(&wire, message);
    bolt_chunk_end(&wire, begin);
    for (size_t at = 0; at < wire.len; at += step) {
        size_t size = wire.len - at < step ? wire.len - at : step;
        bolt_tracer_sent(t, *position, wire.data + at, size);
        *position += size;
    }
}

/* The answers to PULL belong to the statement before it; those of the next statement do not. */
static void converse(size_t step, const char *expected)
{
    heard h = { .lines = BUF_INIT(NULL, 0) };
    bolt_trace_sink sink = { .fn = hear, .user = &h };
    bolt_version version = *bolt_version_find(5, 8);
    bolt_tracer *t = bolt_tracer_create(&sink, NULL, STR("h:1"));
    uint64_t position = 20;
    bolt_tracer_opened(t, &version, 25);
    bolt_tracer_sent(t, position, "\0\0\10\5", 5);
    position += 5;
    send_message(t, &position, STR("\xB3\x10\x8Bset token 1\xA0\xA0"), step);
    send_message(t, &position, STR("\xB1\x3F\xA0"), step);
    send_message(t, &position, STR("\xB3\x10\x81q\xA0\xA0"), step);
    bolt_tracer_received(t, STR("\xB1\x70\xA1\x81x\x81y"));
    bolt_tracer_received(t, STR("\xB1\x71\x91\x81r"));
    bolt_tracer_received(t, STR("\xB1\x71\x91\x81r"));
    bolt_tracer_received(t, STR("\xB1\x70\xA1\x81x\x81y"));
    bolt_tracer_received(t, STR("\xB1\x70\xA1\x81x\x81y"));
    bolt_tracer_closed(t, "reset");
    bolt_tracer_closed(t, NULL);
    cr_assert(str_eq(buf_view(&h.lines), str_from(expected)), "%.*s", STR_ARG(buf_view(&h.lines)));
    cr_assert_eq(h.connection, 1);
    bolt_tracer_destroy(t);
    buf_free(&h.lines);
}

Test(trace, a_conversation)
{
    static const char expected[] = "-- Bolt 5.8 with h:1\n"
                                   "C RUN \"set token 1\" {} {}\nC PULL {}\nC RUN \"q\" {} {}\n"
                                   "S SUCCESS {\"x\": \"***\"}\nS RECORD [\"***\"]\n"
                                   "S RECORD [\"***\"]\nS SUCCESS {\"x\": \"***\"}\n"
                                   "S SUCCESS {\"x\": \"y\"}\n-- closed: reset\n";
    converse(1000, expected);
    converse(1, expected);
    converse(3, expected);
}

Test(trace, lines)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    const bolt_trace_event event = { .kind = BOLT_TRACE_SENT,
                                     .connection = 7,
                                     .time_us = INT64_C(1795569394868982),
                                     .server = { "h:1", 3 },
                                     .text = { "RESET", 5 } };
    bolt_trace_line(&out, &event);
    cr_assert(str_eq(buf_view(&out), STR("2026-11-25T01:16:34.868982Z [7] C: RESET")), "%.*s",
              STR_ARG(buf_view(&out)));
}

Test(trace, nobody_needs_to_know_whether_there_is_one)
{
    bolt_tracer_opened(NULL, bolt_version_find(4, 4), 0);
    bolt_tracer_sent(NULL, 0, "x", 1);
    bolt_tracer_received(NULL, STR("x"));
    bolt_tracer_closed(NULL, NULL);
    bolt_tracer_destroy(NULL);
}
