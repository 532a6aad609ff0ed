/* The structures of the protocol: which fields they have in which version, and what they mean. */
#ifndef BOLT_STRUCTURE_H
#define BOLT_STRUCTURE_H

#include "base/error.h"
#include "bolt/value.h"
#include "bolt/version.h"

/* The value that a structure stands for; BOLT_STRUCT when the version does not have it in this
 * shape. Fields are borrowed. Fails only for want of memory. */
MUST_CHECK status bolt_structure_read(const bolt_version *version, arena *a, bolt_struct raw,
                                      bolt_value *out, error *err);

/* Bytes of one number in a vector; 0 for a type that does not exist. */
size_t bolt_vector_width(bolt_vector_type type);

#endif
