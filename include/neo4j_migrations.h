/* neo4j-migrations: versioned, repeatable, recorded migrations of Neo4j databases.
 *
 *     n4m_options opts = N4M_OPTIONS_INIT;
 *     n4m_error err = N4M_ERROR_INIT;
 *     n4m_migrations *m = NULL;
 *     n4m_result *r = NULL;
 *     opts.address = "bolt://localhost:7687";
 *     opts.password = "secret";
 *     opts.locations = (const char *const[]){ "file:///srv/app/neo4j/migrations", NULL };
 *     if (n4m_open(&opts, &m, &err) != N4M_OK || n4m_apply(m, &r, &err) != N4M_OK)
 *         fprintf(stderr, "%s\n", err.message);
 *     n4m_result_free(r);
 *     n4m_close(m);
 *
 * Text is UTF-8 and NUL-terminated. The library prints nothing, reads no environment variables (OpenSSL does, see
 * n4m_options), installs no signal handlers and has no global state.
 *
 * Errors. What can fail returns an n4m_status and fills the caller's n4m_error, which may be NULL. Out-parameters are
 * written on success only, `err` on failure only. A handle that is NULL is N4M_E_ARGUMENT.
 *
 * Memory. A handle is freed by n4m_close, a result by n4m_result_free; a result owns all that is read from it and
 * outlives its handle. What callbacks and contexts lend is valid until they return.
 *
 * Threads. A handle is for one thread at a time; different handles are independent of each other. n4m_cancel may be called
 * from any thread and from a signal handler while the handle is open. Callbacks are called by the thread that called the
 * operation, and must not use the handle but for n4m_cancel. Results do not change: any number of threads may read them.
 *
 * Times are in milliseconds. Flags are 0 or not 0. */
#ifndef NEO4J_MIGRATIONS_H
#define NEO4J_MIGRATIONS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define N4M_API __attribute__((visibility("default")))
#else
#define N4M_API
#endif

/* What the caller can do about it. The message says what happened. More may be added. */
typedef enum n4m_status {
    N4M_OK = 0,
    N4M_E_NO_MEMORY,       /* or a documented limit was reached */
    N4M_E_ARGUMENT,        /* options or arguments are wrong */
    N4M_E_IO,              /* a file or folder cannot be read */
    N4M_E_PARSE,           /* a script, name or address is malformed */
    N4M_E_MIGRATIONS,      /* migrations and history do not fit each other */
    N4M_E_LOCKED,          /* somebody else holds the lock */
    N4M_E_CONNECTION,      /* the server cannot be reached, or the connection broke */
    N4M_E_AUTHENTICATION,  /* the server does not let us in */
    N4M_E_PROTOCOL,        /* the peer does not speak Bolt as it should */
    N4M_E_SERVER,          /* the server answered with a failure; see `code` */
    N4M_E_TIMEOUT,         /* a deadline passed */
    N4M_E_CANCELLED,       /* n4m_cancel was called, or bolt_cancel of the driver it was lent, or
                              the event callback said stop */
    N4M_E_UNKNOWN_OUTCOME, /* the connection was lost while a COMMIT was under way: n4m_info tells
                              what is recorded */
    N4M_E_SECURITY         /* no encrypted connection: we do not trust the server, or it not us */
} n4m_status;

/* Owned by the caller, of fixed size; nothing to free. Fields that do not apply are 0 or empty. Text that is too long
 * is cut at a character. */
typedef struct n4m_error {
    n4m_status status;
    uint32_t line, column;          /* in `source`, from 1; columns count characters */
    uint32_t statement, statements; /* statement k (from 1) of n */
    int retryable;                  /* non-zero: the same call may succeed later */
    char message[2048];             /* what happened, and the way out if there is one */
    char source[1024];              /* path of the file */
    char version[64];               /* of the migration that failed */
    char description[256];          /* likewise */
    char code[128];                 /* the server's, e.g. Neo.ClientError.Statement.SyntaxError */
    char gql_status[8];             /* e.g. 42001 */
    char outcome[512]; /* what was rolled back or stays, what is recorded, and what to do then */
    char phase[32];    /* of the callback that failed, e.g. beforeMigrate; then `description` and
                          `source` are the callback's, and `version` is empty */
} n4m_error;

#ifdef __cplusplus
#define N4M_ERROR_INIT n4m_error()
#else
#define N4M_ERROR_INIT                                                                             \
    {                                                                                              \
        .status = N4M_OK                                                                           \
    }
#endif

/* What an event is about. */
typedef enum n4m_event_type {
    N4M_EVENT_LOG,       /* something worth telling; see `level` and `message` */
    N4M_EVENT_STARTED,   /* a migration or callback begins */
    N4M_EVENT_STATEMENT, /* statement k of n of the migration or callback has been answered */
    N4M_EVENT_APPLIED,   /* a migration is applied and recorded */
    N4M_EVENT_SKIPPED,   /* a migration had been applied before */
    N4M_EVENT_RETRY,     /* a transaction is tried again after `duration_ms` */
    N4M_EVENT_INVOKED,   /* a callback has done its work, in `duration_ms` */
    N4M_EVENT_BATCH      /* one more batch of a refactoring has been committed; see `rows` */
} n4m_event_type;

/* How much a message matters. */
typedef enum n4m_level { N4M_LEVEL_INFO, N4M_LEVEL_WARNING, N4M_LEVEL_ERROR } n4m_level;

/* What has been changed in a database, as the server counts it. */
typedef struct n4m_counters {
    int64_t nodes_created, nodes_deleted;
    int64_t relationships_created, relationships_deleted;
    int64_t properties_set;
    int64_t labels_added, labels_removed;
    int64_t indexes_added, indexes_removed;
    int64_t constraints_added, constraints_removed;
} n4m_counters;

/* Borrowed until the callback returns. Events with a `message` that is not NULL are meant for a
 * log. */
