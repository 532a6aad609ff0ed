#include "chain/repair.h"

#include "chain/stage.h"

#include <stdlib.h>
#include <string.h>

/* ---- What the steps share ---- */

status stages_note(stages *s, recorded_change change, error *err)
{
    recorded_change *grown =
        arena_grow(s->a, s->changes, s->change_count, &s->change_capacity, sizeof *grown);
    if (!grown)
        return fail_no_memory(err);
    s->changes = grown;
    s->changes[s->change_count++] = change;
    return ST_OK;
}

recorded_change stages_behind(const stages *s, size_t index, recorded_change change)
{
    const recorded_migration *before = index ? s->items[index - 1].recorded : NULL;
    change.after = before ? before->node.id : s->input->recorded.baseline;
    change.after_version = before ? before->version : STR(MIGRATION_BASELINE);
    return change;
}

bool stages_is_followed(const stages *s, size_t index)
{
    return index + 1 < s->count || s->input->recorded.followed;
}

void stages_take_out(stages *s, size_t index, size_t count)
{
    memmove(&s->items[index], &s->items[index + count],
            (s->count - index - count) * sizeof *s->items);
    s->count -= count;
}

/* ---- Local migrations by version ---- */

typedef struct local_place {
    str version;
    size_t index;
} local_place;

static int compare_places(const void *left, const void *right)
{
    const local_place *a = left, *b = right;
    return str_compare(a->version, b->version);
}

static status begin(stages *s, error *err)
{
    const migration_list *local = &s->input->local;
    const recorded_chain *recorded = &s->input->recorded;
    local_place *places = arena_array(s->a, local->count, sizeof *places);
    s->items = arena_array(s->a, recorded->count, sizeof *s->items);
    if (!places || !s->items)
        return fail_no_memory(err);
    for (size_t i = 0; i < local->count; i++)
        places[i] = (local_place){ local->items[i].version, i };
    if (local->count)
        qsort(places, local->count, sizeof *places, compare_places);
    for (size_t i = 0; i < recorded->count; i++) {
        const recorded_migration *m = &recorded->items[i];
        local_place wanted = { .version = m->version };
        const local_place *found =
            local->count ? bsearch(&wanted, places, local->count, sizeof wanted, compare_places)
                         : NULL;
        size_t index = found ? found->index : STAGE_NOT_LOCAL;
        s->items[i] = (stage){ m, index, m->repeatable, m->checksum };
    }
    s->count = recorded->count;
    return ST_OK;
}

/* ---- What is recorded of each ---- */

static status adapt(stages *s, stage *each, error *err)
{
    const migration *local = &s->input->local.items[each->local];
    recorded_change change = { .recorded = each->recorded, .local = local };
    if (each->repeatable != local->repeatable) {
        change.kind = RECORDED_KIND;
        each->repeatable = local->repeatable;
        status st = stages_note(s, change, err);
        if (st)
            return st;
    }
    if (local->repeatable || migration_checksum_matches(local, each->checksum))
        return ST_OK;
    change.kind = RECORDED_CHECKSUM;
    each->checksum = local->checksum;
    return stages_note(s, change, err);
}

static status adapt_all(stages *s, error *err)
{
    status st = ST_OK;
    for (size_t i = 0; !st && i < s->count; i++)
        if (s->items[i].local != STAGE_NOT_LOCAL)
            st = adapt(s, &s->items[i], err);
    return st;
}

/* ---- What is not found any more ---- */

static status remove_at(stages *s, size_t index, error *err)
{
    const recorded_migration *m = s->items[index].recorded;
    bool followed = stages_is_followed(s, index);
    s->counts.nodes_deleted++;
    s->counts.relationships_deleted += 1 + followed + m->node.repetitions;
    s->counts.relationships_created += followed;
    stages_take_out(s, index, 1);
    return stages_note(s, (recorded_change){ .kind = RECORDED_REMOVE, .recorded = m }, err);
}

static status remove_missing(stages *s, error *err)
{
    status st = ST_OK;
    for (size_t i = 0; !st && i < s->count;) {
        if (s->items[i].local == STAGE_NOT_LOCAL)
            st = remove_at(s, i, err);
        else
            i++;
    }
    return st;
}

/* ---- What was not recorded, and the result ---- */

static recorded_migration as_repaired(const stage *each)
{
    recorded_migration m = *each->recorded;
    m.repeatable = each->repeatable;
    m.checksum = each->checksum;
    return m;
}

static recorded_migration as_inserted(const migration *local)
{
    return (recorded_migration){ .version = local->version,
                                 .description = local->description,
                                 .source = local->source,
                                 .repeatable = local->repeatable,
                                 .checksum = local->checksum };
}

static status insert(stages *s, size_t index, const migration *local, error *err)
{
    s->counts.nodes_created++;
    s->counts.relationships_deleted++;
    s->counts.relationships_created += 2;
    recorded_change change = { .kind = RECORDED_INSERT, .local = local };
    return stages_note(s, stages_behind(s, index, change), err);
}

/* Puts the local ones that are missing before each recorded one. */
static status complete(stages *s, recorded_migration *items, size_t *count, error *err)
{
    size_t next = 0;
    for (size_t i = 0; i < s->count; i++) {
        size_t local = s->items[i].local;
        for (; next < local && !s->input->out_of_order; next++) {
            const migration *missing = &s->input->local.items[next];
            status st = insert(s, i, missing, err);
            if (st)
                return st;
            items[(*count)++] = as_inserted(missing);
        }
        items[(*count)++] = as_repaired(&s->items[i]);
        next = local + 1;
    }
    return ST_OK;
}

static status finish(stages *s, recorded_chain *out, error *err)
{
    recorded_migration *items = arena_array(s->a, s->input->local.count, sizeof *items);
    size_t count = 0;
    if (!items)
        return fail_no_memory(err);
    status st = complete(s, items, &count, err);
    *out = s->input->recorded;
    out->items = items;
    out->count = count;
    out->nodes += (size_t)(s->counts.nodes_created - s->counts.nodes_deleted);
    return st;
}

/* What repair promises. */
static status check(const stages *s, const recorded_chain *after, error *err)
{
    chain_input input = *s->input;
    input.recorded = *after;
    chain_verdict verdict;
    status st = chain_validate(&input, s->a, &verdict, err);
    if (st || !verdict.needs_repair)
        return st;
    return fail(err, ST_MIGRATIONS,
                "the history cannot be repaired: even with all changes made, it would not fit: "
                "%.*s Look for nodes __Neo4jMigration that are not linked to the others",
                STR_ARG(verdict.warning));
}

status chain_repair_build(const chain_input *input, arena *a, chain_repair *out, error *err)
{
    stages s = { .input = input, .a = a };
    recorded_chain after;
    status st = begin(&s, err);
    if (!st)
        st = stages_remove_repeated(&s, err);
    if (!st)
        st = adapt_all(&s, err);
    if (!st)
        st = remove_missing(&s, err);
    if (!st)
        st = stages_sort(&s, err);
    if (!st)
        st = finish(&s, &after, err);
    if (!st)
        st = check(&s, &after, err);
    if (!st)
        *out = (chain_repair){ s.changes, s.change_count, s.counts, after };
    return st;
}
