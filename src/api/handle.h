/* What stands behind the public handles. */
#ifndef API_HANDLE_H
#define API_HANDLE_H

#include <neo4j_migrations.h>

#include "catalog/diff.h"
#include "engine/engine.h"

/* How we call ourselves to servers and others. */
#define API_TOOL "neo4j-migrations/" N4M_VERSION

struct n4m_migrations {
    allocator mem;
    arena load; /* the options */
    cancel cancel;
    bool can_cancel;     /* `cancel` is there */
    bolt_driver *driver; /* also when it shares somebody else's */
    engine engine;
    embedded_file *sources; /* those that the options of the engine have as added */
    size_t source_capacity;
    n4m_event_fn *on_event;
    void *user;
    n4m_trace_fn *on_trace;
    void *trace_user;
    arena words; /* of the migration or callback that the last event was about */
    const void *told;
    n4m_event event; /* with those words */
};

struct n4m_result {
    allocator mem;
    arena a; /* everything below */
    const char *text;
    const char *version;
    n4m_outcome outcome;
    bool needs_repair;
    const char *const *warnings;
    n4m_place place;
    n4m_element *elements;
    size_t element_count;
    n4m_skipped *skipped;
    size_t skipped_count;
    n4m_deleted deleted;
    bool repaired;
    n4m_counts counts;
    n4m_change *changes;
    size_t change_count;
    size_t run_count;
    n4m_counters counters;
    n4m_statement *statements;
    size_t statement_count;
    n4m_item *items;
    size_t item_count;
    size_t left_out;
    n4m_relation relation;
    n4m_difference *differences[2]; /* by n4m_side */
    size_t difference_counts[2];
    n4m_lock *locks;
    size_t lock_count;
    bool released;
};

/* ---- result.c ---- */

extern const n4m_result api_empty_result;

/* ---- operation.c ---- */

/* Fills the result; `input` is what the operation wants to know. */
typedef status api_operation_fn(n4m_migrations *m, n4m_result *r, const void *input, error *err);

/* What every public operation does around its own work. */
n4m_status api_run(n4m_migrations *m, n4m_result **out, api_operation_fn *fn, const void *input,
                   n4m_error *err);

/* The result's own copy, NUL-terminated; NULL for none. */
MUST_CHECK status api_keep(n4m_result *r, str text, const char **out, error *err);

/* Ended by NULL. */
MUST_CHECK status api_keep_list(n4m_result *r, const str *texts, size_t count,
                                const char *const **out, error *err);

/* ---- error.c ---- */

/* Fills the caller's error, if there is one. */
n4m_status api_status(status st, const error *internal, n4m_error *err);

/* What a function of the caller has filled. */
status api_error_of_caller(n4m_status st, const n4m_error *given, error *err);

/* ---- place.c ---- */

/* A copy, NUL-terminated; NULL for none. */
MUST_CHECK status api_text(arena *a, str text, const char **out, error *err);
MUST_CHECK status api_place(const engine_place *place, arena *a, n4m_place *out, error *err);

/* ---- native.c ---- */

/* For shared objects. */
void native_prepare(n4m_migrations *m, bool objects);

/* A migration that is a function. */
typedef struct native_program {
    const char *name, *checksum;
    bool repeatable; /* whatever the name says */
    n4m_migration_fn *fn;
    status (*take_checksum)(engine *e, void *user, arena *a, str *out, error *err); /* or NULL */
    void *user;
} native_program;

/* Makes it one of the handle's; text is copied. */
MUST_CHECK status native_register(n4m_migrations *m, const native_program *program, error *err);

/* What the code of a migration has changed, to be told with those of others. */
void native_count(n4m_context *context, const bolt_counters *more);

/* ---- fetch.c ---- */

/* Where a CSV file is, and who reads it; everything in the arena of the handle. */
typedef struct csv_source {
    const char *uri;
    n4m_fetch_fn *fetch; /* NULL: we do, if it is there by HTTP */
    void *user;
} csv_source;

/* The checksum of what is there now. STR_NONE: nobody can tell; the log says why if there is something to be done about it. */
MUST_CHECK status fetch_checksum(engine *e, const csv_source *source, arena *a, str *out,
                                 error *err);

/* ---- http.c ---- */

