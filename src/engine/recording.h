/* Putting an applied migration into the history, so that neither exists without the other. */
#ifndef ENGINE_RECORDING_H
#define ENGINE_RECORDING_H

#include "engine/operation.h"

typedef struct recording {
    operation *op;
    const chain_step *step;
    int64_t began;       /* by clock_ms */
    int64_t duration_ms; /* out: what has been recorded */
    bool done;           /* out */
} recording;

/* Before a migration that cannot be done and recorded at once: leaves a note in the lock, in case
 * that we are killed. */
MUST_CHECK status recording_note(const recording *r, error *err);

/* Queues the entry as the last statement of a transaction on the schema database; the arena must
 * live until that has ended. */
MUST_CHECK status recording_join(recording *r, bolt_tx *tx, arena *a, error *err);

/* After a COMMIT whose outcome is unknown: sets `done` to what became of it, for good. */
MUST_CHECK status recording_find(recording *r, error *err);

/* Records in a transaction of its own. A request to stop does not keep it from that. */
MUST_CHECK status recording_write(recording *r, error *err);

#endif
