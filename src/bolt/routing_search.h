/* Finds somebody who tells which servers there are. */
#ifndef BOLT_ROUTING_SEARCH_H
#define BOLT_ROUTING_SEARCH_H

#include "bolt/routing.h"

/* What is known already. */
typedef struct bolt_routing_clues {
    const bolt_address *routers;
    size_t count;
    bool seed_first;
} bolt_routing_clues;

/* Asks one router after the other, and forgets those that are of no use. The table lives in the
 * arena. Without the lock. */
MUST_CHECK status bolt_routing_search(bolt_routing *r, const bolt_access *access,
                                      const bolt_routing_clues *clues, int64_t deadline, arena *a,
                                      bolt_routing_table *out, error *err);

#endif
