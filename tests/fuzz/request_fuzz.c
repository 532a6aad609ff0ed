/* What we say, heard by somebody who does not know us: every request that can be put together says what it was
 * meant to say, in the shortest form; and whatever no server would understand is refused before it is sent. */
#include "fuzz.h"
#include "meaning.h"
#include "source.h"
#include "versions.h"
#include "witness.h"

#include "base/utf8.h"
#include "bolt/message.h"

enum { BOOKMARKS_MAX = 4 };

/* 0x44 for Bolt 4.4 */
static int number_of(const bolt_version *version)
{
    return version->major * 16 + version->minor;
}

/* What was sent, or NULL when it was refused, as it should be if it is not `sendable`. */
static const witness *hear(status st, const error *err, const buf *out, bool sendable, arena *a)
{
    FUZZ_CHECK(sendable == (st == ST_OK));
    if (st) {
        FUZZ_CHECK(st == ST_ARGUMENT && err->status == st && err->message[0] && out->len == 0);
        return NULL;
    }
    const witness *message = witness_read_chunks(buf_view(out), a);
    FUZZ_CHECK(message && message->kind == 't');
    return message;
}

/* The keys that are looked for must be all there are. */
typedef struct inspection {
    const witness *map;
    size_t seen;
} inspection;

static const witness *look(inspection *i, const char *key)
{
    const witness *found = witness_get(i->map, key);
    i->seen += found != NULL;
    return found;
}

static void expect_text(inspection *i, const char *key, str text)
{
    const witness *found = look(i, key);
    FUZZ_CHECK(text.data ? witness_is_text(found, text) : !found);
}

static void expect_nothing_else(const inspection *i)
{
    FUZZ_CHECK(i->map->count == 2 * i->seen);
}

static size_t bookmarks(source *s, str items[BOOKMARKS_MAX])
{
    size_t count = source_byte(s) % (BOOKMARKS_MAX + 1);
    for (size_t i = 0; i < count; i++) {
        items[i] = source_text(s);
        if (!meant_text(items[i]))
            items[i] = STR("b");
    }
    return count;
}

static void expect_bookmarks(const witness *list, const str *items, size_t count)
{
    FUZZ_CHECK(list && list->kind == 'l' && list->count == count);
    for (size_t i = 0; i < count; i++)
        FUZZ_CHECK(witness_is_text(&list->items[i], items[i]));
}

/* What servers would hang up over comes last. */
static const char *const kinds[] = { "HINT", "HINT, DEPRECATION", "A_B,C", "", "hint", "A B" };
enum { KINDS = sizeof kinds / sizeof kinds[0], GOOD_KINDS = 4 };

static bolt_filter filter_of(source *s)
{
    bolt_filter filter = { .level = (bolt_notice_level)(source_byte(s) % 4) };
    size_t choice = source_byte(s) % (KINDS + 1);
    if (choice > 0)
        filter.disabled = str_from(kinds[choice - 1]);
    return filter;
}

static bool filter_is_sendable(const bolt_filter *filter, int number)
{
    for (size_t i = GOOD_KINDS; i < KINDS; i++)
        if (filter->disabled.data == kinds[i])
            return false;
    return number >= 0x52 || (filter->level == BOLT_NOTICES_DEFAULT && !filter->disabled.data);
}

static bolt_begin begin_of(source *s, str items[BOOKMARKS_MAX])
{
    bolt_begin begin = { .read = source_byte(s) & 1, .bookmarks = items };
    begin.database = source_text(s);
    begin.impersonated_user = source_text(s);
    begin.bookmark_count = bookmarks(s, items);
    begin.timeout_ms = source_int(s);
    begin.metadata = source_map(s, 0);
    begin.filter = filter_of(s);
    return begin;
}

static bool begin_is_sendable(const bolt_begin *b, const bolt_version *version)
{
    int number = number_of(version);
    return b->timeout_ms >= 0 && meant_sendable_map(b->metadata, version) &&
           (!b->database.data || (number >= 0x40 && utf8_is_valid(b->database))) &&
           (!b->impersonated_user.data ||
            (number >= 0x44 && utf8_is_valid(b->impersonated_user))) &&
           filter_is_sendable(&b->filter, number);
}

static void expect_filter(inspection *i, const bolt_filter *filter, int number)
{
    static const char *const levels[] = { [BOLT_NOTICES_NONE] = "OFF",
                                          [BOLT_NOTICES_WARNINGS] = "WARNING",
                                          [BOLT_NOTICES_ALL] = "INFORMATION" };
    const char *level = levels[filter->level];
    expect_text(i, "notifications_minimum_severity", level ? str_from(level) : STR_NONE);
    if (!filter->disabled.data)
        return;
    const witness *list = look(i, number >= 0x56 ? "notifications_disabled_classifications"
                                                 : "notifications_disabled_categories");
    FUZZ_CHECK(list && list->kind == 'l');
    size_t length = 0;
    for (size_t n = 0; n < list->count; n++) {
        str kind = list->items[n].data;
        FUZZ_CHECK(list->items[n].kind == 's' &&
                   str_find(filter->disabled, kind, 0) != STR_NOT_FOUND);
        length += kind.len;
    }
    size_t separators = 0;
    for (size_t n = 0; n < filter->disabled.len; n++)
        separators += filter->disabled.data[n] == ',' || filter->disabled.data[n] == ' ';
    FUZZ_CHECK(length + separators == filter->disabled.len);
}

