#include "bolt/message.h"

#include "base/file.h"
#include "base/utf8.h"
#include "bolt/chunk.h"
#include "bolt/notation.h"
#include "bolt/summary.h"

#include <criterion/criterion.h>
#include <string.h>

static const bolt_auth basic = { .scheme = BOLT_AUTH_BASIC,
                                 .principal = { "neo4j", 5 },
                                 .credentials = { "secret", 6 } };

static const bolt_version *speak(const char *version)
{
    return bolt_version_find((uint8_t)(version[0] - '0'), (uint8_t)(version[2] - '0'));
}

/* What has been written is one message: its tag and fields. */
static void check_sent(const buf *sent, const char *expected)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    BUF_AUTO text = BUF_INIT(NULL, 0);
    bolt_dechunker d;
    bolt_struct message;
    str bytes;
    bolt_dechunker_init(&d, NULL, 1 << 20);
    char *room = bolt_dechunker_reserve(&d, sent->len);
    memcpy(room, sent->data, sent->len);
    bolt_dechunker_received(&d, sent->len);
    cr_assert_eq(bolt_dechunker_next(&d, &bytes, NULL), ST_OK);
    cr_assert_eq(bolt_unpack_message(bytes, speak("6.1"), &a, &message, NULL), ST_OK);
    cr_assert(bolt_dechunker_is_idle(&d), "one message and nothing else");
    buf_printf(&text, "%02X", message.tag);
    for (size_t i = 0; i < message.fields.count; i++) {
        buf_char(&text, ' ');
        write_value(&text, &message.fields.items[i]);
    }
    cr_assert(str_eq(buf_view(&text), str_from(expected)), "%.*s", STR_ARG(buf_view(&text)));
    bolt_dechunker_finish(&d);
}

static void check_hello(const char *version, const bolt_hello *hello, const char *expected)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    cr_assert_eq(bolt_message_hello(&out, speak(version), hello, NULL), ST_OK);
    check_sent(&out, expected);
}

Test(message, hello)
{
    bolt_hello hello = { .user_agent = STR("me/1"), .auth = &basic };
    const char *with_auth = "01 {user_agent: \"me/1\", scheme: \"basic\", principal: \"neo4j\", "
                            "credentials: \"secret\"}";
    const char *with_patch = "01 {user_agent: \"me/1\", patch_bolt: [\"utc\"], scheme: \"basic\", "
                             "principal: \"neo4j\", credentials: \"secret\"}";
    const char *with_agent = "01 {user_agent: \"me/1\", bolt_agent: {product: \"" BOLT_PRODUCT
                             "\", language: \"C/17\"}}";
    check_hello("4.0", &hello, with_auth);
    check_hello("4.2", &hello, with_auth);
    check_hello("4.3", &hello, with_patch);
    check_hello("4.4", &hello, with_patch);
    check_hello("5.0", &hello, with_auth);
    check_hello("5.1", &hello, "01 {user_agent: \"me/1\"}");
    check_hello("5.2", &hello, "01 {user_agent: \"me/1\"}");
    check_hello("5.3", &hello, with_agent);
    check_hello("6.1", &hello, with_agent);
}

Test(message, hello_of_a_routed_connection)
{
    const bolt_entry address = { STR("address"), bolt_string(STR("h:1")) };
    bolt_hello hello = { .user_agent = STR("me/1"), .routed = true, .routing = { &address, 1 } };
    check_hello("4.0", &hello, "01 {user_agent: \"me/1\"}");
    check_hello("4.1", &hello, "01 {user_agent: \"me/1\", routing: {address: \"h:1\"}}");
    check_hello("5.1", &hello, "01 {user_agent: \"me/1\", routing: {address: \"h:1\"}}");
    hello.routed = false;
    check_hello("5.1", &hello, "01 {user_agent: \"me/1\"}");
}

static void check_logon(const bolt_auth *auth, const char *expected)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    cr_assert_eq(bolt_message_logon(&out, speak("5.1"), auth, NULL), ST_OK);
    check_sent(&out, expected);
}

