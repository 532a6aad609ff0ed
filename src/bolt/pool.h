/* Connections to several servers, kept for whoever needs one next. Knows nothing of what they are
 * used for. Safe to use from several threads; nothing that takes time happens under the lock. */
#ifndef BOLT_POOL_H
#define BOLT_POOL_H

#include "bolt/connection.h"
#include "bolt/monitor.h"

/* Times in milliseconds; negative ones are for ever. */
typedef struct bolt_pool_options {
    bolt_connection_options connecting; /* to whichever server */
    size_t max_connections;             /* to one server */
    int64_t max_lifetime;
    int64_t liveness_check; /* idle for longer, it is tried before it is used again */
} bolt_pool_options;

typedef struct bolt_pool_server bolt_pool_server;

typedef struct bolt_pool {
    bolt_pool_options options;
    bolt_monitor *monitor; /* the driver's only lock */
    bolt_pool_server *servers;
    size_t with_ssr, without_ssr; /* connections to servers that do, or do not, pass on what
                                             another one has to do; once they were given back */
} bolt_pool;

void bolt_pool_init(bolt_pool *pool, const bolt_pool_options *options, bolt_monitor *monitor);

/* Closes all connections; none may be in use. */
void bolt_pool_finish(bolt_pool *pool);

/* The connection that was given back last, or a new one; waits for another user to give one back
 * when there are as many as there may be. It has nothing outstanding but perhaps its login. It, and
 * all that comes of it until it is given back, waits by `wait`. */
MUST_CHECK status bolt_pool_acquire(bolt_pool *pool, const bolt_address *server,
                                    const bolt_wait *wait, int64_t deadline, bolt_connection **out,
                                    error *err);

/* Keeps it if it is still good, and closes it otherwise. Accepts NULL. */
void bolt_pool_release(bolt_pool *pool, bolt_connection *c);

/* Connections to this server are not used again: idle ones are closed now, the others when they are
 * given back. */
void bolt_pool_forget(bolt_pool *pool, const bolt_address *server);

/* Whether it has been connected to, however that ended, since it was last forgotten. */
bool bolt_pool_has_reached(bolt_pool *pool, const bolt_address *server);

/* The server has forgotten who we are: connections to it log in again before they are used again, or, before
 * Bolt 5.1, are closed. */
void bolt_pool_expire_logins(bolt_pool *pool, const bolt_address *server);

/* ---- With the lock held ---- */

/* Whether all servers that we are connected to pass on what another one has to do. */
bool bolt_pool_has_ssr(const bolt_pool *pool);

/* How many connections to it are in use, or being made. */
size_t bolt_pool_load(const bolt_pool *pool, const bolt_address *server);

typedef bool bolt_pool_wanted_fn(void *user, const bolt_address *server);

/* Closes idle connections to servers that nobody wants any more. */
void bolt_pool_trim(bolt_pool *pool, bolt_pool_wanted_fn *wanted, void *user);

#endif
