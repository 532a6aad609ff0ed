#include "bolt/version.h"

#include <criterion/criterion.h>
#include <string.h>

#define MANIFEST "\0\0\1\xFF"

static status ask(bolt_attempt attempt, str received, bolt_handshake *out, error *err)
{
    return bolt_handshake_read(attempt, received, out, err);
}

static void check_version(str received, uint8_t major, uint8_t minor)
{
    bolt_handshake h;
    error err = { .message = "" };
    cr_assert_eq(ask(BOLT_ATTEMPT_FIRST, received, &h, &err), ST_OK, "%s", err.message);
    cr_assert_eq(h.state, BOLT_HANDSHAKE_CHOSEN);
    cr_assert_eq(h.version.major, major);
    cr_assert_eq(h.version.minor, minor);
    cr_assert_eq(h.used, received.len);
}

static void check_error(bolt_attempt attempt, str received, const char *sentence)
{
    bolt_handshake h;
    error err = { .message = "" };
    cr_assert_eq(ask(attempt, received, &h, &err), ST_PROTOCOL, "%s", sentence);
    cr_assert(strstr(err.message, sentence), "%s", err.message);
}

Test(version, the_table)
{
    static const uint8_t spoken[][2] = { { 3, 0 }, { 4, 0 }, { 4, 1 }, { 4, 2 }, { 4, 3 }, { 4, 4 },
                                         { 5, 0 }, { 5, 1 }, { 5, 2 }, { 5, 3 }, { 5, 4 }, { 5, 6 },
                                         { 5, 7 }, { 5, 8 }, { 6, 0 }, { 6, 1 } };
    uint32_t features = 0;
    for (size_t i = 0; i < sizeof spoken / sizeof spoken[0]; i++) {
        const bolt_version *v = bolt_version_find(spoken[i][0], spoken[i][1]);
        cr_assert(v, "%u.%u", spoken[i][0], spoken[i][1]);
        cr_assert_eq(features & ~v->features & ~(uint32_t)BOLT_HAS_UTC_PATCH, 0,
                     "nothing else is lost");
        features = v->features;
    }
    cr_assert(!bolt_version_find(5, 5));
    cr_assert(!bolt_version_find(5, 9));
    cr_assert(!bolt_version_find(6, 2));
    cr_assert(!bolt_version_find(0, 0));
}

