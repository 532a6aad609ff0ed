#include "bolt/routing_table.h"

enum { MS_PER_SECOND = 1000 };

static status fail_table(const char *from, const char *what, error *err)
{
    return fail(err, ST_PROTOCOL, "the routing table of \"%s\" is malformed: %s", from, what);
}

static bool find_role(str name, bolt_role *out)
{
    static const struct {
        const char *name;
        bolt_role role;
    } roles[] = { { "ROUTE", BOLT_ROUTER }, { "READ", BOLT_READER }, { "WRITE", BOLT_WRITER } };
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        if (str_eq(name, str_from(roles[i].name))) {
            *out = roles[i].role;
            return true;
        }
    }
    return false;
}

static bool has(const bolt_servers *servers, const bolt_address *server)
{
    for (size_t i = 0; i < servers->count; i++)
        if (bolt_address_equal(&servers->items[i], server))
            return true;
    return false;
}

/* A table while it is read. */
typedef struct reader {
    bolt_routing_table table;
    arena *a;
    const char *from;
    size_t capacity[BOLT_ROLES];
    size_t addresses; /* so far, with those that are there twice */
} reader;

static status add_server(reader *r, bolt_role role, str text, error *err)
{
    bolt_servers *servers = &r->table.servers[role];
    bolt_address server;
    if (bolt_address_parse(text, "bolt", &server, NULL))
        return fail(err, ST_PROTOCOL,
                    "the routing table of \"%s\" is malformed: \"%.*s\" is no address", r->from,
                    STR_ARG(text));
    if (has(servers, &server))
        return ST_OK;
    servers->items =
        arena_grow(r->a, servers->items, servers->count, &r->capacity[role], sizeof server);
    if (!servers->items)
        return fail_no_memory(err);
    servers->items[servers->count++] = server;
    return ST_OK;
}

static status add_servers(reader *r, bolt_role role, bolt_list addresses, error *err)
{
    for (size_t i = 0; i < addresses.count; i++) {
        if (addresses.items[i].type != BOLT_STRING)
            return fail_table(r->from, "an address is no text", err);
        if (r->addresses++ == BOLT_ADDRESSES_LIMIT)
            return fail_table(r->from, "it names too many servers", err);
        status st = add_server(r, role, addresses.items[i].as.string, err);
        if (st)
            return st;
    }
    return ST_OK;
}

/* Roles that are unknown to us are nothing that we need. */
static status read_entry(reader *r, const bolt_value *entry, error *err)
{
    bolt_role role;
    if (entry->type != BOLT_MAP)
        return fail_table(r->from, "an entry is no map", err);
    const bolt_value *name = bolt_map_get(entry->as.map, "role");
    const bolt_value *addresses = bolt_map_get(entry->as.map, "addresses");
    if (!name || name->type != BOLT_STRING)
        return fail_table(r->from, "an entry names no role", err);
    if (!addresses || addresses->type != BOLT_LIST)
        return fail_table(r->from, "an entry lists no addresses", err);
    return find_role(name->as.string, &role) ? add_servers(r, role, addresses->as.list, err)
                                             : ST_OK;
}

static status read_servers(reader *r, bolt_map answer, error *err)
{
    const bolt_value *servers = bolt_map_get(answer, "servers");
    if (!servers || servers->type != BOLT_LIST)
        return fail_table(r->from, "it lists no servers", err);
    for (size_t i = 0; i < servers->as.list.count; i++) {
        status st = read_entry(r, &servers->as.list.items[i], err);
        if (st)
            return st;
    }
    return ST_OK;
}

static status read_time(reader *r, bolt_map answer, int64_t now, error *err)
{
    const bolt_value *ttl = bolt_map_get(answer, "ttl");
    if (!ttl || ttl->type != BOLT_INT || ttl->as.integer < 0)
        return fail_table(r->from, "it does not say for how long it is valid", err);
    bool for_ever = ttl->as.integer > (INT64_MAX - now) / MS_PER_SECOND;
    r->table.expires = for_ever ? INT64_MAX : now + ttl->as.integer * MS_PER_SECOND;
    return ST_OK;
}

static status read_database(reader *r, bolt_map answer, error *err)
{
    str database = bolt_map_string(answer, "db", STR_NONE);
    r->table.database = database.data ? arena_str(r->a, database) : STR_NONE;
    return database.data && !r->table.database.data ? fail_no_memory(err) : ST_OK;
}

/* May pass: a cluster is forming. */
static status fail_without(const reader *r, const char *whom, error *err)
{
    fail(err, ST_CONNECTION, "the routing table of \"%s\" names no %s", r->from, whom);
    if (err)
        err->retryable = true;
    return ST_CONNECTION;
}

static status check_use(const reader *r, error *err)
{
    if (r->table.servers[BOLT_ROUTER].count == 0)
        return fail_without(r, "router", err);
    if (r->table.servers[BOLT_READER].count == 0)
        return fail_without(r, "reader", err);
    return ST_OK;
}

status bolt_routing_table_read(bolt_map answer, const char *from, int64_t now, arena *a,
                               bolt_routing_table *out, error *err)
{
    reader r = { .a = a, .from = from };
    status st = read_time(&r, answer, now, err);
    if (!st)
        st = read_servers(&r, answer, err);
    if (!st)
        st = read_database(&r, answer, err);
    if (!st)
        st = check_use(&r, err);
    if (st)
        return st;
    r.table.had_writers = r.table.servers[BOLT_WRITER].count > 0;
    *out = r.table;
    return ST_OK;
}

bool bolt_routing_table_is_fresh(const bolt_routing_table *table, bool read, int64_t now)
{
    return now < table->expires && table->servers[BOLT_ROUTER].count > 0 &&
           table->servers[read ? BOLT_READER : BOLT_WRITER].count > 0;
}

bool bolt_routing_table_is_forgettable(const bolt_routing_table *table, int64_t now)
{
    return now - BOLT_TABLE_GRACE >= table->expires;
}

void bolt_routing_table_remove(bolt_routing_table *table, bolt_role role,
                               const bolt_address *server)
{
    bolt_servers *servers = &table->servers[role];
    size_t kept = 0;
    for (size_t i = 0; i < servers->count; i++)
        if (!bolt_address_equal(&servers->items[i], server))
            servers->items[kept++] = servers->items[i];
    servers->count = kept;
}

bool bolt_routing_table_names(const bolt_routing_table *table, const bolt_address *server)
{
    for (size_t role = 0; role < BOLT_ROLES; role++)
        if (has(&table->servers[role], server))
            return true;
    return false;
}

size_t bolt_routing_choose(const size_t *loads, size_t count, uint64_t turn)
{
    size_t least = loads[0], alike = 0;
    for (size_t i = 0; i < count; i++)
        if (loads[i] < least)
            least = loads[i];
    for (size_t i = 0; i < count; i++)
        alike += loads[i] == least;
    uint64_t skip = turn % alike;
    for (size_t i = 0; i < count; i++)
        if (loads[i] == least && skip-- == 0)
            return i;
    return 0;
}
