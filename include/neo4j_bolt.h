/* neo4j_bolt: a driver for Neo4j, and for whatever else speaks Bolt 3, 4.0 to 4.4, 5.0 to 5.8, 6.0 or 6.1.
 *
 *     bolt_options options = BOLT_OPTIONS_INIT;
 *     bolt_error err = BOLT_ERROR_INIT;
 *     bolt_driver *driver = NULL;
 *     bolt_session *session = NULL;
 *     bolt_result *result = NULL;
 *     options.uri = "bolt://localhost:7687";
 *     options.auth.scheme = BOLT_AUTH_BASIC;
 *     options.auth.principal = "neo4j";
 *     options.auth.credentials = "secret";
 *     if (bolt_open(&options, &driver, &err) == BOLT_OK &&
 *         bolt_session_new(driver, NULL, &session, &err) == BOLT_OK &&
 *         bolt_session_query(session, NULL, "MATCH (p:Person) RETURN p.name", NULL, &result, &err) == BOLT_OK)
 *         for (size_t i = 0; i < bolt_result_row_count(result); i++)
 *             puts(bolt_value_text(bolt_result_value(result, i, 0)).data);
 *     if (err.status != BOLT_OK)
 *         fprintf(stderr, "%s\n", err.message);
 *     bolt_result_free(result);
 *     bolt_session_free(session);
 *     bolt_close(driver);
 *
 * Text. All text is UTF-8. What goes in is NUL-terminated, or a pointer and a length. What comes out is a
 * bolt_text: never NULL, always followed by a NUL, but it may contain further ones, so that `length` counts.
 *
 * Errors. What can fail returns a bolt_status and fills the caller's bolt_error, which may be NULL. Out
 * parameters are written on success only, `err` on failure only. Handles that are NULL are BOLT_E_ARGUMENT,
 * except where they are freed or read: those functions accept NULL.
 *
 * Memory. Handles are freed by the function that their constructor names. A result owns all that is read
 * from it and outlives its transaction, its session and its driver. Options are copied, but for the allocator and
 * what a `user` points to. Memory comes from the allocator of the driver; running out of it is an error like any
 * other (BOLT_E_NO_MEMORY).
 *
 * Threads. Sessions, and all that was made from them, are for one thread at a time, as are builders of
 * parameters; different sessions of a driver may be used at the same time. bolt_cancel may be called from
 * any thread and from a signal handler. Values and results do not change once they are there; any number of threads
 * may read a result that has been read to its end. There is no global state: no locale, no environment
 * variables, no signal handlers, nothing is printed.
 *
 * Time is in milliseconds.
 *
 * What is said here of the protocol follows its documentation, https://neo4j.com/docs/bolt/current, and what
 * servers from 4.4 to 2026.08 were seen to do. docs/reference/bolt.md explains it all at length, with examples. */
#ifndef NEO4J_BOLT_H
#define NEO4J_BOLT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define BOLT_API __attribute__((visibility("default")))
#else
#define BOLT_API
#endif

/* "0.1.0". Static. */
BOLT_API const char *bolt_library_version(void);

/* ---- Text and errors ---- */

/* Text that comes out of the library. */
typedef struct bolt_text {
    const char *data; /* never NULL; a NUL follows the last byte */
    size_t length;    /* in bytes */
} bolt_text;

/* What the caller can do about it. The message says what happened. More may be added. */
typedef enum bolt_status {
    BOLT_OK = 0,
    BOLT_E_NO_MEMORY = 1, /* or a documented limit was reached */
    BOLT_E_ARGUMENT =
        2,         /* options or arguments are wrong, or what they ask for needs a newer server */
    BOLT_E_IO = 3, /* a file cannot be read */
    BOLT_E_CONNECTION = 7,     /* the server cannot be reached, or the connection broke */
    BOLT_E_AUTHENTICATION = 8, /* the server does not let us in */
    BOLT_E_PROTOCOL = 9,       /* the peer does not speak Bolt as it should */
    BOLT_E_SERVER = 10,        /* the server answered with a failure; see `code` */
    BOLT_E_TIMEOUT = 11,       /* a deadline passed */
    BOLT_E_CANCELLED = 12,     /* bolt_cancel was called */
    BOLT_E_UNKNOWN_OUTCOME =
        13,              /* the connection was lost while a COMMIT was under way: look whether it
                                    has happened before doing it again */
    BOLT_E_SECURITY = 14 /* no encrypted connection: we do not trust the server, or it not us */
} bolt_status;

/* Owned by the caller, of fixed size; nothing to free. Fields that do not apply are 0 or empty. Text that is too long
 * is cut at a character. */
