#include "engine/catalog_plan.h"

#include "catalog/diff.h"
#include "catalog/options.h"
#include "engine/catalog_backing.h"
#include "engine/catalog_present.h"
#include "refactoring/btree.h"
#include "refactoring/merge.h"

/* ---- Steps ---- */

bool catalog_plan_takes_options(const catalog_item *item)
{
    return !catalog_options_check(item->options, NULL);
}

typedef struct lines {
    str *items;
    size_t count, capacity;
} lines;

typedef struct planner {
    const catalog_plan_input *input;
    const catalog_targets *targets;
    catalog_items remote;
    catalog_present present; /* if the targets look at it */
    catalog_present dropped; /* in the transaction of the last step */
    arena *a;
    catalog_step *steps;
    size_t count, capacity;
    lines warnings, caution, advice;
    buf text;
} planner;

typedef status render_fn(const catalog_item *item, const catalog_server *server,
                         catalog_manner manner, buf *out, error *err);

static status add_step(planner *p, const catalog_operation *operation, render_fn *render,
                       const catalog_item *item, bool idempotent, error *err)
{
    bool range = operation->kind == CATALOG_REFACTOR && item->kind == CATALOG_INDEX;
    catalog_manner manner = { .idempotent = idempotent,
                              .unnamed = item->generated,
                              .options = !range && catalog_plan_takes_options(item),
                              .range = range };
    catalog_step *grown = arena_grow(p->a, p->steps, p->count, &p->capacity, sizeof *grown);
    if (!grown)
        return fail_no_memory(err);
    p->steps = grown;
    buf_clear(&p->text);
    status st = render(item, p->input->server, manner, &p->text, err);
    if (!st)
        st = buf_finish(&p->text, p->a, &p->steps[p->count].text, err);
    if (st)
        return catalog_blame(operation, st, err);
    p->steps[p->count++].operation = operation;
    return ST_OK;
}

static bool must_be_apart(const planner *p, const catalog_item *item)
{
    for (size_t i = 0; i < p->dropped.count; i++)
        if (catalog_is_in_the_way(p->input->server, p->dropped.items[i], item))
            return true;
    return false;
}

static status create(planner *p, const catalog_operation *operation, const catalog_item *item,
                     bool idempotent, error *err)
{
    status st = add_step(p, operation, catalog_render_create, item, idempotent, err);
    if (st || !p->targets->looks)
        return st;
    p->steps[p->count - 1].apart = must_be_apart(p, item);
    if (p->steps[p->count - 1].apart)
        p->dropped.count = 0;
    if (!idempotent || !catalog_present_find(&p->present, item))
        catalog_present_add(&p->present, item);
    return ST_OK;
}

/* Before 4.0 only full-text indexes have names. */
static bool drops_by_name(const planner *p, const catalog_item *item)
{
    return !item->generated && (p->input->server->major > 3 || item->kind == CATALOG_FULLTEXT);
}

static status drop(planner *p, const catalog_operation *operation, const catalog_item *item,
                   bool idempotent, error *err)
{
    status st = add_step(p, operation, catalog_render_drop, item, idempotent, err);
    if (st || !p->targets->looks)
        return st;
    const catalog_item *gone = drops_by_name(p, item) ? catalog_present_named(&p->present, item)
                                                      : catalog_present_find(&p->present, item);
    if (gone)
        catalog_present_add(&p->dropped, gone);
    catalog_present_remove(&p->present, gone);
    return ST_OK;
}

/* ---- One item ---- */

static bool can_say_if(const planner *p, const catalog_item *item)
{
    return catalog_is_idempotent(p->input->server, item->kind);
}

static status plan_create(planner *p, const catalog_operation *operation, const catalog_item *item,
                          error *err)
{
    bool look = operation->idempotent && !can_say_if(p, item);
    if (look && catalog_present_find(&p->present, item))
        return ST_OK;
    return create(p, operation, item, operation->idempotent && !look, err);
}

/* If it is not there, the definition that it has replaced may be. */
static const catalog_item *find_what_to_drop(const planner *p, const catalog_operation *operation,
                                             const catalog_item *item)
{
    const catalog_item *found = catalog_present_find(&p->present, item);
    const catalog_item *before =
        found || operation->item ? NULL : catalog_find(p->input->before, operation->reference);
    return before ? catalog_present_find(&p->present, before) : found;
}

static status plan_drop(planner *p, const catalog_operation *operation, const catalog_item *item,
                        error *err)
{
    if (!operation->idempotent || can_say_if(p, item))
        return drop(p, operation, item, operation->idempotent, err);
    const catalog_item *found = find_what_to_drop(p, operation, item);
    return found ? drop(p, operation, found, false, err) : ST_OK;
}

