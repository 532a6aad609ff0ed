/* What has to be changed in a history so that it fits the migrations that were found. Pure. */
#ifndef CHAIN_REPAIR_H
#define CHAIN_REPAIR_H

#include "chain/chain.h"
#include "migration/change.h"

typedef struct chain_repair {
    const recorded_change *changes;
    size_t count;
    recorded_counts counts; /* of all changes together */
    recorded_chain after;   /* the history as it will be; times and ids of new ones are missing */
} chain_repair;

/* Of several migrations with one version the first stays (the one that was applied first, when they
 * are apart); checksums and kinds become those of the local migrations; what is recorded but was
 * not found goes; what is left comes into the order of versions; what was found and comes before
 * the last recorded one is taken for applied, unless it may come out of order. The checksum of a
 * repeatable one stays, since it tells whether it has to be applied again.
 *
 * ST_MIGRATIONS when the result would still not be valid. */
MUST_CHECK status chain_repair_build(const chain_input *input, arena *a, chain_repair *out,
                                     error *err);

#endif