typedef struct bolt_error {
    bolt_status status;
    bool retryable;     /* a new attempt of the whole transaction may succeed */
    uint32_t statement; /* which of the queued ones failed, from 1; 0: none of them */
    uint32_t line,
        column; /* the place in the text of the statement, from 1; columns count characters */
    char message[2048]; /* one line as a rule; that of the server if `status` is BOLT_E_SERVER */
    char code[128];     /* the server's, e.g. Neo.ClientError.Statement.SyntaxError */
    char gql_status[8]; /* e.g. 42001, from Bolt 5.7 on */
    char gql_description[256]; /* what that means in general */
    char causes[512]; /* the server's, the nearest first: "42I06: Invalid input ...; ..." */
} bolt_error;

#ifdef __cplusplus
#define BOLT_ERROR_INIT bolt_error()
#else
#define BOLT_ERROR_INIT                                                                            \
    {                                                                                              \
        .status = BOLT_OK                                                                          \
    }
#endif

/* As realloc, and frees when `size` is 0. May return NULL. Called from all threads that use the driver. */
typedef struct bolt_allocator {
    void *(*resize)(void *user, void *block, size_t size);
    void *user;
} bolt_allocator;

/* ---- Values, as they are read ---- */

/* What a value is. */
typedef enum bolt_type {
    BOLT_NULL,
    BOLT_BOOL,
    BOLT_INT,
    BOLT_FLOAT,
    BOLT_BYTES,
    BOLT_STRING,
    BOLT_LIST,
    BOLT_MAP,
    BOLT_NODE,
    BOLT_RELATIONSHIP,
    BOLT_UNBOUND_RELATIONSHIP, /* of a path, whose nodes tell where it starts and ends */
    BOLT_PATH,
    BOLT_DATE,
    BOLT_TIME,
    BOLT_LOCAL_TIME,
    BOLT_DATETIME,       /* with an offset from UTC */
    BOLT_DATETIME_ZONED, /* with the name of a zone */
    BOLT_LOCAL_DATETIME,
    BOLT_DURATION,
    BOLT_POINT,
    BOLT_VECTOR,      /* from Bolt 6.0 on */
    BOLT_UUID,        /* from Bolt 6.1 on */
    BOLT_UNSUPPORTED, /* the server's word that this version of the protocol cannot carry the value */
    BOLT_STRUCT       /* a structure that is unknown to us, kept as it came */
} bolt_type;

/* Belongs to a result, or to whoever lent it to a callback. The accessors accept NULL and values of other
 * types than theirs: those read as null, false, 0 and empty text. */
typedef struct bolt_value bolt_value;

/* What a value is, and how it is read. */
BOLT_API bolt_type bolt_value_type(const bolt_value *value); /* BOLT_NULL for NULL */
BOLT_API bool bolt_value_bool(const bolt_value *value);
BOLT_API int64_t bolt_value_int(const bolt_value *value);
BOLT_API double bolt_value_float(const bolt_value *value); /* of an integer, too */
BOLT_API bolt_text
bolt_value_text(const bolt_value *value); /* of a string; the text is valid UTF-8 */
BOLT_API bolt_text bolt_value_bytes(const bolt_value *value); /* of a byte array */

/* What a value consists of: the items of a list, the entries of a map, the properties of a node or
 * relationship, the fields of an unknown structure. Keys are in the order of their arrival, which
 * servers do not promise; of a key that is there twice, bolt_value_get finds the last one. */
BOLT_API size_t bolt_value_count(const bolt_value *value);
BOLT_API const bolt_value *bolt_value_item(const bolt_value *value, size_t index); /* NULL: none */
BOLT_API bolt_text bolt_value_key(const bolt_value *value, size_t index);
BOLT_API const bolt_value *bolt_value_get(const bolt_value *value,
                                          const char *key); /* NULL: none */

/* Nodes and relationships. An element id is text that means something to its server only; those from
 * before Bolt 5 have none, and the decimal id stands for it. */
BOLT_API int64_t bolt_entity_id(const bolt_value *value);
BOLT_API bolt_text bolt_entity_element_id(const bolt_value *value);
BOLT_API size_t bolt_node_label_count(const bolt_value *node);
BOLT_API bolt_text bolt_node_label(const bolt_value *node, size_t index);
BOLT_API bolt_text bolt_relationship_type(const bolt_value *relationship);
BOLT_API int64_t
bolt_relationship_start_id(const bolt_value *relationship); /* 0 in an unbound one */
BOLT_API int64_t bolt_relationship_end_id(const bolt_value *relationship);
BOLT_API bolt_text bolt_relationship_start_element_id(const bolt_value *relationship);
BOLT_API bolt_text bolt_relationship_end_element_id(const bolt_value *relationship);

/* A path of n relationships has n + 1 nodes: relationship i lies between node i and node i + 1, and is
 * `*reversed` when it points the other way. `reversed` may be NULL. */
