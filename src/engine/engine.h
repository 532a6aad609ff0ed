/* The operations. Those that write take the lock, do their work and give the lock back on every way
 * out; those that read refuse to while somebody else holds it. */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "base/cancel.h"
#include "bolt/session.h"
#include "chain/chain.h"
#include "engine/placeholder.h"
#include "history/history.h"
#include "history/lock.h"
#include "history/place.h"

typedef enum engine_event_type {
    ENGINE_LOG,
    ENGINE_STARTED,
    ENGINE_STATEMENT,
    ENGINE_BATCH,
    ENGINE_APPLIED,
    ENGINE_SKIPPED,
    ENGINE_RETRY,
    ENGINE_INVOKED,
} engine_event_type;

typedef enum engine_level { ENGINE_INFO, ENGINE_WARNING, ENGINE_ERROR } engine_level;

typedef struct engine_event {
    engine_event_type type;
    engine_level level;
    str message;                /* NUL-terminated; STR_NONE when there is nothing to log */
    const migration *migration; /* or NULL; at most one of the two */
    const callback *callback;
    size_t statement, statements;
    uint64_t rows;                 /* so many of the statement's have been committed */
    const bolt_counters *counters; /* what the migration has changed, when it is applied; or NULL */
    int64_t duration_ms;
    bool repeated;
} engine_event;

/* Anything but 0 cancels the operation. */
typedef int engine_event_fn(void *user, const engine_event *event);

typedef struct engine_place {
    str address; /* host:port */
    str server, edition, user;
    str database, schema_database; /* STR_NONE when unknown */
} engine_place;

/* What the code of a migration gets to work with. Sessions with these names and bookmarks see what
 * has been migrated before. */
typedef struct engine_context {
    struct engine *e;
    const migration *migration;
    bolt_driver *driver;
    bolt_session *session; /* of the target; closed when the code returns */
    str database, impersonated_user;
    bolt_bookmarks *bookmarks;
    engine_place place;
    bolt_counters *counters; /* of what the migration changes, if the code knows */
} engine_context;

typedef struct engine_code {
    status (*run)(const engine_context *context, void *user, error *err);
    void *user;
} engine_code;

/* For a migration whose checksum is that of something that may change. */
typedef struct engine_checksum {
    /* STR_NONE: it has none, this time or ever. */
    status (*take)(struct engine *e, void *user, arena *a, str *out, error *err);
    void *user;
} engine_checksum;

/* A programmatic migration that a program has registered. */
typedef struct engine_native {
    migration migration;
    engine_code code;
    engine_checksum checksum; /* without a function: that of the migration */
} engine_native;

/* Texts that are not set are STR_NONE. Everything is borrowed. */
typedef struct engine_options {
    str database, schema_database, impersonated_user;
    migration_places places;
    migration_options migrations;
    bool per_statement;
    int64_t transaction_timeout_ms;
    str cypher_version; /* "CYPHER 5" */
    bool skip_checksums, out_of_order;
    bool read_lock; /* taken by operations that only read, too */
    str target;
    int64_t delay_ms;
    str installed_by;
    placeholder_values placeholders;
    history_holder holder; /* who we are: recorded in the lock and shown by the server */
    str version;           /* of the tool */
    const engine_native *natives;
    size_t native_count;
    engine_code object; /* runs those that are shared objects */
} engine_options;

/* A migration that was left out. */
typedef struct engine_skip {
    const migration *migration;
    str reason; /* the assumptions that do not hold, one a line, NUL-terminated */
} engine_skip;

typedef struct engine_skips {
    const engine_skip *items;
    size_t count;
} engine_skips;

typedef struct engine {
    const allocator *mem;
    bolt_driver *driver;
    cancel *cancel; /* for who is told of events to stop what goes on with it */
    engine_options options;
    engine_event_fn *on_event; /* may be NULL */
    void *user;
    const migration *running; /* for events of the driver */
    const callback *invoking;
    bool used;            /* the callbacks before the first use have been invoked */
    engine_skips skipped; /* by the last operation, in its arena */
} engine;

/* For the driver: a transaction is tried again. */
void engine_on_retry(engine *e, const error *reason, int64_t delay_ms);

typedef struct engine_applied {
    str version; /* that the database is at afterwards; STR_NONE: nothing was ever applied */
    bolt_counters counters;
} engine_applied;
MUST_CHECK status engine_apply(engine *e, arena *a, engine_applied *out, error *err);

typedef struct engine_information {
    engine_place place;
    chain chain;
} engine_information;
MUST_CHECK status engine_info(engine *e, chain_mode mode, arena *a, engine_information *out,
                              error *err);

MUST_CHECK status engine_validate(engine *e, arena *a, chain_verdict *out, error *err);

/* ---- Changes of the history. When `dry`, nothing at all is written: the outcome is what it would
 * be. ---- */

