/* What servers say of results and failures: maps with the keys that we look for, and anything under them. Whatever it
 * is, it is read or left, the text of an error is fit to be shown, and a summary survives being copied. */
#include "fuzz.h"
#include "source.h"
#include "versions.h"

#include "base/utf8.h"
#include "bolt/message.h"
#include "bolt/routing_table.h"
#include "bolt/summary.h"

#include <string.h>

enum { ENTRIES_MAX = 10, DEPTH_MAX = 5, NOW = 1000 };

static const char *const keys[] = {
    "code",
    "neo4j_code",
    "message",
    "gql_status",
    "diagnostic_record",
    "_position",
    "line",
    "column",
    "offset",
    "cause",
    "description",
    "fields",
    "qid",
    "db",
    "has_more",
    "bookmark",
    "type",
    "stats",
    "statuses",
    "notifications",
    "severity",
    "title",
    "position",
    "_severity",
    "status_description",
    "t_first",
    "nodes-created",
    "contains-updates",
    "system-updates",
    "server",
    "hints",
    "connection_id",
    "patch_bolt",
    "connection.recv_timeout_seconds",
    "ssr.enabled",
    "credentials_expired",
    "rt",
    "ttl",
    "servers",
    "role",
    "addresses",
    "plan",
    "profile",
};

static const char *const words[] = {
    "Neo.ClientError.Statement.SyntaxError",
    "Neo.TransientError.Transaction.Terminated",
    "Neo.ClientError.Security.Unauthorized",
    "(line 1, column 3 (offset: 2))",
    "(line 4294967296, column 0 (offset: 9))\n\"x\"",
    "utc",
    "01N00",
    "READ",
    "WRITE",
    "ROUTE",
    "a:1",
    "[::1]:2",
    "rw",
};

#define CHOOSE(s, table) ((table)[source_byte(s) % (sizeof(table) / sizeof(table)[0])])

static bolt_map sayings(source *s, unsigned depth);

static bolt_value list_of_sayings(source *s, unsigned depth)
{
    size_t count = source_byte(s) % 4;
    bolt_value *items = arena_array(s->a, count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        bolt_map map = sayings(s, depth + 1);
        items[i] = bolt_map_of(map.entries, map.count);
    }
    return bolt_list_of(items, count);
}

static bolt_value list_of_words(source *s)
{
    size_t count = source_byte(s) % 4;
    bolt_value *items = arena_array(s->a, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = bolt_string(str_from(CHOOSE(s, words)));
    return bolt_list_of(items, count);
}

static bolt_value saying(source *s, unsigned depth)
{
    uint8_t kind = source_byte(s) % 8;
    if (depth < DEPTH_MAX && kind < 2) {
        bolt_map map = sayings(s, depth + 1);
        return bolt_map_of(map.entries, map.count);
    }
    if (depth < DEPTH_MAX && kind == 2)
        return list_of_sayings(s, depth);
    if (kind == 3)
        return list_of_words(s);
    if (kind == 4)
        return bolt_string(str_from(CHOOSE(s, words)));
    if (kind == 5)
        return bolt_int(source_int(s));
    return source_value(s, depth);
}

static bolt_map sayings(source *s, unsigned depth)
{
    size_t count = source_byte(s) % ENTRIES_MAX;
    bolt_entry *entries = arena_array(s->a, count, sizeof *entries);
    for (size_t i = 0; i < count; i++) {
        entries[i].key = str_from(CHOOSE(s, keys));
        entries[i].value = saying(s, depth);
    }
    return (bolt_map){ entries, count };
}

static void check_failure(bolt_map metadata, str statement)
{
    error err;
    status st = bolt_failure_read(metadata, &err);
    FUZZ_CHECK((st == ST_SERVER || st == ST_AUTHENTICATION) && err.status == st);
    FUZZ_CHECK(err.message[0] && err.code[0] && utf8_is_valid(str_from(err.message)));
    FUZZ_CHECK(utf8_is_valid(str_from(err.code)) && utf8_is_valid(str_from(err.gql_status)));
    FUZZ_CHECK((err.line == 0) == (err.column == 0));
    bolt_failure_place(metadata, statement, &err);
    FUZZ_CHECK((err.line == 0) == (err.column == 0));
    FUZZ_CHECK(bolt_failure_read(metadata, NULL) == st);
}

static void check_summary(bolt_map metadata, arena *a)
{
    bolt_summary summary, copy;
    FUZZ_CHECK(bolt_summary_read(metadata, a, &summary, NULL) == ST_OK);
    FUZZ_CHECK(bolt_summary_copy(a, metadata, &copy, NULL) == ST_OK);
    FUZZ_CHECK(
        memcmp(&summary.counters, &copy.counters, offsetof(bolt_counters, contains_updates)) == 0);
    FUZZ_CHECK(summary.counters.contains_updates == copy.counters.contains_updates);
    FUZZ_CHECK(summary.notification_count == copy.notification_count);
    for (size_t i = 0; i < copy.notification_count; i++) {
        const bolt_notification *n = &copy.notifications[i];
        FUZZ_CHECK(str_eq(n->code, summary.notifications[i].code) && n->severity.data &&
                   n->title.data && n->description.data);
    }
}

static void check_run(bolt_map metadata, arena *a)
{
    bolt_run_reply run;
    error err;
    status st = bolt_reply_run(metadata, a, &run, &err);
    FUZZ_CHECK(st == ST_OK || (st == ST_PROTOCOL && err.message[0]));
    for (size_t i = 0; !st && i < run.key_count; i++)
        FUZZ_CHECK(run.keys[i].data);
}

static void check_hello(bolt_map metadata)
{
    bolt_hello_reply hello = bolt_reply_hello(metadata);
    FUZZ_CHECK(hello.receive_timeout_ms >= 0);
}

static void check_table(bolt_map metadata, arena *a)
{
    bolt_routing_table table;
    error err;
    status st =
        bolt_routing_table_read(bolt_map_map(metadata, "rt"), "x:7687", NOW, a, &table, &err);
    FUZZ_CHECK(st == ST_OK || st == ST_PROTOCOL || st == ST_CONNECTION);
    FUZZ_CHECK(st ? err.status == st && err.message[0] : table.expires >= NOW);
}

/* As it comes from the wire: what cannot be sent by us is not sent by servers either. */
static bool transmit(bolt_map said, const bolt_version *version, arena *a, bolt_map *out)
{
    BUF_AUTO bytes = BUF_INIT(NULL, 0);
    bolt_packer packer;
    bolt_value heard;
    bolt_packer_init(&packer, &bytes, version, NULL);
    bolt_pack_entries(&packer, said);
    if (bolt_packer_finish(&packer))
        return false;
    str wire = arena_str(a, buf_view(&bytes));
    FUZZ_CHECK(bolt_unpack(wire, version, a, &heard, NULL) == ST_OK && heard.type == BOLT_MAP);
    *out = heard.as.map;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    source s = { .at = data, .end = data + size, .a = &a };
    bolt_version version = version_of(source_byte(&s));
    str statement = source_text(&s);
    bolt_map metadata;
    if (!transmit(sayings(&s, 0), &version, &a, &metadata))
        return 0;
    check_failure(metadata, statement);
    check_summary(metadata, &a);
    check_run(metadata, &a);
    check_hello(metadata);
    check_table(metadata, &a);
    return 0;
}