BOLT_API size_t bolt_path_length(const bolt_value *path);
BOLT_API const bolt_value *bolt_path_node(const bolt_value *path, size_t index);
BOLT_API const bolt_value *bolt_path_relationship(const bolt_value *path, size_t index,
                                                  bool *reversed);

/* All types from BOLT_DATE to BOLT_LOCAL_DATETIME; fields that a type does not have are 0 and empty. */
typedef struct bolt_time {
    int64_t seconds; /* since 1970-01-01T00:00: UTC in datetimes with offset or zone, otherwise of
                            the wall clock. Of a date: days */
    int64_t nanoseconds; /* of the second; of a time: since midnight */
    int64_t offset;      /* seconds east of UTC */
    bolt_text zone;      /* IANA name */
    bool local; /* of a zoned datetime from a server before 5.0 that knows no UTC: the seconds are
                            those of the wall clock, and only a time zone database could tell more */
} bolt_time;

/* False for other types. */
BOLT_API bool bolt_value_time(const bolt_value *value, bolt_time *out);

/* Each may be negative: P1M-1D is { 1, -1, 0, 0 }. */
typedef struct bolt_duration {
    int64_t months, days, seconds, nanoseconds;
} bolt_duration;

/* Of the type BOLT_DURATION. */
BOLT_API const bolt_duration *bolt_value_duration(const bolt_value *value); /* NULL: no duration */

/* A place, and the system that its coordinates are of. */
typedef struct bolt_point {
    int64_t srid; /* 7203 and 9157: Cartesian in 2 and 3 dimensions; 4326 and 4979: WGS 84 */
    double x, y, z;
    bool has_z;
} bolt_point;

/* Of the type BOLT_POINT. */
BOLT_API const bolt_point *bolt_value_point(const bolt_value *value); /* NULL: no point */

/* What the numbers of a vector are; the values are those of the protocol. */
typedef enum bolt_vector_type {
    BOLT_VECTOR_INT8 = 0xC8,
    BOLT_VECTOR_INT16 = 0xC9,
    BOLT_VECTOR_INT32 = 0xCA,
    BOLT_VECTOR_INT64 = 0xCB,
    BOLT_VECTOR_FLOAT32 = 0xC6,
    BOLT_VECTOR_FLOAT64 = 0xC1
} bolt_vector_type;

/* The numbers of a vector are converted: an integer from a vector of floats is cut towards zero, and is the
 * nearest one that exists when it is too large; NaN is 0. */
BOLT_API size_t bolt_vector_count(const bolt_value *vector);
BOLT_API bolt_vector_type bolt_vector_number_type(const bolt_value *vector); /* 0: no vector */
BOLT_API int64_t bolt_vector_int(const bolt_value *vector, size_t index);
BOLT_API double bolt_vector_float(const bolt_value *vector, size_t index);

/* In bytes. */
enum { BOLT_UUID_SIZE = 16 };

/* 16 bytes in the order of RFC 9562; NULL: no UUID. */
BOLT_API const uint8_t *bolt_value_uuid(const bolt_value *value);

/* What the server says instead of a value that needs a newer protocol. */
typedef struct bolt_substitute {
    bolt_text name;                       /* of the type, e.g. UUID */
    int64_t minimum_major, minimum_minor; /* the Bolt version that could carry it */
    bolt_text message;                    /* may be empty */
} bolt_substitute;

/* Of the type BOLT_UNSUPPORTED. */
BOLT_API bool bolt_value_substitute(const bolt_value *value,
                                    bolt_substitute *out); /* false: none */

/* Of the type BOLT_STRUCT. */
BOLT_API uint8_t bolt_structure_tag(const bolt_value *value); /* 0: no unknown structure */

/* Writes the value as Cypher would (graph entities as in a pattern) and a NUL, at most `size` bytes, and
 * returns the length of the whole text as snprintf does. For people and logs. */
BOLT_API size_t bolt_value_format(const bolt_value *value, char *out, size_t size);

/* ---- Parameters, as they are built ---- */

/* Named values: the parameters of a statement, or the metadata of a transaction. Failure is remembered: put
 * in twenty values, and the call that uses them tells what went wrong with the first. Everything is
 * copied; a builder may be used any number of times, also after bolt_params_clear. */
typedef struct bolt_params bolt_params;

/* `allocator` may be NULL: malloc and free. What it points to is copied. */
BOLT_API bolt_status bolt_params_new(const bolt_allocator *allocator, bolt_params **out,
                                     bolt_error *err);
BOLT_API void bolt_params_free(bolt_params *params); /* accepts NULL */
BOLT_API void
bolt_params_clear(bolt_params *params); /* forgets values and failures, keeps memory */

/* `name` is NULL for the items of a list, and must be there everywhere else. The same name twice is an
 * error, as it is for servers. */