Test(message, logon)
{
    const bolt_entry parameter = { STR("a"), bolt_int(1) };
    check_logon(&(bolt_auth){ .scheme = BOLT_AUTH_NONE }, "6A {scheme: \"none\"}");
    check_logon(&basic, "6A {scheme: \"basic\", principal: \"neo4j\", credentials: \"secret\"}");
    check_logon(&(bolt_auth){ .scheme = BOLT_AUTH_BEARER,
                              .principal = STR("left out"),
                              .credentials = STR("token") },
                "6A {scheme: \"bearer\", credentials: \"token\"}");
    check_logon(&(bolt_auth){ .scheme = BOLT_AUTH_CUSTOM,
                              .custom_scheme = STR("mine"),
                              .principal = STR("p"),
                              .credentials = STR("c"),
                              .realm = STR("r"),
                              .parameters = { &parameter, 1 } },
                "6A {scheme: \"mine\", principal: \"p\", credentials: \"c\", realm: \"r\", "
                "parameters: {a: 1}}");
}

typedef status plain_fn(buf *out, error *err);

Test(message, messages_without_fields)
{
    static const struct {
        plain_fn *write;
        const char *expected;
    } cases[] = {
        { bolt_message_logoff, "6B" },   { bolt_message_goodbye, "02" },
        { bolt_message_reset, "0F" },    { bolt_message_commit, "12" },
        { bolt_message_rollback, "13" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        BUF_AUTO out = BUF_INIT(NULL, 0);
        cr_assert_eq(cases[i].write(&out, NULL), ST_OK);
        check_sent(&out, cases[i].expected);
    }
}

Test(message, reset_byte_for_byte)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    cr_assert_eq(bolt_message_reset(&out, NULL), ST_OK);
    cr_assert(str_eq(buf_view(&out), STR("\0\2\xB0\x0F\0\0")));
}

static const str bookmarks[] = { { "b1", 2 }, { "b2", 2 } };

Test(message, begin)
{
    BUF_AUTO defaults = BUF_INIT(NULL, 0), all = BUF_INIT(NULL, 0);
    const bolt_entry entry = { STR("app"), bolt_string(STR("x")) };
    bolt_begin nothing = { .read = false };
    bolt_begin begin = { .read = true,
                         .database = STR("db"),
                         .impersonated_user = STR("u"),
                         .bookmarks = bookmarks,
                         .bookmark_count = 2,
                         .timeout_ms = 5000,
                         .metadata = { &entry, 1 } };
    cr_assert_eq(bolt_message_begin(&defaults, speak("5.8"), &nothing, NULL), ST_OK);
    check_sent(&defaults, "11 {}");
    cr_assert_eq(bolt_message_begin(&all, speak("4.4"), &begin, NULL), ST_OK);
    check_sent(&all, "11 {bookmarks: [\"b1\", \"b2\"], mode: \"r\", db: \"db\", imp_user: \"u\", "
                     "tx_timeout: 5000, tx_metadata: {app: \"x\"}}");
}

Test(message, run)
{
    const bolt_entry entry = { STR("n"), bolt_int(1) };
    bolt_map parameters = { &entry, 1 };
    bolt_begin begin = { .database = STR("db") };
    BUF_AUTO inside = BUF_INIT(NULL, 0), alone = BUF_INIT(NULL, 0);
    cr_assert_eq(bolt_message_run(&inside, speak("5.8"), STR("RETURN $n"), parameters, NULL, NULL),
                 ST_OK);
    check_sent(&inside, "10 \"RETURN $n\" {n: 1} {}");
    cr_assert_eq(bolt_message_run(&alone, speak("5.8"), STR("RETURN 1"), (bolt_map){ NULL, 0 },
                                  &begin, NULL),
                 ST_OK);
    check_sent(&alone, "10 \"RETURN 1\" {} {db: \"db\"}");
}