typedef struct n4m_event {
    n4m_event_type type;
    n4m_level level;
    const char *message;                        /* a line; NULL: nothing for a log */
    const char *version, *description, *source; /* of the migration; NULL in others. Callbacks have
                                                   no version, and maybe no description */
    size_t statement, statements; /* of N4M_EVENT_STATEMENT and _BATCH: k (from 1) of n; else 0 */
    int64_t duration_ms; /* what it took, or takes until the next attempt (N4M_EVENT_RETRY) */
    int repeated;        /* non-zero: a repeatable migration is applied again */
    const char *phase;   /* of the callback, e.g. beforeMigrate; NULL in events of migrations */
    uint64_t rows;       /* of N4M_EVENT_BATCH: committed by the statement so far; otherwise 0 */
    const n4m_counters *counters; /* of N4M_EVENT_APPLIED: what has changed; otherwise NULL */
} n4m_event;

/* Anything but 0 cancels the operation, as n4m_cancel does. `user` is that of the options. */
typedef int n4m_event_fn(void *user, const n4m_event *event);

/* A line of what is said on connections to servers, as it goes out (C:) and comes in (S:), such as
 *     2026-11-25T01:16:34.868982Z [1] C: RUN "RETURN 1" {} {}
 * without a line break and without control characters, whatever a server says. Long values are shortened, and
 * secrets are "***": credentials; values under names such as password, token or secret; literals, parameters and
 * answers of statements that speak of such; private keys; passwords in URLs. It is for people and may change. Called by
 * the thread that called the operation; must not use the handle. `user` is trace_user. */
typedef void n4m_trace_fn(void *user, const char *line);

/* As realloc, and frees when `size` is 0. May return NULL, which becomes N4M_E_NO_MEMORY. For what this library allocates, not
 * for those beneath it, such as OpenSSL. What `user` points to must
 * outlive the handle and its results; called by each thread that uses or frees one of them. */
typedef struct n4m_allocator {
    void *(*resize)(void *user, void *block, size_t size);
    void *user;
} n4m_allocator;

/* How we show who we are. */
typedef enum n4m_auth {
    N4M_AUTH_BASIC,   /* username and password; auth_realm */
    N4M_AUTH_NONE,    /* for servers that ask for nothing */
    N4M_AUTH_BEARER,  /* a token, in `password` */
    N4M_AUTH_CUSTOM,  /* auth_scheme, and whatever of the rest it wants */
    N4M_AUTH_KERBEROS /* a service ticket in base64, in `password` */
} n4m_auth;

/* Whether connections are encrypted. */
typedef enum n4m_encryption {
    N4M_ENCRYPTION_OF_ADDRESS, /* schemes with +s and +ssc are encrypted, others are not */
    N4M_ENCRYPTION_ON,
    N4M_ENCRYPTION_OFF
} n4m_encryption;

/* Which certificates of servers will do. */
typedef enum n4m_trust {
    N4M_TRUST_DEFAULT, /* the CAs given in the options, or else those of the system */
    N4M_TRUST_SYSTEM,
    N4M_TRUST_ANY /* any certificate will do */
} n4m_trust;

/* What is committed together. */
typedef enum n4m_transaction_mode {
    N4M_PER_MIGRATION, /* all statements of a migration in one transaction */
    N4M_PER_STATEMENT  /* each in its own: what has been committed stays when a later one fails */
} n4m_transaction_mode;

/* In which order versions are applied. */
typedef enum n4m_sort_order {
    N4M_SEMANTIC,     /* 9 before 10 */
    N4M_LEXICOGRAPHIC /* 10 before 9 */
} n4m_sort_order;

/* What scripts are written in: put before each of their statements as a prefix. */
typedef enum n4m_cypher_version {
    N4M_DATABASE_DEFAULT, /* no prefix */
    N4M_CYPHER_5,
    N4M_CYPHER_25
} n4m_cypher_version;

/* What is named bolt_ is declared by <neo4j_bolt.h>, whose functions this library contains: a program that uses
 * both headers links this library only. */
struct bolt_driver;
struct bolt_session;
struct bolt_bookmarks;
struct bolt_error;

/* A name and a value. Lists of them end with a NULL key. */
typedef struct n4m_pair {
    const char *key, *value;
} n4m_pair;

/* A file that is part of the program. */
typedef struct n4m_embedded_file {
    const char *path; /* below its folder, with slashes: V001__Add_films.cypher */
    const void *data;
    size_t size;
} n4m_embedded_file;

/* A folder that is part of the program. The CMake function neo4j_migrations_embed makes such a thing of
 * a folder of the source tree. Must live as long as the handles it is used with. */
typedef struct n4m_embedded {
    const char *name; /* neo4j/migrations: found at the location embedded:neo4j/migrations */
    const n4m_embedded_file *files;
    size_t file_count;
} n4m_embedded;

/* What the files of a location go into, while its handler is called. */
typedef struct n4m_sink n4m_sink;

/* Hands over one file, which is copied. `path` is below the location, with slashes: late/V9__Add_index.cypher; its last part is
 * the name, and decides, as for files in folders, what the file is: a migration, a document, a callback, or nothing of
 * ours. The first failure counts: it is returned again by all further calls, and by the operation. N4M_E_CANCELLED once
 * n4m_cancel has been called. */
N4M_API n4m_status n4m_sink_put(n4m_sink *sink, const char *path, const void *data, size_t size,
                                n4m_error *err);

/* Puts all files of a location into the sink, those of folders below it, too. `location` is as it stands in the options,
 * s3://bucket/migrations. Called once for each operation that looks for migrations, by the thread that has called it.
 * Anything but N4M_OK ends the operation with what has been filled into `err`, whose `source` becomes the location.
 * Nothing to be found there is N4M_OK. */
typedef n4m_status n4m_list_fn(void *user, const char *location, n4m_sink *sink, n4m_error *err);

/* Serves locations of a scheme. What `user` points to must live as long as the handle, and is used by one thread at a time
 * for each handle that has it. */
