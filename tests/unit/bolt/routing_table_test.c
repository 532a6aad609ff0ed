#include "bolt/routing_table.h"

#include "base/buf.h"
#include "base/file.h"
#include "value_text.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>

enum { NOW = 1000000 }; /* ms */

static void describe_servers(buf *out, const char *role, const bolt_servers *servers)
{
    buf_printf(out, ", %s", role);
    for (size_t i = 0; i < servers->count; i++)
        buf_printf(out, " %s", servers->items[i].text);
}

static void describe(buf *out, const bolt_routing_table *table)
{
    if (table->expires == INT64_MAX)
        buf_text(out, "until for ever");
    else
        buf_printf(out, "until %" PRId64, table->expires / 1000);
    if (table->database.data)
        buf_printf(out, " of %.*s", STR_ARG(table->database));
    describe_servers(out, "routers", &table->servers[BOLT_ROUTER]);
    describe_servers(out, "readers", &table->servers[BOLT_READER]);
    describe_servers(out, "writers", &table->servers[BOLT_WRITER]);
}

static status read_table(const char *text, arena *a, bolt_routing_table *out, error *err)
{
    bolt_map answer = value_parse(str_from(text), a).as.map;
    return bolt_routing_table_read(answer, "x:7687", NOW, a, out, err);
}

static void check(str text, str expected)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    BUF_AUTO got = BUF_INIT(NULL, 0);
    bolt_routing_table table;
    error err;
    if (read_table(arena_str(&a, text).data, &a, &table, &err)) {
        cr_expect_eq(err.status, err.retryable ? ST_CONNECTION : ST_PROTOCOL);
        buf_printf(&got, "! %s", err.message);
    } else {
        describe(&got, &table);
        cr_expect_eq(table.had_writers, table.servers[BOLT_WRITER].count > 0);
    }
    cr_expect(str_eq(buf_view(&got), expected), "%.*s:\n%.*s", STR_ARG(text),
              STR_ARG(buf_view(&got)));
}

/* Pairs of lines: an answer and what becomes of it. */
Test(routing_table, cases)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str rest, line, text = STR_NONE;
    size_t count = 0;
    cr_assert_eq(file_read(TEST_DATA "/bolt/routing.txt", 1 << 20, &a, &rest, NULL), ST_OK);
    for (line = str_split(&rest, '\n'); rest.data; line = str_split(&rest, '\n')) {
        if (line.len == 0 || line.data[0] == '#')
            continue;
        if (line.data[0] != ' ') {
            text = line;
            continue;
        }
        check(text, str_trim(line));
        count++;
    }
    cr_assert_eq(count, 23);
}

static const char whole[] =
    "{\"ttl\": 10, \"servers\": [{\"role\": \"ROUTE\", \"addresses\": [\"a\", \"b\"]}, {\"role\": "
    "\"READ\", \"addresses\": [\"a\", \"c\"]}, {\"role\": \"WRITE\", \"addresses\": [\"a\"]}]}";

static bolt_address address(str host)
{
    bolt_address result;
    cr_assert(bolt_address_set(&result, host, BOLT_PORT));
    return result;
}

Test(routing_table, is_fresh_until_it_expires)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    bolt_routing_table table;
    cr_assert_eq(read_table(whole, &a, &table, NULL), ST_OK);
    cr_expect(bolt_routing_table_is_fresh(&table, true, NOW));
    cr_expect(bolt_routing_table_is_fresh(&table, false, NOW + 9999));
    cr_expect_not(bolt_routing_table_is_fresh(&table, true, NOW + 10000));
    cr_expect_not(bolt_routing_table_is_fresh(&table, false, NOW + 10000));
}

Test(routing_table, is_kept_for_some_time_after_it_has_expired)
{
    bolt_routing_table table = { .expires = NOW };
    cr_expect_not(bolt_routing_table_is_forgettable(&table, NOW));
    cr_expect_not(bolt_routing_table_is_forgettable(&table, NOW + 29999));
    cr_expect(bolt_routing_table_is_forgettable(&table, NOW + 30000));
    table.expires = INT64_MAX;
    cr_expect_not(bolt_routing_table_is_forgettable(&table, INT64_MAX - 1));
}