BOLT_API void bolt_params_null(bolt_params *params, const char *name);
BOLT_API void bolt_params_bool(bolt_params *params, const char *name, bool value);
BOLT_API void bolt_params_int(bolt_params *params, const char *name, int64_t value);
BOLT_API void bolt_params_float(bolt_params *params, const char *name, double value);
BOLT_API void bolt_params_text(bolt_params *params, const char *name,
                               const char *value); /* NULL: null */
BOLT_API void bolt_params_text_n(bolt_params *params, const char *name, const char *value,
                                 size_t length);
BOLT_API void bolt_params_bytes(bolt_params *params, const char *name, const void *value,
                                size_t length);

/* What is put in from now on goes into the list or map, until bolt_params_end. */
BOLT_API void bolt_params_begin_list(bolt_params *params, const char *name);
BOLT_API void bolt_params_begin_map(bolt_params *params, const char *name);
BOLT_API void bolt_params_end(bolt_params *params);

/* `type` is one from BOLT_DATE to BOLT_LOCAL_DATETIME. A zone is given by its name alone: the server finds
 * the offset. Servers before 5.0 that do not know UTC (4.0 to 4.2) cannot be given a zoned datetime. */
BOLT_API void bolt_params_time(bolt_params *params, const char *name, bolt_type type,
                               const bolt_time *value);
BOLT_API void bolt_params_duration(bolt_params *params, const char *name,
                                   const bolt_duration *value);
BOLT_API void bolt_params_point(bolt_params *params, const char *name, const bolt_point *value);

/* `count` numbers of the C type that belongs to `type` (int8_t to int64_t, float, double). */
BOLT_API void bolt_params_vector(bolt_params *params, const char *name, bolt_vector_type type,
                                 const void *numbers, size_t count);
BOLT_API void bolt_params_uuid(bolt_params *params, const char *name,
                               const uint8_t value[BOLT_UUID_SIZE]);

/* A value that came from a server. Nodes, relationships and paths cannot go back. */
BOLT_API void bolt_params_value(bolt_params *params, const char *name, const bolt_value *value);

/* ---- Drivers ---- */

/* How we show who we are. */
typedef enum bolt_auth_scheme {
    BOLT_AUTH_NONE,     /* for servers that ask for nothing */
    BOLT_AUTH_BASIC,    /* `principal`, `credentials`: user name and password; `realm` */
    BOLT_AUTH_BEARER,   /* `credentials`: the token */
    BOLT_AUTH_KERBEROS, /* `credentials`: a service ticket in base64 */
    BOLT_AUTH_CUSTOM    /* `custom_scheme`, and whatever of the rest it wants */
} bolt_auth_scheme;

/* Who we are. Text that is NULL is not sent. */
typedef struct bolt_token {
    bolt_auth_scheme scheme;
    const char *principal;
    const char *credentials;
    const char *realm;
    const char *custom_scheme;
    const bolt_params *parameters; /* of a custom scheme */
} bolt_token;

/* Whether connections are encrypted. */
typedef enum bolt_encryption {
    BOLT_ENCRYPTION_OF_SCHEME, /* +s and +ssc are encrypted, others are not */
    BOLT_ENCRYPTION_ON,
    BOLT_ENCRYPTION_OFF
} bolt_encryption;

/* Which certificates of servers will do. */
typedef enum bolt_trust {
    BOLT_TRUST_DEFAULT, /* the CAs given, or else the system's */
    BOLT_TRUST_SYSTEM,
    BOLT_TRUST_ANY /* any certificate will do */
} bolt_trust;

/* TLS 1.2 and later. `encryption`, `trust` and CAs are for the schemes bolt and neo4j: the others say all about
 * them. A client certificate is for every encrypted connection. Files are PEM. */
typedef struct bolt_tls_options {
    bolt_encryption encryption;
    bolt_trust trust;
    const char *ca_file, *ca_folder; /* CAs in place of the system's; a folder: of all its files */
    const char *client_certificate;  /* with its chain behind it */
    const char *client_key;          /* in the file of the certificate */
    const char *client_key_password; /* none */
} bolt_tls_options;

/* A server takes the token no more, for this reason (TokenExpired or Unauthorized): puts another one into `out`, whose
 * text needs to live until the function is called again. BOLT_OK makes the failure
 * retryable. After anything else it stays one of authentication, with the message that was put into `err`. Called by
 * one thread at a time, and not interrupted by bolt_cancel; must not use the driver. */
typedef bolt_status bolt_token_fn(void *user, const bolt_error *reason, bolt_token *out,
                                  bolt_error *err);

/* Which servers to ask first where the others of a cluster are, in place of the one that the URI names: calls
 * bolt_seeds_put for each, with "host" or "host:port", in the order in which they are to be asked. Anything but
 * BOLT_OK ends the attempt to connect. */
