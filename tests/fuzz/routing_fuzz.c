/* A server's answer to the question which servers there are. */
#include "fuzz.h"

#include "bolt/message.h"
#include "bolt/routing_table.h"

enum { NOW = 1000, MEMORY = 16 << 20 };

static void check(const bolt_routing_table *table)
{
    FUZZ_CHECK(table->expires >= NOW);
    FUZZ_CHECK(table->servers[BOLT_ROUTER].count > 0 && table->servers[BOLT_READER].count > 0);
    FUZZ_CHECK(table->had_writers == (table->servers[BOLT_WRITER].count > 0));
    for (size_t role = 0; role < BOLT_ROLES; role++) {
        const bolt_servers *servers = &table->servers[role];
        FUZZ_CHECK(servers->count <= BOLT_ADDRESSES_LIMIT);
        for (size_t i = 0; i < servers->count; i++) {
            FUZZ_CHECK(servers->items[i].port > 0);
            FUZZ_CHECK(bolt_address_host(&servers->items[i]).len > 0);
            FUZZ_CHECK(bolt_routing_table_names(table, &servers->items[i]));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_AUTO a = ARENA_INIT(NULL, MEMORY);
    bolt_routing_table table;
    bolt_reply reply;
    error err;
    str message = { (const char *)data, size };
    if (bolt_reply_read(message, bolt_version_find(5, 8), &a, &reply, &err) ||
        reply.kind != BOLT_REPLY_SUCCESS)
        return 0;
    status st = bolt_routing_table_read(bolt_map_map(reply.metadata, "rt"), "x:7687", NOW, &a,
                                        &table, &err);
    if (!st)
        check(&table);
    else
        FUZZ_CHECK((st == ST_PROTOCOL || st == ST_CONNECTION || st == ST_NO_MEMORY) &&
                   err.status == st && err.message[0]);
    return 0;
}
