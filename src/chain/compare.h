/* The comparison that building and validating share. */
#ifndef CHAIN_COMPARE_H
#define CHAIN_COMPARE_H

#include "chain/chain.h"

typedef enum chain_fault {
    CHAIN_FITS,
    CHAIN_MORE_APPLIED, /* than was found locally */
    CHAIN_MISMATCH,     /* of order, kind or checksum */
} chain_fault;

/* `*fault` is written on ST_MIGRATIONS too. */
MUST_CHECK status chain_compare(const chain_input *input, arena *a, chain *out, chain_fault *fault,
                                error *err);

/* The history with each version once: a later one takes the place of an earlier one. */
MUST_CHECK status chain_distinct(const recorded_chain *recorded, arena *a, recorded_chain *out,
                                 error *err);

#endif
