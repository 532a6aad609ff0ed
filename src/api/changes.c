#include "api/handle.h"

/* What an operation of this file wants to know. */
typedef struct change_input {
    const n4m_change_options *options;
    const char *version;
} change_input;

static status read_options(const change_input *input, n4m_change_options *out, error *err)
{
    n4m_change_options defaults = N4M_CHANGE_OPTIONS_INIT;
    const n4m_change_options *given = input->options ? input->options : &defaults;
    return settings_complete(given, out, sizeof *out, err);
}

static status place_of(const n4m_migrations *m, n4m_result *r, str *out, error *err)
{
    return text_place(m->engine.options.schema_database, &r->a, out, err);
}

/* ---- Counts and changes ---- */

static n4m_counts public_counts(const recorded_counts *c)
{
    return (n4m_counts){ .nodes_deleted = c->nodes_deleted,
                         .relationships_deleted = c->relationships_deleted,
                         .nodes_created = c->nodes_created,
                         .relationships_created = c->relationships_created };
}

static n4m_change_kind public_kind(recorded_change_kind kind)
{
    switch (kind) {
    case RECORDED_UNREPEAT:
        return N4M_CHANGE_DUPLICATE;
    case RECORDED_CHECKSUM:
        return N4M_CHANGE_CHECKSUM;
    case RECORDED_KIND:
        return N4M_CHANGE_KIND;
    case RECORDED_REMOVE:
        return N4M_CHANGE_REMOVE;
    case RECORDED_MOVE:
        return N4M_CHANGE_MOVE;
    case RECORDED_INSERT:
        return N4M_CHANGE_INSERT;
    }
    return N4M_CHANGE_REMOVE;
}

static status keep_change(n4m_result *r, const engine_change *e, n4m_change *out, error *err)
{
    const recorded_change *c = e->change;
    bool checksum = c->kind == RECORDED_CHECKSUM;
    const struct {
        str text;
        const char **to;
    } fields[] = {
        { c->recorded ? c->recorded->version : c->local->version, &out->version },
        { c->recorded ? c->recorded->description : c->local->description, &out->description },
        { c->after_version, &out->behind },
        { checksum ? c->recorded->checksum : STR_NONE, &out->checksum_before },
        { checksum ? c->local->checksum : STR_NONE, &out->checksum_after },
        { e->text, &out->text },
    };
    out->kind = public_kind(c->kind);
    out->count = c->count;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        status st = api_keep(r, fields[i].text, fields[i].to, err);
        if (st)
            return st;
    }
    return ST_OK;
}

static status keep_changes(n4m_result *r, const engine_change *changes, size_t count, error *err)
{
    r->changes = arena_array(&r->a, count, sizeof *r->changes);
    if (!r->changes)
        return fail_no_memory(err);
    for (size_t i = 0; i < count; i++) {
        status st = keep_change(r, &changes[i], &r->changes[i], err);
        if (st)
            return st;
    }
    r->change_count = count;
    return ST_OK;
}

/* ---- Repair ---- */

static status repair(n4m_migrations *m, n4m_result *r, const void *input, error *err)
{
    n4m_change_options options;
    engine_repaired repaired;
    str place, text;
    status st = read_options(input, &options, err);
    bool dry = !st && options.dry_run != 0;
    if (!st)
        st = engine_repair(&m->engine, dry, &r->a, &repaired, err);
    if (!st)
        st = place_of(m, r, &place, err);
    if (!st)
        st = text_of_repair(&repaired, dry, place, &r->a, &text, err);
    if (!st)
        st = api_keep(r, text, &r->text, err);
    if (st)
        return st;
    r->repaired = repaired.needed;
    r->counts = public_counts(&repaired.counts);
    return keep_changes(r, repaired.changes, repaired.change_count, err);
}

n4m_status n4m_repair(n4m_migrations *m, const n4m_change_options *options, n4m_result **out,
                      n4m_error *err)
{
    change_input input = { .options = options };
    return api_run(m, out, repair, &input, err);
}

/* ---- Delete ---- */

static status delete (n4m_migrations *m, n4m_result *r, const void *input, error *err)
{
    n4m_change_options options;
    engine_removed removed;
    str version = str_from(((const change_input *)input)->version), place, text;
    if (str_is_blank(version))
        return fail(err, ST_ARGUMENT, "there is no version to delete");
    status st = read_options(input, &options, err);
    bool dry = !st && options.dry_run != 0;
    if (!st)
        st = engine_delete(&m->engine, version, dry, &r->a, &removed, err);
    if (!st)
        st = place_of(m, r, &place, err);
    if (!st)
        st = text_of_delete(&removed, dry, place, &r->a, &text, err);
    if (!st)
        st = api_keep(r, text, &r->text, err);
    if (!st)
        st = api_keep(r, removed.version, &r->version, err);
    if (st)
        return st;
    r->counts = public_counts(&removed.counts);
    return keep_changes(r, removed.changes, removed.version.data ? 1 : 0, err);
}

n4m_status n4m_delete(n4m_migrations *m, const char *version, const n4m_change_options *options,
                      n4m_result **out, n4m_error *err)
{
    change_input input = { .options = options, .version = version };
    return api_run(m, out, delete, &input, err);
}

/* ---- Clean ---- */

static status keep_deleted(n4m_result *r, const history_deleted *deleted, error *err)
{
    n4m_deleted *out = &r->deleted;
    const struct {
        const history_names *names;
        const char *const **to;
    } lists[] = {
        { &deleted->chains, &out->chains },
        { &deleted->constraints, &out->constraint_names },
        { &deleted->indexes, &out->index_names },
        { &deleted->locks, &out->lock_names },
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        status st =
            api_keep_list(r, lists[i].names->items, lists[i].names->count, lists[i].to, err);
        if (st)
            return st;
    }
    out->nodes = deleted->nodes;
    out->relationships = deleted->relationships;
    out->constraints = deleted->dropped_constraints;
    out->indexes = deleted->dropped_indexes;
    return ST_OK;
}

static status clean(n4m_migrations *m, n4m_result *r, const void *input, error *err)
{
    n4m_change_options options;
    history_deleted deleted;
    str place, text;
    status st = read_options(input, &options, err);
    bool dry = !st && options.dry_run != 0;
    if (!st)
        st = engine_clean(&m->engine, options.all != 0, dry, &r->a, &deleted, err);
    if (!st)
        st = place_of(m, r, &place, err);
    if (!st)
        st = text_of_clean(&deleted, dry, place, &r->a, &text, err);
    if (!st)
        st = api_keep(r, text, &r->text, err);
    return st ? st : keep_deleted(r, &deleted, err);
}

n4m_status n4m_clean(n4m_migrations *m, const n4m_change_options *options, n4m_result **out,
                     n4m_error *err)
{
    change_input input = { .options = options };
    return api_run(m, out, clean, &input, err);
}
