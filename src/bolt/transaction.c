#include "bolt/transaction.h"

#include "bolt/bookmarks.h"

#include <assert.h>

bolt_access bolt_tx_access(const bolt_tx *tx)
{
    bolt_session *session = tx->session;
    return (bolt_access){ .wait = bolt_driver_wait(session->driver),
                          .read = tx->config.read,
                          .database = session->database,
                          .impersonated_user = session->impersonated_user,
                          .bookmarks = session->bookmarks,
                          .home = &session->home };
}

static str database_of(const bolt_session *session)
{
    if (session->database.data)
        return session->database;
    bool known = session->home.known && session->home.name[0];
    return known ? str_from(session->home.name) : STR_NONE;
}

/* Valid until the next one is described. */
static status describe_begin(const bolt_tx *tx, bolt_map metadata, bolt_begin *out, error *err)
{
    bolt_session *session = tx->session;
    *out = (bolt_begin){ .read = tx->config.read,
                         .database = database_of(session),
                         .impersonated_user = session->impersonated_user,
                         .timeout_ms = tx->config.timeout_ms,
                         .metadata = metadata.count ? metadata : tx->config.metadata,
                         .filter = bolt_filter_merge(tx->config.filter, session->filter) };
    arena_reset(&session->scratch);
    return bolt_bookmarks_copy(session->bookmarks, &session->scratch, &out->bookmarks,
                               &out->bookmark_count, err);
}

static status open_begin(bolt_tx *tx, error *err)
{
    bolt_begin begin;
    tx->begin = bolt_channel_queued(&tx->connection->channel);
    if (tx->automatic)
        return ST_OK;
    status st = describe_begin(tx, tx->config.metadata, &begin, err);
    return st ? st : bolt_connection_begin(tx->connection, &begin, err);
}

status bolt_tx_start(bolt_session *session, const bolt_tx_config *config, bool automatic,
                     bolt_tx **out, error *err)
{
    bolt_tx *tx = &session->tx;
    if (tx->open)
        return fail(err, ST_ARGUMENT, "the session has an open transaction: end it first");
    *tx = (bolt_tx){ .session = session,
                     .automatic = automatic,
                     .bookmark_mark = bolt_bookmarks_mark(session->bookmarks) };
    if (config)
        tx->config = *config;
    bolt_access access = bolt_tx_access(tx);
    status st = bolt_driver_acquire(session->driver, &access, &tx->connection, err);
    if (st)
        return st;
    st = open_begin(tx, err);
    if (st) {
        bolt_driver_release(session->driver, tx->connection);
        tx->connection = NULL;
        return st;
    }
    tx->open = true;
    *out = tx;
    return ST_OK;
}

status bolt_tx_begin(bolt_session *session, const bolt_tx_config *config, bolt_tx **out, error *err)
{
    return bolt_tx_start(session, config, config && config->automatic, out, err);
}

void bolt_tx_on_summary(bolt_tx *tx, bolt_summary_fn *fn, void *user)
{
    tx->on_summary = fn;
    tx->user = user;
}

status bolt_tx_check(const bolt_tx *tx, error *err)
{
    if (tx->calling)
        return fail(err, ST_ARGUMENT,
                    "a transaction cannot be used by a function that it is calling");
    if (!tx->open)
        return fail(err, ST_ARGUMENT, "the transaction has ended already");
    if (tx->failed && err)
        *err = tx->failure;
    return tx->failed;
}

static status make_room(bolt_tx *tx, error *err)
{
    if (!bolt_connection_is_full(tx->connection))
        return ST_OK;
    while (!bolt_connection_has_drained(tx->connection)) {
        status st = bolt_tx_take(tx, err);
        if (st)
            return st;
    }
    return ST_OK;
}

status bolt_tx_give_up(bolt_tx *tx, status st, error *err)
{
    bolt_connection_kill(tx->connection);
    return bolt_tx_fail(tx, st, err);
}

/* When the login fails while a parameter waits for it, the connection is dead. */
static status fail_run(bolt_tx *tx, status st, uint32_t statement, error *err)
{
    if (st == ST_CANCELLED)
        return bolt_tx_interrupt(tx, err);
    if (tx->connection->state == BOLT_CONNECTION_DEAD)
        return bolt_tx_fail(tx, st, err);
    tx->failure.statement = statement;
    if (err)
        *err = tx->failure;
    return st;
}

status bolt_tx_append(bolt_tx *tx, const bolt_statement *statement, int64_t fetch_size,
                      bolt_tag tag, error *err)
{
    if (tx->reading)
        return fail(err, ST_ARGUMENT,
                    "a result is still being read: read it to its end, or free it, before the next "
                    "auto-commit statement");
    status st = make_room(tx, err);
    if (st)
        return st;
    bolt_connection *c = tx->connection;
    bolt_begin begin;
    tag.text = statement->text;
    if (tx->automatic)
        st = describe_begin(tx, statement->metadata, &begin, &tx->failure);
    if (!st)
        st = bolt_connection_run(c, statement, tx->automatic ? &begin : NULL, tag, &tx->failure);
    if (st)
        return fail_run(tx, st, tag.statement, err);
    st = tag.owner || statement->evaluate ? bolt_connection_pull(c, fetch_size, tag, &tx->failure)
                                          : bolt_connection_discard(c, tag, &tx->failure);
    if (st)
        return bolt_tx_give_up(tx, st, err);
    tx->runs++;
    bolt_connection_push(c);
    return ST_OK;
}

