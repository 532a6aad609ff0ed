#include "engine/callback.h"

#include "base/buf.h"
#include "base/clock.h"
#include "engine/event.h"
#include "engine/execute.h"

/* ---- Words ---- */

/* "beforeFirstUse" as "before first use". */
static void append_words(buf *out, str phase)
{
    for (size_t i = 0; i < phase.len; i++) {
        char lower = char_lower(phase.data[i]);
        if (lower != phase.data[i])
            buf_char(out, ' ');
        buf_char(out, lower);
    }
}

static void tell_invoked(engine *e, const callback *c, int64_t duration_ms)
{
    engine_event event = { .type = ENGINE_INVOKED, .callback = c, .duration_ms = duration_ms };
    str phase = callback_phase_name(c->phase);
    BUF_AUTO words = BUF_INIT(e->mem, 0);
    append_words(&words, phase);
    if (c->description.len)
        engine_tell(e, event, "Invoked \"%.*s\" %.*s.", STR_ARG(c->description),
                    STR_ARG(buf_view(&words)));
    else
        engine_tell(e, event, "Invoked %.*s callback.", STR_ARG(phase));
}

/* A failure that comes after another one is told, and no more. */
static void tell_failure(engine *e, const error *problem)
{
    engine_log(e, ENGINE_ERROR, "Could not invoke %s callback \"%s\": %s%s%s", problem->phase,
               problem->source, problem->code, problem->code[0] ? ": " : "", problem->message);
}

/* ---- One callback ---- */

static status run_script(execution *x, error *err)
{
    ARENA_AUTO scratch = ARENA_INIT(x->op->e->mem, 0);
    cypher_script script;
    program prepared;
    status st = callback_script(x->callback, &x->op->e->options.migrations, &scratch, &script, err);
    if (!st)
        st = engine_prepare(x, &script, &scratch, &prepared, err);
    return st ? st : engine_execute(x, &prepared, err);
}

static status invoke(operation *op, const callback *c, bolt_session *session, bool as_ourselves,
                     error *err)
{
    execution x = { .op = op, .callback = c, .session = session, .as_ourselves = as_ourselves };
    engine_event started = { .type = ENGINE_STARTED, .callback = c };
    error problem = { .status = ST_OK };
    op->chain_asked.answered = false; /* who knows what it does to the history */
    op->e->invoking = c;
    engine_raise(op->e, &started);
    int64_t begin = clock_ms();
    status st = run_script(&x, &problem);
    op->e->invoking = NULL;
    if (!st) {
        tell_invoked(op->e, c, clock_ms() - begin);
        return ST_OK;
    }
    failure_name(&x, &problem);
    failure_outcome(&x, &problem);
    if (err)
        *err = problem;
    return st;
}

/* ---- Those of a phase ---- */

static bool has_phase(const operation *op, callback_phase phase)
{
    for (size_t i = 0; i < op->files.callbacks.count; i++)
        if (op->files.callbacks.items[i].phase == phase)
            return true;
    return false;
}

static status invoke_all(operation *op, callback_phase phase, bolt_session *session,
                         bool as_ourselves, error *err)
{
    status st = ST_OK;
    for (size_t i = 0; !st && i < op->files.callbacks.count; i++) {
        const callback *c = &op->files.callbacks.items[i];
        if (c->phase == phase)
            st = invoke(op, c, session, as_ourselves, err);
    }
    return st;
}

bool callbacks_exist(const operation *op, operation_needs needs)
{
    return (!op->e->used && has_phase(op, CALLBACK_BEFORE_FIRST_USE)) ||
           (needs.before && has_phase(op, needs.before)) ||
           (needs.after && has_phase(op, needs.after));
}

/* An impersonated user may not be allowed to do what has to be done first. */
static status invoke_as_ourselves(operation *op, error *err)
{
    const engine_options *o = &op->e->options;
    if (!o->impersonated_user.data)
        return invoke_all(op, CALLBACK_BEFORE_FIRST_USE, op->schema, true, err);
    bolt_session *own;
    status st = operation_own_session(
        op, o->schema_database.data ? o->schema_database : o->database, &own, err);
    if (st)
        return st;
    st = invoke_all(op, CALLBACK_BEFORE_FIRST_USE, own, true, err);
    bolt_session_close(own);
    return st;
}

status callbacks_before_first_use(operation *op, error *err)
{
    if (op->e->used)
        return ST_OK;
    status st = has_phase(op, CALLBACK_BEFORE_FIRST_USE) ? invoke_as_ourselves(op, err) : ST_OK;
    op->e->used = !st;
    return st;
}

static void invoke_after_failure(operation *op, callback_phase phase)
{
    error problem = { .status = ST_OK };
    if (!has_phase(op, phase))
        return;
    if (engine_check(op->e, NULL)) {
        str name = callback_phase_name(phase);
        engine_log(op->e, ENGINE_WARNING, "Cancelled, so there is no %.*s callback", STR_ARG(name));
        return;
    }
    if (invoke_all(op, phase, op->target, false, &problem))
        tell_failure(op->e, &problem);
}

status callbacks_around(operation *op, operation_needs needs, operation_work *work, void *user,
                        error *err)
{
    status st = needs.before ? invoke_all(op, needs.before, op->target, false, err) : ST_OK;
    if (!st)
        st = work(op, user, err);
    if (!st && needs.after)
        return invoke_all(op, needs.after, op->target, false, err);
    if (st && needs.after)
        invoke_after_failure(op, needs.after);
    return st;
}
