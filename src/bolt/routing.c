#include "bolt/routing.h"

#include "base/clock.h"
#include "base/random.h"
#include "bolt/routing_search.h"

#include <string.h>

enum { TABLE_LIMIT = 4 << 20 }; /* bytes of a table: BOLT_ADDRESSES_LIMIT of the longest names */

/* A table, and the database that it is for: as it was asked for, else as the server calls it. */
typedef struct bolt_routing_entry {
    struct bolt_routing_entry *next;
    arena memory;
    str database;
    bolt_routing_table table;
    size_t *loads; /* room for one number for each server */
} bolt_routing_entry;

void bolt_routing_init(bolt_routing *r, const bolt_routing_options *options)
{
    *r = (bolt_routing){ .options = *options, .turn = random_u64() };
}

static void entry_free(bolt_routing_entry *e)
{
    const allocator *mem = e->memory.mem;
    arena_finish(&e->memory);
    mem_free(mem, e);
}

void bolt_routing_finish(bolt_routing *r)
{
    while (r->entries) {
        bolt_routing_entry *e = r->entries;
        r->entries = e->next;
        entry_free(e);
    }
}

static void lock(const bolt_routing *r)
{
    bolt_monitor_lock(r->options.pool->monitor);
}

static void unlock(const bolt_routing *r)
{
    bolt_monitor_unlock(r->options.pool->monitor);
}

str bolt_routing_key(const bolt_access *access)
{
    return access->database.data ? access->database : str_from(access->home->name);
}

/* ---- Tables; with the lock held ---- */

static bolt_routing_entry *find(const bolt_routing *r, str database)
{
    bolt_routing_entry *e = r->entries;
    while (e && !str_eq(e->database, database))
        e = e->next;
    return e;
}

typedef bool unwanted_fn(const bolt_routing_entry *e, const void *what);

static void remove_entries(bolt_routing *r, unwanted_fn *is_unwanted, const void *what)
{
    for (bolt_routing_entry **link = &r->entries; *link;) {
        bolt_routing_entry *e = *link;
        if (!is_unwanted(e, what)) {
            link = &e->next;
            continue;
        }
        *link = e->next;
        entry_free(e);
    }
}

static bool is_forgettable(const bolt_routing_entry *e, const void *now)
{
    return bolt_routing_table_is_forgettable(&e->table, *(const int64_t *)now);
}

static bool is_for(const bolt_routing_entry *e, const void *database)
{
    return str_eq(e->database, *(const str *)database);
}

static bool is_named(void *user, const bolt_address *server)
{
    const bolt_routing *r = user;
    for (const bolt_routing_entry *e = r->entries; e; e = e->next)
        if (bolt_routing_table_names(&e->table, server))
            return true;
    return false;
}

static void keep(bolt_routing *r, bolt_routing_entry *e)
{
    remove_entries(r, is_for, &e->database);
    e->next = r->entries;
    r->entries = e;
    bolt_pool_trim(r->options.pool, is_named, r);
}

void bolt_routing_forget(bolt_routing *r, const bolt_address *server)
{
    lock(r);
    for (bolt_routing_entry *e = r->entries; e; e = e->next) {
        bolt_routing_table_remove(&e->table, BOLT_ROUTER, server);
        bolt_routing_table_remove(&e->table, BOLT_READER, server);
        bolt_routing_table_remove(&e->table, BOLT_WRITER, server);
    }
    unlock(r);
    bolt_pool_forget(r->options.pool, server);
}

void bolt_routing_forget_writer(bolt_routing *r, str database, const bolt_address *server)
{
    lock(r);
    bolt_routing_entry *e = find(r, database);
    if (e)
        bolt_routing_table_remove(&e->table, BOLT_WRITER, server);
    unlock(r);
}

/* ---- Asking; one thread at a time, without the lock ---- */

static status copy_routers(const bolt_routing_entry *e, arena *a, bolt_routing_clues *out,
                           error *err)
{
    *out = (bolt_routing_clues){ .seed_first = !e || !e->table.had_writers };
    if (!e)
        return ST_OK;
    const bolt_servers *routers = &e->table.servers[BOLT_ROUTER];
    bolt_address *copy = arena_array(a, routers->count + 1, sizeof *copy);
    if (!copy)
        return fail_no_memory(err);
    for (size_t i = 0; i < routers->count; i++)
        copy[i] = routers->items[i];
    out->routers = copy;
    out->count = routers->count;
    return ST_OK;
}

static size_t most_servers(const bolt_routing_table *table)
{
    size_t readers = table->servers[BOLT_READER].count;
    size_t writers = table->servers[BOLT_WRITER].count;
    return readers > writers ? readers : writers;
}

static status name_entry(bolt_routing_entry *e, const bolt_access *access, error *err)
{
    str asked = bolt_routing_key(access), told = e->table.database;
    bool is_told = !access->database.data && !access->home->known;
    str name = !is_told ? asked : told.data ? told : STR("");
    if (name.len >= BOLT_DATABASE_SIZE)
        return fail(err, ST_PROTOCOL, "the name of the home database is longer than %d bytes",
                    BOLT_DATABASE_SIZE - 1);
    e->database = arena_str(&e->memory, name);
    e->loads = arena_array(&e->memory, most_servers(&e->table), sizeof *e->loads);
    return e->database.data && e->loads ? ST_OK : fail_no_memory(err);
}

