#include "engine/operation.h"

#include "base/buf.h"
#include "engine/event.h"

#include <stdio.h>
#include <string.h>

static void name_query(const precondition *p, error *err)
{
    if (!err)
        return;
    char told[sizeof err->message];
    memcpy(told, err->message, sizeof told);
    snprintf(err->message, sizeof err->message, "the query of the precondition `%.*s` failed: %.*s",
             STR_ARG(p->text), STR_ARG(str_from(told)));
}

/* Servers place what is wrong with a query in its only line; everything else is the comment's. */
static status blame(const migration *m, const precondition *p, status st, error *err)
{
    if (!err)
        return st;
    ERROR_SET(err, source, m->path.data, m->path.len);
    ERROR_SET(err, version, m->version.data, m->version.len);
    ERROR_SET(err, description, m->description.data, m->description.len);
    err->column = err->line == 1 ? p->column + p->query_at + err->column - 1 : p->column;
    err->line = p->line;
    return st;
}

static status read_answer(const bolt_result *result, const precondition *p, bool *met, error *err)
{
    if (result->row_count != 1)
        return fail(
            err, ST_PARSE,
            "the query of the precondition `%.*s` must return one row with one boolean, but "
            "returned %s",
            STR_ARG(p->text), result->row_count ? "several rows" : "no row");
    bolt_list row = result->rows[0];
    if (row.count == 0 || row.items[0].type != BOLT_BOOL)
        return fail(
            err, ST_PARSE,
            "the query of the precondition `%.*s` must return one row with one boolean, but "
            "its value is no boolean",
            STR_ARG(p->text));
    *met = row.items[0].as.boolean;
    return ST_OK;
}

static status ask(operation *op, const migration *m, const precondition *p, bool *met, error *err)
{
    bolt_entry room[HISTORY_METADATA_MAX];
    bolt_tx_config config = { .read = true,
                              .metadata = history_migration_metadata(&op->history, m, room) };
    bolt_statement statement = { .text = p->values[0] };
    ARENA_AUTO scratch = ARENA_INIT(op->e->mem, 0);
    bolt_result result;
    bolt_session *session = p->in_schema ? op->schema : op->target;
    status st = bolt_session_execute(session, &config, &statement, &scratch, &result, err);
    if (st == ST_SERVER)
        name_query(p, err);
    else if (!st)
        st = read_answer(&result, p, met, err);
    return st ? blame(m, p, st, err) : ST_OK;
}

static status evaluate(operation *op, const migration *m, const precondition *p, bool *met,
                       error *err)
{
    if (p->kind == PRECONDITION_QUERY)
        return ask(op, m, p, met, err);
    *met = precondition_is_met(p, op->place.server,
                               op->place.edition.data ? op->place.edition : STR("UNDEFINED"));
    return ST_OK;
}

static status check_assertions(operation *op, const migration *m, error *err)
{
    for (size_t i = 0; i < m->precondition_count; i++) {
        const precondition *p = &m->preconditions[i];
        bool met = true;
        status st = p->assertion ? evaluate(op, m, p, &met, err) : ST_OK;
        if (st)
            return st;
        if (!met) {
            fail(err, ST_MIGRATIONS, "Could not satisfy `%.*s`.", STR_ARG(p->text));
            return blame(m, p, ST_MIGRATIONS, err);
        }
    }
    return ST_OK;
}

/* `*unmet` becomes what does not hold, one a line; STR_NONE when all does. */
static status check_assumptions(operation *op, const migration *m, str *unmet, error *err)
{
    BUF_AUTO text = BUF_INIT(op->e->mem, 0);
    for (size_t i = 0; i < m->precondition_count; i++) {
        const precondition *p = &m->preconditions[i];
        bool met = true;
        status st = p->assertion ? ST_OK : evaluate(op, m, p, &met, err);
        if (st)
            return st;
        if (!met)
            buf_printf(&text, "%s%.*s", text.len ? "\n" : "", STR_ARG(p->text));
    }
    *unmet = STR_NONE;
    return text.len || text.failed ? buf_finish(&text, op->a, unmet, err) : ST_OK;
}

static void tell_skipped(engine *e, const engine_skip *skip)
{
    engine_log(e, ENGINE_INFO, "Skipping %.*s (\"%.*s\") due to unmet preconditions:\n%.*s",
               STR_ARG(skip->migration->version), STR_ARG(skip->migration->description),
               STR_ARG(skip->reason));
}

status operation_filter(operation *op, migration_list *list, error *err)
{
    migration *kept = arena_array(op->a, list->count, sizeof *kept);
    engine_skip *skipped = arena_array(op->a, list->count, sizeof *skipped);
    if (!kept || !skipped)
        return fail_no_memory(err);
    size_t keep = 0, skip = 0;
    for (size_t i = 0; i < list->count; i++) {
        const migration *m = &list->items[i];
        str unmet = STR_NONE;
        status st = check_assertions(op, m, err);
        if (!st)
            st = check_assumptions(op, m, &unmet, err);
        if (st)
            return st;
        if (!unmet.data) {
            kept[keep++] = *m;
            continue;
        }
        skipped[skip] = (engine_skip){ m, unmet };
        tell_skipped(op->e, &skipped[skip++]);
    }
    *list = (migration_list){ kept, keep };
    op->e->skipped = (engine_skips){ skipped, skip };
    return ST_OK;
}
