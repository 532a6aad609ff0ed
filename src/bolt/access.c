#include "bolt/access.h"

#include "base/clock.h"
#include "bolt/driver_parts.h"

#include <string.h>

/* ---- The home database, where servers have to be told which it is ---- */

/* We ourselves, where there is no name to know us by, are the user without one. With the lock held. */
static str user_of(const bolt_driver *d, const bolt_access *access)
{
    const bolt_auth *auth = &d->shared->credentials.auth;
    if (access->impersonated_user.data)
        return access->impersonated_user;
    return auth->scheme == BOLT_AUTH_BASIC && auth->principal.data ? auth->principal : STR("");
}

static void remember_home(bolt_driver *d, const bolt_access *access)
{
    if (!access->home->known || access->home->name[0] == '\0')
        return;
    bolt_monitor_lock(&d->shared->monitor);
    bolt_home_cache_set(&d->shared->homes, user_of(d, access), access->home->name);
    bolt_monitor_unlock(&d->shared->monitor);
}

/* Only where a server that it was wrong to choose passes on what it is asked to do. */
static bool guess_home(bolt_driver *d, const bolt_access *access)
{
    bolt_monitor_lock(&d->shared->monitor);
    bool guessed = bolt_pool_has_ssr(&d->shared->pool) &&
                   bolt_home_cache_get(&d->shared->homes, user_of(d, access), access->home->name);
    bolt_monitor_unlock(&d->shared->monitor);
    access->home->guessed = guessed;
    return guessed;
}

static status find_home(bolt_driver *d, const bolt_access *access, int64_t deadline, error *err)
{
    access->home->guessed = false;
    status st = bolt_routing_find_home(&d->shared->routing, access, deadline, err);
    if (!st)
        remember_home(d, access);
    return st;
}

void bolt_driver_learn_home(bolt_driver *d, const bolt_access *access, str database)
{
    bolt_home *home = access->home;
    if (!home->guessed || database.len == 0 || database.len >= sizeof home->name)
        return;
    error_text(home->name, sizeof home->name, database.data, database.len);
    home->known = true;
    home->guessed = false;
    remember_home(d, access);
}

/* ---- Taking and giving back ---- */

/* Whether a server makes up for a wrong guess is known once it has let us in. */
static status check_guess(bolt_driver *d, const bolt_access *access, bolt_connection *c,
                          bool *holds, error *err)
{
    *holds = false;
    if (!bolt_version_has(&c->version, BOLT_HAS_HOME_DATABASE))
        return ST_OK;
    status st = bolt_driver_login(d, access, c, err);
    *holds = !st && c->server_side_routing;
    return st;
}

static status acquire_known(bolt_driver *d, const bolt_access *access, bool asked, int64_t deadline,
                            bolt_connection **out, error *err)
{
    status st = bolt_routing_acquire(&d->shared->routing, access, asked, deadline, out, err);
    if (!st)
        remember_home(d, access);
    return st;
}

static status acquire_guessed(bolt_driver *d, const bolt_access *access, int64_t deadline,
                              bolt_connection **out, error *err)
{
    bolt_connection *c;
    bool holds;
    status st = acquire_known(d, access, false, deadline, &c, err);
    if (st || !access->home->guessed) {
        *out = c;
        return st;
    }
    st = check_guess(d, access, c, &holds, err);
    if (!st && holds) {
        *out = c;
        return ST_OK;
    }
    bolt_driver_release(d, c);
    if (!st)
        st = find_home(d, access, deadline, err);
    return st ? st : acquire_known(d, access, true, deadline, out, err);
}

static status acquire_routed(bolt_driver *d, const bolt_access *access, int64_t deadline,
                             bolt_connection **out, error *err)
{
    if (access->database.data || access->home->known)
        return acquire_known(d, access, false, deadline, out, err);
    if (guess_home(d, access))
        return acquire_guessed(d, access, deadline, out, err);
    status st = find_home(d, access, deadline, err);
    return st ? st : acquire_known(d, access, true, deadline, out, err);
}

/* With a token in place of the one that was refused it is worth trying again. What keeps us from getting one
 * is what the user needs to know. */