Test(routing_table, is_fresh_while_it_has_who_is_needed)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    bolt_routing_table table;
    const bolt_address one = address(STR("a")), two = address(STR("b")), three = address(STR("c"));
    cr_assert_eq(read_table(whole, &a, &table, NULL), ST_OK);
    bolt_routing_table_remove(&table, BOLT_WRITER, &one);
    cr_expect(bolt_routing_table_is_fresh(&table, true, NOW), "a writer is not needed to read");
    cr_expect_not(bolt_routing_table_is_fresh(&table, false, NOW));
    cr_expect(bolt_routing_table_names(&table, &one), "it is a reader still");
    bolt_routing_table_remove(&table, BOLT_READER, &one);
    cr_expect(bolt_routing_table_is_fresh(&table, true, NOW));
    bolt_routing_table_remove(&table, BOLT_READER, &three);
    cr_expect_not(bolt_routing_table_is_fresh(&table, true, NOW));
    cr_expect_not(bolt_routing_table_names(&table, &three));

    cr_assert_eq(read_table(whole, &a, &table, NULL), ST_OK);
    bolt_routing_table_remove(&table, BOLT_ROUTER, &one);
    cr_expect(bolt_routing_table_is_fresh(&table, false, NOW));
    bolt_routing_table_remove(&table, BOLT_ROUTER, &two);
    cr_expect_not(bolt_routing_table_is_fresh(&table, false, NOW), "nobody could be asked again");
    cr_expect_not(bolt_routing_table_is_fresh(&table, true, NOW));
}

Test(routing_table, has_room_for_so_many_servers)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    static bolt_value addresses[BOLT_ADDRESSES_LIMIT + 1];
    bolt_routing_table table;
    error err;
    for (size_t i = 0; i <= BOLT_ADDRESSES_LIMIT; i++)
        addresses[i] = bolt_string(arena_printf(&a, "host%zu", i));
    const bolt_value router = bolt_string(STR("a"));
    for (size_t count = BOLT_ADDRESSES_LIMIT - 1; count <= BOLT_ADDRESSES_LIMIT; count++) {
        const bolt_entry routers[] = { { STR("role"), bolt_string(STR("ROUTE")) },
                                       { STR("addresses"), bolt_list_of(&router, 1) } };
        const bolt_entry readers[] = { { STR("role"), bolt_string(STR("READ")) },
                                       { STR("addresses"), bolt_list_of(addresses, count) } };
        const bolt_value servers[] = { bolt_map_of(routers, 2), bolt_map_of(readers, 2) };
        const bolt_entry answer[] = { { STR("ttl"), bolt_int(1) },
                                      { STR("servers"), bolt_list_of(servers, 2) } };
        status st =
            bolt_routing_table_read((bolt_map){ answer, 2 }, "x:7687", NOW, &a, &table, &err);
        cr_expect_eq(st, count < BOLT_ADDRESSES_LIMIT ? ST_OK : ST_PROTOCOL);
    }
    cr_expect(strstr(err.message, "too many servers"), "%s", err.message);
}

Test(routing_table, no_memory_is_an_error)
{
    ARENA_AUTO answers = ARENA_INIT(NULL, 0), a = ARENA_INIT(NULL, 100);
    bolt_routing_table table;
    bolt_map answer = value_parse(str_from(whole), &answers).as.map;
    cr_expect_eq(bolt_routing_table_read(answer, "x:7687", NOW, &a, &table, NULL), ST_NO_MEMORY);
}

Test(routing_table, the_least_busy_server_is_chosen)
{
    cr_expect_eq(bolt_routing_choose((size_t[]){ 3, 1, 2 }, 3, 0), 1);
    cr_expect_eq(bolt_routing_choose((size_t[]){ 3, 1, 2 }, 3, 7), 1);
    cr_expect_eq(bolt_routing_choose((size_t[]){ 5 }, 1, UINT64_MAX), 0);
}

Test(routing_table, servers_that_are_alike_take_turns)
{
    size_t chosen[4] = { 0 };
    for (uint64_t turn = 0; turn < 12; turn++)
        chosen[bolt_routing_choose((size_t[]){ 1, 2, 1, 1 }, 4, turn)]++;
    cr_expect_eq(chosen[0], 4);
    cr_expect_eq(chosen[1], 0);
    cr_expect_eq(chosen[2], 4);
    cr_expect_eq(chosen[3], 4);
}