typedef struct bolt_seeds bolt_seeds;
typedef bolt_status bolt_seeds_fn(void *user, const char *address, bolt_seeds *seeds,
                                  bolt_error *err);
BOLT_API bolt_status bolt_seeds_put(bolt_seeds *seeds, const char *address, bolt_error *err);

/* Called before a managed transaction is tried again after `delay_ms`, by the thread that waits. `reason` is valid until it
 * returns. It must not use the session. */
typedef void bolt_retry_fn(void *user, const bolt_error *reason, int64_t delay_ms);

/* ---- Traces ---- */

/* What has happened on a connection. */
typedef enum bolt_trace_kind {
    BOLT_TRACE_OPENED,   /* a connection, and a version agreed upon */
    BOLT_TRACE_SENT,     /* a message of ours */
    BOLT_TRACE_RECEIVED, /* a message of the server */
    BOLT_TRACE_CLOSED    /* the connection */
} bolt_trace_kind;

/* What is said on a connection. Text is of one line, without control characters, whatever the server says: the name of
 * the message and its fields, as JSON with {"@N": [...]} for structures. It is for people and may change.
 * Long values are shortened. Secrets are "***": credentials and parameters of logins; values under names such as
 * password, token or secret; the literals, parameters and answers of statements that speak of such; private keys;
 * users and passwords in URLs. */
typedef struct bolt_trace_event {
    bolt_trace_kind kind;
    uint64_t connection; /* counted from 1 */
    int64_t time_us;     /* since 1970, UTC */
    bolt_text server;    /* host:port */
    bolt_text text;
} bolt_trace_event;

/* Called by every thread that uses the driver. The event is valid until it returns. It must not use the driver. */
typedef void bolt_trace_fn(void *user, const bolt_trace_event *event);

/* Ready-made: a line for each event to the FILE that `file` is, as in
 *     2026-11-25T01:16:34.868982Z [1] C: RUN "RETURN 1" {} {}
 * with C for what we say and S for the server. */
BOLT_API void bolt_trace_print(void *file, const bolt_trace_event *event);

/* Start from BOLT_OPTIONS_INIT. NULL and 0 mean the default that is given here. */
typedef struct bolt_options {
    size_t size; /* sizeof(bolt_options), so that fields can be added */
    /* bolt://host[:7687] for one server, neo4j://host[:7687] for whichever of a cluster is the right one; with
     * +s behind the scheme they are encrypted, with +ssc too, but any certificate will do. Behind neo4j://host may
     * stand a context for routing: ?policy=europe. There is no default. */
    const char *uri;
    bolt_token auth;
    bolt_tls_options tls;
    const char *user_agent;          /* "name/version" of the application; that of this library */
    const bolt_allocator *allocator; /* malloc and free; what it points to is copied */
    int64_t connect_timeout_ms;   /* to look up the name, for each address, and for TLS; 30,000 */
    int64_t handshake_timeout_ms; /* to agree on a version and to be let in; 60,000 */
    int64_t read_timeout_ms;      /* of silence while an answer is due; what the server asks for */
    int64_t acquisition_timeout_ms; /* until there is a connection to be used; 60,000 */
    int64_t max_lifetime_ms;   /* an older connection is replaced; 3,600,000; negative: none is */
    int64_t liveness_check_ms; /* a connection idle for longer is tried before it is used again;
                                          30,000; negative: none is */
    size_t max_connections;    /* to one server; 100. Who needs more waits */
    int64_t retry_budget_ms;   /* for managed transactions, from their first failure; 30,000;
                                          negative: for ever */
    size_t max_message_bytes;  /* the largest message accepted; 256 MiB */
    bolt_seeds_fn *resolver;   /* of the schemes neo4j; none */
    bolt_token_fn *renew;      /* none: the token stays as it is */
    bolt_retry_fn *on_retry;
    void *user;              /* for the callbacks, but on_trace */
    bolt_trace_fn *on_trace; /* bolt_trace_print, or a function of your own; no trace */
    void *trace_user;
} bolt_options;

#ifdef __cplusplus
inline bolt_options bolt_options_init()
{
    bolt_options options = bolt_options();
    options.size = sizeof options;
    return options;
}
#define BOLT_OPTIONS_INIT bolt_options_init()
#else
#define BOLT_OPTIONS_INIT                                                                          \
    {                                                                                              \
        .size = sizeof(bolt_options)                                                               \
    }
#endif

/* Connections to a server or a cluster, and what is known of it. Any number of threads may use one, each with sessions of
 * its own; not the child of a fork. */
typedef struct bolt_driver bolt_driver;

/* Checks the options; connects with the first use. BOLT_E_ARGUMENT: the message says what is wrong with them. To be closed
 * by bolt_close. */
