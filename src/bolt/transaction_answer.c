/* What the answers of a server do to a transaction. */
#include "bolt/bookmarks.h"
#include "bolt/summary.h"
#include "bolt/transaction.h"

#include <string.h>

static status end_failed(bolt_tx *tx, status st, error *err)
{
    tx->failed = st;
    if (err)
        *err = tx->failure;
    bolt_driver_release(tx->session->driver, tx->connection);
    tx->connection = NULL;
    return st;
}

status bolt_tx_fail(bolt_tx *tx, status st, error *err)
{
    bolt_access access = bolt_tx_access(tx);
    bolt_driver_learn(tx->session->driver, &access, tx->connection, &tx->failure);
    return end_failed(tx, st, err);
}

static void note_database(bolt_session *session, bolt_map metadata)
{
    str name = bolt_map_string(metadata, "db", STR_NONE);
    if (name.data && !str_eq(name, str_from(session->current_database)))
        error_text(session->current_database, sizeof session->current_database, name.data,
                   name.len);
    bolt_access access = bolt_tx_access(&session->tx);
    if (name.data)
        bolt_driver_learn_home(session->driver, &access, name);
}

static void note_bookmark(bolt_tx *tx, bolt_map metadata)
{
    bolt_bookmarks *bookmarks = tx->session->bookmarks;
    tx->own_bookmark = bolt_bookmarks_replace(bookmarks, tx->bookmark_mark, tx->own_bookmark,
                                              bolt_map_string(metadata, "bookmark", STR_NONE));
}

static status tell_summary(bolt_tx *tx, const bolt_answer *answer, error *err)
{
    bolt_summary summary;
    if (!tx->on_summary || answer->request.statement == 0)
        return ST_OK;
    arena *scratch = &tx->connection->answer;
    status st = bolt_summary_read(answer->reply.metadata, scratch, &summary, err);
    if (st)
        return st;
    tx->calling = true;
    st = tx->on_summary(tx->user, answer->request.statement - 1, &summary, err);
    tx->calling = false;
    return st;
}

static status take_end_of_result(bolt_tx *tx, const bolt_answer *answer, error *err)
{
    bolt_map metadata = answer->reply.metadata;
    bolt_collector *collector = answer->request.owner;
    bool more =
        answer->request.kind == BOLT_REQUEST_PULL && bolt_map_bool(metadata, "has_more", false);
    if (collector)
        collector->more = more;
    if (more)
        return ST_OK;
    note_database(tx->session, metadata);
    if (tx->automatic)
        note_bookmark(tx, metadata);
    if (answer->request.statement)
        tx->answered = answer->request.statement;
    if (!collector)
        return tell_summary(tx, answer, err);
    bolt_collector_end(collector, metadata);
    return ST_OK;
}

static status take_success(bolt_tx *tx, const bolt_answer *answer, error *err)
{
    bolt_map metadata = answer->reply.metadata;
    switch (answer->request.kind) {
    case BOLT_REQUEST_HELLO:
    case BOLT_REQUEST_LOGON:
    case BOLT_REQUEST_LOGOFF:
    case BOLT_REQUEST_RESET:
    case BOLT_REQUEST_ROLLBACK:
    case BOLT_REQUEST_ROUTE: /* never in a transaction */
        return ST_OK;
    case BOLT_REQUEST_BEGIN:
        note_database(tx->session, metadata);
        return ST_OK;
    case BOLT_REQUEST_RUN:
        note_database(tx->session, metadata);
        if (answer->request.owner)
            bolt_collector_begin(answer->request.owner, metadata);
        return ST_OK;
    case BOLT_REQUEST_PULL:
    case BOLT_REQUEST_DISCARD:
        return take_end_of_result(tx, answer, err);
    case BOLT_REQUEST_COMMIT:
        tx->committed = true;
        note_bookmark(tx, metadata);
        return ST_OK;
    }
    return ST_OK;
}

/* After this only logging in again helps; before Bolt 5.1 that takes a new connection. */
static bool connection_is_over(const bolt_tx *tx)
{
    return !bolt_version_has(&tx->connection->version, BOLT_HAS_LOGON) &&
           (str_eq(str_from(tx->failure.code),
                   STR("Neo.ClientError.Security.AuthorizationExpired")) ||
            str_eq(str_from(tx->failure.code), STR("Neo.ClientError.Security.TokenExpired")));
}

static status take_failure(bolt_tx *tx, const bolt_answer *answer, error *err)
{
    status st = bolt_failure_read(answer->reply.metadata, &tx->failure);
    bolt_failure_place(answer->reply.metadata, answer->request.text, &tx->failure);
    tx->failure.statement = answer->request.statement;
    if (tx->automatic)
        tx->failure.retryable = false;
    if (connection_is_over(tx))
        bolt_connection_kill(tx->connection);
    else
        bolt_connection_recover(tx->connection);
    return bolt_tx_fail(tx, st, err);
}

static void take_record(const bolt_answer *answer)
{
    if (answer->request.owner)
        bolt_collector_row(answer->request.owner, answer->reply.record);
}

