#include "api/handle.h"

typedef status operation_fn(n4m_migrations *m, n4m_result *r, int option, error *err);

static n4m_result *new_result(const allocator *mem)
{
    static const char *const nothing[] = { NULL };
    n4m_result *r = mem_new(mem, sizeof *r);
    if (!r)
        return NULL;
    r->mem = *mem;
    r->a = (arena)ARENA_INIT(&r->mem, 0);
    r->text = "";
    r->warnings = nothing;
    r->deleted.chains = nothing;
    return r;
}

/* The result's own copy, NUL-terminated; NULL for none. */
static status keep(n4m_result *r, str text, const char **out, error *err)
{
    return api_text(&r->a, text, out, err);
}

static status keep_list(n4m_result *r, const str *texts, size_t count, const char *const **out,
                        error *err)
{
    const char **list = arena_array(&r->a, count + 1, sizeof *list);
    if (!list)
        return fail_no_memory(err);
    for (size_t i = 0; i < count; i++) {
        status st = keep(r, texts[i], &list[i], err);
        if (st)
            return st;
    }
    *out = list;
    return ST_OK;
}

/* What the last operation has left out. */
static status keep_skipped(n4m_result *r, const engine_skips *skipped, error *err)
{
    r->skipped = arena_array(&r->a, skipped->count, sizeof *r->skipped);
    if (!r->skipped)
        return fail_no_memory(err);
    for (size_t i = 0; i < skipped->count; i++) {
        const engine_skip *skip = &skipped->items[i];
        n4m_skipped *out = &r->skipped[i];
        status st = keep(r, skip->migration->version, &out->version, err);
        if (!st)
            st = keep(r, skip->migration->description, &out->description, err);
        if (!st)
            st = keep(r, skip->migration->source, &out->source, err);
        if (!st)
            st = keep(r, skip->reason, &out->reason, err);
        if (st)
            return st;
    }
    r->skipped_count = skipped->count;
    return ST_OK;
}

/* A request to stop is for the operation under way, or for the next one when there is none. */
static status run(n4m_migrations *m, n4m_result **out, operation_fn *fn, int option, error *err)
{
    if (!m || !out)
        return fail(err, ST_ARGUMENT, "there is no %s", m ? "place for the result" : "handle");
    n4m_result *r = new_result(&m->mem);
    if (!r)
        return fail_no_memory(err);
    m->told = NULL;
    m->event = (n4m_event){ 0 };
    status st = fn(m, r, option, err);
    if (!st)
        st = keep_skipped(r, &m->engine.skipped, err);
    cancel_reset(&m->cancel);
    if (st)
        n4m_result_free(r);
    else
        *out = r;
    return st;
}

static n4m_status run_public(n4m_migrations *m, n4m_result **out, operation_fn *fn, int option,
                             n4m_error *err)
{
    error internal = { .status = ST_OK };
    status st = run(m, out, fn, option, &internal);
    return api_status(st, &internal, err);
}

/* ---- Apply ---- */

static status apply(n4m_migrations *m, n4m_result *r, int option, error *err)
{
    (void)option;
    str version = STR_NONE, text;
    status st = engine_apply(&m->engine, &r->a, &version, err);
    if (!st)
        st = text_of_apply(version, &r->a, &text, err);
    if (!st)
        st = keep(r, text, &r->text, err);
    return st ? st : keep(r, version, &r->version, err);
}

n4m_status n4m_apply(n4m_migrations *m, n4m_result **out, n4m_error *err)
{
    return run_public(m, out, apply, 0, err);
}

/* ---- Info ---- */

static str type_name(migration_type type)
{
    switch (type) {
    case MIGRATION_CYPHER:
        return STR("CYPHER");
    case MIGRATION_CATALOG:
        return STR("CATALOG");
    case MIGRATION_PROGRAMMATIC:
        return STR("JAVA");
    }
    return STR_NONE;
}

static recorded_migration as_pending(const migration *m)
{
    return (recorded_migration){ .version = m->version,
                                 .description = m->description,
                                 .source = m->source,
                                 .type = type_name(m->type),
                                 .repeatable = m->repeatable,
                                 .checksum = m->checksum };
}

