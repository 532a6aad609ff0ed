#include "crowd.h"

#include "report.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { STATUSES = ST_UNKNOWN_OUTCOME + 1, TURNS_MAX = 100000, CANCELLED_MAX = 20 };

typedef struct member {
    const crowd_plan *plan;
    pthread_t thread;
    size_t number;
    size_t ended[STATUSES];
    size_t strange; /* answers to somebody else's question */
} member;

/* One question: the server answers with the number that it is asked for. */
typedef struct question {
    bolt_session *session;
    arena *a;
    int64_t number;
    bolt_entry parameter;
    bolt_statement statement;
    int64_t answer;
} question;

static void take_answer(question *q, const bolt_result *result)
{
    bool is_one = result->row_count == 1 && result->rows[0].count == 1;
    q->answer = is_one && result->rows[0].items[0].type == BOLT_INT
                    ? result->rows[0].items[0].as.integer
                    : -1;
}

static status ask_managed(question *q, error *err)
{
    bolt_result result = { 0 };
    status st = bolt_session_execute(q->session, NULL, &q->statement, q->a, &result, err);
    take_answer(q, &result);
    return st;
}

static status ask_alone(question *q, error *err)
{
    bolt_result result = { 0 };
    status st = bolt_session_run(q->session, NULL, &q->statement, q->a, &result, err);
    take_answer(q, &result);
    return st;
}

static status ask_in_transaction(question *q, error *err)
{
    bolt_tx *tx;
    bolt_result result = { 0 };
    status st = bolt_tx_begin(q->session, NULL, &tx, err);
    if (st)
        return st;
    st = bolt_tx_queue(tx, &q->statement, err);
    if (!st)
        st = bolt_tx_query(tx, &q->statement, q->a, &result, err);
    take_answer(q, &result);
    if (!st)
        return bolt_tx_commit(tx, err);
    bolt_tx_rollback(tx);
    return st;
}

static status on_row(void *user, const str *keys, bolt_list row, error *err)
{
    question *q = user;
    (void)keys;
    (void)err;
    q->answer = row.items[0].as.integer;
    return ST_OK;
}

static status stream(bolt_tx *tx, void *user, error *err)
{
    question *q = user;
    return bolt_tx_stream(tx, &q->statement, 0, on_row, q, NULL, NULL, err);
}

static status ask_for_stream(question *q, error *err)
{
    return bolt_session_transact(q->session, NULL, stream, q, err);
}

static status ask(question *q, error *err)
{
    static status (*const ways[])(question *, error *) = { ask_managed, ask_alone,
                                                           ask_in_transaction, ask_for_stream };
    q->parameter = (bolt_entry){ STR("x"), bolt_int(q->number) };
    q->statement =
        (bolt_statement){ .text = STR("RETURN $x AS x"), .parameters = { &q->parameter, 1 } };
    return ways[(size_t)q->number % (sizeof ways / sizeof ways[0])](q, err);
}

/* Whoever was stopped asks a few times more, and is not answered either. */
static bool has_heard_enough(const member *m)
{
    return m->ended[ST_CANCELLED] == CANCELLED_MAX;
}

static void *take_part(void *user)
{
    member *m = user;
    bolt_session *session;
    error err = { 0 };
    status st = bolt_session_open(m->plan->driver, NULL, &session, &err);
    m->ended[st] += st != ST_OK;
    for (size_t turn = 0; turn < m->plan->turns && !st && !has_heard_enough(m); turn++) {
        ARENA_AUTO a = ARENA_INIT(NULL, 0);
        question q = { .session = session,
                       .a = &a,
                       .number = (int64_t)(m->number * TURNS_MAX + turn) };
        status asked = ask(&q, &err);
        m->ended[asked]++;
        m->strange += !asked && q.answer != q.number;
    }
    if (!st)
        bolt_session_close(session);
    return NULL;
}

static void *stop(void *user)
{
    const crowd_plan *plan = user;
    status ignored = cancel_sleep(NULL, plan->stop_at, NULL);
    (void)ignored;
    cancel_request(plan->stop);
    return NULL;
}

static void start(pthread_t *thread, void *(*run)(void *), void *user)
{
    if (pthread_create(thread, NULL, run, user) != 0)
        abort();
}

static void print(const member *members, size_t count)
{
    size_t strange = 0;
    for (size_t status_number = 0; status_number < STATUSES; status_number++) {
        size_t ended = 0;
        for (size_t i = 0; i < count; i++)
            ended += members[i].ended[status_number];
        if (ended)
            printf("turns %s %zu\n", report_status_name((status)status_number), ended);
    }
    for (size_t i = 0; i < count; i++)
        strange += members[i].strange;
    printf("strange %zu\n", strange);
}

void crowd_run(const crowd_plan *plan)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    member *members = arena_array(&a, plan->threads, sizeof *members);
    crowd_plan stopping = *plan;
    pthread_t stopper;
    for (size_t i = 0; i < plan->threads; i++) {
        members[i] = (member){ .plan = plan, .number = i };
        start(&members[i].thread, take_part, &members[i]);
    }
    if (plan->stop_at >= 0)
        start(&stopper, stop, &stopping);
    for (size_t i = 0; i < plan->threads; i++)
        pthread_join(members[i].thread, NULL);
    if (plan->stop_at >= 0)
        pthread_join(stopper, NULL);
    print(members, plan->threads);
}