static void learn_token(bolt_driver *d, uint64_t refused, error *failure)
{
    error problem = { .status = ST_OK };
    status st =
        bolt_credentials_renew(&d->shared->credentials, &d->wait, refused, failure, &problem);
    if (!st)
        failure->retryable = true;
    else if (st != ST_CANCELLED && problem.message[0])
        ERROR_SET(failure, message, problem.message, str_from(problem.message).len);
}

static status acquire(bolt_driver *d, const bolt_access *access, bolt_connection **out, error *err)
{
    int64_t deadline = deadline_in(d->shared->config.acquisition_timeout);
    if (bolt_wait_interrupted(&d->wait))
        return fail(err, ST_CANCELLED, "cancelled");
    return d->shared->uri.routing ? acquire_routed(d, access, deadline, out, err)
                                  : bolt_pool_acquire(&d->shared->pool, &d->shared->uri.server,
                                                      &d->wait, deadline, out, err);
}

/* A router may have refused our token. */
status bolt_driver_acquire(bolt_driver *d, const bolt_access *access, bolt_connection **out,
                           error *err)
{
    error failure = { .status = ST_OK };
    uint64_t token = bolt_credentials_version(&d->shared->credentials);
    status st = acquire(d, access, out, &failure);
    if (st == ST_AUTHENTICATION)
        learn_token(d, token, &failure);
    if (st && err)
        *err = failure;
    return st;
}

static void note_server(bolt_driver *d, const bolt_connection *c)
{
    bolt_monitor_lock(&d->shared->monitor);
    if (!d->shared->connected) {
        memcpy(d->shared->agent, c->agent, sizeof d->shared->agent);
        d->shared->version = c->version;
        d->shared->connected = true;
    }
    bolt_monitor_unlock(&d->shared->monitor);
}

void bolt_driver_release(bolt_driver *d, bolt_connection *c)
{
    if (c && c->agent[0])
        note_server(d, c);
    bolt_pool_release(&d->shared->pool, c);
}

/* ---- Learning from failures ---- */

static void forget_server(bolt_driver *d, const bolt_address *server)
{
    if (d->shared->uri.routing)
        bolt_routing_forget(&d->shared->routing, server);
    else
        bolt_pool_forget(&d->shared->pool, server);
}

static bool is_refusal_to_write(str code)
{
    return str_eq(code, STR("Neo.ClientError.Cluster.NotALeader")) ||
           str_eq(code, STR("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase"));
}

/* Who only wants to read is not sent to the leader the next time either. */
static void learn_refusal(bolt_driver *d, const bolt_access *access, const bolt_address *server,
                          error *failure)
{
    if (!d->shared->uri.routing)
        return;
    if (access->read)
        failure->retryable = false;
    else
        bolt_routing_forget_writer(&d->shared->routing, bolt_routing_key(access), server);
}

static bool is_loss(status st)
{
    return st == ST_CONNECTION || st == ST_TIMEOUT || st == ST_UNKNOWN_OUTCOME;
}

void bolt_driver_learn(bolt_driver *d, const bolt_access *access, const bolt_connection *c,
                       error *failure)
{
    const bolt_address *server = &c->options->server;
    str code = str_from(failure->code);
    if (d->shared->uri.routing &&
        str_eq(code, STR("Neo.TransientError.General.DatabaseUnavailable")))
        forget_server(d, server);
    else if (str_eq(code, STR("Neo.ClientError.Security.AuthorizationExpired")))
        bolt_pool_expire_logins(&d->shared->pool, server);
    else if (is_refusal_to_write(code))
        learn_refusal(d, access, server, failure);
    else if (failure->status == ST_AUTHENTICATION)
        learn_token(d, c->token, failure);
    else if (c->state == BOLT_CONNECTION_DEAD && is_loss(failure->status))
        forget_server(d, server);
}

status bolt_driver_login(bolt_driver *d, const bolt_access *access, bolt_connection *c, error *err)
{
    error failure = { .status = ST_OK };
    status st = bolt_connection_login(c, &failure);
    if (!st)
        return ST_OK;
    bolt_driver_learn(d, access, c, &failure);
    if (err)
        *err = failure;
    return st;
}