Test(message, pull_and_discard)
{
    BUF_AUTO pull = BUF_INIT(NULL, 0), discard = BUF_INIT(NULL, 0);
    cr_assert_eq(bolt_message_pull(&pull, speak("5.8"), 1000, 3, NULL), ST_OK);
    check_sent(&pull, "3F {n: 1000, qid: 3}");
    cr_assert_eq(bolt_message_discard(&discard, speak("5.8"), BOLT_ALL, BOLT_LAST_RESULT, NULL),
                 ST_OK);
    check_sent(&discard, "2F {n: -1}");
    BUF_AUTO pull_all = BUF_INIT(NULL, 0), discard_all = BUF_INIT(NULL, 0);
    cr_assert_eq(bolt_message_pull(&pull_all, speak("3.0"), 1000, 3, NULL), ST_OK);
    check_sent(&pull_all, "3F");
    cr_assert_eq(bolt_message_discard(&discard_all, speak("3.0"), BOLT_ALL, BOLT_LAST_RESULT, NULL),
                 ST_OK);
    check_sent(&discard_all, "2F");
    cr_assert_eq(bolt_message_pull(&pull, speak("5.8"), 0, BOLT_LAST_RESULT, NULL), ST_ARGUMENT);
    cr_assert_eq(bolt_message_pull(&pull, speak("5.8"), -2, BOLT_LAST_RESULT, NULL), ST_ARGUMENT);
}

Test(message, route)
{
    const bolt_entry address = { STR("address"), bolt_string(STR("h:1")) };
    bolt_route route = { .routing = { &address, 1 },
                         .bookmarks = bookmarks,
                         .bookmark_count = 1,
                         .database = STR("db") };
    BUF_AUTO v43 = BUF_INIT(NULL, 0), v44 = BUF_INIT(NULL, 0), home = BUF_INIT(NULL, 0);
    cr_assert_eq(bolt_message_route(&v43, speak("4.3"), &route, NULL), ST_OK);
    check_sent(&v43, "66 {address: \"h:1\"} [\"b1\"] \"db\"");
    cr_assert_eq(bolt_message_route(&v44, speak("4.4"), &route, NULL), ST_OK);
    check_sent(&v44, "66 {address: \"h:1\"} [\"b1\"] {db: \"db\"}");
    route.database = STR_NONE;
    cr_assert_eq(bolt_message_route(&home, speak("4.3"), &route, NULL), ST_OK);
    check_sent(&home, "66 {address: \"h:1\"} [\"b1\"] null");
    cr_assert_eq(bolt_message_route(&home, speak("4.2"), &route, NULL), ST_ARGUMENT);
}

/* What cannot be sent leaves the buffer, and what was queued in it before, as they were. */
Test(message, refusals_leave_no_trace)
{
    const bolt_entry bad = { STR("x"), bolt_string(STR("\xFF")) };
    bolt_begin impersonating = { .impersonated_user = STR("u") };
    bolt_begin elsewhere = { .database = STR("movies") };
    bolt_begin negative = { .timeout_ms = -2 };
    bolt_map none = { NULL, 0 };
    BUF_AUTO out = BUF_INIT(NULL, 100);
    static char long_text[200];
    memset(long_text, 'x', sizeof long_text);
    error err;
    cr_assert_eq(bolt_message_reset(&out, NULL), ST_OK);
    cr_assert_eq(bolt_message_run(&out, speak("5.8"), STR("\xFF"), none, NULL, &err), ST_ARGUMENT);
    cr_assert_eq(bolt_message_run(&out, speak("5.8"), STR("x"), (bolt_map){ &bad, 1 }, NULL, &err),
                 ST_ARGUMENT);
    cr_assert(strstr(err.message, "not UTF-8"));
    cr_assert_eq(bolt_message_begin(&out, speak("4.3"), &impersonating, &err), ST_ARGUMENT);
    cr_assert(strstr(err.message, "4.4"));
    cr_assert_eq(bolt_message_begin(&out, speak("3.0"), &elsewhere, &err), ST_ARGUMENT);
    cr_assert(
        strstr(err.message, "\"movies\" is not supported by the server, which speaks Bolt 3.0"));
    cr_assert_eq(bolt_message_begin(&out, speak("5.8"), &negative, &err), ST_ARGUMENT);
    cr_assert_eq(bolt_message_run(&out, speak("5.8"), (str){ long_text, sizeof long_text }, none,
                                  NULL, &err),
                 ST_NO_MEMORY);
    cr_assert(!out.failed);
    check_sent(&out, "0F");
}

