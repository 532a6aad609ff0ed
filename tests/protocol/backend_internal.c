/* The internal interface. It has two commands more: `run-all`, several transactions in one round trip, and
 *
 *     crowd THREADS TURNS [stop=MS]
 *                           so many threads ask so often; what SIGINT does happens after so long */
#include "backend.h"

#include "bolt/trace.h"
#include "crowd.h"
#include "report.h"

/* ---- driver and sessions ---- */

static void on_retry(void *user, const error *reason, int64_t delay_ms)
{
    (void)user;
    shell_on_retry(reason, delay_ms);
}

static status renew(void *user, const error *reason, bolt_auth *out, error *err)
{
    return shell_renew(user, reason->code, out, err);
}

static status resolve(void *user, str address, bolt_seeds *seeds, error *err)
{
    for (str rest = shell_seeds(user, address); rest.len;) {
        status st = bolt_seeds_add(seeds, script_word(&rest), err);
        if (st)
            return st;
    }
    return ST_OK;
}

static void on_trace(void *user, const bolt_trace_event *event)
{
    (void)user;
    BUF_AUTO line = BUF_INIT(NULL, 0);
    bolt_trace_line(&line, event);
    shell_on_trace(buf_view(&line));
}

status backend_open(shell *sh, error *err)
{
    bolt_config *c = &sh->config;
    c->cancel = &sh->cancel;
    c->user = sh;
    c->on_retry = on_retry;
    c->renew = sh->renewals.data ? renew : NULL;
    c->resolver = sh->seeds.data ? resolve : NULL;
    c->on_trace = sh->trace ? on_trace : NULL;
    return bolt_driver_open(c, &sh->driver, err);
}

void backend_close(shell *sh)
{
    bolt_bookmarks_destroy(sh->shared);
    sh->shared = NULL;
    bolt_driver_close(sh->driver);
    sh->driver = NULL;
}

status backend_server(shell *sh, bolt_server *out, error *err)
{
    return bolt_driver_server(sh->driver, out, err);
}

void backend_cancel(shell *sh)
{
    cancel_request(&sh->cancel);
}

void backend_resume(shell *sh)
{
    cancel_reset(&sh->cancel);
}

status backend_session_open(shell *sh, const bolt_session_config *config, bool shared,
                            bolt_session **out, error *err)
{
    bolt_session_config given = *config;
    status st = shared && !sh->shared ? bolt_bookmarks_create(&sh->mem, &sh->shared, err) : ST_OK;
    given.bookmarks = shared ? sh->shared : NULL;
    return st ? st : bolt_session_open(sh->driver, &given, out, err);
}

void backend_session_close(shell_session *s)
{
    bolt_session_close(s->session);
}

str backend_database(const shell_session *s)
{
    return bolt_session_database(s->session);
}

/* ---- transactions ---- */

static status on_summary(void *user, size_t index, const bolt_summary *summary, error *err)
{
    (void)user;
    (void)err;
    shell_on_summary(index, summary);
    return ST_OK;
}

status backend_begin(shell *sh, shell_session *s, const bolt_tx_config *config, error *err)
{
    bolt_tx *tx;
    status st = bolt_tx_begin(s->session, config, &tx, err);
    if (st)
        return st;
    if (sh->summaries)
        bolt_tx_on_summary(tx, on_summary, NULL);
    s->tx = tx;
    return ST_OK;
}

status backend_queue(shell_session *s, const bolt_statement *statement, error *err)
{
    return bolt_tx_queue(s->tx, statement, err);
}

status backend_flush(shell_session *s, error *err)
{
    return bolt_tx_flush(s->tx, err);
}

status backend_query(shell_session *s, const bolt_statement *statement, error *err)
{
    ARENA_AUTO rows = ARENA_INIT(NULL, 0);
    bolt_result result = { 0 };
    status st = bolt_tx_query(s->tx, statement, &rows, &result, err);
    if (!st)
        report_result(&result);
    return st;
}

