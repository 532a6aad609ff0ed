#include "bolt/transaction.h"
#include "bolt/summary.h"
#include "driver/handle.h"

/* The text of what is received in a pipeline has no NUL behind it; a copy has. */
static status summary_seen(void *user, size_t index, const bolt_summary *summary, error *err)
{
    bolt_transaction *t = user;
    bolt_summary copy;
    arena_reset(&t->summary);
    status st = bolt_summary_copy(&t->summary, summary->metadata, &copy, err);
    if (st || t->on_summary(t->user, index, &copy))
        return st;
    t->stopped = true;
    return fail(err, ST_CANCELLED, "stopped by the function that is told of summaries");
}

void transaction_init(bolt_transaction *t, bolt_session *session, bolt_tx *tx,
                      const bolt_transaction_options *options)
{
    const allocator *mem = session->memory.mem;
    *t = (bolt_transaction){ .tx = tx,
                             .session = session,
                             .evaluate = options->evaluate,
                             .on_summary = options->on_summary,
                             .user = options->user,
                             .summary = ARENA_INIT(mem, 0),
                             .sent = { .mem = mem } };
    if (t->on_summary)
        bolt_tx_on_summary(tx, summary_seen, t);
}

static void detach_results(bolt_transaction *t)
{
    for (held_result *r = t->fetching; r; r = r->later) {
        bolt_cursor_detach(&r->cursor);
        r->tx = NULL;
    }
    t->fetching = NULL;
}

void transaction_finish(bolt_transaction *t)
{
    detach_results(t);
    sent_finish(&t->sent);
    arena_finish(&t->summary);
}

static status begin(bolt_session *session, const bolt_transaction_options *given,
                    bolt_transaction **out, error *err)
{
    bolt_transaction_options options;
    bolt_tx_config config;
    if (!session || !out)
        return fail(err, ST_ARGUMENT, "there is no %s",
                    session ? "place for the transaction" : "session");
    status st = options_of_transaction(given, &options, &config, err);
    if (st)
        return st;
    bolt_transaction *t = mem_new(session->memory.mem, sizeof *t);
    if (!t)
        return fail_no_memory(err);
    bolt_tx *tx;
    st = bolt_tx_begin(session, &config, &tx, err);
    if (st) {
        mem_free(session->memory.mem, t);
        return st;
    }
    transaction_init(t, session, tx, &options);
    *out = t;
    return ST_OK;
}

bolt_status bolt_transaction_begin(bolt_session *session, const bolt_transaction_options *options,
                                   bolt_transaction **out, bolt_error *err)
{
    error internal = { .status = ST_OK };
    status st = begin(session, options, out, &internal);
    return driver_status(st, &internal, err);
}

/* ---- Statements ---- */

status statement_of(const char *text, const bolt_params *params, bool evaluate, bolt_statement *out,
                    error *err)
{
    bolt_statement statement = { .text = str_from(text), .evaluate = evaluate };
    if (!text)
        return fail(err, ST_ARGUMENT, "there is no statement");
    status st = params_map(params, &statement.parameters, err);
    if (!st)
        *out = statement;
    return st;
}

static status check(const bolt_transaction *t, error *err)
{
    if (!t)
        return fail(err, ST_ARGUMENT, "there is no transaction");
    if (t->stopped)
        return fail(err, ST_CANCELLED, "the transaction was stopped by the application");
    return ST_OK;
}

static status queue(bolt_transaction *t, const char *text, const bolt_params *params, error *err)
{
    bolt_statement statement;
    status st = check(t, err);
    if (!st)
        st = statement_of(text, params, t->evaluate, &statement, err);
    if (!st)
        st = sent_keep(&t->sent, text, t->tx->statements + 1, &statement.text, err);
    if (st)
        return st;
    st = bolt_tx_queue(t->tx, &statement, err);
    sent_answered(&t->sent, t->tx->answered);
    return st;
}

bolt_status bolt_transaction_queue(bolt_transaction *tx, const char *text,
                                   const bolt_params *params, bolt_error *err)
{
    error internal = { .status = ST_OK };
    status st = queue(tx, text, params, &internal);
    return driver_status(st, &internal, err);
}

bolt_status bolt_transaction_flush(bolt_transaction *tx, bolt_error *err)
{
    error internal = { .status = ST_OK };
    status st = check(tx, &internal);
    if (!st)
        st = bolt_tx_flush(tx->tx, &internal);
    return driver_status(st, &internal, err);
}

static status query(bolt_transaction *t, const char *text, const bolt_params *params,
                    held_result *r, error *err)
{
    bolt_statement statement;
    status st = statement_of(text, params, false, &statement, err);
    return st ? st : bolt_tx_query(t->tx, &statement, &r->a, &r->result, err);
}

bolt_status bolt_transaction_query(bolt_transaction *tx, const char *text,
                                   const bolt_params *params, bolt_result **out, bolt_error *err)
{
    error internal = { .status = ST_OK };
    held_result *r = NULL;
    status st = check(tx, &internal);
    if (!st && !out)
        st = fail(&internal, ST_ARGUMENT, "there is no place for the result");
    if (!st)
        st = result_new(tx->session, &r, &internal);
    if (!st)
        st = query(tx, text, params, r, &internal);
    if (!st)
        *out = &r->result;
    else if (r)
        bolt_result_free(&r->result);
    return driver_status(st, &internal, err);
}

/* ---- The end ---- */

typedef status commit_fn(bolt_tx *tx, error *err);

/* The texts of what is still unanswered are needed until then. */
static status commit(bolt_transaction *t, commit_fn *fn, error *err)
{
    status st = check(t, err);
    if (!st && t->managed)
        st = fail(err, ST_ARGUMENT,
                  "a managed transaction is committed when its function returns BOLT_OK");
    if (!t || t->managed)
        return st;
    detach_results(t);
    if (st)
        bolt_tx_rollback(t->tx);
    else
        st = fn(t->tx, err);
    transaction_finish(t);
    mem_free(t->session->memory.mem, t);
    return st;
}

bolt_status bolt_transaction_commit(bolt_transaction *tx, bolt_error *err)
{
    error internal = { .status = ST_OK };
    status st = commit(tx, bolt_tx_commit, &internal);
    return driver_status(st, &internal, err);
}

bolt_status bolt_transaction_commit_pipelined(bolt_transaction *tx, bolt_error *err)
{
    error internal = { .status = ST_OK };
    status st = commit(tx, bolt_tx_commit_pipelined, &internal);
    return driver_status(st, &internal, err);
}

void bolt_transaction_rollback(bolt_transaction *tx)
{
    if (!tx || tx->managed)
        return;
    detach_results(tx);
    bolt_tx_rollback(tx->tx);
    transaction_finish(tx);
    mem_free(tx->session->memory.mem, tx);
}
