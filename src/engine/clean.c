#include "engine/operation.h"

#include "engine/event.h"

typedef struct clean_work {
    bool all, dry;
    history_deleted deleted;
} clean_work;

/* The lock's constraints may have been created by us a moment ago: they go too. */
static status clean_all(operation *op, bool dry, history_deleted *out, error *err)
{
    history_place place;
    history_place_wish wish = { .indexes = true };
    status st =
        history_place_read(op->schema, op->history.metadata, &wish, &op->scratch, &place, err);
    if (st)
        return st;
    if (dry)
        return history_clean_rehearse(&op->history, &place, op->a, out, err);
    st = history_clean_all(&op->history, &place, str_from(op->lock.id), op->a, out, err);
    if (st)
        return st;
    op->lock.id[0] = '\0'; /* it went with the others */
    for (size_t i = 0; i < out->locks.count; i++)
        engine_log(op->e, ENGINE_INFO, "Removed the lock \"%.*s\", which was left behind",
                   STR_ARG(out->locks.items[i]));
    return ST_OK;
}

static status work(operation *op, void *user, error *err)
{
    clean_work *w = user;
    if (w->all)
        return clean_all(op, w->dry, &w->deleted, err);
    return w->dry ? history_clean_rehearse(&op->history, NULL, op->a, &w->deleted, err)
                  : history_clean(&op->history, op->a, &w->deleted, err);
}

status engine_clean(engine *e, bool all, bool dry, arena *a, history_deleted *out, error *err)
{
    clean_work w = { .all = all, .dry = dry };
    operation_needs needs = { .may_locked = all,
                              .reads_only = dry,
                              .dry = dry,
                              .before = CALLBACK_BEFORE_CLEAN,
                              .after = CALLBACK_AFTER_CLEAN };
    status st = operation_run(e, a, needs, work, &w, err);
    if (!st)
        *out = w.deleted;
    return st;
}
