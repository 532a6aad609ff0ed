/* Whether what a witness heard is what was meant, and whether it could be said at all: from the documentation,
 * without a look at the code that is tested. */
#ifndef MEANING_H
#define MEANING_H

#include "witness.h"

#include "bolt/value.h"
#include "bolt/version.h"

bool meant_text(str text); /* of any content, but valid and there */
bool meant_sendable(const bolt_value *v, const bolt_version *version);
bool meant_sendable_map(bolt_map map, const bolt_version *version);

bool means(const witness *w, const bolt_value *v, const bolt_version *version);
bool means_map(const witness *w, bolt_map map, const bolt_version *version);

#endif
