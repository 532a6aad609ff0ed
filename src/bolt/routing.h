/* Which server of a cluster does what: the routing tables of databases, asked for when they are
 * needed, and corrected by what becomes of connections. Safe to use from several threads, one of which
 * asks at a time. Source: the Bolt documentation, "Routing", and what the official drivers do. */
#ifndef BOLT_ROUTING_H
#define BOLT_ROUTING_H

#include "bolt/access.h"
#include "bolt/pool.h"
#include "bolt/routing_table.h"

typedef struct bolt_routing_options {
    const allocator *mem;
    bolt_pool *pool; /* whose lock is ours, too */
    bolt_address seed;
    bolt_map context; /* that of the URI, and `address` */
    bolt_resolver_fn *resolver;
    void *user; /* of the resolver */
} bolt_routing_options;

typedef struct bolt_routing {
    bolt_routing_options options;
    struct bolt_routing_entry *entries; /* under the lock, as all below */
    bool asking;
    uint64_t turn;
} bolt_routing;

void bolt_routing_init(bolt_routing *r, const bolt_routing_options *options);
void bolt_routing_finish(bolt_routing *r);

/* Asks for the routing table of the home database, and so learns which it is: access->home. */
MUST_CHECK status bolt_routing_find_home(bolt_routing *r, const bolt_access *access,
                                         int64_t deadline, error *err);

/* A connection to the least busy of the servers that do what is wanted; asks for the routing table
 * first if there is none that is fresh, unless it has just been `asked` for. A guessed home is
 * replaced by the true one on that occasion. */
MUST_CHECK status bolt_routing_acquire(bolt_routing *r, const bolt_access *access, bool asked,
                                       int64_t deadline, bolt_connection **out, error *err);

/* Nobody is sent to this server until a routing table names it again. */
void bolt_routing_forget(bolt_routing *r, const bolt_address *server);

/* It is not the one that writes to this database. */
void bolt_routing_forget_writer(bolt_routing *r, str database, const bolt_address *server);

/* The name under which the routing table for an access is found; empty when none is known. */
str bolt_routing_key(const bolt_access *access);

#endif