Test(version, when_features_begin_and_end)
{
    static const struct {
        bolt_feature feature;
        uint8_t before[2], since[2];
    } cases[] = {
        { BOLT_HAS_DATABASES, { 3, 0 }, { 4, 0 } },
        { BOLT_HAS_ROUTING_CONTEXT, { 4, 0 }, { 4, 1 } },
        { BOLT_HAS_ROUTE, { 4, 2 }, { 4, 3 } },
        { BOLT_HAS_UTC_PATCH, { 4, 2 }, { 4, 3 } },
        { BOLT_HAS_UTC_PATCH, { 5, 0 }, { 4, 4 } },
        { BOLT_HAS_IMPERSONATION, { 4, 3 }, { 4, 4 } },
        { BOLT_HAS_UTC, { 4, 4 }, { 5, 0 } },
        { BOLT_HAS_ELEMENT_IDS, { 4, 4 }, { 5, 0 } },
        { BOLT_HAS_LOGON, { 5, 0 }, { 5, 1 } },
        { BOLT_HAS_FILTERS, { 5, 1 }, { 5, 2 } },
        { BOLT_HAS_AGENT, { 5, 2 }, { 5, 3 } },
        { BOLT_HAS_TELEMETRY, { 5, 3 }, { 5, 4 } },
        { BOLT_HAS_STATUSES, { 5, 4 }, { 5, 6 } },
        { BOLT_HAS_GQL_ERRORS, { 5, 6 }, { 5, 7 } },
        { BOLT_HAS_HOME_DATABASE, { 5, 7 }, { 5, 8 } },
        { BOLT_HAS_VECTORS, { 5, 8 }, { 6, 0 } },
        { BOLT_HAS_UUIDS, { 6, 0 }, { 6, 1 } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const bolt_version *before = bolt_version_find(cases[i].before[0], cases[i].before[1]);
        const bolt_version *since = bolt_version_find(cases[i].since[0], cases[i].since[1]);
        cr_assert(!bolt_version_has(before, cases[i].feature), "case %zu", i);
        cr_assert(bolt_version_has(since, cases[i].feature), "case %zu", i);
    }
}

Test(version, what_we_send_first)
{
    static const uint8_t first[] = { 0x60, 0x60, 0xB0, 0x17, 0, 0, 1, 0xFF, 0, 8,
                                     8,    5,    0,    2,    4, 4, 0, 0,    1, 4 };
    static const uint8_t old[] = { 0x60, 0x60, 0xB0, 0x17, 0, 0, 2, 4, 0, 0,
                                   0,    4,    0,    0,    0, 3, 0, 0, 0, 0 };
    uint8_t sent[BOLT_HANDSHAKE_SIZE];
    bolt_handshake_request(BOLT_ATTEMPT_FIRST, sent);
    cr_assert_arr_eq(sent, first, sizeof first);
    bolt_handshake_request(BOLT_ATTEMPT_OLD, sent);
    cr_assert_arr_eq(sent, old, sizeof old);
}

Test(version, classic_replies)
{
    check_version(STR("\0\0\4\4"), 4, 4);
    check_version(STR("\0\0\2\4"), 4, 2);
    check_version(STR("\0\0\1\4"), 4, 1);
    check_version(STR("\0\0\0\5"), 5, 0);
    check_version(STR("\0\0\4\5"), 5, 4);
    check_version(STR("\0\0\10\5"), 5, 8);
}

Test(version, a_classic_reply_needs_no_answer)
{
    bolt_handshake h;
    cr_assert_eq(ask(BOLT_ATTEMPT_FIRST, STR("\0\0\4\4\0\0"), &h, NULL), ST_OK);
    cr_assert_eq(h.used, 4);
    cr_assert_eq(h.answer_size, 0);
}

Test(version, replies_that_were_not_asked_for)
{
    check_error(BOLT_ATTEMPT_FIRST, STR("\0\0\5\5"), "chose Bolt 5.5");
    check_error(BOLT_ATTEMPT_FIRST, STR("\0\0\0\3"), "chose Bolt 3.0");
    check_error(BOLT_ATTEMPT_FIRST, STR("\0\0\0\4"), "chose Bolt 4.0");
    check_error(BOLT_ATTEMPT_FIRST, STR("\0\0\0\6"), "chose Bolt 6.0");
    check_error(BOLT_ATTEMPT_OLD, STR("\0\0\10\5"), "chose Bolt 5.8");
    check_error(BOLT_ATTEMPT_FIRST, STR("\0\1\4\4"), "not Bolt");
    check_error(BOLT_ATTEMPT_FIRST, STR("\x15\3\3\0"), "speaks TLS only: write bolt+s://");
    check_error(BOLT_ATTEMPT_FIRST, STR("SSH-"), "begins with 53 53 48 2D");
    check_error(BOLT_ATTEMPT_OLD, STR(MANIFEST "\0\0"), "handshake of version 1");
    check_error(BOLT_ATTEMPT_FIRST, STR("\0\0\2\xFF"), "handshake of version 2");
}

Test(version, the_http_port)
{
    check_error(BOLT_ATTEMPT_FIRST, STR("HTTP"), "7687");
    check_error(BOLT_ATTEMPT_FIRST, STR("HTTP/1.1 400 Bad Request\r\n"), "speaks HTTP");
}

Test(version, refusal_leads_to_the_second_attempt_only)
{
    bolt_handshake h;
    cr_assert_eq(ask(BOLT_ATTEMPT_FIRST, STR("\0\0\0\0"), &h, NULL), ST_OK);
    cr_assert_eq(h.state, BOLT_HANDSHAKE_REFUSED);
    check_error(BOLT_ATTEMPT_OLD, STR("\0\0\0\0"), "Neo4j 3.5 or later");
    cr_assert_eq(ask(BOLT_ATTEMPT_OLD, STR("\0\0\0\4"), &h, NULL), ST_OK);
    cr_assert_eq(h.version.minor, 0);
    cr_assert_eq(ask(BOLT_ATTEMPT_OLD, STR("\0\0\0\3"), &h, NULL), ST_OK);
    cr_assert_eq(h.version.major, 3);
}

/* What 5.26 and 2026.08 send. */
#define OFFERS_5                                                                                   \
    "\3"                                                                                           \
    "\0\4\4\4"                                                                                     \
    "\0\4\4\5"                                                                                     \
    "\0\2\10\5"                                                                                    \
    "\0"
#define OFFERS_6                                                                                   \
    "\4"                                                                                           \
    "\0\4\4\4"                                                                                     \
    "\0\4\4\5"                                                                                     \
    "\0\2\10\5"                                                                                    \
    "\0\1\1\6"                                                                                     \
    "\0"

Test(version, manifests)
{
    check_version(STR(MANIFEST OFFERS_5), 5, 8);
    check_version(STR(MANIFEST OFFERS_6), 6, 1);
    check_version(STR(MANIFEST "\1"
                               "\0\0\0\6"
                               "\0"),
                  6, 0);
    check_version(STR(MANIFEST "\2"
                               "\0\0\4\5"
                               "\0\0\0\7"
                               "\0"),
                  5, 4);
    /* A newer server: the best of the range that we speak. */
    check_version(STR(MANIFEST "\1"
                               "\0\11\11\6"
                               "\0"),
                  6, 1);
    check_version(STR(MANIFEST "\1"
                               "\0\5\12\5"
                               "\0"),
                  5, 8);
    /* Capabilities of several bytes; none of them is wanted. */
    check_version(STR(MANIFEST "\1"
                               "\0\0\4\4"
                               "\xFF\xFF\x03"),
                  4, 4);
}

Test(version, a_manifest_is_answered)
{
    static const uint8_t expected[] = { 0, 0, 1, 6, 0 };
    bolt_handshake h;
    cr_assert_eq(ask(BOLT_ATTEMPT_FIRST, STR(MANIFEST OFFERS_6 "more"), &h, NULL), ST_OK);
    cr_assert_eq(h.used, sizeof MANIFEST OFFERS_6 - 1);
    cr_assert_eq(h.answer_size, sizeof expected);
    cr_assert_arr_eq(h.answer, expected, sizeof expected);
}

Test(version, more_bytes_are_asked_for_at_every_point)
{
    str whole = STR(MANIFEST "\x82\0");
    bolt_handshake h;
    check_error(BOLT_ATTEMPT_FIRST, whole, "out of range");
    whole = STR(MANIFEST "\1"
                         "\0\0\4\4"
                         "\x81\1");
    for (size_t length = 0; length < whole.len; length++) {
        cr_assert_eq(ask(BOLT_ATTEMPT_FIRST, str_slice(whole, 0, length), &h, NULL), ST_OK);
        cr_assert_eq(h.state, BOLT_HANDSHAKE_MORE, "%zu bytes", length);
    }
    check_version(whole, 4, 4);
}

Test(version, hostile_manifests)
{
    check_error(BOLT_ATTEMPT_FIRST, STR(MANIFEST "\x81\2"), "number of versions");
    check_error(BOLT_ATTEMPT_FIRST, STR(MANIFEST "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\1"),
                "number of versions");
    check_error(BOLT_ATTEMPT_FIRST, STR(MANIFEST "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\2"),
                "number of versions");
    check_error(BOLT_ATTEMPT_FIRST, STR(MANIFEST "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80"),
                "number of versions");
    check_error(BOLT_ATTEMPT_FIRST,
                STR(MANIFEST "\1"
                             "\0\5\4\4"
                             "\0"),
                "below minor version 0");
    check_error(BOLT_ATTEMPT_FIRST,
                STR(MANIFEST "\1"
                             "\1\0\4\4"
                             "\0"),
                "reserved byte");
    check_error(BOLT_ATTEMPT_FIRST,
                STR(MANIFEST "\1"
                             "\0\0\4\4"
                             "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F"),
                "capabilities");
}

/* 256 offers are allowed, and every one of them is looked at. */
Test(version, many_offers)
{
    char bytes[4 + 2 + 256 * 4 + 1] = MANIFEST "\x80\2";
    memcpy(bytes + sizeof bytes - 5, "\0\0\4\4", 4);
    check_version((str){ bytes, sizeof bytes }, 4, 4);
}

Test(version, nothing_in_common)
{
    check_error(BOLT_ATTEMPT_FIRST,
                STR(MANIFEST "\2"
                             "\0\0\0\2"
                             "\0\2\3\7"
                             "\0"),
                "it offers 2.0, 7.1-7.3");
    check_error(BOLT_ATTEMPT_FIRST, STR(MANIFEST "\0\0"), "it offers none");
}