BOLT_API bolt_status bolt_open(const bolt_options *options, bolt_driver **out, bolt_error *err);

/* Says GOODBYE and closes all connections. Sessions and bookmarks must have been freed, and handles of migrations that
 * work on it been closed. Accepts NULL. */
BOLT_API void bolt_close(bolt_driver *driver);

/* Stops all that is under way with this driver and all that comes, until bolt_resume: the calls return
 * BOLT_E_CANCELLED once the server has confirmed that it rolled back, or after 10 s. A COMMIT that has been
 * sent is awaited. A second call does not wait for the server any more. May be called from any thread and
 * from a signal handler. Accepts NULL. */
BOLT_API void bolt_cancel(bolt_driver *driver);

/* Forgets the calls of bolt_cancel; when nothing is under way. Accepts NULL. */
BOLT_API void bolt_resume(bolt_driver *driver);

/* What the server says of itself. Text lives as long as the driver. */
typedef struct bolt_server_info {
    bolt_text agent;       /* Neo4j/5.26.30 */
    bolt_text address;     /* host:port, as in the URI */
    unsigned major, minor; /* of the protocol */
} bolt_server_info;

/* Connects if that has not happened yet: also a way to find out early whether that is possible. */
BOLT_API bolt_status bolt_server_facts(bolt_driver *driver, bolt_server_info *out, bolt_error *err);

/* ---- Bookmarks ---- */

/* What has been written: a transaction that begins with them sees all of it, on whichever server. Each session
 * has its own; sessions that share them see each other's writes, also those of several threads. */
typedef struct bolt_bookmarks bolt_bookmarks;

/* For sessions of any driver that has the same database; memory comes from this one's allocator. */
BOLT_API bolt_status bolt_bookmarks_new(bolt_driver *driver, bolt_bookmarks **out, bolt_error *err);
/* After its sessions, before its driver. Accepts NULL. */
BOLT_API void bolt_bookmarks_free(bolt_bookmarks *bookmarks);

/* To hand them to another process; while no transaction that uses them is under way. The text is valid until one
 * ends. */
BOLT_API size_t bolt_bookmarks_count(const bolt_bookmarks *bookmarks);
BOLT_API bolt_text bolt_bookmarks_item(const bolt_bookmarks *bookmarks, size_t index);
BOLT_API bolt_status bolt_bookmarks_add(bolt_bookmarks *bookmarks, const char *text,
                                        bolt_error *err);

/* ---- Results ---- */

/* Of one statement. 0 where the server said nothing. */
typedef struct bolt_counters {
    int64_t nodes_created, nodes_deleted;
    int64_t relationships_created, relationships_deleted;
    int64_t properties_set;
    int64_t labels_added, labels_removed;
    int64_t indexes_added, indexes_removed;
    int64_t constraints_added, constraints_removed;
    int64_t system_updates;
    bool contains_updates, contains_system_updates;
} bolt_counters;

/* What the server says after the last row. Lives as long as its result, or until the callback returns. */
typedef struct bolt_summary bolt_summary;

/* Parts of a summary; 0 and empty for NULL and for what the server did not say. */
BOLT_API const bolt_counters *bolt_summary_counters(const bolt_summary *summary);
BOLT_API bolt_text bolt_summary_database(const bolt_summary *summary); /* where it ran */
BOLT_API bolt_text
bolt_summary_query_type(const bolt_summary *summary); /* r, rw, w or s (schema) */

/* Advice of the server about a statement. */
typedef struct bolt_notice {
    bolt_text code;       /* Neo.ClientNotification.Statement.CartesianProduct */
    bolt_text gql_status; /* 03N90; from Bolt 5.6 on */
    bolt_text severity;   /* WARNING, INFORMATION */
    bolt_text title, description;
    uint32_t line, column; /* in the statement, from 1; 0: unknown */
} bolt_notice;

/* In the order in which the server sent them; false behind the last. */
BOLT_API size_t bolt_summary_notice_count(const bolt_summary *summary);
BOLT_API bool bolt_summary_notice(const bolt_summary *summary, size_t index, bolt_notice *out);

/* Whatever the server said, as it said it: "plan", "profile", "t_first", "t_last" (milliseconds), "stats",
 * "statuses", ... Lives as long as the summary. NULL: nothing. */
BOLT_API const bolt_value *bolt_summary_metadata(const bolt_summary *summary, const char *key);

/* The answer to one statement. It either has all rows (bolt_session_query, bolt_transaction_query), or
 * fetches them in batches while they are read (bolt_transaction_fetch). */
typedef struct bolt_result bolt_result;

/* Rows that have not been fetched stay where they are. Accepts NULL. */
BOLT_API void bolt_result_free(bolt_result *result);

