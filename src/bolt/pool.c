#include "bolt/pool.h"

#include "base/clock.h"

struct bolt_pool_server {
    bolt_pool_server *next;
    const bolt_pool *pool;
    bolt_connection_options connecting;
    atomic_bool reached;
    bolt_connection *idle; /* the one that was given back last comes first */
    size_t in_use;         /* connections, also those that are being made */
    size_t waiting;        /* threads, for one of these */
    uint64_t epoch;        /* connections of earlier ones are not used again */
    uint64_t login_epoch;  /* those of earlier ones have to log in again first */
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

/* ---- What is known of the servers; with the lock held ---- */

static void count(bolt_pool *pool, bolt_connection *c)
{
    if (c->counted || !c->agent[0])
        return;
    *(c->server_side_routing ? &pool->with_ssr : &pool->without_ssr) += 1;
    c->counted = true;
}

static void uncount(bolt_pool *pool, bolt_connection *c)
{
    if (c->counted)
        *(c->server_side_routing ? &pool->with_ssr : &pool->without_ssr) -= 1;
    c->counted = false;
}

bool bolt_pool_has_ssr(const bolt_pool *pool)
{
    return pool->with_ssr > 0 && pool->without_ssr == 0;
}

/* ---- Closing; with the lock held ---- */

static void close_idle(bolt_pool *pool, bolt_pool_server *s)
{
    bolt_connection *c;
    while ((c = pop_idle(s))) {
        uncount(pool, c);
        bolt_connection_close(c);
    }
}

static void server_free(bolt_pool *pool, bolt_pool_server *s)
{
    close_idle(pool, s);
    mem_free(s->connecting.mem, s);
}

void bolt_pool_finish(bolt_pool *pool)
{
    while (pool->servers) {
        bolt_pool_server *s = pool->servers;
        pool->servers = s->next;
        server_free(pool, s);
    }
}

/* ---- Servers; with the lock held ---- */

static bolt_pool_server *find(const bolt_pool *pool, const bolt_address *address)
{
    bolt_pool_server *s = pool->servers;
    while (s && !bolt_address_equal(address_of(s), address))
        s = s->next;
    return s;
}

static status dial(void *user, const bolt_address *server, const bolt_wait *wait, int64_t deadline,
                   bolt_transport **out, error *err)
{
    bolt_pool_server *s = user;
    const bolt_connection_options *given = &s->pool->options.connecting;
    status st = given->dial(given->dial_user, server, wait, deadline, out, err);
    if (!st)
        atomic_store(&s->reached, true);
    return st;
}

static bolt_pool_server *find_or_add(bolt_pool *pool, const bolt_address *address)
{
    bolt_pool_server *s = find(pool, address);
    if (s)
        return s;
    s = mem_new(pool->options.connecting.mem, sizeof *s);
    if (!s)
        return NULL;
    s->pool = pool;
    s->connecting = pool->options.connecting;
    s->connecting.dial = dial;
    s->connecting.dial_user = s;
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
    uint64_t epoch, login_epoch;
} claim;

/* Whether the server still knows us on this connection, or is going to when the next request comes. */
static bool is_known(const claim *got)
{
    bolt_connection *c = got->idle;
    bool valid = c->login_epoch == got->login_epoch &&
                 c->token == bolt_credentials_version(c->options->credentials);
    c->login_epoch = got->login_epoch;
    return valid || (bolt_version_has(&c->version, BOLT_HAS_LOGON) &&
                     !bolt_connection_log_in_again(c, NULL));
}

static status await_room(bolt_pool *pool, bolt_pool_server *s, const bolt_wait *wait,
                         int64_t deadline, error *err)
{
    int64_t began = clock_ms();
    while (!s->idle && s->in_use >= pool->options.max_connections) {
        s->waiting++;
        status st = bolt_monitor_wait(pool->monitor, wait, deadline, err);
        s->waiting--;
        if (st)
            return st == ST_TIMEOUT ? fail_exhausted(pool, s, began, err) : st;
    }
    return ST_OK;
}

static status claim_locked(bolt_pool *pool, const bolt_address *address, const bolt_wait *wait,
                           int64_t deadline, claim *out, error *err)
{
    bolt_pool_server *s = find_or_add(pool, address);
    if (!s)
        return fail_no_memory(err);
    status st = await_room(pool, s, wait, deadline, err);
    if (st)
        return st;
    s->in_use++;
    *out = (claim){
        .server = s, .idle = pop_idle(s), .epoch = s->epoch, .login_epoch = s->login_epoch
    };
    return ST_OK;
}

static void claim_end(bolt_pool *pool, bolt_pool_server *s)
{
    bolt_monitor_lock(pool->monitor);
    s->in_use--;
    bolt_monitor_notify(pool->monitor);
    bolt_monitor_unlock(pool->monitor);
}

/* The connection borrows from the server, which stays while the claim does. */
static void discard(bolt_pool *pool, bolt_connection *c)
{
    bolt_pool_server *s = c->keeper;
    bolt_monitor_lock(pool->monitor);
    uncount(pool, c);
    bolt_monitor_unlock(pool->monitor);
    bolt_connection_close(c);
    claim_end(pool, s);
}

static status connect_to(bolt_pool *pool, const claim *given, const bolt_wait *wait,
                         int64_t deadline, bolt_connection **out, error *err)
{
    bolt_connection *c;
    status st = bolt_connection_open(&given->server->connecting, wait, deadline, &c, err);
    if (st) {
        claim_end(pool, given->server);
        return st;
    }
    c->keeper = given->server;
    c->epoch = given->epoch;
    c->login_epoch = given->login_epoch;
    *out = c;
    return ST_OK;
}

status bolt_pool_acquire(bolt_pool *pool, const bolt_address *server, const bolt_wait *wait,
                         int64_t deadline, bolt_connection **out, error *err)
{
    for (;;) {
        claim got = { 0 };
        if (bolt_wait_interrupted(wait))
            return fail(err, ST_CANCELLED, "cancelled");
        bolt_monitor_lock(pool->monitor);
        status st = claim_locked(pool, server, wait, deadline, &got, err);
        bolt_monitor_unlock(pool->monitor);
        if (st)
            return st;
        if (!got.idle)
            return connect_to(pool, &got, wait, deadline, out, err);
        got.idle->wait = wait;
        if (is_usable(pool, got.idle, deadline) && is_known(&got)) {
            *out = got.idle;
            return ST_OK;
        }
        discard(pool, got.idle);
    }
}

/* ---- Giving back ---- */

static bool keep(bolt_pool *pool, bolt_connection *c)
{
    bolt_pool_server *s = c->keeper;
    bolt_monitor_lock(pool->monitor);
    bool current = c->epoch == s->epoch;
    if (current) {
        count(pool, c);
        c->next = s->idle;
        s->idle = c;
        s->in_use--;
        c->wait = NULL;
        bolt_monitor_notify(pool->monitor);
    }
    bolt_monitor_unlock(pool->monitor);
    return current;
}

void bolt_pool_release(bolt_pool *pool, bolt_connection *c)
{
    if (c && !(bolt_connection_is_idle(c) && !is_too_old(pool, c) && keep(pool, c)))
        discard(pool, c);
}

void bolt_pool_forget(bolt_pool *pool, const bolt_address *server)
{
    bolt_monitor_lock(pool->monitor);
    bolt_pool_server *s = find(pool, server);
    if (s) {
        s->epoch++;
        atomic_store(&s->reached, false);
        close_idle(pool, s);
    }
    bolt_monitor_unlock(pool->monitor);
}

void bolt_pool_expire_logins(bolt_pool *pool, const bolt_address *server)
{
    bolt_monitor_lock(pool->monitor);
    bolt_pool_server *s = find(pool, server);
    if (s)
        s->login_epoch++;
    bolt_monitor_unlock(pool->monitor);
}

bool bolt_pool_has_reached(bolt_pool *pool, const bolt_address *server)
{
    bolt_monitor_lock(pool->monitor);
    bolt_pool_server *s = find(pool, server);
    bool reached = s && atomic_load(&s->reached);
    bolt_monitor_unlock(pool->monitor);
    return reached;
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
            close_idle(pool, s);
        if (is_wanted || s->in_use > 0 || s->waiting > 0) {
            link = &s->next;
            continue;
        }
        *link = s->next;
        server_free(pool, s);
    }
}