static void expect_begin(const witness *map, const bolt_begin *b, const bolt_version *version)
{
    inspection i = { .map = map };
    FUZZ_CHECK(map->kind == 'm');
    expect_text(&i, "mode", b->read ? STR("r") : STR_NONE);
    expect_text(&i, "db", b->database);
    expect_text(&i, "imp_user", b->impersonated_user);
    if (b->timeout_ms > 0)
        FUZZ_CHECK(witness_is_int(look(&i, "tx_timeout"), b->timeout_ms));
    if (b->metadata.count > 0)
        FUZZ_CHECK(means_map(look(&i, "tx_metadata"), b->metadata, version));
    if (b->bookmark_count > 0)
        expect_bookmarks(look(&i, "bookmarks"), b->bookmarks, b->bookmark_count);
    expect_filter(&i, &b->filter, number_of(version));
    expect_nothing_else(&i);
}

static void check_begin(source *s, const bolt_version *version, buf *out)
{
    str items[BOOKMARKS_MAX];
    error err;
    bolt_begin begin = begin_of(s, items);
    status st = bolt_message_begin(out, version, &begin, &err);
    const witness *w = hear(st, &err, out, begin_is_sendable(&begin, version), s->a);
    if (!w)
        return;
    FUZZ_CHECK(w->number == 0x11 && w->count == 1);
    expect_begin(&w->items[0], &begin, version);
}

static void check_run(source *s, const bolt_version *version, buf *out)
{
    str items[BOOKMARKS_MAX];
    error err;
    bool automatic = source_byte(s) & 1;
    bolt_begin begin = begin_of(s, items);
    str text = source_text(s);
    bolt_map parameters = source_map(s, 0);
    bool sendable = utf8_is_valid(text.data ? text : STR("")) &&
                    meant_sendable_map(parameters, version) &&
                    (!automatic || begin_is_sendable(&begin, version));
    status st = bolt_message_run(out, version, text, parameters, automatic ? &begin : NULL, &err);
    const witness *w = hear(st, &err, out, sendable, s->a);
    if (!w)
        return;
    FUZZ_CHECK(w->number == 0x10 && w->count == 3);
    FUZZ_CHECK(witness_is_text(&w->items[0], text.data ? text : STR("")));
    FUZZ_CHECK(means_map(&w->items[1], parameters, version));
    expect_begin(&w->items[2], automatic ? &begin : &(bolt_begin){ .read = false }, version);
}

static void check_fetch(source *s, const bolt_version *version, buf *out)
{
    error err;
    bool pull = source_byte(s) & 1;
    int64_t n = source_int(s);
    int64_t qid = source_int(s);
    status st = pull ? bolt_message_pull(out, version, n, qid, &err)
                     : bolt_message_discard(out, version, n, qid, &err);
    const witness *w = hear(st, &err, out, n == -1 || n > 0, s->a);
    if (!w)
        return;
    FUZZ_CHECK(w->number == (pull ? 0x3F : 0x2F) && w->count == (version->major >= 4));
    if (version->major < 4)
        return;
    inspection i = { .map = &w->items[0] };
    FUZZ_CHECK(witness_is_int(look(&i, "n"), n));
    if (qid != -1)
        FUZZ_CHECK(witness_is_int(look(&i, "qid"), qid));
    expect_nothing_else(&i);
}

static bolt_auth auth_of(source *s)
{
    static const bolt_auth_scheme schemes[] = { BOLT_AUTH_NONE, BOLT_AUTH_BASIC, BOLT_AUTH_BEARER,
                                                BOLT_AUTH_KERBEROS, BOLT_AUTH_CUSTOM };
    bolt_auth auth = { .scheme = schemes[source_byte(s) % 5] };
    str *texts[] = { &auth.principal, &auth.credentials, &auth.realm, &auth.custom_scheme };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i] = source_text(s);
        if (!meant_text(*texts[i]))
            *texts[i] = STR_NONE;
    }
    auth.parameters = source_map(s, 0);
    return auth;
}

static bool auth_is_sendable(const bolt_auth *auth, const bolt_version *version)
{
    return auth->scheme != BOLT_AUTH_CUSTOM || meant_sendable_map(auth->parameters, version);
}

static void expect_auth(inspection *i, const bolt_auth *auth, const bolt_version *version)
{
    static const char *const names[] = { [BOLT_AUTH_NONE] = "none",
                                         [BOLT_AUTH_BASIC] = "basic",
                                         [BOLT_AUTH_BEARER] = "bearer",
                                         [BOLT_AUTH_KERBEROS] = "kerberos" };
    bool custom = auth->scheme == BOLT_AUTH_CUSTOM;
    bool named = custom || auth->scheme == BOLT_AUTH_BASIC;
    bool nameless = auth->scheme == BOLT_AUTH_KERBEROS;
    bool secret = auth->scheme != BOLT_AUTH_NONE;
    expect_text(i, "scheme", custom ? auth->custom_scheme : str_from(names[auth->scheme]));
    expect_text(i, "principal", named ? auth->principal : nameless ? STR("") : STR_NONE);
    expect_text(i, "credentials", secret ? auth->credentials : STR_NONE);
    expect_text(i, "realm", named ? auth->realm : STR_NONE);
    if (custom && auth->parameters.count > 0)
        FUZZ_CHECK(means_map(look(i, "parameters"), auth->parameters, version));
}