/* Columns as the statement names them; empty behind the last. */
BOLT_API size_t bolt_result_column_count(const bolt_result *result);
BOLT_API bolt_text bolt_result_column(const bolt_result *result, size_t index);

/* Of a result that has all rows; others have none here. */
BOLT_API size_t bolt_result_row_count(const bolt_result *result);
BOLT_API const bolt_value *bolt_result_value(const bolt_result *result, size_t row, size_t column);

/* The next row, as a list with a value for each column; NULL after the last one. It lives until the next
 * call, in a result that has all rows as long as the result. */
BOLT_API bolt_status bolt_result_next(bolt_result *result, const bolt_value **row, bolt_error *err);

/* NULL before the last row has been fetched. */
BOLT_API const bolt_summary *bolt_result_summary(const bolt_result *result);

/* Which notices there are at all: what is left out is not looked for. */
typedef enum bolt_notice_level {
    BOLT_NOTICES_DEFAULT, /* of the server */
    BOLT_NOTICES_NONE,
    BOLT_NOTICES_WARNINGS,
    BOLT_NOTICES_ALL
} bolt_notice_level;

/* From Bolt 5.2 on (Neo4j 5.7); older servers cannot leave anything out, and BOLT_E_ARGUMENT says so. */
typedef struct bolt_notice_filter {
    bolt_notice_level level;
    const char
        *disabled; /* kinds, separated by commas: "HINT,DEPRECATION,GENERIC"; "": none of them
                             is; NULL: what the server does by default */
} bolt_notice_filter;

/* ---- Sessions ---- */

/* Start from BOLT_SESSION_OPTIONS_INIT; NULL in place of options means that. */
typedef struct bolt_session_options {
    size_t size;
    const char *database;          /* the user's home database */
    const char *impersonated_user; /* nobody; Enterprise Edition from Bolt 4.4 on */
    bolt_bookmarks *bookmarks;     /* the session's own */
    bolt_notice_filter notices;
} bolt_session_options;

#ifdef __cplusplus
inline bolt_session_options bolt_session_options_init()
{
    bolt_session_options options = bolt_session_options();
    options.size = sizeof options;
    return options;
}
#define BOLT_SESSION_OPTIONS_INIT bolt_session_options_init()
#else
#define BOLT_SESSION_OPTIONS_INIT                                                                  \
    {                                                                                              \
        .size = sizeof(bolt_session_options)                                                       \
    }
#endif

/* A sequence of transactions, each of which sees what those before it wrote. Costs no connection while it is
 * idle. */
typedef struct bolt_session bolt_session;

/* Needs no connection yet. To be freed by bolt_session_free, before its driver is closed and its bookmarks are freed. */
BOLT_API bolt_status bolt_session_new(bolt_driver *driver, const bolt_session_options *options,
                                      bolt_session **out, bolt_error *err);

/* An open transaction must have been ended before. Accepts NULL. */
BOLT_API void bolt_session_free(bolt_session *session);

/* Where the last transaction ran, as the server says; empty before the first one. Valid until the next. */
BOLT_API bolt_text bolt_session_current_database(const bolt_session *session);

/* Called in order, once for each queued statement that succeeded, when its answer has been read. `index` counts
 * the queued statements of the transaction from 0. It must not use the transaction. False stops: the call that was
 * waiting returns BOLT_E_CANCELLED, and the transaction can only be rolled back. */
typedef bool bolt_summary_seen_fn(void *user, size_t index, const bolt_summary *summary);

/* A timeout that never passes, whatever limit the server has by itself. */
enum { BOLT_NO_TIMEOUT = -1 };

/* Start from BOLT_TRANSACTION_OPTIONS_INIT; NULL in place of options means that. */
typedef struct bolt_transaction_options {
    size_t size;
    bool read; /* only reads: may run on followers; servers refuse writes */
    bool
        auto_commit; /* each statement is a transaction of its own, as `CALL { } IN TRANSACTIONS` and
                         some commands of servers want it. Never tried again; there is nothing to commit
                         or roll back, but what has been answered has happened */
    bool
        evaluate; /* have the rows that nobody reads sent, and drop them: servers do not evaluate what
                         is discarded, so that RETURN 1/0 would go unnoticed */
    /* After which the server ends the transaction, or BOLT_NO_TIMEOUT; the server's own */
    int64_t timeout_ms;
    const bolt_params *metadata; /* shown by SHOW TRANSACTIONS and in the query log; none */
    bolt_summary_seen_fn *on_summary;
    void *user;
    bolt_notice_filter notices; /* what it does not say is as the session has it */
} bolt_transaction_options;