typedef struct n4m_location_handler {
    const char
        *scheme; /* "s3", for s3:...; in any case. Neither file, classpath, embedded nor memory */
    n4m_list_fn *list;
    void *user;
} n4m_location_handler;

/* Copied by n4m_open, but for what `embedded`, `driver` and the `user` pointers point to. Start from N4M_OPTIONS_INIT.
 * NULL, 0 and empty text mean the default that is given here. */
typedef struct n4m_options {
    size_t size; /* sizeof(n4m_options), so that fields can be added */

    const char *address; /* bolt://localhost:7687 */
    n4m_auth auth;
    const char *username; /* neo4j */
    /* Or the token of N4M_AUTH_BEARER, the ticket of N4M_AUTH_KERBEROS in base64, the credentials of N4M_AUTH_CUSTOM */
    const char *password;
    const char *auth_scheme;         /* with N4M_AUTH_CUSTOM, which needs it */
    const char *auth_realm;          /* none */
    const n4m_pair *auth_parameters; /* with N4M_AUTH_CUSTOM; none */

    /* Encryption and trust are for addresses with bolt:// or neo4j://, as the other schemes say all
     * about them. Certificates and keys are PEM files; they are read again when they change. Where
     * the CAs of the system are is a matter of OpenSSL, which may be told by SSL_CERT_FILE and
     * SSL_CERT_DIR. */
    n4m_encryption encryption;
    n4m_trust trust;
    const char *ca_file;             /* CAs in place of those of the system */
    const char *ca_folder;           /* likewise, in all files of a folder */
    const char *client_certificate;  /* with its chain; for all encrypted connections; none */
    const char *client_key;          /* the file of the certificate */
    const char *client_key_password; /* none */

    const char *database;          /* what is migrated: the user's home database */
    const char *schema_database;   /* where the history is kept: the same */
    const char *impersonated_user; /* nobody; Enterprise Edition from Neo4j 4.4 on */
    /* Where migrations are: file:///an/absolute/folder, ./a/relative/one, embedded:name, classpath:name where
     * that name is embedded, or scheme:whatever for one of `handlers`; ended by NULL; nowhere but in what n4m_register and
     * n4m_add_source are given */
    const char *const *locations;
    const n4m_embedded *const *embedded; /* for such locations; ended by NULL; not copied */
    int native; /* non-zero: shared objects in locations are migrations, and their code is run */

    n4m_transaction_mode transaction_mode;
    int64_t transaction_timeout_ms; /* the server ends a longer one; the server's own */
    n4m_sort_order version_sort_order;
    n4m_cypher_version cypher_version;
    int skip_validation; /* non-zero: n4m_apply does not compare checksums */
    int out_of_order;    /* non-zero: a version below the last one applied may be new */
    int autocrlf;        /* non-zero: CRLF in scripts is read as LF, also for checksums */
    int flyway_compatible_checksums; /* non-zero: computed as Flyway does */
    /* Where n4m_apply stops: a version as V2 (V2? if it need not exist), current, latest, next; behind the last one */
    const char *target;
    int64_t delay_between_migrations_ms; /* before each one */
    const char *installed_by;            /* recorded; the user of the process */
    const n4m_pair *placeholders;        /* for ${nm:key} in scripts; none */

    n4m_event_fn *on_event;         /* nobody is told */
    void *user;                     /* for on_event */
    const n4m_allocator *allocator; /* malloc and free */

    n4m_trace_fn *on_trace; /* no trace */
    void *trace_user;
    int read_lock; /* non-zero: n4m_info and n4m_validate take the lock, too */

    /* A driver that the application has opened with bolt_open: its connections, one at a time, and all that it was
     * told of address, authentication, encryption, routing and traces, in place of the options from `address` to
     * `client_key_password` and `on_trace`, which are N4M_E_ARGUMENT beside it. It stays the application's: n4m_close
     * leaves it open, and it must outlive the handle. Other threads may use it all the while: what stops the handle
     * does not stop them, but bolt_cancel stops both, until bolt_resume. Transactions that are tried again are events
     * of the handle, not told to the `on_retry` of the driver. */
    struct bolt_driver *driver;           /* the handle opens one of its own */
    const n4m_location_handler *handlers; /* ended by one whose scheme is NULL; none */
} n4m_options;

#ifdef __cplusplus
inline n4m_options n4m_options_init()
{
    n4m_options options = n4m_options();
    options.size = sizeof options;
    return options;
}
#define N4M_OPTIONS_INIT n4m_options_init()
#else
#define N4M_OPTIONS_INIT                                                                           \
    {                                                                                              \
        .size = sizeof(n4m_options)                                                                \
    }
#endif

/* A handle: migrations, and the database that they are for. */
typedef struct n4m_migrations n4m_migrations;

/* Checks the options and prepares; connects with the first operation. N4M_E_ARGUMENT: the message says what is wrong with
 * the options. To be closed by n4m_close. */
N4M_API n4m_status n4m_open(const n4m_options *options, n4m_migrations **out, n4m_error *err);

/* Accepts NULL. While no operation is under way. Results outlive the handle. */
N4M_API void n4m_close(n4m_migrations *m);

/* ---- Migrations in memory ---- */

/* Adds a file to those that are found in locations, for all operations to come; not while one is under way. `name` is
 * that of a file with its extension, and says what it is: a migration (V003__Add_index.cypher, V004__Schema.xml), a
 * document with migrations (schema.md) or a callback (beforeMigrate.cypher); it is recorded as the source. Name and content
 * are copied. N4M_E_PARSE: the name is none of these; the content is looked at by operations. */
N4M_API n4m_status n4m_add_source(n4m_migrations *m, const char *name, const void *data,
                                  size_t size, n4m_error *err);

/* ---- Migrations written in C ---- */

/* What the code of a migration gets to work with; valid until it returns. */
typedef struct n4m_context n4m_context;

/* The code of one migration, called by the thread that called the operation. N4M_OK: it has been applied, and is
 * recorded then. Anything else fails the operation with what has been filled into `err`; nothing is recorded, but what
 * has been committed stays. Transactions are its own business: whoever wants all or nothing uses a single one. */
