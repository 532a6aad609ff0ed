/* A history while it is being repaired: what the steps of chain_repair_build share. */
#ifndef CHAIN_STAGE_H
#define CHAIN_STAGE_H

#include "chain/repair.h"

#define STAGE_NOT_LOCAL ((size_t)-1)

/* One migration, as it is after the changes so far. */
typedef struct stage {
    const recorded_migration *recorded;
    size_t local; /* its place among those that were found; STAGE_NOT_LOCAL */
    bool repeatable;
    str checksum;
} stage;

typedef struct stages {
    const chain_input *input;
    arena *a;
    stage *items;
    size_t count;
    recorded_change *changes;
    size_t change_count, change_capacity;
    recorded_counts counts;
} stages;

MUST_CHECK status stages_note(stages *s, recorded_change change, error *err);

/* Fills in what stands before `index`. */
recorded_change stages_behind(const stages *s, size_t index, recorded_change change);

/* Whether anything is linked behind the one at `index`. */
bool stages_is_followed(const stages *s, size_t index);

void stages_take_out(stages *s, size_t index, size_t count);

/* Leaves one migration of each version. */
MUST_CHECK status stages_remove_repeated(stages *s, error *err);

/* Into the order of the local migrations; all must be local. */
MUST_CHECK status stages_sort(stages *s, error *err);

#endif