/* ---- Replies ---- */

static void describe_hello(buf *out, bolt_map metadata)
{
    bolt_hello_reply h = bolt_reply_hello(metadata);
    if (h.server.data)
        buf_printf(out, " server %.*s, silence %lld ms%s%s", STR_ARG(h.server),
                   (long long)h.receive_timeout_ms, h.utc ? ", utc" : "",
                   h.server_side_routing ? ", ssr" : "");
}

static void describe_counters(buf *out, const bolt_counters *c)
{
    const struct {
        const char *name;
        int64_t count;
    } counts[] = {
        { "nodes", c->nodes_created },
        { "nodes gone", c->nodes_deleted },
        { "relationships", c->relationships_created },
        { "relationships gone", c->relationships_deleted },
        { "properties", c->properties_set },
        { "labels", c->labels_added },
        { "labels gone", c->labels_removed },
        { "indexes", c->indexes_added },
        { "indexes gone", c->indexes_removed },
        { "constraints", c->constraints_added },
        { "constraints gone", c->constraints_removed },
        { "system", c->system_updates },
    };
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        if (counts[i].count)
            buf_printf(out, ", %s %lld", counts[i].name, (long long)counts[i].count);
    }
    buf_text(out, c->contains_updates ? ", updates" : "");
    buf_text(out, c->contains_system_updates ? ", system updates" : "");
}

static void describe_summary(buf *out, arena *a, bolt_map metadata)
{
    bolt_summary s;
    cr_assert_eq(bolt_summary_read(metadata, a, &s, NULL), ST_OK);
    if (s.query_type.len)
        buf_printf(out, " type %.*s", STR_ARG(s.query_type));
    if (s.database.data)
        buf_printf(out, " db %.*s", STR_ARG(s.database));
    if (bolt_map_string(metadata, "bookmark", STR_NONE).data)
        buf_text(out, " bookmark");
    describe_counters(out, &s.counters);
    for (size_t i = 0; i < s.notification_count; i++) {
        const bolt_notification *n = &s.notifications[i];
        buf_printf(out, "; [%.*s] %.*s %.*s %u:%u %.*s", STR_ARG(n->gql_status),
                   STR_ARG(n->severity), STR_ARG(n->code), n->line, n->column, STR_ARG(n->title));
    }
}

static void describe_success(buf *out, arena *a, bolt_map metadata)
{
    bolt_run_reply run;
    buf_text(out, "success");
    describe_hello(out, metadata);
    cr_assert_eq(bolt_reply_run(metadata, a, &run, NULL), ST_OK);
    for (size_t i = 0; i < run.key_count; i++)
        buf_printf(out, "%s%.*s", i ? "," : " columns ", STR_ARG(run.keys[i]));
    describe_summary(out, a, metadata);
}

static void describe_failure(buf *out, bolt_map metadata)
{
    error err;
    status st = bolt_failure_read(metadata, &err);
    str message = str_from(err.message);
    str first = str_split(&message, '\n');
    buf_printf(out, "failure %s [%s] %u:%u%s%s %.*s", err.code, err.gql_status, err.line,
               err.column, err.retryable ? " retryable" : "",
               st == ST_AUTHENTICATION ? " authentication" : "", STR_ARG(first));
}

static void describe(buf *out, arena *a, const bolt_reply *reply)
{
    switch (reply->kind) {
    case BOLT_REPLY_SUCCESS:
        describe_success(out, a, reply->metadata);
        break;
    case BOLT_REPLY_FAILURE:
        describe_failure(out, reply->metadata);
        break;
    case BOLT_REPLY_RECORD:
        buf_text(out, "row ");
        write_list(out, reply->record);
        break;
    case BOLT_REPLY_IGNORED:
        buf_text(out, "ignored");
        break;
    }
}

