#include "api/handle.h"

/* ---- Apply ---- */

static status apply(n4m_migrations *m, n4m_result *r, const void *input, error *err)
{
    (void)input;
    engine_applied applied;
    str text;
    status st = engine_apply(&m->engine, &r->a, &applied, err);
    if (!st)
        st = text_of_apply(applied.version, &r->a, &text, err);
    if (st)
        return st;
    r->counters = api_counters(&applied.counters);
    st = api_keep(r, text, &r->text, err);
    return st ? st : api_keep(r, applied.version, &r->version, err);
}

n4m_status n4m_apply(n4m_migrations *m, n4m_result **out, n4m_error *err)
{
    return api_run(m, out, apply, NULL, err);
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
        status st = api_keep(r, fields[i].text, fields[i].to, err);
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

static status find(n4m_migrations *m, n4m_result *r, error *err)
{
    chain found;
    status st = engine_find(&m->engine, &r->a, &found, err);
    return st ? st : keep_elements(r, &found, err);
}

static status info(n4m_migrations *m, n4m_result *r, const void *input, error *err)
{
    static const chain_mode modes[] = {
        [N4M_COMPARE] = CHAIN_COMPARE, [N4M_LOCAL] = CHAIN_LOCAL, [N4M_REMOTE] = CHAIN_REMOTE
    };
    n4m_info_mode mode = *(const n4m_info_mode *)input;
    if (mode == N4M_OFFLINE)
        return find(m, r, err);
    if (mode != N4M_COMPARE && mode != N4M_LOCAL && mode != N4M_REMOTE)
        return fail(err, ST_ARGUMENT, "unknown mode of info: %d", (int)mode);
    engine_information found;
    status st = engine_info(&m->engine, modes[mode], &r->a, &found, err);
    if (!st)
        st = api_place(&found.place, &r->a, &r->place, err);
    return st ? st : keep_elements(r, &found.chain, err);
}

n4m_status n4m_info(n4m_migrations *m, n4m_info_mode mode, n4m_result **out, n4m_error *err)
{
    return api_run(m, out, info, &mode, err);
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

static status validate(n4m_migrations *m, n4m_result *r, const void *input, error *err)
{
    (void)input;
    chain_verdict verdict;
    str place, text;
    status st = engine_validate(&m->engine, &r->a, &verdict, err);
    if (!st)
        st = text_place(m->engine.options.schema_database, &r->a, &place, err);
    if (!st)
        st = text_of_verdict(&verdict, place, &r->a, &text, err);
    if (!st)
        st = api_keep(r, text, &r->text, err);
    if (st)
        return st;
    r->outcome = outcome_of(verdict.outcome);
    r->needs_repair = verdict.needs_repair;
    return api_keep_list(r, &verdict.warning, verdict.warning.data ? 1 : 0, &r->warnings, err);
}

n4m_status n4m_validate(n4m_migrations *m, n4m_result **out, n4m_error *err)
{
    return api_run(m, out, validate, NULL, err);
}
