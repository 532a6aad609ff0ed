/* Sessions and transactions. One thread at a time; several sessions of one driver share its
 * connections.
 *
 * Pipelining is the shape of this interface: statements are queued and sent in windows without
 * waiting for answers; bolt_tx_flush awaits them all, and a failure names the statement it belongs
 * to. A result that nobody wants to read is DISCARDed, which costs no rows on the wire and gives
 * the same summary. */
#ifndef BOLT_SESSION_H
#define BOLT_SESSION_H

#include "bolt/driver.h"
#include "bolt/filter.h"

/* Bookmarks shared by several sessions: what one has written, the next one sees. */
typedef struct bolt_bookmarks bolt_bookmarks;
MUST_CHECK status bolt_bookmarks_create(const allocator *mem, bolt_bookmarks **out, error *err);
void bolt_bookmarks_destroy(bolt_bookmarks *bookmarks);

typedef struct bolt_session_config {
    str database;              /* STR_NONE: the user's home database */
    str impersonated_user;     /* STR_NONE: nobody */
    bolt_bookmarks *bookmarks; /* NULL: the session's own; must outlive the session */
    bolt_filter filter;
} bolt_session_config;

typedef struct bolt_session bolt_session;
MUST_CHECK status bolt_session_open(bolt_driver *driver, const bolt_session_config *config,
                                    bolt_session **out, error *err);
/* Rolls back what is open. Accepts NULL. */
void bolt_session_close(bolt_session *session);

/* The database that the server said the last transaction ran in; STR_NONE before the first one.
 * Borrowed until the next use of the session. */
str bolt_session_database(const bolt_session *session);

typedef struct bolt_notification {
    str code, gql_status, severity, title, description;
    uint32_t line, column; /* in the statement, from 1; 0 when unknown */
} bolt_notification;

typedef struct bolt_summary {
    bolt_counters counters;
    str database;
    str query_type; /* r, rw, w, s */
    const bolt_notification *notifications;
    size_t notification_count;
    bolt_map metadata; /* all that the server said */
} bolt_summary;

typedef struct bolt_tx_config {
    bool read;          /* access mode */
    bool automatic;     /* each statement is a transaction of its own; see below */
    int64_t timeout_ms; /* 0: the server's default; BOLT_TX_UNLIMITED: none */
    bolt_map metadata;  /* for SHOW TRANSACTIONS and the query log; may be empty */
    bolt_filter filter; /* what it does not say is as the session has it */
} bolt_tx_config;

/* A server does not evaluate a reading query whose rows are discarded, so what its expressions would raise
 * (RETURN 1/0) goes unnoticed. With `evaluate` the rows that nobody reads are fetched, and dropped. */
typedef struct bolt_statement {
    str text; /* borrowed until the statement has been answered or the transaction ended */
    bolt_map parameters; /* likewise */
    bool evaluate;
    bolt_map metadata; /* of an automatic one, in place of the configuration's; may be empty */
} bolt_statement;

/* All rows of a result, in the arena that the caller gave. */
typedef struct bolt_result {
    const str *keys;
    size_t key_count;
    const bolt_list *rows; /* each of key_count values */
    size_t row_count;
    bolt_summary summary;
} bolt_result;

/* Called for each row once its batch has arrived; the row lives until the function returns. Anything but
 * ST_OK stops: the remaining rows are discarded and that status is returned (fill err). */
typedef status bolt_row_fn(void *user, const str *keys, bolt_list row, error *err);

/* ---- Explicit transactions: the session has at most one open. ---- */

typedef struct bolt_tx bolt_tx;

/* With `automatic` there is no BEGIN and nothing to commit or roll back: what has been answered has
 * happened, the first failure stops what is queued behind it, and nothing is ever retried. It ends
 * with bolt_tx_commit, which is a flush then; ending it otherwise leaves open how far it came. For
 * statements that bring their own transactions. */
MUST_CHECK status bolt_tx_begin(bolt_session *session, const bolt_tx_config *config, bolt_tx **out,
                                error *err);

