#include "engine/execute.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool needs_enterprise(const operation *op, const error *err)
{
    return strcmp(err->code, "Neo.DatabaseError.Schema.ConstraintCreationFailed") == 0 &&
           strstr(err->message, "Enterprise") &&
           !str_eq_ignore_case(op->place.edition, STR("enterprise"));
}

static void advise_guard(const operation *op, const migration *m, error *err)
{
    str edition = op->place.edition.data ? op->place.edition : STR("different");
    snprintf(
        err->message, sizeof err->message,
        "Migration `%.*s (\"%.*s\")` uses a constraint that requires Neo4j Enterprise Edition "
        "but the database connected to is a %c%.*s edition, you might want to add a guard like "
        "`// assume that edition is enterprise` in your script",
        STR_ARG(m->version), STR_ARG(m->description), char_upper(edition.data[0]),
        (int)(edition.len - 1), edition.data + 1);
}

void failure_name(const execution *x, error *err)
{
    if (!err)
        return;
    const migration *m = x->migration;
    if (!m && !x->callback)
        return;
    if (!m) {
        str phase = callback_phase_name(x->callback->phase);
        ERROR_SET(err, source, x->callback->path.data, x->callback->path.len);
        ERROR_SET(err, description, x->callback->description.data, x->callback->description.len);
        ERROR_SET(err, phase, phase.data, phase.len);
        return;
    }
    ERROR_SET(err, source, m->path.data, m->path.len);
    ERROR_SET(err, version, m->version.data, m->version.len);
    ERROR_SET(err, description, m->description.data, m->description.len);
    if (needs_enterprise(x->op, err))
        advise_guard(x->op, m, err);
}

static int append(error *err, int at, const char *format, ...) PRINTF_LIKE(3, 4);

static int append(error *err, int at, const char *format, ...)
{
    int room = (int)sizeof err->outcome - at;
    va_list args;
    va_start(args, format);
    int written = vsnprintf(err->outcome + at, (size_t)room, format, args);
    va_end(args);
    return at + (written < 0 ? 0 : written < room ? written : room - 1);
}

/* What became of the statements. */
static int append_statements(const progress *p, error *err)
{
    int at = 0;
    if (p->committed == 1)
        at = append(err, at, "statement 1 stays");
    else if (p->committed > 1)
        at = append(err, at, "statements 1 to %zu stay", p->committed);
    if (p->partly)
        at = append(err, at,
                    at ? ", and whatever statement %zu had committed by itself"
                       : "what statement %zu had committed by itself stays",
                    p->committed + 1);
    if (p->uncertain)
        at = append(err, at, "%swhether anything from statement %zu on was committed is unknown",
                    at ? "; " : "", p->committed + 1);
    else if (at == 0)
        at = append(err, at, "nothing of it stays");
    else if (!p->partly && p->committed < p->statements)
        at = append(err, at, ", the rest was rolled back");
    return at;
}

static void append_end(const progress *p, error *err)
{
    if (p->recorded)
        append(err, 0, "the migration is applied and recorded, but its indexes may not be ready");
    else if (p->uncertain)
        append(err, 0,
               "all statements of the migration stay; whether it is recorded is unknown: see "
               "`info`");
    else
        append(err, 0,
               "all statements of the migration stay, but it could not be recorded: applying it "
               "again repeats them");
}

/* What a run that was killed may have left: the item itself, or the index of a constraint that it did
 * not get to create, against which IF NOT EXISTS does not help. */
static void append_leftover(error *err, int at)
{
    str code = str_from(err->code);
    if (!str_starts(code, STR("Neo.ClientError.Schema.")) || !str_ends(code, STR("AlreadyExists")))
        return;
    bool index = str_ends(code, STR(".IndexWithNameAlreadyExists"));
    append(err, at,
           "; if a run that was broken off has left %s there, remove it%s, and apply again",
           index ? "that index" : "it", index ? "" : " or write IF NOT EXISTS");
}

void failure_outcome(const execution *x, error *err)
{
    const progress *p = &x->progress;
    if (!err)
        return;
    if (x->migration && p->finished) {
        append_end(p, err);
        return;
    }
    if (x->migration && x->migration->type == MIGRATION_PROGRAMMATIC) {
        append(err, 0, "what its code has committed stays; the migration is not recorded");
        return;
    }
    int at = append_statements(p, err);
    if (!x->migration)
        return;
    if (p->joined && p->uncertain) {
        append(err, at, "; if it was, the migration is recorded too: see `info`");
        return;
    }
    at = append(err, at, "; the migration %s recorded", p->refused ? "could not be" : "is not");
    if (p->goes_on && !p->committed)
        at = append(err, at, ", and applying it again goes on from there");
    else if (p->committed || p->partly || p->uncertain)
        at = append(err, at, ", so applying it again repeats what stays");
    append_leftover(err, at);
}
