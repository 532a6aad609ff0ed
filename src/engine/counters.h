/* What statements have changed, summed up. */
#ifndef ENGINE_COUNTERS_H
#define ENGINE_COUNTERS_H

#include "bolt/session.h"

void counters_add(bolt_counters *sum, const bolt_counters *more);

#endif
