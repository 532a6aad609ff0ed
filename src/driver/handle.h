/* What stands behind the handles of <neo4j_bolt.h>. Most are the driver's own types, seen without their fields;
 * a result and a transaction carry what a caller should not have to keep: memory, and the texts of statements. */
#ifndef DRIVER_HANDLE_H
#define DRIVER_HANDLE_H

#include <neo4j_bolt.h>

#include "bolt/cursor.h"
#include "driver/sent.h"

/* A public bolt_result is the first field of this. */
typedef struct held_result {
    bolt_result result;
    allocator mem; /* its own copy, as it may outlive the driver */
    arena a;       /* of everything but itself */
    size_t next;   /* row for bolt_result_next, if all are there */
    bolt_value row;
    bolt_transaction *tx; /* in whose list it is: there may be more to fetch */
    struct held_result *later;
    bolt_cursor cursor;
    bool fetched; /* by `cursor`, and so without rows of its own */
} held_result;

struct bolt_transaction {
    bolt_tx *tx;
    bolt_session *session;
    bool managed; /* begun, and so to be ended, by bolt_session_work */
    bool evaluate;
    bool stopped; /* by `on_summary` */
    bolt_summary_seen_fn *on_summary;
    void *user;
    arena summary; /* the last one it has been told of */
    sent_texts sent;
    held_result *fetching; /* results that may have more rows */
};

/* ---- error.c ---- */

/* Fills the caller's error, if there is one. */
bolt_status driver_status(status st, const error *internal, bolt_error *err);

/* The other way: what a function of the caller has returned, and filled if it was so kind. */
status driver_status_of_caller(bolt_status st, const bolt_error *given, error *err);

bolt_text driver_text(str s);

/* ---- options.c ---- */

/* Completes and checks the caller's options, which may be NULL. */
MUST_CHECK status options_of_driver(const bolt_options *given, bolt_options *out, error *err);
MUST_CHECK status options_of_session(const bolt_session_options *given, bolt_session_config *out,
                                     error *err);
MUST_CHECK status options_of_transaction(const bolt_transaction_options *given,
                                         bolt_transaction_options *out, bolt_tx_config *config,
                                         error *err);
bolt_tls_config options_tls(const bolt_tls_options *given);
MUST_CHECK status options_auth(const bolt_token *token, bolt_auth *out, error *err);

/* ---- params.c ---- */

/* Empty for NULL. What went wrong while it was built. */
MUST_CHECK status params_map(const bolt_params *params, bolt_map *out, error *err);

/* ---- result.c ---- */

/* Memory as the driver of the session has it. */
MUST_CHECK status result_new(const bolt_session *session, held_result **out, error *err);

/* Puts an open cursor's columns where they are looked for, and notes that the transaction may have to end it. */
void result_attach(held_result *r, bolt_transaction *tx);

/* ---- transaction.c ---- */

/* Listens to the transaction; must not move afterwards. */
void transaction_init(bolt_transaction *t, bolt_session *session, bolt_tx *tx,
                      const bolt_transaction_options *options);

/* Lets go of results and texts; the transaction itself has been awaited or is about to be rolled back. */
void transaction_finish(bolt_transaction *t);

MUST_CHECK status statement_of(const char *text, const bolt_params *params, bool evaluate,
                               bolt_statement *out, error *err);

#endif