static void check_reply(str sent, str expected)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    BUF_AUTO bytes = BUF_INIT(NULL, 0), got = BUF_INIT(NULL, 0);
    bolt_version version = *speak(sent.data);
    bolt_reply reply;
    error err;
    if (version.features & BOLT_HAS_UTC_PATCH)
        version.features |= BOLT_HAS_UTC;
    cr_assert(read_hex(str_from_index(sent, 4), &bytes));
    cr_assert_eq(bolt_reply_read(buf_view(&bytes), &version, &a, &reply, &err), ST_OK, "%s",
                 err.message);
    describe(&got, &a, &reply);
    cr_expect(str_eq(str_trim(buf_view(&got)), expected), "%.*s\n  %.*s", STR_ARG(expected),
              STR_ARG(buf_view(&got)));
}

/* What real servers sent: the bytes, and below them what is to be read in them. */
Test(message, replies_of_real_servers)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str rest, line, sent = STR_NONE;
    size_t count = 0;
    cr_assert_eq(file_read(TEST_DATA "/bolt/replies.txt", 1 << 20, &a, &rest, NULL), ST_OK);
    for (line = str_split(&rest, '\n'); rest.data; line = str_split(&rest, '\n')) {
        if (line.len == 0 || line.data[0] == '#')
            continue;
        if (line.data[0] != ' ') {
            sent = line;
            continue;
        }
        check_reply(sent, str_trim(line));
        count++;
    }
    cr_assert_gt(count, 40);
}

static status read_reply(const char *hex, error *err)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    BUF_AUTO bytes = BUF_INIT(NULL, 0);
    bolt_reply reply;
    cr_assert(read_hex(str_from(hex), &bytes));
    return bolt_reply_read(buf_view(&bytes), speak("5.8"), &a, &reply, err);
}

Test(message, what_is_no_reply)
{
    static const char *const bad[] = {
        "",         "01",       "A0",       "B1 10 A0",    "B0 0F",       "B0 70",       "B0 71",
        "B1 70 01", "B1 71 A0", "B1 7F 90", "B2 70 A0 A0", "B1 70 A0 00", "B1 71 92 01", "B1 71",
    };
    error err;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        cr_assert_eq(read_reply(bad[i], &err), ST_PROTOCOL, "%s", bad[i]);
    cr_assert_eq(read_reply("B0 7E", NULL), ST_OK);
    cr_assert_eq(read_reply("B1 7E A0", NULL), ST_OK);
    cr_assert_eq(read_reply("B1 71 90", NULL), ST_OK);
}

Test(message, columns_must_have_names)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    const bolt_value names[] = { bolt_string(STR("a")), bolt_int(1) };
    const bolt_entry entries[] = { { STR("fields"), bolt_list_of(names, 2) },
                                   { STR("qid"), bolt_int(4) } };
    bolt_run_reply run;
    error err;
    cr_assert_eq(bolt_reply_run((bolt_map){ entries, 2 }, &a, &run, &err), ST_PROTOCOL);
    cr_assert(strstr(err.message, "column 2 of 2"));
    cr_assert_eq(bolt_reply_run((bolt_map){ entries + 1, 1 }, &a, &run, NULL), ST_OK);
    cr_assert_eq(run.key_count, 0);
    cr_assert_eq(run.qid, 4);
}

Test(message, hints_that_make_no_sense_count_as_none)
{
    static const int64_t seconds[] = { 0, -1, INT64_MAX };
    for (size_t i = 0; i < sizeof seconds / sizeof seconds[0]; i++) {
        const bolt_entry hint = { STR("connection.recv_timeout_seconds"), bolt_int(seconds[i]) };
        const bolt_entry hints = { STR("hints"), bolt_map_of(&hint, 1) };
        cr_assert_eq(bolt_reply_hello((bolt_map){ &hints, 1 }).receive_timeout_ms, 0);
    }
    const bolt_entry hint = { STR("connection.recv_timeout_seconds"), bolt_string(STR("5")) };
    const bolt_entry hints = { STR("hints"), bolt_map_of(&hint, 1) };
    cr_assert_eq(bolt_reply_hello((bolt_map){ &hints, 1 }).receive_timeout_ms, 0);
}

/* ---- Failures ---- */