/* Called in order, once for each queued statement that succeeded, when its answer has been read.
 * `index` counts the statements given to bolt_tx_queue in this transaction from 0. The function
 * must not use the transaction. The summary lives until return. Anything but ST_OK is returned by
 * the call that was waiting, and leaves the transaction as it is. */
typedef status bolt_summary_fn(void *user, size_t index, const bolt_summary *summary, error *err);
void bolt_tx_on_summary(bolt_tx *tx, bolt_summary_fn *fn, void *user);

/* Queues a statement whose rows nobody reads. Blocks only while the window is full. May report the
 * failure of an earlier statement: err->statement says which (from 1, as queued), err->line and
 * err->column where in its text (LF ends a line, columns count characters). After a failure the transaction is gone and every call repeats the
 * error. */
MUST_CHECK status bolt_tx_queue(bolt_tx *tx, const bolt_statement *statement, error *err);

/* Awaits all that is queued. */
MUST_CHECK status bolt_tx_flush(bolt_tx *tx, error *err);

/* Runs one statement and collects its rows; in the same write as what is queued before it. It is
 * not counted: err->statement is 0 when it is this one that failed. */
MUST_CHECK status bolt_tx_query(bolt_tx *tx, const bolt_statement *statement, arena *a,
                                bolt_result *out, error *err);

/* Streams rows in batches, in constant memory; `fetch_size` as for bolt_cursor_open. Not counted either.
 * The summary lives in `a`; both may be NULL. */
MUST_CHECK status bolt_tx_stream(bolt_tx *tx, const bolt_statement *statement, int64_t fetch_size,
                                 bolt_row_fn *fn, void *user, bolt_summary *summary, arena *a,
                                 error *err);

/* Flushes and commits; ends the transaction whatever comes out. ST_UNKNOWN_OUTCOME when the
 * connection was lost after COMMIT had been sent: to find out, look for what it would have written in
 * a transaction that does not only read, which in a cluster is sent to the leader. `tx` is gone
 * afterwards. */
MUST_CHECK status bolt_tx_commit(bolt_tx *tx, error *err);

/* As bolt_tx_commit, but COMMIT is sent with whatever is still unanswered: one round trip less. Refusing a
 * summary comes too late then: its status is returned although the transaction may be committed. */
MUST_CHECK status bolt_tx_commit_pipelined(bolt_tx *tx, error *err);

/* Accepts NULL and a failed transaction. `tx` is gone afterwards. */
void bolt_tx_rollback(bolt_tx *tx);

/* ---- Managed transactions: tried again when that may help (transient failures, lost connections).
 * ---- */

/* The work of one attempt. It must not commit or roll back. ST_OK commits; anything else rolls
 * back, and is tried again only if err->retryable. It may be called several times. What it leaves
 * queued travels with COMMIT: one round trip less, but when the connection is lost then, the
 * outcome is unknown. */
typedef status bolt_work_fn(bolt_tx *tx, void *user, error *err);
MUST_CHECK status bolt_session_transact(bolt_session *session, const bolt_tx_config *config,
                                        bolt_work_fn *work, void *user, error *err);

/* A managed transaction of a single statement, all of it in one round trip. `out` may be NULL: rows
 * are discarded then, and `a` may be NULL too. */
MUST_CHECK status bolt_session_execute(bolt_session *session, const bolt_tx_config *config,
                                       const bolt_statement *statement, arena *a, bolt_result *out,
                                       error *err);

/* ---- Auto-commit: for statements that bring their own transactions. Never retried. ---- */

MUST_CHECK status bolt_session_run(bolt_session *session, const bolt_tx_config *config,
                                   const bolt_statement *statement, arena *a, bolt_result *out,
                                   error *err);

/* Several independent auto-commit statements in one round trip, each with its own result (all in
 * `a`). The first failure stops: results after it stay empty, err->statement says which failed. */
MUST_CHECK status bolt_session_run_all(bolt_session *session, const bolt_tx_config *config,
                                       const bolt_statement *statements, size_t count, arena *a,
                                       bolt_result *results, error *err);

#endif