typedef n4m_status n4m_migration_fn(n4m_context *context, void *user, n4m_error *err);

/* Makes a function a migration of this handle, beside those that are found in locations; not while an operation is under
 * way. `name` is that of a file without extension, V003__Fill_names or R1__Refresh, and is recorded as the source;
 * `checksum` a decimal number that changes when the function does, or NULL. A repeatable one without checksum is applied
 * once. Recorded with the type JAVA, the word of the history for programmatic migrations. Text is copied; `user` is
 * handed to `fn` as it is. N4M_E_PARSE: the name is none of a migration; N4M_E_ARGUMENT: the checksum is no number. */
N4M_API n4m_status n4m_register(n4m_migrations *m, const char *name, const char *checksum,
                                n4m_migration_fn *fn, void *user, n4m_error *err);

/* What a shared object V003__Fill_names.so in a location must define, if n4m_options.native is set. It
 * has no checksum, and is loaded only to be applied. */
#define N4M_MIGRATION_SYMBOL "n4m_migrate"
typedef n4m_status n4m_migrate_fn(n4m_context *context, n4m_error *err);

/* Of the migration; the text lives as long as the context. */
N4M_API const char *n4m_context_version(const n4m_context *context);
N4M_API const char *n4m_context_description(const n4m_context *context);
N4M_API const char *n4m_context_source(const n4m_context *context);

/* A session for the database that is migrated, as the user that is configured. It belongs to the context. Sees
 * what migrations before have written, and they see what it writes. */
N4M_API struct bolt_session *n4m_context_session(n4m_context *context);

/* For sessions with other databases: open them with these bookmarks, and free them before returning. Both belong to the
 * context and are neither closed nor freed; what is done with them stops with the handle. */
N4M_API struct bolt_driver *n4m_context_driver(n4m_context *context);
N4M_API struct bolt_bookmarks *n4m_context_bookmarks(n4m_context *context);

/* A line for the log: an event of the handle. */
N4M_API void n4m_context_log(n4m_context *context, const char *message);

/* Makes a failure of the driver one of the migration: return n4m_fail(err, &cause). Returns the status of `cause`, which
 * must be there; `err` may be NULL. */
N4M_API n4m_status n4m_fail(n4m_error *err, const struct bolt_error *cause);

/* ---- Migrations that load CSV ---- */

/* What is read goes into. */
typedef struct n4m_body n4m_body;

/* Hands over the next bytes. N4M_E_CANCELLED once n4m_cancel has been called. */
N4M_API n4m_status n4m_body_put(n4m_body *body, const void *data, size_t size, n4m_error *err);

/* Reads all that is behind a URI into the body, in as many pieces as it likes; called by the thread that called the operation,
 * once for each operation that looks for migrations. Anything but N4M_OK means that there is no checksum this time, with
 * the message of `err` as a warning in the log; but N4M_E_NO_MEMORY and N4M_E_CANCELLED end the operation. */
typedef n4m_status n4m_fetch_fn(void *user, const char *uri, n4m_body *body, n4m_error *err);

/* A migration that has the server load a file by LOAD CSV, and whose checksum is that of the file. Start from N4M_CSV_INIT. Text
 * is copied. */
typedef struct n4m_csv {
    size_t size;      /* sizeof(n4m_csv), so that fields can be added */
    const char *name; /* as of n4m_register: R050__Load_books; required */
    const char *uri;  /* for the server: https://example.org/books.csv; required */
    /* In which one %s stands for the URI: LOAD CSV FROM '%s' AS row ...; required. It is a transaction of its own, or
     * several, as with CALL { } IN TRANSACTIONS; rows that it returns are discarded. */
    const char *query;
    const struct bolt_params *parameters; /* of the query; used as long as the handle lives; none */
    int repeatable;                       /* non-zero: repeatable, whatever the name begins with */
    n4m_fetch_fn
        *fetch; /* reads the file for the checksum; what is built in knows http and https */
    void *user; /* for fetch */
} n4m_csv;

#ifdef __cplusplus
inline n4m_csv n4m_csv_init()
{
    n4m_csv csv = n4m_csv();
    csv.size = sizeof csv;
    return csv;
}
#define N4M_CSV_INIT n4m_csv_init()
#else
#define N4M_CSV_INIT                                                                               \
    {                                                                                              \
        .size = sizeof(n4m_csv)                                                                    \
    }
#endif

/* Makes it a migration of this handle, as n4m_register does. A repeatable one is applied again when the file has changed; for one
 * that is not, that is a change of a migration that has been applied. The checksum is the CRC-32 of what `uri` leads to, in decimal.
 * Without `fetch`, files are read by libcurl, which is loaded then for the rest of the process, without proxy and with the CAs of the system; behind
 * redirects, but not from https to http. Files that cannot be read have no checksum, with a warning, and those of other schemes have
 * none at all: file:///books.csv is on the server, in its import folder. N4M_E_ARGUMENT: a field is missing or
 * wrong; N4M_E_PARSE: the name is none of a migration. */
N4M_API n4m_status n4m_register_csv(n4m_migrations *m, const n4m_csv *csv, n4m_error *err);

/* Stops the operation that is under way; it returns N4M_E_CANCELLED once it has rolled back and
 * given the lock back. A second call does not wait for the server. While nothing is under way, the
 * next operation is the one that stops. Safe from other threads and signal handlers. Accepts NULL. */
N4M_API void n4m_cancel(n4m_migrations *m);

/* ---- Operations ---- */

/* Each operation makes a result, which n4m_result_free releases. Those that write take the lock, and give it back
 * whatever comes out; N4M_E_LOCKED says who has it. An operation that has failed can be called again. */
typedef struct n4m_result n4m_result;

/* Accepts NULL. */
N4M_API void n4m_result_free(n4m_result *result);

