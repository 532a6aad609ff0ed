/* What sessions, transactions and results know of each other. */
#ifndef BOLT_TRANSACTION_H
#define BOLT_TRANSACTION_H

#include "bolt/access.h"
#include "bolt/result.h"
#include "bolt/session.h"

/* Also what an auto-commit statement runs in: such a one has neither BEGIN nor COMMIT. */
struct bolt_tx {
    bolt_session *session;
    bolt_connection *connection; /* NULL once it has been given back */
    bolt_tx_config config;       /* its metadata is borrowed, and used at the begin only */
    bool open;                   /* the session's transaction is in use */
    bool automatic;
    bool calling; /* a function of the caller is running and must not use the transaction */
    bool committed;
    bool reading;           /* automatic, and there are more rows of its statement */
    uint32_t statements;    /* queued so far */
    uint32_t answered;      /* so many of them have been answered completely */
    uint64_t runs;          /* statements of any kind sent so far */
    uint64_t begin;         /* where BEGIN is in the stream */
    uint64_t bookmark_mark; /* the bookmarks it began with */
    uint64_t own_bookmark;  /* that of its last statement, when each is a transaction */
    status failed;          /* repeated by every call, with `failure` */
    error failure;
    bolt_summary_fn *on_summary;
    void *user;
};

struct bolt_session {
    bolt_driver *driver;
    arena memory;  /* of the names below */
    arena scratch; /* for one request */
    str database, impersonated_user;
    bolt_home home; /* in a cluster, where `database` is STR_NONE */
    bolt_filter filter;
    bolt_bookmarks *bookmarks;
    bolt_bookmarks *own_bookmarks; /* NULL when they are shared */
    char current_database[BOLT_DATABASE_SIZE];
    bolt_tx tx;
};

/* What it needs a connection for. */
bolt_access bolt_tx_access(const bolt_tx *tx);

/* Takes a connection and, unless automatic, queues BEGIN. */
MUST_CHECK status bolt_tx_start(bolt_session *session, const bolt_tx_config *config, bool automatic,
                                bolt_tx **out, error *err);

/* What the transaction can be used for: nothing after a failure, which is repeated. */
MUST_CHECK status bolt_tx_check(const bolt_tx *tx, error *err);

/* A connection with half a request on it is of no use. */
status bolt_tx_give_up(bolt_tx *tx, status st, error *err);

/* Queues a statement whose rows, if it has a collector, go there; waits only for the window. */
MUST_CHECK status bolt_tx_append(bolt_tx *tx, const bolt_statement *statement, int64_t fetch_size,
                                 bolt_tag tag, error *err);

/* Awaits all that is outstanding. */
MUST_CHECK status bolt_tx_await(bolt_tx *tx, error *err);

/* Queues COMMIT and awaits it with all before it. */
MUST_CHECK status bolt_tx_commit_now(bolt_tx *tx, error *err);

/* Rolls back what is not committed; the session can begin another one. */
void bolt_tx_end(bolt_tx *tx);

/* The part of a transaction that answers belong to: see transaction_answer.c. */
MUST_CHECK status bolt_tx_take(bolt_tx *tx, error *err);

/* Marks it as failed with what is in tx->failure, and gives the connection back. */
status bolt_tx_fail(bolt_tx *tx, status st, error *err);

/* After a request to stop. ST_OK when all was done nevertheless. */
MUST_CHECK status bolt_tx_interrupt(bolt_tx *tx, error *err);

#endif
