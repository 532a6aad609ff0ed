#include "engine/catalog_plan.h"

#include "catalog/lookup.h"
#include "engine/catalog_backing.h"
#include "refactoring/btree.h"

typedef struct resolver {
    const catalog_plan_input *input;
    catalog_lookup names; /* of what is declared with this migration */
    const catalog_item **items;
    bool drops; /* something that may be in the way of a constraint, so far */
    catalog_targets targets;
} resolver;

static status resolve_item(resolver *r, size_t index, error *err)
{
    const catalog_operation *operation = &r->input->document->operations[index];
    size_t at =
        operation->item ? STR_NOT_FOUND : catalog_lookup_find(&r->names, operation->reference);
    if (!operation->item && at == STR_NOT_FOUND) {
        fail(err, ST_MIGRATIONS, "An item named '%.*s' has not been defined as of version %.*s.",
             STR_ARG(operation->reference), STR_ARG(r->input->version));
        return catalog_blame(operation, ST_MIGRATIONS, err);
    }
    const catalog_item *item = operation->item ? operation->item : &r->input->at.items[at];
    bool creates = operation->kind == CATALOG_CREATE;
    r->targets.looks |=
        operation->idempotent && !catalog_is_idempotent(r->input->server, item->kind);
    r->targets.looks |= creates && r->drops && catalog_is_backed(item);
    r->drops |= !creates && catalog_leaves_index(r->input->server, item);
    r->items[index] = item;
    return ST_OK;
}

static status resolve(resolver *r, size_t index, error *err)
{
    const catalog_operation *operation = &r->input->document->operations[index];
    switch (operation->kind) {
    case CATALOG_CREATE:
    case CATALOG_DROP:
        return resolve_item(r, index, err);
    case CATALOG_VERIFY:
    case CATALOG_APPLY:
        r->targets.remote = true;
        return ST_OK;
    case CATALOG_REFACTOR:
        r->targets.looks |= refactoring_moves_btrees(&operation->refactoring, r->input->server);
        return ST_OK;
    }
    return ST_OK;
}

status catalog_plan_resolve(const catalog_plan_input *input, arena *a, catalog_targets *out,
                            error *err)
{
    size_t count = input->document->operation_count;
    resolver r = { .input = input, .items = arena_array(a, count, sizeof *r.items) };
    if (!r.items)
        return fail_no_memory(err);
    status st = catalog_lookup_init(&r.names, input->at.count, a, err);
    for (size_t i = 0; !st && i < input->at.count; i++)
        catalog_lookup_put(&r.names, input->at.items[i].name, i);
    for (size_t i = 0; !st && i < count; i++)
        st = resolve(&r, i, err);
    if (st)
        return st;
    r.targets.items = r.items;
    r.targets.remote |= r.targets.looks;
    *out = r.targets;
    return ST_OK;
}