/* Reads what is behind a URL, http or https, into the body. ST_IO for whatever keeps us from it; ST_CANCELLED, a second later at
 * most, when the driver is asked to stop. */
MUST_CHECK status http_get(const char *url, bolt_driver *driver, n4m_body *body, error *err);

/* ---- native_object.c ---- */

typedef struct native_object {
    void *handle;
    n4m_migrate_fn *run;
} native_object;

/* Loads code, and so runs what it does when it is loaded. */
MUST_CHECK status native_object_open(str path, native_object *out, error *err);
void native_object_close(native_object *object);

/* ---- settings.c ---- */

/* Copies the options into `load`. */
MUST_CHECK status settings_read(const n4m_options *options, arena *load, engine_options *out,
                                error *err);

/* ---- settings_embedded.c ---- */

/* Checks what is embedded; its names and contents are borrowed from the caller. */
MUST_CHECK status settings_embedded(const n4m_embedded *const *given, arena *load,
                                    embedded_folders *out, error *err);

/* ---- handler.c ---- */

MUST_CHECK status settings_handlers(const n4m_location_handler *given, arena *load,
                                    location_handlers *out, error *err);

/* ---- settings.c ---- */

/* A struct of the caller's, which begins with its size: `*out`, of `size` bytes, becomes a copy with
 * zeroes in place of what the caller's version does not know. */
MUST_CHECK status settings_complete(const void *given, void *out, size_t size, error *err);

/* The current folder, for relative paths. */
MUST_CHECK status settings_folder(arena *a, str *out, error *err);

/* ---- settings_driver.c ---- */

/* Checks the options that the driver needs, and opens it; or shares the one that is given. */
MUST_CHECK status settings_open_driver(const n4m_options *options, n4m_migrations *m, error *err);

/* ---- event.c ---- */

engine_event_fn api_on_event; /* for an n4m_migrations */

/* ---- trace.c ---- */

bolt_trace_fn api_on_trace; /* for an n4m_migrations */

/* ---- item.c ---- */

MUST_CHECK status api_item(n4m_result *r, const catalog_item *item, n4m_item *out, error *err);

/* ---- statement.c ---- */

/* The result's text becomes a script of them. `migrated`: the database that is migrated; STR_NONE for the user's home
 * database. */
MUST_CHECK status api_keep_statements(n4m_result *r, const engine_statements *statements,
                                      str migrated, error *err);

/* ---- refactoring.c ---- */

/* As a document would say it; everything is in the arena. ST_ARGUMENT for what the type does not know. */
MUST_CHECK status refactoring_of_caller(const n4m_refactoring *what, arena *a,
                                        catalog_refactoring *out, error *err);

/* ---- text_diff.c ---- */

/* "the database", "the migrations", "the file x.xml". */
MUST_CHECK status text_of_source(const n4m_catalog_source *source, arena *a, str *out, error *err);
MUST_CHECK status text_of_diff(const catalog_diff *diff, str left, str right, arena *a, str *out,
                               error *err);

/* ---- text.c ---- */

/* "`name`" of a schema database, or "the default database". */
MUST_CHECK status text_place(str schema_database, arena *a, str *out, error *err);
MUST_CHECK status text_of_verdict(const chain_verdict *verdict, str place, arena *a, str *out,
                                  error *err);
MUST_CHECK status text_of_clean(const history_deleted *deleted, bool dry, str place, arena *a,
                                str *out, error *err);
MUST_CHECK status text_of_repair(const engine_repaired *repaired, bool dry, str place, arena *a,
                                 str *out, error *err);
MUST_CHECK status text_of_delete(const engine_removed *removed, bool dry, str place, arena *a,
                                 str *out, error *err);
MUST_CHECK status text_of_run(size_t count, arena *a, str *out, error *err);
MUST_CHECK status text_of_refactoring(const n4m_counters *counters, catalog_names advice, arena *a,
                                      str *out, error *err);
n4m_counters api_counters(const bolt_counters *c);
MUST_CHECK status text_of_lock_status(const engine_locks *locks, arena *a, str *out, error *err);
MUST_CHECK status text_of_lock_release(const engine_locks *locks, arena *a, str *out, error *err);
MUST_CHECK status text_of_apply(str version, arena *a, str *out, error *err);

#endif
