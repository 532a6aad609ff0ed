#include "engine/rehearsal.h"

#include "engine/catalog_execute.h"
#include "engine/merge.h"

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

static status add(rehearsal *r, const migration *m, str database, str text, bolt_map parameters,
                  error *err)
{
    engine_statement *grown = arena_grow(r->a, r->items, r->count, &r->capacity, sizeof *grown);
    if (!grown)
        return fail_no_memory(err);
    r->items = grown;
    engine_statement *made = &grown[r->count];
    *made = (engine_statement){ .migration = m };
    status st = keep(r, database, &made->database, err);
    if (!st)
        st = keep(r, text, &made->text, err);
    if (!st)
        st = keep_parameters(r, parameters, &made->parameters, err);
    r->count += !st;
    return st;
}

/* ---- What depends on the data ---- */

/* Whatever the query for the nodes does is rolled back. */
static status look(const execution *x, const program_statement *statement, arena *a,
                   merge_changes *out, error *err)
{
    catalog_server server = catalog_server_of(&x->op->place);
    bolt_statement nodes = { .text = statement->text, .parameters = statement->parameters };
    bolt_tx_config config = { .timeout_ms = x->op->e->options.transaction_timeout_ms,
                              .metadata = x->op->history.metadata };
    bolt_tx *tx;
    status st = bolt_tx_begin(x->session, &config, &tx, err);
    if (st)
        return st;
    st = merge_look(tx, statement->merge, &server, &nodes, a, out, err);
    bolt_tx_rollback(tx);
    if (st && err)
        cypher_position(statement->source, 1, 1, &err->line, &err->column);
    return st;
}

static status add_merge(const execution *x, const program_statement *statement, error *err)
{
    ARENA_AUTO scratch = ARENA_INIT(x->op->e->mem, 0);
    merge_changes changes;
    status st = look(x, statement, &scratch, &changes, err);
    for (size_t i = 0; !st && i < changes.count; i++)
        st = add(x->rehearsal, x->migration, STR_NONE, changes.items[i].text,
                 changes.items[i].parameters, err);
    return st;
}

/* ---- All of them ---- */

static status add_statement(const execution *x, str database, const program_statement *statement,
                            error *err)
{
    status st =
        add(x->rehearsal, x->migration, database, statement->text, statement->parameters, err);
    return st || !statement->merge ? st : add_merge(x, statement, err);
}

status rehearsal_add(const execution *x, const program *p, error *err)
{
    status st = ST_OK;
    for (size_t i = 0; i < p->group_count; i++) {
        const program_group *group = &p->groups[i];
        for (size_t k = group->first; !st && k < group->first + group->count; k++)
            st = add_statement(x, group->database, &p->statements[k], err);
    }
    return st;
}