#ifdef __cplusplus
inline bolt_transaction_options bolt_transaction_options_init()
{
    bolt_transaction_options options = bolt_transaction_options();
    options.size = sizeof options;
    return options;
}
#define BOLT_TRANSACTION_OPTIONS_INIT bolt_transaction_options_init()
#else
#define BOLT_TRANSACTION_OPTIONS_INIT                                                              \
    {                                                                                              \
        .size = sizeof(bolt_transaction_options)                                                   \
    }
#endif

/* Ended by bolt_transaction_commit or bolt_transaction_rollback, before its session is freed. */
typedef struct bolt_transaction bolt_transaction;

/* A managed transaction of one statement, in one round trip, tried again as bolt_session_work is; or, with
 * `auto_commit`, the statement alone. `params` may be NULL. `out` may be NULL: rows are discarded. */
BOLT_API bolt_status bolt_session_query(bolt_session *session,
                                        const bolt_transaction_options *options, const char *text,
                                        const bolt_params *params, bolt_result **out,
                                        bolt_error *err);

/* One attempt. BOLT_OK commits; anything else rolls back. It must not commit or roll back itself. If it
 * returns what a call of this library returned, `err` should be what that one filled. */
typedef bolt_status bolt_attempt_fn(bolt_transaction *tx, void *user, bolt_error *err);

/* A managed transaction: begins, calls `fn`, commits; and does so again, after 1, 2, 4, ... seconds give or take
 * a fifth, as long as the error is retryable and the budget of the driver lasts. So `fn` may be called
 * several times, and what it does outside the database must stand that. BOLT_E_UNKNOWN_OUTCOME is not tried again.
 * `auto_commit` is BOLT_E_ARGUMENT here. */
BOLT_API bolt_status bolt_session_work(bolt_session *session,
                                       const bolt_transaction_options *options, bolt_attempt_fn *fn,
                                       void *user, bolt_error *err);

/* ---- Transactions ---- */

/* Sends nothing yet: BEGIN travels with the first statement. A session has at most one open. After a failure the
 * transaction is gone on the server, and every call but bolt_transaction_rollback returns the error again. */
BOLT_API bolt_status bolt_transaction_begin(bolt_session *session,
                                            const bolt_transaction_options *options,
                                            bolt_transaction **out, bolt_error *err);

/* Sends a statement whose rows nobody reads, without waiting for the answer: blocks only while 1,000 statements or
 * 256 KiB are unanswered. May report the failure of an earlier statement: err->statement says which.
 * `text` and `params` (which may be NULL) are the caller's again when it returns. */
BOLT_API bolt_status bolt_transaction_queue(bolt_transaction *tx, const char *text,
                                            const bolt_params *params, bolt_error *err);

/* Awaits the answers to all that is queued. */
BOLT_API bolt_status bolt_transaction_flush(bolt_transaction *tx, bolt_error *err);

/* Runs a statement and collects all its rows; travels with what has been queued before it. */
BOLT_API bolt_status bolt_transaction_query(bolt_transaction *tx, const char *text,
                                            const bolt_params *params, bolt_result **out,
                                            bolt_error *err);

/* Runs a statement whose rows are fetched in batches of `batch` by bolt_result_next, in constant memory (0:
 * 1,000, and twice as many each time until they take a megabyte). Other statements may run in between, but
 * not with `auto_commit`. */
BOLT_API bolt_status bolt_transaction_fetch(bolt_transaction *tx, const char *text,
                                            const bolt_params *params, int64_t batch,
                                            bolt_result **out, bolt_error *err);

/* A row of a result that is streamed: a list with a value for each column of `result`, which has no rows of its
 * own. Both live until it returns. Anything but BOLT_OK stops: the rest is discarded, and that status is
 * returned, with what was filled into `err`. It must not use the transaction. */
typedef bolt_status bolt_row_seen_fn(void *user, const bolt_result *result, const bolt_value *row,
                                     bolt_error *err);

/* The same with a function that is called for each row. `out` may be NULL; otherwise it
 * has columns and summary. */
BOLT_API bolt_status bolt_transaction_stream(bolt_transaction *tx, const char *text,
                                             const bolt_params *params, int64_t batch,
                                             bolt_row_seen_fn *fn, void *user, bolt_result **out,
                                             bolt_error *err);

/* Flushes, and commits if all went well. Ends the transaction whatever comes out: `tx` is gone. */
BOLT_API bolt_status bolt_transaction_commit(bolt_transaction *tx, bolt_error *err);

/* The same in one round trip instead of two: COMMIT is sent along with what is unanswered. If the
 * connection is lost then, more is uncertain. */
BOLT_API bolt_status bolt_transaction_commit_pipelined(bolt_transaction *tx, bolt_error *err);

/* Accepts NULL and a failed transaction. `tx` is gone. */
BOLT_API void bolt_transaction_rollback(bolt_transaction *tx);

#ifdef __cplusplus
}
#endif

#endif
