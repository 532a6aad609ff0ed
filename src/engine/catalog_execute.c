#include "engine/catalog_execute.h"

#include "engine/catalog_plan.h"
#include "engine/custom_query.h"
#include "engine/declared.h"
#include "engine/event.h"
#include "engine/remote.h"
#include "engine/verify.h"
#include "refactoring/merge.h"

/* Where databases have a default language, statements say theirs: what options may be called depends on it. */
#define PINNED_LANGUAGE "CYPHER 5 "

typedef struct catalog_run {
    execution *x;
    arena *a;
    catalog_server server;
    catalog_plan_input input;
    catalog_targets targets;
    catalog_items remote;
} catalog_run;

catalog_server catalog_server_of(const history_place *place)
{
    return (catalog_server){ .major = (uint16_t)place->major,
                             .minor = (uint16_t)place->minor,
                             .enterprise = str_eq_ignore_case(place->edition, STR("enterprise")) };
}

static status check_refactoring(const migration *m, const catalog_operation *refactor, error *err)
{
    status st = refactoring_check(refactor, err);
    if (st) {
        ERROR_SET(err, source, m->path.data, m->path.len);
        ERROR_SET(err, version, m->version.data, m->version.len);
        ERROR_SET(err, description, m->description.data, m->description.len);
    }
    return st;
}

status catalog_check_operations(const operation *op, const migration *m, error *err)
{
    if (m->type != MIGRATION_CATALOG)
        return ST_OK;
    ARENA_AUTO scratch = ARENA_INIT(op->e->mem, 0);
    catalog_document document;
    status st = migration_document(m, &scratch, &document, err);
    for (size_t i = 0; !st && i < document.operation_count; i++)
        if (document.operations[i].kind == CATALOG_REFACTOR)
            st = check_refactoring(m, &document.operations[i], err);
    return st;
}

/* ---- Before anything runs ---- */

static status read_declared(catalog_run *r, error *err)
{
    const execution *x = r->x;
    r->input.version = x->migration->version;
    status st = declared_before(x->declared, x->migration, r->a, &r->input.before, err);
    return st ? st : declared_at(x->declared, x->migration, r->a, &r->input.at, err);
}

static status prepare(catalog_run *r, error *err)
{
    const execution *x = r->x;
    status st = x->migration ? read_declared(r, err) : ST_OK;
    if (!st)
        st = custom_queries_ask(x, r->input.document, r->a, &r->input.queries, err);
    if (!st)
        st = catalog_plan_resolve(&r->input, r->a, &r->targets, err);
    return st || !r->targets.remote ? st : remote_read(x->op, r->a, &r->remote, err);
}

static status verify(const catalog_run *r, const catalog_operation *wanted, error *err)
{
    str warning;
    catalog_items local = wanted->current ? r->input.at : r->input.before;
    status st = verify_catalogs(r->x->migration, wanted, r->remote, local, r->a, &warning, err);
    if (!st && warning.data)
        engine_log(r->x->op->e, ENGINE_WARNING, "%.*s", STR_ARG(warning));
    return st;
}

static status verify_all(const catalog_run *r, error *err)
{
    const catalog_document *document = r->input.document;
    status st = ST_OK;
    for (size_t i = 0; !st && i < document->operation_count; i++)
        if (document->operations[i].kind == CATALOG_VERIFY)
            st = verify(r, &document->operations[i], err);
    return st;
}

static void warn_of_options(const catalog_run *r, const catalog_item *item)
{
    if (item && item->options.len > 0 && !catalog_plan_takes_options(item))
        engine_log(r->x->op->e, ENGINE_WARNING,
                   "The options of `%.*s` are no Cypher map, and are left out",
                   STR_ARG(item->name));
}

static void warn_of_parameters(const catalog_run *r, const catalog_refactoring *refactoring)
{
    const catalog_parameter *unknown;
    for (size_t at = 0; (unknown = refactoring_unknown(refactoring, &at));)
        engine_log(r->x->op->e, ENGINE_WARNING,
                   "The refactoring %.*s has no parameter `%.*s`: it is ignored",
                   STR_ARG(refactoring->type), STR_ARG(unknown->name));
}

static void warn_of_all(const catalog_run *r)
{
    const catalog_document *document = r->input.document;
    for (size_t i = 0; i < document->operation_count; i++) {
        catalog_operation_kind kind = document->operations[i].kind;
        if (kind == CATALOG_REFACTOR)
            warn_of_parameters(r, &document->operations[i].refactoring);
        if (kind == CATALOG_CREATE)
            warn_of_options(r, r->targets.items[i]);
        for (size_t k = 0; kind == CATALOG_APPLY && k < r->input.at.count; k++)
            warn_of_options(r, &r->input.at.items[k]);
    }
}

