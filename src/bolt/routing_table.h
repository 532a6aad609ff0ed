/* Which servers do what for a database, and for how long that is known. Pure: the time is given.
 * Source: the Bolt documentation, "ROUTE", and the procedures that were there before it. */
#ifndef BOLT_ROUTING_TABLE_H
#define BOLT_ROUTING_TABLE_H

#include "base/arena.h"
#include "bolt/address.h"
#include "bolt/value.h"

typedef enum bolt_role {
    BOLT_ROUTER,
    BOLT_READER,
    BOLT_WRITER,
} bolt_role;

enum {
    BOLT_ROLES = 3,
    BOLT_ADDRESSES_LIMIT = 3000, /* in all roles together */
    BOLT_TABLE_GRACE = 30000,    /* ms for which a table that has expired is kept */
};

typedef struct bolt_servers {
    bolt_address *items; /* in the order of the answer, each once */
    size_t count;
} bolt_servers;

typedef struct bolt_routing_table {
    bolt_servers servers[BOLT_ROLES];
    bool had_writers; /* when it was new */
    int64_t expires;  /* ms of the monotonic clock */
    str database;     /* as the server calls it, from Bolt 4.4 on; before: STR_NONE */
} bolt_routing_table;

/* Reads `rt` of an answer to ROUTE, or a row of the procedures as a map. Everything lives in the
 * arena. ST_PROTOCOL when it is malformed, ST_CONNECTION when it is of no use: without routers or
 * readers. No writers may be known while the cluster elects a leader. `from` is who answered, for
 * messages. */
MUST_CHECK status bolt_routing_table_read(bolt_map answer, const char *from, int64_t now, arena *a,
                                          bolt_routing_table *out, error *err);

/* Whether it can be used to read, or to write, without asking again. */
bool bolt_routing_table_is_fresh(const bolt_routing_table *table, bool read, int64_t now);

/* Whether nobody has asked for the database for so long that it can be forgotten. Until then it tells at
 * least whom to ask. */
bool bolt_routing_table_is_forgettable(const bolt_routing_table *table, int64_t now);

void bolt_routing_table_remove(bolt_routing_table *table, bolt_role role,
                               const bolt_address *server);
bool bolt_routing_table_names(const bolt_routing_table *table, const bolt_address *server);

/* The least busy of `count` servers, and of several such ones another for each `turn`. */
size_t bolt_routing_choose(const size_t *loads, size_t count, uint64_t turn);

#endif
