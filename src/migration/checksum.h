/* CRC-32 checksums as they are recorded in the history. */
#ifndef MIGRATION_CHECKSUM_H
#define MIGRATION_CHECKSUM_H

#include "cypher/script.h"

/* Over the elements of the historical cut; unsigned decimal. */
MUST_CHECK status checksum_of_elements(const cypher_elements *elements, arena *a, str *out,
                                       error *err);

/* Over a text as it stands; unsigned decimal. */
MUST_CHECK status checksum_of_text(str text, arena *a, str *out, error *err);

/* As Flyway makes them: over lines without their ends; signed decimal. */
MUST_CHECK status checksum_of_lines(str text, arena *a, str *out, error *err);

/* With the preconditions cut out; STR_NONE when there are none, or it is the same. */
MUST_CHECK status checksum_without_preconditions(const cypher_elements *elements, arena *a,
                                                 str *out, error *err);

#endif
