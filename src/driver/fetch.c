/* Results that are read while they come. */
#include "bolt/transaction.h"
#include "driver/handle.h"

static status open_result(bolt_transaction *t, const char *text, const bolt_params *params,
                          int64_t batch, held_result **out, error *err)
{
    bolt_statement statement;
    held_result *r = NULL;
    if (!t)
        return fail(err, ST_ARGUMENT, "there is no transaction");
    if (t->stopped)
        return fail(err, ST_CANCELLED, "the transaction was stopped by the application");
    if (batch < 0)
        return fail(err, ST_ARGUMENT, "a batch of %lld rows is negative", (long long)batch);
    status st = statement_of(text, params, false, &statement, err);
    if (!st)
        st = result_new(t->session, &r, err);
    if (st)
        return st;
    st = bolt_cursor_open(&r->cursor, t->tx, &statement, batch, &r->a, err);
    r->fetched = true;
    if (st) {
        bolt_result_free(&r->result);
        return st;
    }
    result_attach(r, t);
    *out = r;
    return ST_OK;
}

bolt_status bolt_transaction_fetch(bolt_transaction *tx, const char *text,
                                   const bolt_params *params, int64_t batch, bolt_result **out,
                                   bolt_error *err)
{
    error internal = { .status = ST_OK };
    held_result *r;
    status st = out ? open_result(tx, text, params, batch, &r, &internal)
                    : fail(&internal, ST_ARGUMENT, "there is no place for the result");
    if (!st)
        *out = &r->result;
    return driver_status(st, &internal, err);
}

/* What the application's function may not use while it runs. */
static bolt_status show_row(held_result *r, const bolt_value *row, bolt_row_seen_fn *fn, void *user,
                            bolt_error *err)
{
    bolt_tx *tx = r->tx->tx;
    tx->calling = true;
    bolt_status st = fn(user, &r->result, row, err);
    tx->calling = false;
    return st;
}

static status read_all(held_result *r, bolt_row_seen_fn *fn, void *user, error *err)
{
    bolt_error given = BOLT_ERROR_INIT; /* once: for each row it would cost more than the row */
    for (;;) {
        bolt_list row;
        bool found;
        status st = bolt_cursor_next(&r->cursor, &row, &found, err);
        if (st || !found)
            return st;
        r->row = bolt_list_of(row.items, row.count);
        bolt_status seen = show_row(r, &r->row, fn, user, &given);
        if (seen)
            return driver_status_of_caller(seen, &given, err);
    }
}

static status stream(bolt_transaction *t, const char *text, const bolt_params *params,
                     int64_t batch, bolt_row_seen_fn *fn, void *user, bolt_result **out, error *err)
{
    held_result *r;
    if (!fn)
        return fail(err, ST_ARGUMENT, "there is no function for the rows");
    status st = open_result(t, text, params, batch, &r, err);
    if (st)
        return st;
    st = read_all(r, fn, user, err);
    if (!st && out)
        *out = &r->result;
    else
        bolt_result_free(&r->result);
    return st;
}

bolt_status bolt_transaction_stream(bolt_transaction *tx, const char *text,
                                    const bolt_params *params, int64_t batch, bolt_row_seen_fn *fn,
                                    void *user, bolt_result **out, bolt_error *err)
{
    error internal = { .status = ST_OK };
    status st = stream(tx, text, params, batch, fn, user, out, &internal);
    return driver_status(st, &internal, err);
}
