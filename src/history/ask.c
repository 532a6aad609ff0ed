#include "history/ask.h"

#include "history/run.h"

#include <assert.h>

enum { QUESTIONS_MAX = 8 };

static bool is_tolerated(const history_question *question, const error *problem)
{
    if (!question->tolerates || problem->status != ST_SERVER)
        return false;
    return !question->tolerates[0] || history_failed_with(problem, question->tolerates);
}

static bolt_statement statement_of(const history_question *question)
{
    return (bolt_statement){ .text = question->text,
                             .parameters = { &question->parameter,
                                             question->parameter.key.data ? 1 : 0 } };
}

static size_t leave_out_empty(history_question *const *questions, size_t count,
                              history_question *out[QUESTIONS_MAX])
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (questions[i]->text.data)
            out[kept++] = questions[i];
    return kept;
}

/* In one round trip, until one of them fails. */
static status ask_some(bolt_session *session, bolt_map metadata, history_question *const *questions,
                       size_t count, arena *a, error *err)
{
    bolt_statement statements[QUESTIONS_MAX];
    bolt_result results[QUESTIONS_MAX] = { 0 };
    bolt_tx_config config = { .read = true, .metadata = metadata };
    for (size_t i = 0; i < count; i++)
        statements[i] = statement_of(questions[i]);
    status st = bolt_session_run_all(session, &config, statements, count, a, results, err);
    size_t answered = !st ? count : err->statement ? err->statement - 1 : 0;
    for (size_t i = 0; i < answered; i++) {
        questions[i]->answered = true;
        questions[i]->result = results[i];
    }
    return st;
}

/* What was queued behind a failure is asked again. */
status history_ask(bolt_session *session, bolt_map metadata, history_question *const *questions,
                   size_t count, arena *a, error *err)
{
    history_question *asked[QUESTIONS_MAX];
    assert(count <= QUESTIONS_MAX);
    count = leave_out_empty(questions, count, asked);
    for (size_t from = 0; from < count; from++) {
        error problem = { .status = ST_OK };
        status st = ask_some(session, metadata, asked + from, count - from, a, &problem);
        while (from < count && asked[from]->answered)
            from++;
        if (st && (from == count || !is_tolerated(asked[from], &problem))) {
            if (err)
                *err = problem;
            return st;
        }
    }
    return ST_OK;
}