/* ---- The steps as a program ---- */

static str pin_language(const catalog_run *r, const catalog_step *step)
{
    str text = step->text;
    bool pinned = r->server.major <= 5 || step->spoken || str_starts(text, STR("CYPHER "));
    return pinned ? text : arena_printf(r->a, PINNED_LANGUAGE "%.*s", STR_ARG(text));
}

/* What the server says of a place in a statement is said of the operation, which the statement was made of. */
static status add_statement(const catalog_run *r, const catalog_step *step,
                            cypher_statement *source, program_statement *out, error *err)
{
    *source = (cypher_statement){ .kind = CYPHER_STATEMENT,
                                  .text = STR(""),
                                  .line = step->operation->line,
                                  .column = step->operation->column };
    *out = (program_statement){ .source = source,
                                .text = pin_language(r, step),
                                .parameters = step->parameters,
                                .implicit = step->batch_size > 0,
                                .plain =
                                    step->data && !step->batch_size && cypher_is_plain(step->text),
                                .batch_size = step->batch_size,
                                .repeats = step->repeats };
    if (!out->text.data)
        return fail_no_memory(err);
    if (step->data && refactoring_is_merge(&step->operation->refactoring))
        out->merge = &step->operation->refactoring;
    return ST_OK;
}

/* Since 4.4 one transaction holds several changes of the schema. */
static bool takes_all_at_once(const catalog_server *server)
{
    return server->major > 4 || (server->major == 4 && server->minor >= 4);
}

static status build_program(const catalog_run *r, const catalog_plan *plan, program *out,
                            error *err)
{
    program_statement *statements = arena_array(r->a, plan->count, sizeof *statements);
    cypher_statement *sources = arena_array(r->a, plan->count, sizeof *sources);
    program_group *groups = arena_array(r->a, plan->count, sizeof *groups);
    size_t count = 0;
    if (!statements || !sources || !groups)
        return fail_no_memory(err);
    for (size_t i = 0; i < plan->count; i++) {
        status st = add_statement(r, &plan->steps[i], &sources[i], &statements[i], err);
        if (st)
            return st;
        if (i == 0 || plan->steps[i].apart)
            groups[count++] = (program_group){ .database = STR_NONE, .first = i };
        groups[count - 1].count++;
        groups[count - 1].implicit |= plan->steps[i].batch_size > 0;
    }
    *out = (program){ .statements = statements,
                      .count = plan->count,
                      .groups = groups,
                      .group_count = count,
                      .transactions =
                          takes_all_at_once(&r->server) ? PROGRAM_IN_ONE : PROGRAM_IN_SEVERAL };
    return ST_OK;
}

static void tell_lines(engine *e, engine_level level, catalog_names lines)
{
    for (size_t i = 0; i < lines.count; i++)
        engine_log(e, level, "%.*s", STR_ARG(lines.items[i]));
}

static status run_plan(const catalog_run *r, const catalog_plan *plan, error *err)
{
    program prepared;
    warn_of_all(r);
    tell_lines(r->x->op->e, ENGINE_WARNING, plan->warnings);
    if (!r->x->rehearsal)
        tell_lines(r->x->op->e, ENGINE_WARNING, plan->caution);
    status st = verify_all(r, err);
    if (!st)
        st = build_program(r, plan, &prepared, err);
    return st ? st : engine_execute(r->x, &prepared, err);
}

status catalog_execute_document(execution *x, const catalog_document *document, arena *a,
                                catalog_names *advice, error *err)
{
    catalog_plan plan;
    catalog_run r = { .x = x, .a = a, .server = catalog_server_of(&x->op->place) };
    r.input = (catalog_plan_input){ .document = document, .server = &r.server };
    status st = prepare(&r, err);
    if (!st)
        st = catalog_plan_build(&r.input, &r.targets, r.remote, a, &plan, err);
    if (!st)
        st = run_plan(&r, &plan, err);
    if (!st)
        *advice = plan.advice;
    return st;
}

static void warn_of_nothing(const execution *x, const catalog_document *document)
{
    if (!document->items.count && !document->operation_count && !document->reset)
        engine_log(x->op->e, ENGINE_WARNING, "%.*s declares nothing, and changes nothing",
                   STR_ARG(x->migration->source));
}

status catalog_execute(execution *x, error *err)
{
    ARENA_AUTO scratch = ARENA_INIT(x->op->e->mem, 0);
    catalog_document document;
    catalog_names advice = { 0 };
    status st = migration_document(x->migration, &scratch, &document, err);
    if (st)
        return st;
    warn_of_nothing(x, &document);
    st = catalog_execute_document(x, &document, &scratch, &advice, err);
    if (!st && !x->rehearsal)
        tell_lines(x->op->e, ENGINE_INFO, advice);
    return st;
}