static void check_login(source *s, const bolt_version *version, buf *out)
{
    error err;
    bolt_auth auth = auth_of(s);
    status st = bolt_message_logon(out, version, &auth, &err);
    const witness *w = hear(st, &err, out, auth_is_sendable(&auth, version), s->a);
    if (!w)
        return;
    FUZZ_CHECK(w->number == 0x6A && w->count == 1);
    inspection i = { .map = &w->items[0] };
    expect_auth(&i, &auth, version);
    expect_nothing_else(&i);
}

static void check_hello(source *s, const bolt_version *version, buf *out)
{
    error err;
    bolt_auth auth = auth_of(s);
    bolt_hello hello = { .user_agent = STR("me/1"), .auth = &auth, .routed = source_byte(s) & 1 };
    hello.routing = source_map(s, 0);
    bool routed = hello.routed && number_of(version) >= 0x41;
    status st = bolt_message_hello(out, version, &hello, &err);
    bool sendable = (!routed || meant_sendable_map(hello.routing, version)) &&
                    (number_of(version) >= 0x51 || auth_is_sendable(&auth, version));
    const witness *w = hear(st, &err, out, sendable, s->a);
    if (!w)
        return;
    FUZZ_CHECK(w->number == 0x01 && w->count == 1);
    inspection i = { .map = &w->items[0] };
    expect_text(&i, "user_agent", hello.user_agent);
    if (routed)
        FUZZ_CHECK(means_map(look(&i, "routing"), hello.routing, version));
    FUZZ_CHECK(!look(&i, "bolt_agent") == (number_of(version) < 0x53));
    bool patched = version->major == 4 && version->minor >= 3;
    FUZZ_CHECK(!look(&i, "patch_bolt") == !patched);
    if (number_of(version) < 0x51)
        expect_auth(&i, &auth, version);
    expect_nothing_else(&i);
}

static void check_route(source *s, const bolt_version *version, buf *out)
{
    str items[BOOKMARKS_MAX];
    error err;
    bolt_route route = { .routing = source_map(s, 0), .bookmarks = items };
    route.bookmark_count = bookmarks(s, items);
    route.database = source_text(s);
    route.impersonated_user = source_text(s);
    int number = number_of(version);
    bool sendable = number >= 0x43 && meant_sendable_map(route.routing, version) &&
                    (!route.database.data || utf8_is_valid(route.database)) &&
                    (!route.impersonated_user.data ||
                     (number >= 0x44 && utf8_is_valid(route.impersonated_user)));
    status st = bolt_message_route(out, version, &route, &err);
    const witness *w = hear(st, &err, out, sendable, s->a);
    if (!w)
        return;
    FUZZ_CHECK(w->number == 0x66 && w->count == 3);
    FUZZ_CHECK(means_map(&w->items[0], route.routing, version));
    expect_bookmarks(&w->items[1], items, route.bookmark_count);
    if (number == 0x43) {
        bolt_value database = bolt_string(route.database);
        FUZZ_CHECK(means(&w->items[2], &database, version));
        return;
    }
    inspection i = { .map = &w->items[2] };
    expect_text(&i, "db", route.database);
    expect_text(&i, "imp_user", route.impersonated_user);
    expect_nothing_else(&i);
}

typedef status plain_message(buf *out, error *err);

static void check_plain(source *s, buf *out)
{
    static const struct {
        plain_message *write;
        int tag;
    } messages[] = { { bolt_message_goodbye, 0x02 },
                     { bolt_message_reset, 0x0F },
                     { bolt_message_commit, 0x12 },
                     { bolt_message_rollback, 0x13 },
                     { bolt_message_logoff, 0x6B } };
    size_t choice = source_byte(s) % (sizeof messages / sizeof messages[0]);
    error err;
    const witness *w = hear(messages[choice].write(out, &err), &err, out, true, s->a);
    FUZZ_CHECK(w->number == messages[choice].tag && w->count == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    BUF_AUTO out = BUF_INIT(NULL, 0);
    source s = { .at = data, .end = data + size, .a = &a };
    bolt_version version = any_version_of(source_byte(&s));
    switch (source_byte(&s) % 8) {
    case 0:
        check_begin(&s, &version, &out);
        break;
    case 1:
        check_fetch(&s, &version, &out);
        break;
    case 2:
        check_login(&s, &version, &out);
        break;
    case 3:
        check_hello(&s, &version, &out);
        break;
    case 4:
        check_route(&s, &version, &out);
        break;
    case 5:
        check_plain(&s, &out);
        break;
    default:
        check_run(&s, &version, &out);
        break;
    }
    return 0;
}