/* Applies what is pending. n4m_result_version: the version the database is at afterwards. */
N4M_API n4m_status n4m_apply(n4m_migrations *m, n4m_result **out, n4m_error *err);

/* Which chain is told. */
typedef enum n4m_info_mode {
    N4M_COMPARE, /* local migrations against the history */
    N4M_LOCAL,   /* what was found, as if nothing had been applied */
    N4M_REMOTE,  /* the history alone */
    N4M_OFFLINE /* as N4M_LOCAL, but no server is asked: no callbacks are run, preconditions are not looked at, and
                    n4m_result_place is empty */
} n4m_info_mode;

/* The chain: n4m_result_element, and where it lives: n4m_result_place. */
N4M_API n4m_status n4m_info(n4m_migrations *m, n4m_info_mode mode, n4m_result **out,
                            n4m_error *err);

/* What n4m_validate has found. */
typedef enum n4m_outcome {
    N4M_VALID,
    N4M_INCOMPLETE_DATABASE,   /* some migrations are pending */
    N4M_INCOMPLETE_MIGRATIONS, /* some were applied that cannot be found any more */
    N4M_DIFFERENT_CONTENT,     /* the checksum, or the order, is not as it was recorded */
    N4M_DUPLICATE_VERSION,     /* recorded twice */
    N4M_UNDEFINED              /* a word of the Java tool's, never given here */
} n4m_outcome;

/* N4M_OK also when the outcome is not valid: see n4m_result_outcome, n4m_result_needs_repair,
 * n4m_result_warnings. */
N4M_API n4m_status n4m_validate(n4m_migrations *m, n4m_result **out, n4m_error *err);

/* ---- Changes of the history. What migrations have done to the data is never touched. ---- */

/* Start from N4M_CHANGE_OPTIONS_INIT; NULL means the defaults. */
typedef struct n4m_change_options {
    size_t size; /* sizeof(n4m_change_options), so that fields can be added */
    int dry_run; /* non-zero: the result tells what would change, and nothing at all is written */
    int all;     /* with n4m_clean */
} n4m_change_options;

#ifdef __cplusplus
inline n4m_change_options n4m_change_options_init()
{
    n4m_change_options options = n4m_change_options();
    options.size = sizeof options;
    return options;
}
#define N4M_CHANGE_OPTIONS_INIT n4m_change_options_init()
#else
#define N4M_CHANGE_OPTIONS_INIT                                                                    \
    {                                                                                              \
        .size = sizeof(n4m_change_options)                                                         \
    }
#endif

/* Makes the history fit the migrations that are found, without running any: n4m_result_repaired,
 * n4m_result_counts and n4m_result_change tell how. What is recorded but is not found any more is
 * removed, what is found below the last recorded version is recorded as applied (but not with
 * `out_of_order`, since it can be applied then), checksums and kinds become those of the migrations
 * found, duplicates are removed, and the order becomes that of the versions. All or nothing.
 * N4M_E_MIGRATIONS when nothing is found at all: that is what n4m_clean is for. */
N4M_API n4m_status n4m_repair(n4m_migrations *m, const n4m_change_options *options,
                              n4m_result **out, n4m_error *err);

/* Removes one migration from the history of this target. `version` is as recorded ("1.2"), or the
 * name of a migration ("V1_2__Add_index.cypher"). N4M_OK also if there is none: n4m_result_version
 * is NULL then. */
N4M_API n4m_status n4m_delete(n4m_migrations *m, const char *version,
                              const n4m_change_options *options, n4m_result **out, n4m_error *err);

/* Forgets the history of this target, or with `all` every history, lock, constraint and index of
 * the tool: n4m_result_deleted. */
N4M_API n4m_status n4m_clean(n4m_migrations *m, const n4m_change_options *options, n4m_result **out,
                             n4m_error *err);

/* ---- Catalogs: constraints and indexes, as the database has them or as XML migrations declare them. Nothing is
 * written, and nobody's lock matters. ---- */

/* Whose catalog it is. */
typedef enum n4m_catalog_place {
    N4M_CATALOG_REMOTE, /* what the database has, but for what the tool has created for itself */
    N4M_CATALOG_LOCAL,  /* what the migrations that are found declare, in the end */
    N4M_CATALOG_FILE    /* what one XML file declares */
} n4m_catalog_place;

/* Where a catalog comes from. */
typedef struct n4m_catalog_source {
    n4m_catalog_place place;
    const char *file; /* the path of N4M_CATALOG_FILE */
} n4m_catalog_source;

/* How a catalog is written. */
typedef enum n4m_catalog_format {
    N4M_CATALOG_XML,   /* a migration that declares all items, and can be read again */
    N4M_CATALOG_CYPHER /* a script that creates all items */
} n4m_catalog_format;

/* Start from N4M_CATALOG_OPTIONS_INIT; NULL means the defaults. */
typedef struct n4m_catalog_options {
    size_t size; /* sizeof(n4m_catalog_options), so that fields can be added */
    n4m_catalog_source source;
    n4m_catalog_format format; /* of n4m_result_text */
    /* Of the Neo4j that the script is for, "4.4" or "Neo4j/5.26.30", as Enterprise edition; the newest, also for what is
     * no version */
    const char *version;
} n4m_catalog_options;

#ifdef __cplusplus
inline n4m_catalog_options n4m_catalog_options_init()
{
    n4m_catalog_options options = n4m_catalog_options();
    options.size = sizeof options;
    return options;
}
#define N4M_CATALOG_OPTIONS_INIT n4m_catalog_options_init()
#else
#define N4M_CATALOG_OPTIONS_INIT                                                                   \
    {                                                                                              \
        .size = sizeof(n4m_catalog_options)                                                        \
    }
#endif

/* The items of a catalog, n4m_result_item, and all of them as a document, n4m_result_text. What the version cannot have
 * is told by comments in the script, and counted by n4m_result_left_out. Connects to read the database, or when
 * migrations have preconditions, which only a server can evaluate; otherwise none is needed. */
