#include "bolt/session.h"

#include "base/clock.h"
#include "base/random.h"
#include "bolt/retry.h"
#include "bolt/transaction.h"

enum {
    NAMES_LIMIT = 64 << 10,     /* bytes of the names that a session is opened with */
    BOOKMARKS_LIMIT = 16 << 20, /* bytes of the bookmarks that go along with a transaction */
};

static bool copy_name(arena *a, str from, str *out)
{
    *out = from.data ? arena_str(a, from) : STR_NONE;
    return out->data || !from.data;
}

static status set_up(bolt_session *s, const bolt_session_config *config, error *err)
{
    if (!copy_name(&s->memory, config->database, &s->database) ||
        !copy_name(&s->memory, config->impersonated_user, &s->impersonated_user) ||
        !copy_name(&s->memory, config->filter.disabled, &s->filter.disabled))
        return fail_no_memory(err);
    s->filter.level = config->filter.level;
    s->bookmarks = config->bookmarks;
    if (s->bookmarks)
        return ST_OK;
    status st = bolt_bookmarks_create(s->memory.mem, &s->own_bookmarks, err);
    s->bookmarks = s->own_bookmarks;
    return st;
}

status bolt_session_open(bolt_driver *driver, const bolt_session_config *config, bolt_session **out,
                         error *err)
{
    const allocator *mem = bolt_driver_config(driver)->mem;
    bolt_session *s = mem_new(mem, sizeof *s);
    if (!s)
        return fail_no_memory(err);
    s->driver = driver;
    s->memory = (arena)ARENA_INIT(mem, NAMES_LIMIT);
    s->scratch = (arena)ARENA_INIT(mem, BOOKMARKS_LIMIT);
    status st = set_up(s, config ? config : &(bolt_session_config){ 0 }, err);
    if (st)
        bolt_session_close(s);
    else
        *out = s;
    return st;
}

void bolt_session_close(bolt_session *s)
{
    if (!s)
        return;
    bolt_tx_rollback(&s->tx);
    const allocator *mem = s->memory.mem;
    bolt_bookmarks_destroy(s->own_bookmarks);
    arena_finish(&s->scratch);
    arena_finish(&s->memory);
    mem_free(mem, s);
}

str bolt_session_database(const bolt_session *s)
{
    return s->current_database[0] ? str_from(s->current_database) : STR_NONE;
}

/* ---- Managed transactions ---- */

/* One attempt, or what is needed to make another. */
typedef struct managed {
    bolt_session *session;
    const bolt_tx_config *config;
    bolt_work_fn *work;
    void *user;
    const bolt_statement *statement;
    arena *a;
    bolt_result *out;
} managed;

typedef status attempt_fn(const managed *m, bolt_tx *tx, error *err);

static status attempt(const managed *m, attempt_fn *fn, error *err)
{
    bolt_tx *tx;
    status st = bolt_tx_start(m->session, m->config, false, &tx, err);
    if (st)
        return st;
    st = fn(m, tx, err);
    bolt_tx_end(tx);
    return st;
}

/* ST_OK: try again now. Anything else is how it ends. */
static status await_next(const bolt_session *session, bolt_retry *retry, const error *reason,
                         error *err)
{
    int64_t delay;
    if (!reason->retryable || !bolt_retry_next(retry, clock_ms(), random_u64(), &delay)) {
        if (err)
            *err = *reason;
        return reason->status;
    }
    bolt_driver_tell_retry(session->driver, reason, delay);
    return bolt_wait_sleep(bolt_driver_wait(session->driver), delay, err);
}

static status run_managed(const managed *m, attempt_fn *fn, error *err)
{
    bolt_retry retry = { .budget = bolt_driver_config(m->session->driver)->retry_budget };
    for (;;) {
        error reason = { 0 };
        status st = attempt(m, fn, &reason);
        if (!st)
            return ST_OK;
        reason.status = st;
        st = await_next(m->session, &retry, &reason, err);
        if (st)
            return st;
    }
}

static status attempt_work(const managed *m, bolt_tx *tx, error *err)
{
    status st = m->work(tx, m->user, err);
    return st ? st : bolt_tx_commit_now(tx, err);
}

status bolt_session_transact(bolt_session *session, const bolt_tx_config *config,
                             bolt_work_fn *work, void *user, error *err)
{
    managed m = { .session = session, .config = config, .work = work, .user = user };
    return run_managed(&m, attempt_work, err);
}

static status attempt_statement(const managed *m, bolt_tx *tx, error *err)
{
    bolt_collector collector = { .a = m->a, .err = err };
    bolt_tag tag = { .owner = m->out ? &collector : NULL };
    status st = bolt_tx_append(tx, m->statement, BOLT_ALL, tag, err);
    if (!st)
        st = bolt_tx_commit_now(tx, err);
    if (!st)
        st = collector.stopped;
    if (st == ST_NO_MEMORY && tx->committed)
        return fail(err, st, "there is no memory for the rows of a statement; it was committed");
    if (!st && m->out)
        *m->out = collector.result;
    return st;
}

status bolt_session_execute(bolt_session *session, const bolt_tx_config *config,
                            const bolt_statement *statement, arena *a, bolt_result *out, error *err)
{
    managed m = {
        .session = session, .config = config, .statement = statement, .a = a, .out = out
    };
    return run_managed(&m, attempt_statement, err);
}

/* ---- Auto-commit ---- */

status bolt_session_run(bolt_session *session, const bolt_tx_config *config,
                        const bolt_statement *statement, arena *a, bolt_result *out, error *err)
{
    bolt_collector collector = { .a = a, .err = err };
    bolt_tag tag = { .owner = out ? &collector : NULL };
    bolt_tx *tx;
    status st = bolt_tx_start(session, config, true, &tx, err);
    if (st)
        return st;
    st = bolt_tx_append(tx, statement, BOLT_ALL, tag, err);
    if (!st)
        st = bolt_tx_await(tx, err);
    bolt_tx_end(tx);
    if (!st)
        st = collector.stopped;
    if (!st && out)
        *out = collector.result;
    return st;
}

static status run_each(bolt_tx *tx, const bolt_statement *statements, size_t count,
                       bolt_collector *collectors, error *err)
{
    for (size_t i = 0; i < count; i++) {
        bolt_tag tag = { .statement = (uint32_t)(i + 1), .owner = &collectors[i] };
        status st = bolt_tx_append(tx, &statements[i], BOLT_ALL, tag, err);
        if (st) {
            status earlier = bolt_tx_await(tx, NULL);
            (void)earlier; /* what was queued before it is done all the same */
            return st;
        }
    }
    return bolt_tx_await(tx, err);
}

static status hand_over(const bolt_collector *collectors, size_t count, bolt_result *results,
                        status st)
{
    for (size_t i = 0; i < count; i++) {
        results[i] = collectors[i].done ? collectors[i].result : (bolt_result){ 0 };
        if (!st)
            st = collectors[i].stopped;
    }
    return st;
}

status bolt_session_run_all(bolt_session *session, const bolt_tx_config *config,
                            const bolt_statement *statements, size_t count, arena *a,
                            bolt_result *results, error *err)
{
    bolt_collector *collectors = arena_array(a, count, sizeof *collectors);
    if (!collectors)
        return fail_no_memory(err);
    for (size_t i = 0; i < count; i++)
        collectors[i] = (bolt_collector){ .a = a, .err = err };
    bolt_tx *tx;
    status st = bolt_tx_start(session, config, true, &tx, err);
    if (st)
        return st;
    st = run_each(tx, statements, count, collectors, err);
    bolt_tx_end(tx);
    return hand_over(collectors, count, results, st);
}
