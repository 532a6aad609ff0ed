#include "bolt/access.h"
#include "bolt/transaction.h"
#include "driver/handle.h"

static status new_session(bolt_driver *driver, const bolt_session_options *options,
                          bolt_session **out, error *err)
{
    bolt_session_config config;
    if (!driver || !out)
        return fail(err, ST_ARGUMENT, "there is no %s",
                    driver ? "place for the session" : "driver");
    status st = options_of_session(options, &config, err);
    return st ? st : bolt_session_open(driver, &config, out, err);
}

bolt_status bolt_session_new(bolt_driver *driver, const bolt_session_options *options,
                             bolt_session **out, bolt_error *err)
{
    error internal = { .status = ST_OK };
    status st = new_session(driver, options, out, &internal);
    return driver_status(st, &internal, err);
}

void bolt_session_free(bolt_session *session)
{
    bolt_session_close(session);
}

bolt_text bolt_session_current_database(const bolt_session *session)
{
    return driver_text(session ? bolt_session_database(session) : STR_NONE);
}

/* ---- One statement ---- */

static status run(bolt_session *session, const bolt_tx_config *config,
                  const bolt_statement *statement, held_result *r, error *err)
{
    arena *a = r ? &r->a : NULL;
    bolt_result *rows = r ? &r->result : NULL;
    return config->automatic ? bolt_session_run(session, config, statement, a, rows, err)
                             : bolt_session_execute(session, config, statement, a, rows, err);
}

static status query(bolt_session *session, const bolt_transaction_options *given, const char *text,
                    const bolt_params *params, bolt_result **out, error *err)
{
    bolt_transaction_options options;
    bolt_tx_config config;
    bolt_statement statement;
    held_result *r = NULL;
    if (!session)
        return fail(err, ST_ARGUMENT, "there is no session");
    status st = options_of_transaction(given, &options, &config, err);
    if (!st)
        st = statement_of(text, params, options.evaluate, &statement, err);
    if (!st && out)
        st = result_new(session, &r, err);
    if (!st)
        st = run(session, &config, &statement, r, err);
    if (st)
        bolt_result_free(r ? &r->result : NULL);
    else if (out)
        *out = &r->result;
    return st;
}

bolt_status bolt_session_query(bolt_session *session, const bolt_transaction_options *options,
                               const char *text, const bolt_params *params, bolt_result **out,
                               bolt_error *err)
{
    error internal = { .status = ST_OK };
    status st = query(session, options, text, params, out, &internal);
    return driver_status(st, &internal, err);
}

/* ---- Managed transactions ---- */

typedef struct managed {
    bolt_session *session;
    const bolt_transaction_options *options;
    bolt_attempt_fn *fn;
    void *user;
} managed;

/* What the application has queued is awaited here, as its texts live no longer than this. */
static status attempt(bolt_tx *tx, void *user, error *err)
{
    const managed *m = user;
    bolt_transaction t;
    bolt_error given = BOLT_ERROR_INIT;
    transaction_init(&t, m->session, tx, m->options);
    t.managed = true;
    bolt_status came = m->fn(&t, m->user, &given);
    status st = came ? driver_status_of_caller(came, &given, err) : bolt_tx_flush(tx, err);
    transaction_finish(&t);
    return st;
}

static status work(bolt_session *session, const bolt_transaction_options *given,
                   bolt_attempt_fn *fn, void *user, error *err)
{
    bolt_transaction_options options;
    bolt_tx_config config;
    if (!session || !fn)
        return fail(err, ST_ARGUMENT, "there is no %s", session ? "work to do" : "session");
    status st = options_of_transaction(given, &options, &config, err);
    if (st)
        return st;
    if (options.auto_commit)
        return fail(err, ST_ARGUMENT,
                    "auto-commit statements cannot be tried again as one: use "
                    "bolt_transaction_begin");
    managed m = { session, &options, fn, user };
    return bolt_session_transact(session, &config, attempt, &m, err);
}

bolt_status bolt_session_work(bolt_session *session, const bolt_transaction_options *options,
                              bolt_attempt_fn *fn, void *user, bolt_error *err)
{
    error internal = { .status = ST_OK };
    status st = work(session, options, fn, user, &internal);
    return driver_status(st, &internal, err);
}