N4M_API n4m_status n4m_catalog(n4m_migrations *m, const n4m_catalog_options *options,
                               n4m_result **out, n4m_error *err);

/* Compares two catalogs: n4m_result_relation, n4m_result_difference. Connects as n4m_catalog does. */
N4M_API n4m_status n4m_diff(n4m_migrations *m, const n4m_catalog_source *left,
                            const n4m_catalog_source *right, n4m_result **out, n4m_error *err);

/* ---- New migrations ---- */

/* What a new migration is written in. */
typedef enum n4m_create_type { N4M_CREATE_CYPHER, N4M_CREATE_XML } n4m_create_type;

/* Start from N4M_CREATE_OPTIONS_INIT; NULL means the defaults. */
typedef struct n4m_create_options {
    size_t size; /* sizeof(n4m_create_options), so that fields can be added */
    n4m_create_type type;
    int repeatable; /* non-zero: R2__Refresh.cypher */
    const char
        *version; /* "1.3" or "1_3"; the one behind the last that is found, of the same shape */
} n4m_create_options;

#ifdef __cplusplus
inline n4m_create_options n4m_create_options_init()
{
    n4m_create_options options = n4m_create_options();
    options.size = sizeof options;
    return options;
}
#define N4M_CREATE_OPTIONS_INIT n4m_create_options_init()
#else
#define N4M_CREATE_OPTIONS_INIT                                                                    \
    {                                                                                              \
        .size = sizeof(n4m_create_options)                                                         \
    }
#endif

/* Makes the file of a migration that is still to be written, V003__Add_films.cypher for "Add films", in the first location
 * that is a folder; makes that folder, too, if it is not there. Nothing is ever replaced. n4m_result_text is its path,
 * n4m_result_version its version. Asks no server, so what other folders have applied does not count. N4M_E_ARGUMENT for
 * what cannot stand in the name, or when no location is a folder; N4M_E_MIGRATIONS when the version is there already. */
N4M_API n4m_status n4m_create(n4m_migrations *m, const char *description,
                              const n4m_create_options *options, n4m_result **out, n4m_error *err);

/* ---- Beside the history ---- */

/* Runs the migrations in the files behind these URLs (file:///srv/V1__a.cypher; ended by NULL), in
 * this order, without lock, history and callbacks. n4m_result_run_count tells how many there were;
 * those whose assumptions do not hold are passed over. With `dry_run` nothing is run or written:
 * n4m_result_statement tells what would be sent to the database as it is now. */
N4M_API n4m_status n4m_run(n4m_migrations *m, const char *const *urls,
                           const n4m_change_options *options, n4m_result **out, n4m_error *err);

/* The names in XML are those of docs/reference/refactorings.md: rename.label, ..., migrate.replaceBTreeIndexes. */
typedef enum n4m_refactoring_type {
    N4M_RENAME_LABEL,
    N4M_RENAME_TYPE,
    N4M_RENAME_NODE_PROPERTY,
    N4M_RENAME_RELATIONSHIP_PROPERTY,
    N4M_MERGE_NODES,
    N4M_NORMALIZE_AS_BOOLEAN,
    N4M_ADD_SURROGATE_KEY_TO_NODES,
    N4M_ADD_SURROGATE_KEY_TO_RELATIONSHIPS,
    N4M_LIST_TO_VECTOR_ON_NODES,
    N4M_LIST_TO_VECTOR_ON_RELATIONSHIPS,
    N4M_CREATE_FUTURE_INDEXES,
    N4M_REPLACE_BTREE_INDEXES
} n4m_refactoring_type;

/* What becomes of the values of a property when nodes are merged. */
typedef enum n4m_merge_strategy {
    N4M_KEEP_ALL, /* in a list */
    N4M_KEEP_FIRST,
    N4M_KEEP_LAST
} n4m_merge_strategy;

/* For the properties whose names match. */
typedef struct n4m_merge_policy {
    const char *pattern; /* a regular expression for whole names of properties; NULL ends a list */
    n4m_merge_strategy strategy;
} n4m_merge_policy;

/* One change of data or indexes, as <refactor> in an XML migration says it; docs/reference/refactorings.md tells what each does, and
 * since which Neo4j. Start from N4M_REFACTORING_INIT. Names are data, whatever is in them, but for white space around them,
 * which does not count; queries and calls are Cypher. Lists are ended by NULL. Everything is borrowed until the call
 * returns. What the type does not know must stay NULL or 0. */
typedef struct n4m_refactoring {
    size_t size; /* sizeof(n4m_refactoring), so that fields can be added */
    n4m_refactoring_type type;
    int dry_run; /* non-zero: nothing is written; n4m_result_statement tells what would be sent */

    const char *from, *to; /* N4M_RENAME_...; required */

    const char *source_query; /* N4M_MERGE_NODES: nodes, the first of which stays; required */
    const n4m_merge_policy *merge_policies; /* the first one that matches counts */

    const char *property; /* of all others that change data: id, embedding; required to normalize */
    /* N4M_NORMALIZE_AS_BOOLEAN; integers where the text is one, "null" for null; both are required */
    const char *const *true_values;
    const char *const *false_values;

    const char *const *labels;     /* ..._NODES: those that have all of them */
    const char *relationship_type; /* ..._RELATIONSHIPS */
    const char *generator;    /* N4M_ADD_SURROGATE_KEY_...: randomUUID, or a call such as id(%s) */
    const char *element_type; /* N4M_LIST_TO_VECTOR_...: FLOAT */

    /* Of what changes data, but for N4M_MERGE_NODES */
    const char *custom_query; /* one column of nodes or relationships, in place of all that fit */
    int64_t batch_size;       /* rows that are committed together; all */

    /* N4M_CREATE_FUTURE_INDEXES, N4M_REPLACE_BTREE_INDEXES */
    const char *const *includes; /* names of indexes and constraints; all */
    const char *const *excludes; /* but for these; none */
    const n4m_pair *index_types; /* name and RANGE, TEXT or POINT; RANGE */
    const char *suffix;          /* of the names of future indexes: _new */
} n4m_refactoring;

