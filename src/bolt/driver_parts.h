/* What a driver consists of. For driver.c, driver_shared.c and access.c. */
#ifndef BOLT_DRIVER_PARTS_H
#define BOLT_DRIVER_PARTS_H

#include "bolt/access.h"
#include "bolt/credentials.h"
#include "bolt/dial.h"
#include "bolt/pool.h"
#include "bolt/routing.h"
#include "bolt/uri.h"

/* What a driver has in common with those that share it. */
typedef struct bolt_shared {
    arena memory; /* of the configuration */
    bolt_config config;
    bolt_uri uri;
    bolt_map context; /* for routing */
    bolt_dialler dialler;
    bolt_trace_sink trace;
    bolt_monitor monitor;
    bool has_monitor;
    bolt_credentials credentials;
    bolt_pool pool;
    bolt_routing routing; /* not used by direct connections */
    /* Under the lock: */
    bolt_home_cache homes;
    bool connected; /* once: what the server then said of itself is known, and does not change */
    bolt_version version;
    char agent[BOLT_AGENT_SIZE];
} bolt_shared;

/* `dial` may be NULL: as the configuration says. */
MUST_CHECK status bolt_shared_new(const bolt_config *config, bolt_dial_fn *dial, void *user,
                                  bolt_shared **out, error *err);

/* Also what is half built. */
void bolt_shared_free(bolt_shared *shared);

struct bolt_driver {
    const void *library;  /* which copy of the code has made it; first, where every version looks */
    const allocator *mem; /* of itself */
    bolt_shared *shared;
    bool is_owner; /* of what is shared */
    bolt_wait wait;
    bolt_on_retry_fn *on_retry; /* may be NULL */
    void *retry_user;
};

#endif
