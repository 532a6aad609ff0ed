/* What a server says after the last row of a result. */
#ifndef BOLT_SUMMARY_H
#define BOLT_SUMMARY_H

#include "bolt/session.h"

/* Reads the metadata of the final SUCCESS; keys that are unknown or of another type than expected
 * count as absent. Text borrows from the metadata, the list of notifications lives in the arena; so
 * it is for bolt_value_copy or bolt_summary_copy to make it outlive the message. */
MUST_CHECK status bolt_summary_read(bolt_map metadata, arena *a, bolt_summary *out, error *err);

/* A deep copy into another arena. */
MUST_CHECK status bolt_summary_copy(arena *a, const bolt_summary *summary, bolt_summary *out,
                                    error *err);

#endif