Test(message, which_failures_may_be_retried)
{
    static const struct {
        const char *code;
        bool retryable;
    } cases[] = {
        { "Neo.TransientError.Transaction.DeadlockDetected", true },
        { "Neo.TransientError.General.DatabaseUnavailable", true },
        { "Neo.TransientError.Transaction.LockAcquisitionTimeout", true },
        { "Neo.TransientError.General.MemoryPoolOutOfMemoryError", true },
        { "Neo.TransientError.Transaction.Outdated", true },
        { "Neo.TransientError.Transaction.BookmarkTimeout", true },
        { "Neo.TransientError.Something.New", true },
        { "Neo.TransientError.Transaction.Terminated", false },
        { "Neo.TransientError.Transaction.LockClientStopped", false },
        { "Neo.ClientError.Transaction.Terminated", false },
        { "Neo.ClientError.Transaction.LockClientStopped", false },
        { "Neo.ClientError.Cluster.NotALeader", true },
        { "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", true },
        { "Neo.ClientError.Security.AuthorizationExpired", true },
        { "Neo.ClientError.Security.Unauthorized", false },
        { "Neo.ClientError.Security.TokenExpired", false },
        { "Neo.ClientError.Transaction.TransactionTimedOut", false },
        { "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration", false },
        { "Neo.ClientError.Schema.ConstraintValidationFailed", false },
        { "Neo.ClientError.Statement.SyntaxError", false },
        { "Neo.ClientError.Database.DatabaseNotFound", false },
        { "Neo.DatabaseError.General.UnknownError", false },
        { "Neo.TransientErrorX.a.b", false },
        { "", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        cr_assert_eq(bolt_code_is_retryable(str_from(cases[i].code)), cases[i].retryable, "%s",
                     cases[i].code);
}

static void fail_with(const char *key, const char *code, const char *message, error *err)
{
    const bolt_entry entries[] = { { str_from(key), bolt_string(str_from(code)) },
                                   { STR("message"), bolt_string(str_from(message)) } };
    cr_assert_neq(bolt_failure_read((bolt_map){ entries, 2 }, err), ST_OK);
}

Test(message, codes_of_failures)
{
    error err;
    fail_with("code", "Neo.TransientError.Transaction.Terminated", "x", &err);
    cr_assert_str_eq(err.code, "Neo.ClientError.Transaction.Terminated");
    cr_assert(!err.retryable);
    fail_with("neo4j_code", "Neo.TransientError.Transaction.LockClientStopped", "x", &err);
    cr_assert_str_eq(err.code, "Neo.ClientError.Transaction.LockClientStopped");
    fail_with("code", "Neo.TransientError.Transaction.DeadlockDetected", "x", &err);
    cr_assert(err.retryable && err.status == ST_SERVER);
    fail_with("code", "Neo.ClientError.Security.AuthenticationRateLimit", "x", &err);
    cr_assert_eq(err.status, ST_AUTHENTICATION);
    fail_with("code", "Neo.ClientError.Security.CredentialsExpired", "x", &err);
    cr_assert_eq(err.status, ST_AUTHENTICATION);
    fail_with("code", "Neo.ClientError.Security.Forbidden", "x", &err);
    cr_assert_eq(err.status, ST_SERVER);
    fail_with("unknown", "?", "", &err);
    cr_assert_str_eq(err.code, "Neo.DatabaseError.General.UnknownError");
    cr_assert_str_eq(err.message, "the server gave no reason");
    cr_assert_eq(bolt_failure_read((bolt_map){ NULL, 0 }, NULL), ST_SERVER);
}

/* 100 % signs and line breaks arrive as the server wrote them. */
Test(message, the_text_of_a_failure_is_kept)
{
    error err;
    fail_with("code", "Neo.ClientError.Statement.SyntaxError", "100%s\n\"RETURN %d\"\n  ^", &err);
    cr_assert_str_eq(err.message, "100%s\n\"RETURN %d\"\n  ^");
    const bolt_entry holed[] = { { STR("message"), bolt_string(STR("\0a\0b")) },
                                 { STR("code"), bolt_string(STR("")) } };
    cr_assert_eq(bolt_failure_read((bolt_map){ holed, 2 }, &err), ST_SERVER);
    cr_assert_str_eq(err.message, " a b");
    cr_assert_str_eq(err.code, "Neo.DatabaseError.General.UnknownError");
}

Test(message, places_in_texts)
{
    static const struct {
        const char *message;
        uint32_t line, column;
    } cases[] = {
        { "no place", 0, 0 },
        { "x (line 3, column 16 (offset: 15))", 3, 16 },
        { "x (line 3, column 16 (offset: 15))\n\"abc\"\n  ^", 3, 16 },
        { "x (line 3, column 16 (offset: 15))\r\n\"abc\"\n  ^", 3, 16 },
        { "Invalid input '(line 9, column 9 (offset: 9))' (line 3, column 16 (offset: 15))\n", 3,
          16 },
        { "Invalid input '(line 9, column 9 (offset: 9))'", 0, 0 },
        { "x (line 0, column 1 (offset: 0))", 0, 0 },
        { "x (line 1, column 99999999999 (offset: 0))", 0, 0 },
        { "x (line , column 1 (offset: 0))", 0, 0 },
        { "x (line 1, column 1 (offset: 0)", 0, 0 },
        { "x (line 1", 0, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        error err;
        fail_with("code", "Neo.ClientError.Statement.SyntaxError", cases[i].message, &err);
        cr_assert_eq(err.line, cases[i].line, "%s", cases[i].message);
        cr_assert_eq(err.column, cases[i].column, "%s", cases[i].message);
    }
}

static bolt_value record_with(bolt_entry storage[5], int64_t line, int64_t column, int64_t offset)
{
    storage[0] = (bolt_entry){ STR("line"), bolt_int(line) };
    storage[1] = (bolt_entry){ STR("column"), bolt_int(column) };
    storage[2] = (bolt_entry){ STR("offset"), bolt_int(offset) };
    storage[3] = (bolt_entry){ STR("_position"), bolt_map_of(storage, 3) };
    return bolt_map_of(&storage[3], 1);
}

/* The first link of the chain that names a place; but nobody walks a chain without end. */
static uint32_t line_at_depth(size_t depth)
{
    static bolt_entry storage[5], causes[64];
    error err;
    causes[0] = (bolt_entry){ STR("diagnostic_record"), record_with(storage, 7, 8, 9) };
    for (size_t i = 1; i <= depth; i++)
        causes[i] = (bolt_entry){ STR("cause"), bolt_map_of(&causes[i - 1], 1) };
    cr_assert_eq(bolt_failure_read((bolt_map){ &causes[depth], 1 }, &err), ST_SERVER);
    return err.line;
}

Test(message, places_in_causes)
{
    cr_assert_eq(line_at_depth(0), 7);
    cr_assert_eq(line_at_depth(1), 7);
    cr_assert_eq(line_at_depth(BOLT_CAUSE_MAX), 7);
    cr_assert_eq(line_at_depth(BOLT_CAUSE_MAX + 1), 0);
}

/* What 4.4, 5.26 and 2026.08 said of these statements. */
Test(message, places_are_counted_in_characters)
{
    static const struct {
        const char *statement;
        int64_t line, column, offset;
        uint32_t expected_line, expected_column;
    } cases[] = {
        { "RETURN m", 1, 8, 7, 1, 8 },
        { "\tRETURN m", 1, 9, 8, 1, 9 },
        { "\n\n  RETURN m", 3, 10, 11, 3, 10 },
        { "RETURN 1 AS a,\r\n m", 2, 2, 17, 2, 2 },
        { "RETURN \"\u00e4\U0001F600\" AS x, yy", 1, 20, 19, 1, 19 },
        { "/* \u00e4\U0001F600 */ RETURN m", 1, 18, 17, 1, 17 },
        { "RETURN 1 AS a,\r m", 2, 2, 16, 1, 17 },
        { "RETURN '\r\n\r\n\r', m", 4, 4, 16, 3, 5 },
        { "RETURN", 1, 7, 6, 1, 7 },
        { "RETURN", 5, 6, 99, 5, 6 },
        { "RETURN", 5, 6, -1, 5, 6 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bolt_entry storage[5];
        const bolt_entry failure = { STR("diagnostic_record"),
                                     record_with(storage, cases[i].line, cases[i].column,
                                                 cases[i].offset) };
        error err;
        bolt_map metadata = { &failure, 1 };
        cr_assert_eq(bolt_failure_read(metadata, &err), ST_SERVER);
        bolt_failure_place(metadata, str_from(cases[i].statement), &err);
        cr_assert_eq(err.line, cases[i].expected_line, "case %zu", i);
        cr_assert_eq(err.column, cases[i].expected_column, "case %zu", i);
    }
}

Test(message, a_summary_outlives_its_message)
{
    ARENA_AUTO kept = ARENA_INIT(NULL, 0);
    bolt_summary copy;
    {
        char title[] = "title", key[] = "title";
        const bolt_entry entry = { { key, 5 }, bolt_string((str){ title, 5 }) };
        const bolt_value map = bolt_map_of(&entry, 1);
        const bolt_entry notifications = { STR("notifications"), bolt_list_of(&map, 1) };
        cr_assert_eq(bolt_summary_copy(&kept, (bolt_map){ &notifications, 1 }, &copy, NULL), ST_OK);
        memset(title, 'x', 5);
        memset(key, 'x', 5);
    }
    cr_assert_eq(copy.notification_count, 1);
    cr_assert(str_eq(copy.notifications[0].title, STR("title")));
    cr_assert_eq(copy.metadata.count, 1);
}

Test(message, a_summary_of_nonsense_is_empty)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    const bolt_value item = bolt_int(1);
    const bolt_entry entries[] = { { STR("stats"), bolt_int(1) },
                                   { STR("type"), bolt_int(1) },
                                   { STR("statuses"), bolt_list_of(&item, 1) } };
    bolt_summary summary;
    cr_assert_eq(bolt_summary_read((bolt_map){ entries, 3 }, &a, &summary, NULL), ST_OK);
    cr_assert_eq(summary.notification_count, 0);
    cr_assert(!summary.counters.contains_updates);
    cr_assert_eq(summary.query_type.len, 0);
}

static bolt_value cause_of(bolt_entry storage[4], const char *gql, const char *message,
                           bolt_value next)
{
    storage[0] = (bolt_entry){ STR("gql_status"), bolt_string(str_from(gql)) };
    storage[1] = (bolt_entry){ STR("message"), bolt_string(str_from(message)) };
    storage[2] = (bolt_entry){ STR("description"), bolt_string(STR("in general")) };
    storage[3] = (bolt_entry){ STR("cause"), next };
    return bolt_map_of(storage, 4);
}

/* What a status means is told where there is no message. */
Test(message, causes_are_told)
{
    error err;
    bolt_entry failure[4], first[4], second[4], third[4];
    bolt_value last = cause_of(third, "50N00", "deep", bolt_null());
    bolt_value middle = cause_of(second, "42N01", NULL, last);
    bolt_value nearest = cause_of(first, "42I06", "Invalid input", middle);
    bolt_value whole = cause_of(failure, "42001", "wrong", nearest);
    cr_assert_eq(bolt_failure_read(whole.as.map, &err), ST_SERVER);
    cr_assert_str_eq(err.gql_status, "42001");
    cr_assert_str_eq(err.gql_description, "in general");
    cr_assert_str_eq(err.causes, "42I06: Invalid input; 42N01: in general; 50N00: deep");
}

Test(message, causes_are_cut_at_a_character)
{
    char many[sizeof((error *)NULL)->causes * 2];
    error err;
    bolt_entry failure[4], first[4];
    for (size_t i = 0; i + 2 < sizeof many; i += 2)
        memcpy(many + i, "\xC3\xA4", 3);
    cause_of(failure, "42001", "wrong", cause_of(first, "4", many, bolt_null()));
    cr_assert_eq(bolt_failure_read((bolt_map){ failure, 4 }, &err), ST_SERVER);
    cr_assert_eq(strlen(err.causes), sizeof err.causes - 1);
    cr_assert(utf8_is_valid(str_from(err.causes)));
    first[0].value = bolt_string(STR("42")); /* and one byte further */
    cr_assert_eq(bolt_failure_read((bolt_map){ failure, 4 }, &err), ST_SERVER);
    cr_assert(utf8_is_valid(str_from(err.causes)));
}
