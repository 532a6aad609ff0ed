#include "engine/operation.h"

#include "base/process.h"

typedef struct lock_work {
    bool release, force;
    engine_locks *out;
} lock_work;

/* Only of processes on this machine can we tell. */
static engine_process process_of(const engine *e, const history_held *held)
{
    const history_holder *holder = &held->holder;
    if (!holder->pid || !holder->host.data || !str_eq(holder->host, e->options.holder.host))
        return ENGINE_PROCESS_UNKNOWN;
    return process_runs(holder->pid) ? ENGINE_PROCESS_RUNS : ENGINE_PROCESS_GONE;
}

static status look(operation *op, engine_locks *out, error *err)
{
    history_held_list found;
    status st = history_lock_all(&op->lock, op->a, &found, err);
    if (st)
        return st;
    engine_lock *items = arena_array(op->a, found.count, sizeof *items);
    if (!items)
        return fail_no_memory(err);
    for (size_t i = 0; !st && i < found.count; i++) {
        const history_held *held = &found.items[i];
        items[i] = (engine_lock){ .held = *held,
                                  .ours = str_eq(held->name, op->lock.name),
                                  .process = process_of(op->e, held) };
        st = history_lock_describe(held, op->a, &items[i].text, err);
    }
    engine_locks locks = { .name = op->lock.name, .items = items, .count = found.count };
    if (op->place.database.data) {
        locks.database = arena_str(op->a, op->place.database);
        if (!locks.database.data)
            return fail_no_memory(err);
    }
    *out = locks;
    return st;
}

static status refuse(const engine_lock *lock, error *err)
{
    return fail(err, ST_LOCKED,
                "the lock \"%.*s\" is %.*s, which still runs on this host: wait for its end, or "
                "stop it, or give --force if it is something else by now",
                STR_ARG(lock->held.name), STR_ARG(lock->text));
}

static status release(operation *op, bool force, engine_locks *locks, error *err)
{
    status st = ST_OK;
    for (size_t i = 0; !st && i < locks->count; i++) {
        const engine_lock *lock = &locks->items[i];
        bool removed = false;
        if (!lock->ours)
            continue;
        if (lock->process == ENGINE_PROCESS_RUNS && !force)
            return refuse(lock, err);
        st = history_lock_remove(&op->lock, &lock->held, op->a, &removed, err);
        locks->released |= removed;
    }
    return st;
}

static status work(operation *op, void *user, error *err)
{
    const lock_work *w = user;
    engine_locks locks;
    status st = look(op, &locks, err);
    if (!st && w->release)
        st = release(op, w->force, &locks, err);
    if (!st)
        *w->out = locks;
    return st;
}

status engine_lock_status(engine *e, arena *a, engine_locks *out, error *err)
{
    lock_work w = { .out = out };
    return operation_run(e, a, (operation_needs){ .unlocked = true, .reads_only = true }, work, &w,
                         err);
}

status engine_lock_release(engine *e, bool force, arena *a, engine_locks *out, error *err)
{
    lock_work w = { .release = true, .force = force, .out = out };
    return operation_run(e, a, (operation_needs){ .unlocked = true, .reads_only = true }, work, &w,
                         err);
}