#ifdef __cplusplus
inline n4m_refactoring n4m_refactoring_init()
{
    n4m_refactoring refactoring = n4m_refactoring();
    refactoring.size = sizeof refactoring;
    return refactoring;
}
#define N4M_REFACTORING_INIT n4m_refactoring_init()
#else
#define N4M_REFACTORING_INIT                                                                       \
    {                                                                                              \
        .size = sizeof(n4m_refactoring)                                                            \
    }
#endif

/* Changes the database that is migrated, without lock, history and callbacks; no APOC is needed. n4m_result_counters tells
 * what has changed. All or nothing, unless there is a batch size: then what has been committed stays, and the same call goes on
 * from there. N4M_E_ARGUMENT for a parameter that is wrong, missing, or none of the type, before anything is sent;
 * N4M_E_MIGRATIONS when the server is too old. */
N4M_API n4m_status n4m_refactor(n4m_migrations *m, const n4m_refactoring *what, n4m_result **out,
                                n4m_error *err);

/* Looks who has locks in the schema database: n4m_result_lock. */
N4M_API n4m_status n4m_lock_status(n4m_migrations *m, n4m_result **out, n4m_error *err);

/* Removes the lock of this target, which somebody has left behind: n4m_result_released.
 * N4M_E_LOCKED if the process that holds it runs on this machine, unless `force`. */
N4M_API n4m_status n4m_lock_release(n4m_migrations *m, int force, n4m_result **out, n4m_error *err);

/* ---- Results. All that is read from one lives as long as it does. What an operation does not tell is NULL, 0 or
 * an empty list, and so is everything of a result that is NULL. ---- */

/* A sentence or two for people, as the command line prints them; no final newline. Empty, never NULL, when there is
 * nothing to say. */
N4M_API const char *n4m_result_text(const n4m_result *result);

/* What the database is at after n4m_apply, NULL when nothing has been applied; what n4m_delete has
 * removed, NULL when nothing; or what n4m_create has made. */
N4M_API const char *n4m_result_version(const n4m_result *result);

/* Of n4m_validate. */
N4M_API n4m_outcome n4m_result_outcome(const n4m_result *result);
N4M_API int n4m_result_needs_repair(const n4m_result *result); /* 0: applying is enough */

/* Of n4m_validate; ended by NULL, and never NULL itself. */
N4M_API const char *const *n4m_result_warnings(const n4m_result *result);

/* Of n4m_info. */
typedef struct n4m_place {
    const char *address; /* host:port */
    const char *server;  /* Neo4j/5.26.30 */
    const char *edition; /* Community; NULL when unknown */
    const char *username;
    const char *database; /* the target; NULL when unknown */
    const char *schema_database;
} n4m_place;
/* Never NULL. */
N4M_API const n4m_place *n4m_result_place(const n4m_result *result);

/* The same for the code of a migration. */
N4M_API const n4m_place *n4m_context_place(const n4m_context *context);

/* Whether the history has it. */
typedef enum n4m_state { N4M_PENDING, N4M_APPLIED } n4m_state;

/* One migration of the chain. NULL where nothing is known. */
typedef struct n4m_element {
    const char *version;
    const char *description;
    const char *type; /* CYPHER, CATALOG, JAVA (any programmatic one) */
    int repeatable;
    n4m_state state;
    const char *source;
    const char *checksum;
    const char *installed_on; /* 2026-11-22T19:39:15.789Z[UTC] */
    const char *installed_by; /* system user/database user */
    const char *duration;     /* PT0.23S */
} n4m_element;

/* Of n4m_info, in the order in which they are applied; NULL behind the last. */
N4M_API size_t n4m_result_element_count(const n4m_result *result);
N4M_API const n4m_element *n4m_result_element(const n4m_result *result, size_t index);

/* A migration that n4m_apply, n4m_info or n4m_validate have left out, because an assumption in its
 * script does not hold: it counts as if it were not there. */
typedef struct n4m_skipped {
    const char *version;
    const char *description;
    const char *source;
    const char *reason; /* what does not hold, one a line: // assume that edition is ENTERPRISE */
} n4m_skipped;
N4M_API size_t n4m_result_skipped_count(const n4m_result *result);

/* In the order in which they were found; NULL behind the last. */
N4M_API const n4m_skipped *n4m_result_skipped(const n4m_result *result, size_t index);

/* What n4m_clean has deleted. Lists are sorted and ended by NULL. */
typedef struct n4m_deleted {
    const char *const *chains; /* "<default>" for the one without a target */
    int64_t nodes, relationships, constraints, indexes;
    const char *const *constraint_names; /* the rest only with `all` */
    const char *const *index_names;
    const char *const *lock_names; /* of locks that others had left behind */
} n4m_deleted;
/* Never NULL, nor are its lists. */
N4M_API const n4m_deleted *n4m_result_deleted(const n4m_result *result);

/* 0 when n4m_repair has found nothing to repair. */
N4M_API int n4m_result_repaired(const n4m_result *result);

/* What n4m_repair and n4m_delete have done to the graph of the history. */
typedef struct n4m_counts {
    int64_t nodes_deleted, relationships_deleted;
    int64_t nodes_created, relationships_created;
} n4m_counts;
/* Never NULL. */
N4M_API const n4m_counts *n4m_result_counts(const n4m_result *result);

/* What a step of n4m_repair or n4m_delete does. */
typedef enum n4m_change_kind {
    N4M_CHANGE_DUPLICATE, /* nodes with the version of another one are removed */
    N4M_CHANGE_CHECKSUM,
    N4M_CHANGE_KIND, /* from repeatable to versioned, or the other way round */
    N4M_CHANGE_REMOVE,
    N4M_CHANGE_MOVE,
    N4M_CHANGE_INSERT /* recorded as applied */
} n4m_change_kind;

