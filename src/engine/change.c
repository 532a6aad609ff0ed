#include "engine/change.h"

#include "base/buf.h"

static void append_name(buf *out, str version, str description)
{
    buf_str(out, version);
    if (description.data)
        buf_printf(out, " (\"%.*s\")", STR_ARG(description));
}

static void append_recorded(buf *out, const recorded_migration *m)
{
    append_name(out, m->version, m->description);
}

static void append_checksum(buf *out, const recorded_change *c)
{
    str now = c->local->checksum, before = c->recorded->checksum;
    if (now.data) {
        buf_text(out, "set the checksum of ");
        append_recorded(out, c->recorded);
        buf_printf(out, " to %.*s", STR_ARG(now));
    } else {
        buf_text(out, "remove the checksum of ");
        append_recorded(out, c->recorded);
    }
    if (before.data)
        buf_printf(out, ", it was %.*s", STR_ARG(before));
    else
        buf_text(out, ", it had none");
}

static void append_kind(buf *out, const recorded_change *c)
{
    buf_text(out, "make ");
    append_recorded(out, c->recorded);
    buf_text(out, c->local->repeatable ? " repeatable" : " versioned");
}

static void append_unrepeat(buf *out, const recorded_change *c)
{
    if (c->count == 1)
        buf_text(out, "remove a duplicate of ");
    else
        buf_printf(out, "remove %zu duplicates of ", c->count);
    append_recorded(out, c->recorded);
}

static void append_change(buf *out, const recorded_change *c)
{
    switch (c->kind) {
    case RECORDED_UNREPEAT:
        append_unrepeat(out, c);
        return;
    case RECORDED_CHECKSUM:
        append_checksum(out, c);
        return;
    case RECORDED_KIND:
        append_kind(out, c);
        return;
    case RECORDED_REMOVE:
        buf_text(out, "remove ");
        append_recorded(out, c->recorded);
        return;
    case RECORDED_MOVE:
        buf_text(out, "move ");
        append_recorded(out, c->recorded);
        buf_printf(out, " behind %.*s", STR_ARG(c->after_version));
        return;
    case RECORDED_INSERT:
        buf_text(out, "insert ");
        append_name(out, c->local->version, c->local->description);
        buf_printf(out, " behind %.*s, as applied", STR_ARG(c->after_version));
        return;
    }
}

status change_describe(const recorded_change *changes, size_t count, arena *a,
                       const engine_change **out, error *err)
{
    engine_change *described = arena_array(a, count, sizeof *described);
    if (!described)
        return fail_no_memory(err);
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    for (size_t i = 0; i < count; i++) {
        buf_clear(&text);
        append_change(&text, &changes[i]);
        described[i].change = &changes[i];
        status st = buf_finish(&text, a, &described[i].text, err);
        if (st)
            return st;
    }
    *out = described;
    return ST_OK;
}

status change_history(operation *op, const recorded_change *changes, size_t count,
                      recorded_counts *out, error *err)
{
    bolt_driver_shield(op->e->driver, true);
    status st = history_change(&op->history, changes, count, out, err);
    bolt_driver_shield(op->e->driver, false);
    const char *outcome = st == ST_UNKNOWN_OUTCOME
                              ? "whether the history was changed is unknown: see `validate`"
                              : "the history is as it was";
    if (st)
        ERROR_SET(err, outcome, outcome, str_from(outcome).len);
    return st;
}
