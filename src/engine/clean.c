#include "engine/operation.h"

typedef struct clean_work {
    bool all;
    history_deleted deleted;
} clean_work;

/* The lock's constraints may have been created by us a moment ago: they go too. */
static status clean_all(operation *op, history_deleted *out, error *err)
{
    history_place place;
    history_place_wish wish = { .indexes = true };
    status st =
        history_place_read(op->schema, op->history.metadata, &wish, &op->scratch, &place, err);
    if (!st)
        st = history_clean_all(&op->history, &place, op->a, out, err);
    if (!st)
        op->lock.id[0] = '\0'; /* it went with the others */
    return st;
}

static status work(operation *op, void *user, error *err)
{
    clean_work *w = user;
    return w->all ? clean_all(op, &w->deleted, err)
                  : history_clean(&op->history, op->a, &w->deleted, err);
}

status engine_clean(engine *e, bool all, arena *a, history_deleted *out, error *err)
{
    clean_work w = { .all = all };
    operation_needs needs = { .may_locked = all,
                              .before = CALLBACK_BEFORE_CLEAN,
                              .after = CALLBACK_AFTER_CLEAN };
    status st = operation_run(e, a, needs, work, &w, err);
    if (!st)
        *out = w.deleted;
    return st;
}
