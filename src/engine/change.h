/* Changes of the history: in words, and made. */
#ifndef ENGINE_CHANGE_H
#define ENGINE_CHANGE_H

#include "engine/operation.h"

/* "insert 1.5 ("late") behind 1, as applied", for each change. */
MUST_CHECK status change_describe(const recorded_change *changes, size_t count, arena *a,
                                  const engine_change **out, error *err);

/* Makes them, whatever somebody asks for meanwhile: nobody should have to wonder which of them were
 * made. */
MUST_CHECK status change_history(operation *op, const recorded_change *changes, size_t count,
                                 recorded_counts *out, error *err);

#endif
