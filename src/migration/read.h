/* What is computed from a script as a whole, when it is found and when it is applied. */
#ifndef MIGRATION_READ_H
#define MIGRATION_READ_H

#include "migration/migration.h"

/* Reason: a script of the largest size, with every byte of it malformed or copied once. */
#define SCRATCH_MAX_BYTES (SCRIPT_MAX_BYTES * 8)

/* What is embedded, or else what is in the file now. */
MUST_CHECK status script_text(str path, str content, arena *a, str *out, error *err);

/* What an XML migration says now. */
MUST_CHECK status document_read(const migration *m, arena *a, catalog_document *out, error *err);

/* Those that concern it: blocks of documents are read as they stand, whatever is configured. */
const migration_options *script_options(const migration *m, const migration_options *configured);

MUST_CHECK status script_checksum(str text, const migration_options *options, arena *a, str *out,
                                  error *err);

/* ST_MIGRATIONS when this is not the checksum that was taken when the migration was found. */
MUST_CHECK status migration_check_unchanged(const migration *m, str checksum, error *err);

/* Appends what else counts as unchanged: checksums of files of the same name, where both have
 * preconditions, and that without preconditions, which each migration brings as its only
 * alternative. Looks at all that were discovered, in that order. */
MUST_CHECK status alternatives_collect(migration *items, size_t count, arena *a, error *err);

#endif