/* ---- All items ---- */

/* What must be gone before the transaction that creates begins. */
static bool is_in_the_way(const planner *p, const catalog_item *item, const catalog_diff *diff)
{
    if (!catalog_leaves_index(p->input->server, item))
        return false;
    for (size_t i = 0; i < diff->right_count; i++)
        if (catalog_is_in_the_way(p->input->server, item, diff->right[i].item))
            return true;
    return false;
}

static bool is_kept(const catalog_item *item)
{
    return catalog_is_other(item->kind) || item->kind == CATALOG_LOOKUP;
}

/* What nobody here knows stays as it is, and so do lookup indexes. */
static status drop_all(planner *p, const catalog_operation *operation, const catalog_diff *diff,
                       bool in_the_way, error *err)
{
    status st = ST_OK;
    for (size_t i = 0; !st && i < diff->left_count; i++) {
        const catalog_item *item = diff->left[i].item;
        if (!is_kept(item) && is_in_the_way(p, item, diff) == in_the_way)
            st = add_step(p, operation, catalog_render_drop, item, false, err);
    }
    return st;
}

static status create_all(planner *p, const catalog_operation *operation, const catalog_diff *diff,
                         bool constraints, error *err)
{
    status st = ST_OK;
    for (size_t i = 0; !st && i < diff->right_count; i++) {
        const catalog_item *item = diff->right[i].item;
        bool kept = item->kind == CATALOG_LOOKUP && diff->right[i].equivalent;
        if (!kept && catalog_is_constraint(item->kind) == constraints)
            st = add_step(p, operation, catalog_render_create, item, false, err);
    }
    return st;
}

/* What is there as it is declared needs not be built again. */
static status plan_apply(planner *p, const catalog_operation *operation, error *err)
{
    catalog_diff diff;
    catalog_equality by = { .options = true };
    status st = catalog_compare(p->remote, p->input->at, by, p->a, &diff, err);
    if (!st)
        st = drop_all(p, operation, &diff, true, err);
    size_t first = p->count;
    if (!st)
        st = drop_all(p, operation, &diff, false, err);
    if (!st)
        st = create_all(p, operation, &diff, true, err);
    if (!st)
        st = create_all(p, operation, &diff, false, err);
    if (!st && first > 0 && first < p->count)
        p->steps[first].apart = true;
    return st;
}

/* ---- BTREE indexes ---- */

static status add_line(lines *to, arena *a, str line, error *err)
{
    str *grown = arena_grow(a, to->items, to->count, &to->capacity, sizeof *grown);
    if (!grown || !line.data)
        return fail_no_memory(err);
    to->items = grown;
    to->items[to->count++] = line;
    return ST_OK;
}

static status warn_of_unknown(planner *p, const btree_moves *moves, error *err)
{
    status st = ST_OK;
    for (size_t i = 0; !st && i < moves->unknown_count; i++)
        st = add_line(&p->warnings, p->a,
                      arena_printf(p->a,
                                   "There is no BTREE index, nor a constraint with one, that "
                                   "is called `%.*s`",
                                   STR_ARG(moves->unknown[i])),
                      err);
    return st;
}

/* What there is twice now. */
static status advise_to_drop(planner *p, const catalog_item *old, error *err)
{
    catalog_manner manner = { .idempotent = true };
    str heading = STR("Future indexes have been created. Use the following statements to drop all "
                      "BTREE based constraints and indexes:");
    status st = p->advice.count ? ST_OK : add_line(&p->advice, p->a, heading, err);
    buf_clear(&p->text);
    if (!st)
        st = catalog_render_drop(old, p->input->server, manner, &p->text, err);
    buf_char(&p->text, ';');
    str statement;
    if (!st)
        st = buf_finish(&p->text, p->a, &statement, err);
    return st ? st : add_line(&p->advice, p->a, statement, err);
}

/* What is dropped in one transaction and created in the next one is missing if we end in between. */
static status tell_how_to_mend(planner *p, const catalog_step *step, error *err)
{
    str heading = STR("No server replaces a constraint in one transaction. If this is interrupted, "
                      "create what is missing:");
    status st = p->caution.count ? ST_OK : add_line(&p->caution, p->a, heading, err);
    str statement = arena_printf(p->a, "%.*s;", STR_ARG(step->text));
    return st ? st : add_line(&p->caution, p->a, statement, err);
}

static status move_one(planner *p, const catalog_operation *operation, const btree_move *move,
                       bool replaces, error *err)
{
    status st =
        replaces ? drop(p, operation, move->old, true, err) : advise_to_drop(p, move->old, err);
    if (st || !move->made)
        return st;
    st = create(p, operation, move->made, true, err);
    return st || !p->steps[p->count - 1].apart ? st
                                               : tell_how_to_mend(p, &p->steps[p->count - 1], err);
}