MUST_CHECK status engine_clean(engine *e, bool all, bool dry, arena *a, history_deleted *out,
                               error *err);

typedef struct engine_change {
    const recorded_change *change;
    str text; /* insert 1.5 ("late") behind 1, as applied */
} engine_change;

typedef struct engine_repaired {
    bool needed; /* false: the history fits already */
    recorded_counts counts;
    const engine_change *changes;
    size_t change_count;
} engine_repaired;
MUST_CHECK status engine_repair(engine *e, bool dry, arena *a, engine_repaired *out, error *err);

typedef struct engine_removed {
    str version;     /* STR_NONE: there is no such migration */
    str description; /* STR_NONE when nobody knows */
    recorded_counts counts;
    const engine_change *changes; /* one */
} engine_removed;
/* `version` is one, or the name of a migration. */
MUST_CHECK status engine_delete(engine *e, str version, bool dry, arena *a, engine_removed *out,
                                error *err);

/* ---- Catalogs ---- */

typedef enum engine_source_kind {
    ENGINE_REMOTE, /* what the database has, but for what the tool has created in it */
    ENGINE_LOCAL,  /* what the migrations declare, in the end */
    ENGINE_FILE,   /* what an XML file declares */
} engine_source_kind;

typedef struct engine_source {
    engine_source_kind kind;
    str file; /* its path, with a terminating NUL */
} engine_source;

/* Reads them into an array of as many, without lock, and writes nothing. Connects only if one of them is the
 * database, or if migrations have preconditions. */
MUST_CHECK status engine_catalogs(engine *e, const engine_source *sources, size_t count, arena *a,
                                  catalog_items *out, error *err);

/* ---- Without a server ---- */

/* What was found, as CHAIN_LOCAL has it, but without callbacks, and whatever the preconditions say. */
MUST_CHECK status engine_find(engine *e, arena *a, chain *out, error *err);

/* A migration that is to be written. */
typedef struct engine_draft {
    str description;
    str version; /* STR_NONE: the one behind the last that is found */
    bool repeatable, xml;
} engine_draft;

typedef struct engine_created {
    str path, version; /* each with a terminating NUL */
} engine_created;

/* Makes a file without statements in the first location that is a folder, which is made too if it is not there.
 * ST_ARGUMENT for what cannot be part of a name, or when no location is a folder; ST_MIGRATIONS when the version is
 * there. */
MUST_CHECK status engine_create(engine *e, const engine_draft *draft, arena *a, engine_created *out,
                                error *err);

/* ---- Beside the history ---- */

typedef struct engine_statement {
    const migration *migration; /* that it is part of, or NULL */
    str database;               /* STR_NONE: the one that is migrated */
    str text;                   /* as it would be sent */
    bolt_map parameters;
} engine_statement;

typedef struct engine_statements {
    const engine_statement *items;
    size_t count;
} engine_statements;

typedef struct engine_ran {
    size_t count;                 /* of migrations: not those whose assumptions do not hold */
    engine_statements statements; /* when `dry` */
    bolt_counters counters;       /* otherwise */
} engine_ran;

/* Runs the migrations in these files, in this order, without lock and history. When `dry`, only tells which statements
 * would be sent to the database as it is now. */
MUST_CHECK status engine_run(engine *e, const str *paths, size_t count, bool dry, arena *a,
                             engine_ran *out, error *err);

typedef struct engine_refactored {
    bolt_counters counters;
    engine_statements statements; /* when `dry` */
    catalog_names advice;         /* lines for people */
} engine_refactored;

/* A refactoring that is no part of a migration, on the database that is migrated. ST_ARGUMENT when a parameter is missing
 * or wrong. */
MUST_CHECK status engine_refactor(engine *e, const catalog_refactoring *refactoring, bool dry,
                                  arena *a, engine_refactored *out, error *err);

typedef enum engine_process {
    ENGINE_PROCESS_UNKNOWN, /* on another machine, or nobody has told */
    ENGINE_PROCESS_RUNS,
    ENGINE_PROCESS_GONE,
} engine_process;

typedef struct engine_lock {
    history_held held;
    str text;  /* held since ... */
    bool ours; /* of this target */
    engine_process process;
} engine_lock;

/* All locks of the schema database. */
typedef struct engine_locks {
    str name;     /* of this target's */
    str database; /* STR_NONE where the only one has no name */
    const engine_lock *items;
    size_t count;
    bool released;
} engine_locks;
MUST_CHECK status engine_lock_status(engine *e, arena *a, engine_locks *out, error *err);

/* Removes the lock of this target, whoever holds it. Without `force`, ST_LOCKED while the process
 * that holds it runs on this machine. */
MUST_CHECK status engine_lock_release(engine *e, bool force, arena *a, engine_locks *out,
                                      error *err);

#endif