static status on_row(void *user, const str *keys, bolt_list row, error *err)
{
    return shell_on_row(user, keys, row) ? ST_OK : fail(err, ST_ARGUMENT, "enough rows");
}

status backend_stream(shell_session *s, const bolt_statement *statement, int64_t batch,
                      row_reader *reader, error *err)
{
    ARENA_AUTO memory = ARENA_INIT(NULL, 0);
    bolt_summary summary = { 0 };
    status st = bolt_tx_stream(s->tx, statement, batch, on_row, reader, &summary, &memory, err);
    if (!st)
        report_summary(&summary);
    return st;
}

status backend_commit(shell_session *s, bool pipelined, error *err)
{
    bolt_tx *tx = s->tx;
    s->tx = NULL;
    return pipelined ? bolt_tx_commit_pipelined(tx, err) : bolt_tx_commit(tx, err);
}

void backend_rollback(shell_session *s)
{
    bolt_tx_rollback(s->tx);
    s->tx = NULL;
}

/* ---- the session's own transactions ---- */

typedef struct attempt {
    shell_session *session;
    const backend_work *work;
} attempt;

static status do_work(bolt_tx *tx, void *user, error *err)
{
    const attempt *a = user;
    a->session->tx = tx;
    status st = a->work->fn(a->session, a->work->user, err);
    a->session->tx = NULL;
    return st || a->work->along ? st : bolt_tx_flush(tx, err);
}

status backend_transact(shell *sh, shell_session *s, const bolt_tx_config *config,
                        const backend_work *work, error *err)
{
    (void)sh;
    attempt a = { s, work };
    return bolt_session_transact(s->session, config, do_work, &a, err);
}

status backend_run(shell *sh, shell_session *s, const bolt_tx_config *config,
                   const bolt_statement *statement, backend_single how, error *err)
{
    (void)sh;
    ARENA_AUTO rows = ARENA_INIT(NULL, 0);
    bolt_result result = { 0 }, *wanted = how.blind ? NULL : &result;
    arena *a = how.blind ? NULL : &rows;
    status st = how.managed ? bolt_session_execute(s->session, config, statement, a, wanted, err)
                            : bolt_session_run(s->session, config, statement, a, wanted, err);
    if (!st && wanted)
        report_result(wanted);
    return st;
}

/* ---- further commands ---- */

static void command_run_all(shell *sh, str rest)
{
    ARENA_AUTO rows = ARENA_INIT(NULL, 0);
    error err = { 0 };
    script_options options = script_options_parse(&rest, &sh->arena);
    script_statements list = script_statements_parse(rest, &sh->arena);
    bolt_result *results = arena_array(&rows, list.count, sizeof *results);
    shell_session *s = shell_in_session(sh);
    if (!s)
        return;
    status st =
        bolt_session_run_all(s->session, &options.tx, list.items, list.count, &rows, results, &err);
    size_t succeeded = st ? err.statement ? err.statement - 1 : 0 : list.count;
    for (size_t i = 0; i < succeeded; i++)
        report_result(&results[i]);
    shell_conclude(sh, st, &err);
}

static void command_crowd(shell *sh, str rest)
{
    crowd_plan plan = { .stop = &sh->cancel, .stop_at = -1 };
    plan.threads = (size_t)script_int(script_word(&rest));
    plan.turns = (size_t)script_int(script_word(&rest));
    if (script_starts(rest, "stop=", &rest))
        plan.stop_at = script_int(rest);
    if (!shell_is_open(sh))
        return;
    plan.driver = sh->driver;
    crowd_run(&plan);
    shell_conclude(sh, ST_OK, NULL);
}

const shell_command backend_commands[] = {
    { "run-all", command_run_all },
    { "crowd", command_crowd },
};
const size_t backend_command_count = sizeof backend_commands / sizeof *backend_commands;
