#include "engine/rehearsal.h"

#include "engine/map_text.h"

static status keep(rehearsal *r, str text, str *out, error *err)
{
    *out = text.data ? arena_str(r->a, text) : STR_NONE;
    return text.data && !out->data ? fail_no_memory(err) : ST_OK;
}

static status keep_parameters(rehearsal *r, bolt_map parameters, bolt_map *out, error *err)
{
    bolt_value copy, map = bolt_map_of(parameters.entries, parameters.count);
    if (!bolt_value_copy(r->a, &map, &copy))
        return fail_no_memory(err);
    *out = copy.as.map;
    return ST_OK;
}

static status add(rehearsal *r, const migration *m, str database,
                  const program_statement *statement, error *err)
{
    engine_statement *grown = arena_grow(r->a, r->items, r->count, &r->capacity, sizeof *grown);
    if (!grown)
        return fail_no_memory(err);
    r->items = grown;
    engine_statement *made = &grown[r->count];
    *made = (engine_statement){ .migration = m };
    status st = keep(r, database, &made->database, err);
    if (!st)
        st = keep(r, statement->text, &made->text, err);
    if (!st)
        st = keep_parameters(r, statement->parameters, &made->parameters, err);
    r->count += !st;
    return st;
}

status rehearsal_add(rehearsal *r, const migration *m, const program *p, error *err)
{
    status st = ST_OK;
    for (size_t i = 0; i < p->group_count; i++) {
        const program_group *group = &p->groups[i];
        for (size_t k = group->first; !st && k < group->first + group->count; k++)
            st = add(r, m, group->database, &p->statements[k], err);
    }
    return st;
}
