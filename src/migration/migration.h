/* One resolved migration, and all of those that were found. */
#ifndef MIGRATION_MIGRATION_H
#define MIGRATION_MIGRATION_H

#include "base/cancel.h"
#include "catalog/document.h"
#include "catalog/versions.h"
#include "cypher/script.h"
#include "migration/callback.h"
#include "migration/embedded.h"
#include "migration/location.h"
#include "migration/precondition.h"
#include "migration/version.h"

/* Reason: a script is read whole and a few bytes of it may be escaped; servers take less in one
 * transaction. */
#define SCRIPT_MAX_BYTES ((size_t)1 << 30)

typedef enum migration_type {
    MIGRATION_CYPHER,
    MIGRATION_CATALOG,
    MIGRATION_PROGRAMMATIC,
} migration_type;

typedef struct migration {
    migration_type type;
    bool repeatable;
    str version, description;
    str source;       /* what the history records: the file name */
    str path;         /* the file itself, for reading and for messages */
    str content;      /* of a file that is embedded, or a block; STR_NONE: it is read when needed */
    bool block;       /* in a document: options of scripts do not concern it */
    const void *code; /* of a programmatic one without a file; whoever made it knows */
    str checksum;     /* decimal; STR_NONE if it has none */
    const str *alternatives; /* other checksums that count as unchanged */
    size_t alternative_count;
    const precondition *preconditions;
    size_t precondition_count;
} migration;

typedef struct migration_list {
    const migration *items; /* sorted by version */
    size_t count;
} migration_list;

typedef struct migration_options {
    bool autocrlf;
    bool flyway_checksums;
    bool objects; /* shared objects are migrations, too */
    version_order order;
} migration_options;

/* Called with a whole sentence, path included, whenever something is passed over. */
typedef void migration_warn_fn(void *user, str message);

typedef struct migration_file {
    str path, name;
    str content; /* of a file that is embedded, or a block; STR_NONE: it is read when needed */
    str block;   /* the id of a block in a document; STR_NONE: it is a file */
} migration_file;

/* Where to look. */
typedef struct migration_places {
    const location *locations;
    size_t count;
    embedded_folders embedded; /* for locations of that kind */
    embedded_folder added;     /* files that are found without a location */
    cancel *cancel;            /* for handlers of locations, which may take long; may be NULL */
} migration_places;

/* What was found by its name. */
typedef struct migration_files {
    const migration_file *items; /* migrations, in the order in which they were found */
    size_t count;
    callback_list callbacks;
} migration_files;

/* Looks for migrations (with `objects`, V3__x.so in a folder is one) and callbacks below the locations; reads none of
 * them but documents. ST_MIGRATIONS for a name that begins as a callback's but is none. */
MUST_CHECK status migration_scan(const migration_places *places, bool objects,
                                 migration_warn_fn *warn, void *user, arena *a,
                                 migration_files *out, error *err);

/* Reads the migrations among them (not sorted: preconditions come first). Only names, checksums and
 * preconditions are kept; files are read again when they are applied. */
MUST_CHECK status migration_load(const migration_files *files, const migration_options *options,
                                 arena *a, migration_list *out, error *err);

/* ST_PARSE for the name of a file that migration_scan would not take for a migration, a document or a callback. */
MUST_CHECK status migration_check_name(str name, const allocator *mem, error *err);

/* One that is named by its file. ST_PARSE when it is not named like a migration. */
MUST_CHECK status migration_read_file(str path, const migration_options *options, arena *a,
                                      migration *out, error *err);

/* Sorts by version, stable; ST_MIGRATIONS naming both sources when two share a version, or
 * when two versions compare as equal in the chosen order. */
MUST_CHECK status migration_sort(migration_list *list, version_order order, arena *a, error *err);

/* The checksum counts as unchanged: equal (both absent too) or one of the alternatives. */
bool migration_checksum_matches(const migration *m, str recorded);

/* The statements of a Cypher migration, read again from its file into the arena. ST_MIGRATIONS when
 * the file is no longer the one that was discovered. */
MUST_CHECK status migration_script(const migration *m, const migration_options *options, arena *a,
                                   cypher_script *out, error *err);

/* What an XML migration says, read again from its file into the arena. Fails as migration_script does. */
MUST_CHECK status migration_document(const migration *m, arena *a, catalog_document *out,
                                     error *err);

/* What the migrations of a sorted list declare, one change for each: those that are not XML declare nothing. Reads the files
 * again, and fails as migration_document does. */
MUST_CHECK status migration_catalog(const migration_list *list, arena *a, catalog_versions *out,
                                    error *err);

/* The same for a callback, which may change at any time. */
MUST_CHECK status callback_script(const callback *c, const migration_options *options, arena *a,
                                  cypher_script *out, error *err);

#endif
