/* A server, or a cluster of them: its address, who we are, and the connections to it. */
#ifndef BOLT_DRIVER_H
#define BOLT_DRIVER_H

#include "base/cancel.h"
#include "base/error.h"
#include "base/mem.h"
#include "bolt/encryption.h"
#include "bolt/value.h"

typedef struct bolt_auth {
    bolt_auth_scheme scheme;
    str principal;
    str credentials;     /* password or token; wiped after use where we made a copy */
    str realm;           /* may be STR_NONE */
    str custom_scheme;   /* with BOLT_AUTH_CUSTOM */
    bolt_map parameters; /* with BOLT_AUTH_CUSTOM */
} bolt_auth;

/* Which servers to ask first where the others are, in place of the one that the URI names: a resolver
 * calls bolt_seeds_add for each, with "host" or "host:port". What it returns but ST_OK ends the attempt
 * to connect. */
typedef struct bolt_seeds bolt_seeds;
typedef status bolt_resolver_fn(void *user, str address, bolt_seeds *seeds, error *err);
MUST_CHECK status bolt_seeds_add(bolt_seeds *seeds, str address, error *err);

/* A server takes the token no more, for this reason (TokenExpired or Unauthorized): gets another one into
 * `out`, whose text needs to live until the function is called again. The message of a failure is what
 * the user is told then. Called by one thread at a time, and not to use the driver. */
typedef status bolt_renew_fn(void *user, const error *reason, bolt_auth *out, error *err);

/* Called before a managed transaction is tried again. */
typedef void bolt_on_retry_fn(void *user, const error *reason, int64_t delay_ms);

/* Everything is copied by bolt_driver_open. Times in milliseconds; 0 means the default given here.
 * Functions may be called by every thread that uses the driver. */
typedef struct bolt_config {
    str uri; /* bolt://host[:port] for one server, neo4j://host[:port] for whichever of a cluster;
                with +s or +ssc behind the scheme they are encrypted */
    bolt_auth auth;
    bolt_tls_config tls;       /* its password is wiped after use where we made a copy */
    str user_agent;            /* "name/version" */
    const allocator *mem;      /* must outlive the driver; NULL for malloc */
    cancel *cancel;            /* watched in every wait; may be NULL */
    int64_t connect_timeout;   /* to look up the name, per address, and for TLS; 30,000 */
    int64_t handshake_timeout; /* handshake, HELLO and LOGON together, 60,000 */
    int64_t read_timeout; /* silence while an answer is due; default none but the server's hint */
    int64_t acquisition_timeout; /* until a connection is there to be used; 60,000 */
    int64_t max_lifetime;        /* an older connection is replaced; 3,600,000, negative: none is */
    int64_t liveness_check;      /* a connection that was idle for longer is tried before it is used
                               again; 30,000, negative: none is */
    size_t max_connections;      /* to one server, 100; who needs more waits */
    int64_t retry_budget;        /* of managed transactions, from the first failure; 30,000 */
    size_t max_message;          /* largest message accepted, 256 MiB */
    bolt_resolver_fn *resolver;  /* of the schemes neo4j; may be NULL */
    bolt_renew_fn *renew;        /* NULL: the token stays as it is */
    bolt_on_retry_fn *on_retry;  /* may be NULL */
    bolt_trace_fn *on_trace;     /* NULL: no trace */
    void *trace_user;
    void *user;
} bolt_config;

/* May be used by several threads at once, each with sessions of its own. */
typedef struct bolt_driver bolt_driver;

/* What the connected server says of itself. Borrowed from the driver. */
typedef struct bolt_server {
    str agent;            /* "Neo4j/5.26.30" */
    str address;          /* "host:port" as the user gave it */
    uint8_t major, minor; /* of the protocol */
} bolt_server;

/* Checks the URI and prepares; connects with the first use. */
MUST_CHECK status bolt_driver_open(const bolt_config *config, bolt_driver **out, error *err);

/* Another handle of the same driver, with its connections and all that it knows: what goes on with it may be
 * stopped, and shielded, for itself, and its retries are told to `on_retry` instead. Whoever stops the driver stops
 * it, too. The driver, and `stop`, must outlive it. Copied, but for what `user` points to. */
typedef struct bolt_share {
    const allocator *mem; /* of the handle; must outlive it; NULL for malloc */
    cancel *stop;
    bolt_on_retry_fn *on_retry; /* may be NULL */
    void *user;
} bolt_share;
MUST_CHECK status bolt_driver_share(bolt_driver *driver, const bolt_share *how, bolt_driver **out,
                                    error *err);

/* False: it was made by another copy of this code, and must not be touched. */
bool bolt_driver_is_ours(const bolt_driver *driver);

/* For cleaning up after a request to stop, such as giving a lock back: while on, requests made so
 * far, and at least the first one, interrupt nothing any more; a further one does. Deadlines hold
 * as always. */
void bolt_driver_shield(bolt_driver *driver, bool on);

/* Whether it was asked to stop, which anything that waits is going to find out. */
bool bolt_driver_interrupted(const bolt_driver *driver);

/* ST_CANCELLED as soon as it is asked to stop. */
MUST_CHECK status bolt_driver_sleep(const bolt_driver *driver, int64_t ms, error *err);

/* Says GOODBYE and closes all connections, unless it only shares them. No session may be left. Accepts NULL. */
void bolt_driver_close(bolt_driver *driver);

/* Connects if that has not happened yet. */
MUST_CHECK status bolt_driver_server(bolt_driver *driver, bolt_server *out, error *err);

#endif
