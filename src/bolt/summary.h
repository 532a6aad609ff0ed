/* What a server says after the last row of a result. */
#ifndef BOLT_SUMMARY_H
#define BOLT_SUMMARY_H

#include "bolt/session.h"

/* Reads the metadata of the final SUCCESS; keys that are unknown or of another type than expected
 * count as absent. Text borrows from the metadata, the list of notifications lives in the arena. */
MUST_CHECK status bolt_summary_read(bolt_map metadata, arena *a, bolt_summary *out, error *err);

/* The same from a deep copy of the metadata, so that it outlives the message. */
MUST_CHECK status bolt_summary_copy(arena *a, bolt_map metadata, bolt_summary *out, error *err);

#endif