static void learn_home(const bolt_routing_entry *e, const bolt_access *access)
{
    bolt_home *home = access->home;
    if (access->database.data || home->known)
        return;
    home->known = true;
    home->guessed = false;
    error_text(home->name, sizeof home->name, e->database.data, e->database.len);
}

static status ask(bolt_routing *r, const bolt_access *access, int64_t deadline,
                  bolt_routing_entry *e, error *err)
{
    ARENA_AUTO scratch = ARENA_INIT(r->options.mem, TABLE_LIMIT);
    bolt_routing_clues clues;
    lock(r);
    status st = copy_routers(find(r, bolt_routing_key(access)), &scratch, &clues, err);
    unlock(r);
    if (!st)
        st = bolt_routing_search(r, access, &clues, deadline, &e->memory, &e->table, err);
    if (!st)
        st = name_entry(e, access, err);
    if (st)
        return st;
    learn_home(e, access);
    lock(r);
    keep(r, e);
    unlock(r);
    return ST_OK;
}

static status ask_for_table(bolt_routing *r, const bolt_access *access, int64_t deadline,
                            error *err)
{
    bolt_routing_entry *e = mem_new(r->options.mem, sizeof *e);
    if (!e)
        return fail_no_memory(err);
    e->memory = (arena)ARENA_INIT(r->options.mem, TABLE_LIMIT);
    status st = ask(r, access, deadline, e, err);
    if (st)
        entry_free(e);
    return st;
}

static status fail_waiting(const bolt_routing *r, status st, error *err)
{
    if (st != ST_TIMEOUT)
        return st;
    fail(err, st, "another thread is still asking \"%s\" and its like which servers there are",
         r->options.seed.text);
    if (err)
        err->retryable = true;
    return st;
}

/* With the lock held, which is given up meanwhile. */
static status wait_for_others(bolt_routing *r, const bolt_access *access, int64_t deadline,
                              error *err)
{
    bolt_monitor *monitor = r->options.pool->monitor;
    return fail_waiting(r, bolt_monitor_wait(monitor, access->wait, deadline, err), err);
}

/* Likewise; nobody else is asking. */
static status ask_alone(bolt_routing *r, const bolt_access *access, int64_t deadline, error *err)
{
    r->asking = true;
    unlock(r);
    status st = ask_for_table(r, access, deadline, err);
    lock(r);
    r->asking = false;
    bolt_monitor_notify(r->options.pool->monitor);
    return st;
}

status bolt_routing_find_home(bolt_routing *r, const bolt_access *access, int64_t deadline,
                              error *err)
{
    status st = ST_OK;
    lock(r);
    while (!st && r->asking)
        st = wait_for_others(r, access, deadline, err);
    if (!st)
        st = ask_alone(r, access, deadline, err);
    unlock(r);
    return st;
}

/* ---- Choosing ---- */

static status fail_nobody(const bolt_access *access, error *err)
{
    str database = bolt_routing_key(access);
    fail(err, ST_CONNECTION, "no server is known that %s database%s%.*s%s at present",
         access->read ? "reads from" : "writes to", database.len ? " \"" : "", STR_ARG(database),
         database.len ? "\"" : "");
    if (err)
        err->retryable = true;
    return ST_CONNECTION;
}

static status choose_from(bolt_routing *r, bolt_routing_entry *e, const bolt_access *access,
                          bolt_address *out, error *err)
{
    const bolt_servers *servers =
        e ? &e->table.servers[access->read ? BOLT_READER : BOLT_WRITER] : NULL;
    if (!servers || servers->count == 0)
        return fail_nobody(access, err);
    for (size_t i = 0; i < servers->count; i++)
        e->loads[i] = bolt_pool_load(r->options.pool, &servers->items[i]);
    *out = servers->items[bolt_routing_choose(e->loads, servers->count, r->turn++)];
    return ST_OK;
}

static status choose_locked(bolt_routing *r, const bolt_access *access, bool *asked,
                            int64_t deadline, bolt_address *out, error *err)
{
    for (;;) {
        int64_t now = clock_ms();
        remove_entries(r, is_forgettable, &now);
        bolt_routing_entry *e = find(r, bolt_routing_key(access));
        if (*asked || (e && bolt_routing_table_is_fresh(&e->table, access->read, now)))
            return choose_from(r, e, access, out, err);
        *asked = !r->asking;
        status st = r->asking ? wait_for_others(r, access, deadline, err)
                              : ask_alone(r, access, deadline, err);
        if (st)
            return st;
    }
}

/* After which another server may do. */
static bool is_out_of_reach(status st)
{
    return st == ST_CONNECTION || st == ST_TIMEOUT || st == ST_PROTOCOL || st == ST_SECURITY;
}

status bolt_routing_acquire(bolt_routing *r, const bolt_access *access, bool asked,
                            int64_t deadline, bolt_connection **out, error *err)
{
    error reason = { .status = ST_OK }; /* why the server chosen before was of no use */
    for (;;) {
        bolt_address server;
        lock(r);
        status st = choose_locked(r, access, &asked, deadline, &server, err);
        unlock(r);
        if (st && reason.status && err)
            *err = reason;
        if (st)
            return reason.status ? reason.status : st;
        st = bolt_pool_acquire(r->options.pool, &server, access->wait, deadline, out, &reason);
        if (!st)
            return ST_OK;
        if (!is_out_of_reach(st) || deadline_left(deadline) == 0) {
            if (err)
                *err = reason;
            return st;
        }
        bolt_routing_forget(r, &server);
        asked = true;
    }
}