status bolt_tx_take(bolt_tx *tx, error *err)
{
    bolt_answer answer;
    status st = bolt_connection_next(tx->connection, NULL, &answer, &tx->failure);
    if (st == ST_CANCELLED)
        return bolt_tx_interrupt(tx, err);
    if (st) {
        if (tx->automatic && !tx->config.read)
            tx->failure.retryable = false;
        return bolt_tx_fail(tx, st, err);
    }
    switch (answer.reply.kind) {
    case BOLT_REPLY_RECORD:
        take_record(&answer);
        return ST_OK;
    case BOLT_REPLY_SUCCESS:
        return take_success(tx, &answer, err);
    case BOLT_REPLY_FAILURE:
    case BOLT_REPLY_IGNORED: /* never without a FAILURE before it */
        return take_failure(tx, &answer, err);
    }
    return ST_OK;
}

/* ---- A request to stop ---- */

/* What was answered before the server stopped counts as ever: COMMIT, what brings its own transaction,
 * and the rows that either of them lets somebody see. */
static void take_late(bolt_tx *tx, const bolt_answer *answer)
{
    bolt_request_kind kind = answer->request.kind;
    bool ends_result = kind == BOLT_REQUEST_PULL || kind == BOLT_REQUEST_DISCARD;
    bool counts =
        answer->request.owner || kind == BOLT_REQUEST_COMMIT || (tx->automatic && ends_result);
    status ignored = ST_OK;
    if (counts && answer->reply.kind == BOLT_REPLY_RECORD)
        take_record(answer);
    if (counts && answer->reply.kind == BOLT_REPLY_SUCCESS)
        ignored = take_success(tx, answer, NULL);
    (void)ignored; /* of somebody who has asked to stop already */
}

/* Rows that are left over on the server do not outlive RESET. */
static bool is_complete(const bolt_answer *answer)
{
    if (answer->reply.kind == BOLT_REPLY_SUCCESS)
        return !bolt_map_bool(answer->reply.metadata, "has_more", false);
    return answer->reply.kind == BOLT_REPLY_RECORD;
}

/* `*refused`: something of it has not been done. */
static status drain(bolt_tx *tx, const bolt_patience *patience, bool *refused)
{
    bolt_connection *c = tx->connection;
    while (bolt_connection_outstanding(c) > 0) {
        bolt_answer answer;
        status st = bolt_connection_next(c, patience, &answer, &tx->failure);
        if (st)
            return st;
        take_late(tx, &answer);
        if (answer.reply.kind == BOLT_REPLY_FAILURE)
            tx->failure.statement = answer.request.statement;
        *refused = *refused || !is_complete(&answer);
    }
    return ST_OK;
}

static bool is_committing(const bolt_connection *c)
{
    return bolt_connection_outstanding(c) > 0 &&
           bolt_queue_at(&c->queue, 0)->kind == BOLT_REQUEST_COMMIT;
}

/* The server answers each request definitely, also those that RESET overtakes: so a COMMIT that had
 * to wait behind a statement is known to have been ignored, or to have succeeded just before. True
 * when all that was asked for has been done. */
static bool stop_server(bolt_tx *tx)
{
    bolt_connection *c = tx->connection;
    bolt_wait wait;
    bolt_patience patience = bolt_connection_short_patience(c, &wait);
    size_t due = bolt_connection_outstanding(c);
    bolt_connection_unqueue(c);
    bool refused = bolt_connection_outstanding(c) < due;
    bool at_once = bolt_wait_requests(&wait) > 1;
    bool committing = is_committing(c);
    if (at_once || (!committing && (c->logins > 0 || bolt_connection_reset(c, NULL))) ||
        drain(tx, &patience, &refused))
        bolt_connection_kill(c);
    bolt_connection_recover(c);
    return !refused && c->state != BOLT_CONNECTION_DEAD;
}

static status word_interruption(const bolt_tx *tx, error *err)
{
    if (tx->connection->commit_is_uncertain)
        return fail(err, ST_UNKNOWN_OUTCOME,
                    "cancelled while committing; whether the transaction was committed is unknown");
    bool confirmed = tx->connection->state != BOLT_CONNECTION_DEAD;
    if (tx->automatic)
        return fail(err, ST_CANCELLED, "cancelled; %s",
                    confirmed
                        ? "the server has stopped the statement"
                        : "the connection was closed, upon which the server stops the statement");
    return fail(err, ST_CANCELLED, "cancelled; %s",
                confirmed ? "the transaction was rolled back"
                          : "the connection was closed, upon which the server rolls back");
}

status bolt_tx_interrupt(bolt_tx *tx, error *err)
{
    bool done = stop_server(tx);
    if (tx->committed || (tx->automatic && done))
        return ST_OK;
    bool confirmed = tx->connection->state != BOLT_CONNECTION_DEAD;
    uint32_t stopped = confirmed ? tx->failure.statement : 0;
    status st = word_interruption(tx, &tx->failure);
    tx->failure.statement = stopped;
    return end_failed(tx, st, err); /* which says nothing about the server */
}