status bolt_tx_queue(bolt_tx *tx, const bolt_statement *statement, error *err)
{
    status st = bolt_tx_check(tx, err);
    if (!st)
        st = bolt_tx_append(tx, statement, BOLT_ALL, (bolt_tag){ .statement = tx->statements + 1 },
                            err);
    if (!st)
        tx->statements++;
    return st;
}

status bolt_tx_await(bolt_tx *tx, error *err)
{
    while (tx->connection && bolt_connection_outstanding(tx->connection) > 0) {
        status st = bolt_tx_take(tx, err);
        if (st)
            return st;
    }
    return ST_OK;
}

status bolt_tx_flush(bolt_tx *tx, error *err)
{
    status st = bolt_tx_check(tx, err);
    return st ? st : bolt_tx_await(tx, err);
}

/* Somebody has refused a summary while this result was still due. */
static void abandon(bolt_tx *tx, const bolt_collector *collector)
{
    if (tx->connection)
        bolt_connection_disown(tx->connection, collector);
}

status bolt_tx_query(bolt_tx *tx, const bolt_statement *statement, arena *a, bolt_result *out,
                     error *err)
{
    bolt_collector collector = { .a = a, .err = err };
    status st = bolt_tx_check(tx, err);
    if (!st)
        st = bolt_tx_append(tx, statement, BOLT_ALL, (bolt_tag){ .owner = &collector }, err);
    if (!st)
        st = bolt_tx_await(tx, err);
    if (st)
        abandon(tx, &collector);
    else
        st = collector.stopped;
    if (!st)
        *out = collector.result;
    return st;
}

/* Refusing a summary does not stop a COMMIT that has been sent: what becomes of it is awaited. */
static status await_commit(bolt_tx *tx, error *err)
{
    status refused = bolt_tx_await(tx, err);
    if (!refused || tx->failed)
        return refused;
    while (bolt_tx_await(tx, NULL) && !tx->failed)
        ;
    return tx->failed ? bolt_tx_check(tx, err) : refused;
}

status bolt_tx_commit_now(bolt_tx *tx, error *err)
{
    status st = bolt_connection_commit(tx->connection, tx->config.read, &tx->failure);
    return st ? bolt_tx_give_up(tx, st, err) : await_commit(tx, err);
}

status bolt_tx_commit(bolt_tx *tx, error *err)
{
    status st = bolt_tx_flush(tx, err);
    if (!st && !tx->automatic)
        st = bolt_tx_commit_now(tx, err);
    bolt_tx_end(tx);
    return st;
}

status bolt_tx_commit_pipelined(bolt_tx *tx, error *err)
{
    if (tx->automatic)
        return bolt_tx_commit(tx, err);
    status st = bolt_tx_check(tx, err);
    if (!st)
        st = bolt_tx_commit_now(tx, err);
    bolt_tx_end(tx);
    return st;
}

/* ---- Rolling back ---- */

static bool runs_statements(const bolt_connection *c)
{
    for (size_t i = 0; i < bolt_connection_outstanding(c); i++) {
        bolt_request_kind kind = bolt_queue_at(&c->queue, i)->kind;
        if (kind == BOLT_REQUEST_RUN || kind == BOLT_REQUEST_PULL || kind == BOLT_REQUEST_DISCARD)
            return true;
    }
    return false;
}

/* Statements under way are not worth waiting for: RESET stops them, and rolls back. */
static void roll_back(bolt_tx *tx)
{
    bolt_connection *c = tx->connection;
    bolt_wait wait;
    bolt_patience patience = bolt_connection_short_patience(c, &wait);
    bolt_connection_unqueue(c);
    if (tx->begin >= bolt_channel_sent(&c->channel))
        return;
    bool reset = tx->automatic || runs_statements(c);
    status st = reset && c->logins > 0 ? ST_CONNECTION
                : reset                ? bolt_connection_reset(c, NULL)
                                       : bolt_connection_rollback(c, NULL);
    while (!st && bolt_connection_outstanding(c) > 0) {
        bolt_answer answer;
        st = bolt_connection_next(c, &patience, &answer, NULL);
    }
    if (st)
        bolt_connection_kill(c);
    bolt_connection_recover(c);
}

static bool is_under_way(const bolt_tx *tx)
{
    if (!tx->connection || tx->committed)
        return false;
    return !tx->automatic || tx->reading || bolt_connection_outstanding(tx->connection) > 0;
}

void bolt_tx_end(bolt_tx *tx)
{
    assert(!tx->calling);
    if (is_under_way(tx))
        roll_back(tx);
    bolt_driver_release(tx->session->driver, tx->connection);
    tx->connection = NULL;
    tx->open = false;
}

void bolt_tx_rollback(bolt_tx *tx)
{
    if (tx && tx->open)
        bolt_tx_end(tx);
}
