#include "engine/recording.h"

#include "base/clock.h"
#include "engine/event.h"

/* Reason: whoever loses the answers to so many COMMITs has no connection to work with. */
enum { ATTEMPTS = 3 };

static history_entry entry_of(const recording *r)
{
    bool again = r->step->action == CHAIN_REPEAT;
    return (history_entry){ .migration = r->step->migration,
                            .previous = again ? STR_NONE : r->step->previous,
                            .duration_ms = r->duration_ms };
}

static void measure(recording *r)
{
    r->duration_ms = clock_ms() - r->began;
}

status recording_note(const recording *r, error *err)
{
    const operation *op = r->op;
    const migration *m = r->step->migration;
    bolt_entry room[HISTORY_METADATA_MAX];
    bolt_map metadata = history_migration_metadata(&op->history, m, room);
    return history_lock_note(&op->lock, metadata, m->version, err);
}

status recording_join(recording *r, bolt_tx *tx, arena *a, error *err)
{
    measure(r);
    history_entry entry = entry_of(r);
    return history_queue(&r->op->history, &entry, tx, a, err);
}

static status look(recording *r, error *err)
{
    history_entry entry = entry_of(r);
    bool found;
    status st = history_find(&r->op->history, &entry, &found, err);
    if (!st)
        r->done = found;
    return st;
}

status recording_find(recording *r, error *err)
{
    bolt_driver_shield(r->op->e->driver, true);
    status st = look(r, err);
    bolt_driver_shield(r->op->e->driver, false);
    return st;
}

/* When the answer to COMMIT was lost, a look tells whether to try again. */
static status write(recording *r, error *err)
{
    history_entry entry = entry_of(r);
    for (int i = 0; i < ATTEMPTS; i++) {
        status st = history_record(&r->op->history, &entry, err);
        r->done = !st;
        if (st != ST_UNKNOWN_OUTCOME || look(r, NULL))
            return st;
        if (r->done)
            return ST_OK;
    }
    return fail(err, ST_CONNECTION, "the connection was lost each time it was to be recorded");
}

status recording_write(recording *r, error *err)
{
    measure(r);
    bolt_driver_shield(r->op->e->driver, true);
    status st = write(r, err);
    bolt_driver_shield(r->op->e->driver, false);
    return st;
}