static status tell_that_there_are_none(planner *p, error *err)
{
    char version[16];
    catalog_version_text(p->input->server->major, p->input->server->minor, version);
    return add_line(&p->advice, p->a,
                    arena_printf(p->a, "Neo4j %s has no BTREE indexes: nothing to do", version),
                    err);
}

static status plan_btrees(planner *p, const catalog_operation *operation, error *err)
{
    btree_moves moves;
    if (!refactoring_moves_btrees(&operation->refactoring, p->input->server))
        return tell_that_there_are_none(p, err);
    status st = refactoring_btree_moves(&operation->refactoring, p->present.items, p->present.count,
                                        p->a, &moves, err);
    if (st)
        return catalog_blame(operation, st, err);
    st = warn_of_unknown(p, &moves, err);
    for (size_t i = 0; !st && i < moves.count; i++)
        st = move_one(p, operation, &moves.items[i], moves.replaces, err);
    return st;
}

/* ---- Data ---- */

static status plan_refactor(planner *p, const catalog_operation *operation, error *err)
{
    refactoring_statement made;
    size_t index = (size_t)(operation - p->input->document->operations);
    const refactoring_query *query = p->input->queries ? &p->input->queries[index] : NULL;
    status st = refactoring_render(operation, p->input->server, query, p->a, &made, err);
    if (st)
        return st;
    if (refactoring_is_about_btrees(&operation->refactoring))
        return plan_btrees(p, operation, err);
    catalog_step *grown = arena_grow(p->a, p->steps, p->count, &p->capacity, sizeof *grown);
    if (!grown)
        return fail_no_memory(err);
    p->steps = grown;
    p->steps[p->count++] = (catalog_step){ .text = made.text,
                                           .parameters = made.parameters,
                                           .operation = operation,
                                           .data = true,
                                           .batch_size = made.batch_size,
                                           .repeats = made.repeats,
                                           .spoken = query && query->text.data };
    return ST_OK;
}

static bool stands_alone(const catalog_step *step)
{
    return step->batch_size || (step->data && refactoring_is_merge(&step->operation->refactoring));
}

static void separate(planner *p)
{
    for (size_t i = 1; i < p->count; i++) {
        const catalog_step *before = &p->steps[i - 1];
        catalog_step *step = &p->steps[i];
        step->apart |= step->data != before->data || stands_alone(step) || stands_alone(before);
    }
}

/* ---- All operations ---- */

static status plan_operation(planner *p, size_t index, error *err)
{
    const catalog_operation *operation = &p->input->document->operations[index];
    switch (operation->kind) {
    case CATALOG_CREATE:
        return plan_create(p, operation, p->targets->items[index], err);
    case CATALOG_DROP:
        return plan_drop(p, operation, p->targets->items[index], err);
    case CATALOG_APPLY:
        return plan_apply(p, operation, err);
    case CATALOG_REFACTOR:
        return plan_refactor(p, operation, err);
    case CATALOG_VERIFY:
        return ST_OK;
    }
    return ST_OK;
}

/* How many items all operations together can add: those that move BTREE indexes as many as there are of these. */
static size_t count_most(const planner *p)
{
    const catalog_document *document = p->input->document;
    size_t most = document->operation_count;
    for (size_t i = 0; i < document->operation_count; i++)
        if (refactoring_is_about_btrees(&document->operations[i].refactoring))
            most += p->remote.count + document->operation_count;
    return most;
}

static status plan_all(planner *p, error *err)
{
    size_t count = p->input->document->operation_count, most = count_most(p);
    status st = catalog_present_init(&p->present, p->remote, most, p->a, err);
    if (!st)
        st = catalog_present_init(&p->dropped, (catalog_items){ 0 }, most, p->a, err);
    for (size_t i = 0; !st && i < count; i++)
        st = plan_operation(p, i, err);
    separate(p);
    return st;
}

status catalog_plan_build(const catalog_plan_input *input, const catalog_targets *targets,
                          catalog_items remote, arena *a, catalog_plan *out, error *err)
{
    planner p = {
        .input = input, .targets = targets, .remote = remote, .a = a, .text = BUF_INIT(a->mem, 0)
    };
    status st = plan_all(&p, err);
    buf_free(&p.text);
    if (!st)
        *out = (catalog_plan){ .steps = p.steps,
                               .count = p.count,
                               .warnings = { p.warnings.items, p.warnings.count },
                               .caution = { p.caution.items, p.caution.count },
                               .advice = { p.advice.items, p.advice.count } };
    return st;
}