/* One step of n4m_repair or n4m_delete. NULL where it does not apply or nothing is known. */
typedef struct n4m_change {
    n4m_change_kind kind;
    const char *version, *description; /* of the migration that is concerned */
    const char *behind;                /* N4M_CHANGE_MOVE, _INSERT: this version, or BASELINE */
    const char *checksum_before;       /* N4M_CHANGE_CHECKSUM: both may be missing */
    const char *checksum_after;
    size_t count;     /* N4M_CHANGE_DUPLICATE: so many nodes */
    const char *text; /* insert 1.5 ("late") behind 1, as applied */
} n4m_change;

/* In the order in which they are made; NULL behind the last. */
N4M_API size_t n4m_result_change_count(const n4m_result *result);
N4M_API const n4m_change *n4m_result_change(const n4m_result *result, size_t index);

/* What a constraint or index is. */
typedef enum n4m_item_kind {
    N4M_UNIQUE_CONSTRAINT,
    N4M_EXISTS_CONSTRAINT,
    N4M_KEY_CONSTRAINT,
    N4M_PROPERTY_TYPE_CONSTRAINT,
    N4M_OTHER_CONSTRAINT, /* of a kind that this version does not know */
    N4M_PROPERTY_INDEX,   /* BTREE up to Neo4j 4.4, then RANGE */
    N4M_FULLTEXT_INDEX,
    N4M_TEXT_INDEX,
    N4M_POINT_INDEX,
    N4M_VECTOR_INDEX,
    N4M_LOOKUP_INDEX,
    N4M_OTHER_INDEX
} n4m_item_kind;

/* Of what: nodes with a label, or relationships with a type. */
typedef enum n4m_entity { N4M_NODE, N4M_RELATIONSHIP } n4m_entity;

/* A constraint or an index. NULL where it does not apply. Lists are ended by NULL. */
typedef struct n4m_item {
    n4m_item_kind kind;
    const char *word; /* for the kind: "unique", "fulltext"; of the others the server's */
    n4m_entity entity;
    const char *name;
    int generated; /* non-zero: there was no name, as in databases before Neo4j 4.0; this one is made from
                                  all the rest */
    const char *const *labels;     /* or types; of full-text and vector indexes maybe several */
    const char *const *properties; /* in order; the first of a vector index is the vector */
    const char *property_type;     /* LIST<STRING NOT NULL> */
    const char *options;           /* a Cypher map */
    const char *statement;         /* of the others: how the server says that it was created */
} n4m_item;

/* Of n4m_catalog: constraints, then indexes. NULL behind the last. */
N4M_API size_t n4m_result_item_count(const n4m_result *result);
N4M_API const n4m_item *n4m_result_item(const n4m_result *result, size_t index);

/* How many of them n4m_catalog could not write as statements. */
N4M_API size_t n4m_result_left_out(const n4m_result *result);

/* Of n4m_diff. */
typedef enum n4m_relation {
    N4M_IDENTICAL,
    N4M_EQUIVALENT, /* only names and options differ */
    N4M_DIFFERENT
} n4m_relation;
N4M_API n4m_relation n4m_result_relation(const n4m_result *result);

/* What n4m_diff has found on one side only. */
typedef struct n4m_difference {
    n4m_item item;
    /* The name of an item of the other side that means the same in a database; or NULL */
    const char *equivalent;
} n4m_difference;

/* The sides of n4m_diff, as they were given. */
typedef enum n4m_side { N4M_LEFT, N4M_RIGHT } n4m_side;
N4M_API size_t n4m_result_difference_count(const n4m_result *result, n4m_side side);

/* NULL behind the last. */
N4M_API const n4m_difference *n4m_result_difference(const n4m_result *result, n4m_side side,
                                                    size_t index);

/* How many migrations n4m_run has run, or would run. */
N4M_API size_t n4m_result_run_count(const n4m_result *result);

/* What n4m_refactor has changed, or the migrations that n4m_apply or n4m_run has applied, as far as the server counts it: what
 * functions and shared objects do is theirs to tell. Never NULL. */
N4M_API const n4m_counters *n4m_result_counters(const n4m_result *result);

/* What n4m_run or n4m_refactor would send, with `dry_run`; but for the questions by which N4M_MERGE_NODES finds out what
 * to change. */
typedef struct n4m_statement {
    const char *version, *source; /* of the migration; NULL when there is none */
    const char *database;         /* NULL: the one that is migrated */
    const char *text;
    const char *parameters; /* a Cypher map; NULL: none */
} n4m_statement;
N4M_API size_t n4m_result_statement_count(const n4m_result *result);

/* NULL behind the last. */
N4M_API const n4m_statement *n4m_result_statement(const n4m_result *result, size_t index);

/* What became of the process that has taken a lock. */
typedef enum n4m_process {
    N4M_PROCESS_UNKNOWN, /* on another machine, or the lock does not tell */
    N4M_PROCESS_RUNS,    /* on this machine */
    N4M_PROCESS_GONE     /* was on this machine */
} n4m_process;

/* Somebody's lock. NULL and 0 where it does not tell: other tools know only the first two. */
typedef struct n4m_lock {
    const char *name, *id;
    int ours;          /* non-zero: it is for the target of this handle */
    const char *since; /* 2026-11-22T19:39:15.789Z[UTC] */
    const char *user, *host, *tool;
    int64_t pid;
    n4m_process process;
    const char
        *migration; /* the version that was under way, if that could not be recorded at once */
} n4m_lock;

/* Of n4m_lock_status: all there are; of n4m_lock_release: as they were before. NULL behind the last. */
N4M_API size_t n4m_result_lock_count(const n4m_result *result);
N4M_API const n4m_lock *n4m_result_lock(const n4m_result *result, size_t index);

/* Non-zero when n4m_lock_release has removed a lock. */
N4M_API int n4m_result_released(const n4m_result *result);

/* Of the library: "0.1.0". Static. */
N4M_API const char *n4m_version(void);

#ifdef __cplusplus
}
#endif

#endif
