#include "bolt/pool.h"

#include "base/clock.h"

struct bolt_pool_server {
    bolt_pool_server *next;
    bolt_connection_options connecting;
    bolt_connection *idle; /* the one that was given back last comes first */
    size_t in_use;         /* connections, also those that are being made */
    size_t waiting;        /* threads, for one of these */
    uint64_t epoch;        /* connections of earlier ones are not used again */
};

static const bolt_address *address_of(const bolt_pool_server *s)
{
    return &s->connecting.server;
}

void bolt_pool_init(bolt_pool *pool, const bolt_pool_options *options, bolt_monitor *monitor)
{
    *pool = (bolt_pool){ .options = *options, .monitor = monitor };
}

static bolt_connection *pop_idle(bolt_pool_server *s)
{
    bolt_connection *c = s->idle;
    if (c)
        s->idle = c->next;
    return c;
}

static void close_idle(bolt_pool_server *s)
{
    bolt_connection *c;
    while ((c = pop_idle(s)))
        bolt_connection_close(c);
}

static void server_free(bolt_pool_server *s)
{
    close_idle(s);
    mem_free(s->connecting.mem, s);
}

void bolt_pool_finish(bolt_pool *pool)
{
    while (pool->servers) {
        bolt_pool_server *s = pool->servers;
        pool->servers = s->next;
        server_free(s);
    }
}

static bolt_pool_server *find(const bolt_pool *pool, const bolt_address *address)
{
    bolt_pool_server *s = pool->servers;
    while (s && !bolt_address_equal(address_of(s), address))
        s = s->next;
    return s;
}

static bolt_pool_server *find_or_add(bolt_pool *pool, const bolt_address *address)
{
    bolt_pool_server *s = find(pool, address);
    if (s)
        return s;
    s = mem_new(pool->options.connecting.mem, sizeof *s);
    if (!s)
        return NULL;
    s->connecting = pool->options.connecting;
    s->connecting.server = *address;
    s->next = pool->servers;
    pool->servers = s;
    return s;
}

/* ---- Taking ---- */

static bool is_too_old(const bolt_pool *pool, const bolt_connection *c)
{
    int64_t limit = pool->options.max_lifetime;
    return limit >= 0 && clock_ms() - c->born >= limit;
}

static bool is_usable(const bolt_pool *pool, bolt_connection *c, int64_t deadline)
{
    int64_t limit = pool->options.liveness_check;
    if (is_too_old(pool, c) || !bolt_connection_is_quiet(c))
        return false;
    return limit < 0 || clock_ms() - c->idle_since < limit || bolt_connection_is_alive(c, deadline);
}

static status fail_exhausted(const bolt_pool *pool, const bolt_pool_server *s, int64_t began,
                             error *err)
{
    return fail(err, ST_TIMEOUT,
                "no connection to \"%s\" became free within %.1f s: all %zu that there may be are "
                "in use; end transactions sooner, or allow more connections",
                address_of(s)->text, (double)(clock_ms() - began) / 1000,
                pool->options.max_connections);
}

/* The right to one of the connections to a server. */
typedef struct claim {
    bolt_pool_server *server;
    bolt_connection *idle; /* NULL: a new one may be made */
    uint64_t epoch;
} claim;

static status await_room(bolt_pool *pool, bolt_pool_server *s, int64_t deadline, error *err)
{
    int64_t began = clock_ms();
    while (!s->idle && s->in_use >= pool->options.max_connections) {
        s->waiting++;
        status st = bolt_monitor_wait(pool->monitor, pool->options.connecting.wait, deadline, err);
        s->waiting--;
        if (st)
            return st == ST_TIMEOUT ? fail_exhausted(pool, s, began, err) : st;
    }
    return ST_OK;
}

static status claim_locked(bolt_pool *pool, const bolt_address *address, int64_t deadline,
                           claim *out, error *err)
{
    bolt_pool_server *s = find_or_add(pool, address);
    if (!s)
        return fail_no_memory(err);
    status st = await_room(pool, s, deadline, err);
    if (st)
        return st;
    s->in_use++;
    *out = (claim){ .server = s, .idle = pop_idle(s), .epoch = s->epoch };
    return ST_OK;
}

/* After the connection, if there was one, has been closed: it borrows from the server. */
static void claim_end(bolt_pool *pool, bolt_pool_server *s)
{
    bolt_monitor_lock(pool->monitor);
    s->in_use--;
    bolt_monitor_notify(pool->monitor);
    bolt_monitor_unlock(pool->monitor);
}

static status connect_to(bolt_pool *pool, const claim *given, int64_t deadline,
                         bolt_connection **out, error *err)
{
    bolt_connection *c;
    status st = bolt_connection_open(&given->server->connecting, deadline, &c, err);
    if (st) {
        claim_end(pool, given->server);
        return st;
    }
    c->keeper = given->server;
    c->epoch = given->epoch;
    *out = c;
    return ST_OK;
}

status bolt_pool_acquire(bolt_pool *pool, const bolt_address *server, int64_t deadline,
                         bolt_connection **out, error *err)
{
    for (;;) {
        claim got = { 0 };
        if (bolt_wait_interrupted(pool->options.connecting.wait))
            return fail(err, ST_CANCELLED, "cancelled");
        bolt_monitor_lock(pool->monitor);
        status st = claim_locked(pool, server, deadline, &got, err);
        bolt_monitor_unlock(pool->monitor);
        if (st)
            return st;
        if (!got.idle)
            return connect_to(pool, &got, deadline, out, err);
        if (is_usable(pool, got.idle, deadline)) {
            *out = got.idle;
            return ST_OK;
        }
        bolt_connection_close(got.idle);
        claim_end(pool, got.server);
    }
}

/* ---- Giving back ---- */

static bool keep(bolt_pool *pool, bolt_pool_server *s, bolt_connection *c)
{
    bool current;
    bolt_monitor_lock(pool->monitor);
    current = c->epoch == s->epoch;
    if (current) {
        c->next = s->idle;
        s->idle = c;
        s->in_use--;
        bolt_monitor_notify(pool->monitor);
    }
    bolt_monitor_unlock(pool->monitor);
    return current;
}

void bolt_pool_release(bolt_pool *pool, bolt_connection *c)
{
    if (!c)
        return;
    bolt_pool_server *s = c->keeper;
    if (bolt_connection_is_idle(c) && !is_too_old(pool, c) && keep(pool, s, c))
        return;
    bolt_connection_close(c);
    claim_end(pool, s);
}

void bolt_pool_forget(bolt_pool *pool, const bolt_address *server)
{
    bolt_monitor_lock(pool->monitor);
    bolt_pool_server *s = find(pool, server);
    if (s) {
        s->epoch++;
        close_idle(s);
    }
    bolt_monitor_unlock(pool->monitor);
}

size_t bolt_pool_load(const bolt_pool *pool, const bolt_address *server)
{
    const bolt_pool_server *s = find(pool, server);
    return s ? s->in_use : 0;
}

void bolt_pool_trim(bolt_pool *pool, bolt_pool_wanted_fn *wanted, void *user)
{
    for (bolt_pool_server **link = &pool->servers; *link;) {
        bolt_pool_server *s = *link;
        bool is_wanted = wanted(user, address_of(s));
        if (!is_wanted)
            close_idle(s);
        if (is_wanted || s->in_use > 0 || s->waiting > 0) {
            link = &s->next;
            continue;
        }
        *link = s->next;
        server_free(s);
    }
}
