/* What a driver consists of. For driver.c and access.c. */
#ifndef BOLT_DRIVER_PARTS_H
#define BOLT_DRIVER_PARTS_H

#include "bolt/access.h"
#include "bolt/credentials.h"
#include "bolt/dial.h"
#include "bolt/pool.h"
#include "bolt/routing.h"
#include "bolt/uri.h"

struct bolt_driver {
    arena memory; /* of the configuration */
    bolt_config config;
    bolt_uri uri;
    bolt_map context; /* for routing */
    bolt_dialler dialler;
    bolt_trace_sink trace;
    bolt_wait wait;
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
};

#endif