static status keep_element(n4m_result *r, const chain_element *e, n4m_element *out, error *err)
{
    recorded_migration shown = e->recorded ? *e->recorded : as_pending(e->local);
    const struct {
        str text;
        const char **to;
    } fields[] = {
        { shown.version, &out->version },
        { shown.description, &out->description },
        { shown.type, &out->type },
        { shown.source, &out->source },
        { shown.checksum, &out->checksum },
        { shown.installed_on, &out->installed_on },
        { shown.installed_by, &out->installed_by },
        { shown.duration, &out->duration },
    };
    out->repeatable = shown.repeatable;
    out->state = e->recorded ? N4M_APPLIED : N4M_PENDING;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        status st = keep(r, fields[i].text, fields[i].to, err);
        if (st)
            return st;
    }
    return ST_OK;
}

static status keep_elements(n4m_result *r, const chain *elements, error *err)
{
    r->elements = arena_array(&r->a, elements->count, sizeof *r->elements);
    if (!r->elements)
        return fail_no_memory(err);
    for (size_t i = 0; i < elements->count; i++) {
        status st = keep_element(r, &elements->items[i], &r->elements[i], err);
        if (st)
            return st;
    }
    r->element_count = elements->count;
    return ST_OK;
}

static status info(n4m_migrations *m, n4m_result *r, int option, error *err)
{
    static const chain_mode modes[] = {
        [N4M_COMPARE] = CHAIN_COMPARE, [N4M_LOCAL] = CHAIN_LOCAL, [N4M_REMOTE] = CHAIN_REMOTE
    };
    if (option < N4M_COMPARE || option > N4M_REMOTE)
        return fail(err, ST_ARGUMENT, "unknown mode of info: %d", option);
    engine_information found;
    status st = engine_info(&m->engine, modes[option], &r->a, &found, err);
    if (!st)
        st = api_place(&found.place, &r->a, &r->place, err);
    return st ? st : keep_elements(r, &found.chain, err);
}

n4m_status n4m_info(n4m_migrations *m, n4m_info_mode mode, n4m_result **out, n4m_error *err)
{
    return run_public(m, out, info, (int)mode, err);
}

/* ---- Validate ---- */

static n4m_outcome outcome_of(chain_outcome outcome)
{
    switch (outcome) {
    case CHAIN_VALID:
        return N4M_VALID;
    case CHAIN_INCOMPLETE_DATABASE:
        return N4M_INCOMPLETE_DATABASE;
    case CHAIN_INCOMPLETE_MIGRATIONS:
        return N4M_INCOMPLETE_MIGRATIONS;
    case CHAIN_DIFFERENT_CONTENT:
        return N4M_DIFFERENT_CONTENT;
    case CHAIN_DUPLICATE_VERSION:
        return N4M_DUPLICATE_VERSION;
    case CHAIN_UNDEFINED:
        return N4M_UNDEFINED;
    }
    return N4M_UNDEFINED;
}

static status validate(n4m_migrations *m, n4m_result *r, int option, error *err)
{
    (void)option;
    chain_verdict verdict;
    str place, text;
    status st = engine_validate(&m->engine, &r->a, &verdict, err);
    if (!st)
        st = text_place(m->engine.options.schema_database, &r->a, &place, err);
    if (!st)
        st = text_of_verdict(&verdict, place, &r->a, &text, err);
    if (!st)
        st = keep(r, text, &r->text, err);
    if (st)
        return st;
    r->outcome = outcome_of(verdict.outcome);
    r->needs_repair = verdict.needs_repair;
    return keep_list(r, &verdict.warning, verdict.warning.data ? 1 : 0, &r->warnings, err);
}

n4m_status n4m_validate(n4m_migrations *m, n4m_result **out, n4m_error *err)
{
    return run_public(m, out, validate, 0, err);
}

/* ---- Clean ---- */

static status clean(n4m_migrations *m, n4m_result *r, int option, error *err)
{
    history_deleted deleted;
    str place, text;
    status st = engine_clean(&m->engine, option != 0, &r->a, &deleted, err);
    if (!st)
        st = text_place(m->engine.options.schema_database, &r->a, &place, err);
    if (!st)
        st = text_of_clean(&deleted, place, &r->a, &text, err);
    if (!st)
        st = keep(r, text, &r->text, err);
    if (st)
        return st;
    r->deleted = (n4m_deleted){ .nodes = deleted.nodes,
                                .relationships = deleted.relationships,
                                .constraints = deleted.constraints,
                                .indexes = deleted.indexes };
    return keep_list(r, deleted.chains, deleted.chain_count, &r->deleted.chains, err);
}

n4m_status n4m_clean(n4m_migrations *m, int all, n4m_result **out, n4m_error *err)
{
    return run_public(m, out, clean, all, err);
}
