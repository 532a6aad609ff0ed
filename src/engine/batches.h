/* A statement that commits in batches: whoever waits for it is told of each. */
#ifndef ENGINE_BATCHES_H
#define ENGINE_BATCHES_H

#include "engine/run.h"

/* Runs the statement of that index, which has a batch size and is the only one under way. It can be cancelled between two
 * batches; what has been committed stays. */
MUST_CHECK status run_batches(run *r, bolt_session *session, size_t index, error *err);

#endif
