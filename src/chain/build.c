#include "chain/chain.h"

#include "chain/compare.h"

#include <stdlib.h>

/* How far the two lists have been compared. */
typedef struct cursor {
    const chain_input *input;
    chain_element *items;
    size_t next; /* local migration */
} cursor;

/* The messages are those of the Java tool; this says what to do. */
static status advise(str way_out, error *err)
{
    ERROR_SET(err, outcome, way_out.data, way_out.len);
    return ST_MIGRATIONS;
}

static status more_applied(chain_fault *fault, error *err)
{
    *fault = CHAIN_MORE_APPLIED;
    fail(err, ST_MIGRATIONS,
         "More migrations have been applied to the database than locally resolved.");
    return advise(STR("nothing was done; bring back the files that are missing or that their "
                      "preconditions leave out, or have `repair` forget their entries"),
                  err);
}

static status mismatch(const migration *m, const char *before, const char *after,
                       chain_fault *fault, error *err)
{
    *fault = CHAIN_MISMATCH;
    fail(err, ST_MIGRATIONS, "%s of %.*s (\"%.*s\") %s", before, STR_ARG(m->version),
         STR_ARG(m->description), after);
    ERROR_SET(err, source, m->path.data, m->path.len);
    return advise(STR("nothing was done; undo the change, or have `repair` record it, which does "
                      "not run the file again"),
                  err);
}

static status unexpected(const migration *m, size_t index, chain_fault *fault, error *err)
{
    *fault = CHAIN_MISMATCH;
    fail(err, ST_MIGRATIONS, "Unexpected migration at index %zu: %.*s (\"%.*s\").", index,
         STR_ARG(m->version), STR_ARG(m->description));
    ERROR_SET(err, source, m->path.data, m->path.len);
    return advise(
        STR("nothing was done; if the file is new, apply it out of order, or have `repair` "
            "record it as applied"),
        err);
}

static status check_pair(const chain_input *input, const migration *m, const recorded_migration *a,
                         chain_fault *fault, error *err)
{
    if (m->repeatable != a->repeatable)
        return mismatch(m, "State",
                        m->repeatable ? "changed from non-repeatable to repeatable"
                                      : "changed from repeatable to non-repeatable",
                        fault, err);
    if (!input->skip_checksums && !a->repeatable && !migration_checksum_matches(m, a->checksum))
        return mismatch(m, "Checksum", "changed!", fault, err);
    return ST_OK;
}

/* Finds the local migration of an applied one, passing over those that may come late. */
static status place(cursor *c, const recorded_migration *applied, chain_fault *fault, error *err)
{
    const migration_list *local = &c->input->local;
    while (c->next < local->count) {
        size_t index = c->next++;
        const migration *m = &local->items[index];
        c->items[index].local = m;
        if (str_eq(m->version, applied->version)) {
            c->items[index].recorded = applied;
            return check_pair(c->input, m, applied, fault, err);
        }
        if (c->input->recorded.nodes > local->count)
            return more_applied(fault, err);
        if (!c->input->out_of_order)
            return unexpected(m, index, fault, err);
    }
    return more_applied(fault, err);
}

status chain_compare(const chain_input *input, arena *a, chain *out, chain_fault *fault, error *err)
{
    recorded_chain applied;
    status st = chain_distinct(&input->recorded, a, &applied, err);
    if (st)
        return st;
    cursor c = { .input = input, .items = arena_array(a, input->local.count, sizeof *c.items) };
    if (!c.items)
        return fail_no_memory(err);
    for (size_t i = 0; i < applied.count; i++) {
        st = place(&c, &applied.items[i], fault, err);
        if (st)
            return st;
    }
    for (; c.next < input->local.count; c.next++)
        c.items[c.next].local = &input->local.items[c.next];
    *fault = CHAIN_FITS;
    *out = (chain){ .items = c.items, .count = input->local.count, .applied = applied.count };
    return ST_OK;
}

/* ---- The history alone ---- */

typedef struct version_place {
    str version;
    size_t index;
} version_place;

static int compare_places(const void *left, const void *right)
{
    const version_place *a = left, *b = right;
    int order = str_compare(a->version, b->version);
    return order ? order : (a->index > b->index) - (a->index < b->index);
}

static version_place *sorted_places(const recorded_chain *recorded, arena *a)
{
    version_place *places = arena_array(a, recorded->count, sizeof *places);
    if (!places)
        return NULL;
    for (size_t i = 0; i < recorded->count; i++)
        places[i] = (version_place){ recorded->items[i].version, i };
    if (recorded->count)
        qsort(places, recorded->count, sizeof *places, compare_places);
    return places;
}

status chain_distinct(const recorded_chain *recorded, arena *a, recorded_chain *out, error *err)
{
    version_place *places = sorted_places(recorded, a);
    recorded_migration *items = arena_array(a, recorded->count, sizeof *items);
    if (!places || !items)
        return fail_no_memory(err);
    for (size_t i = 0, first = 0; i < recorded->count; i++) {
        if (!str_eq(places[i].version, places[first].version))
            first = i;
        items[places[first].index] = recorded->items[places[i].index];
    }
    size_t count = 0;
    for (size_t i = 0; i < recorded->count; i++)
        if (items[i].version.data)
            items[count++] = items[i];
    *out = (recorded_chain){ .items = items, .count = count, .nodes = recorded->nodes };
    return ST_OK;
}

status chain_check_duplicates(const recorded_chain *recorded, arena *a, error *err)
{
    version_place *places = sorted_places(recorded, a);
    if (!places)
        return fail_no_memory(err);
    for (size_t i = 1; i < recorded->count; i++) {
        if (!str_eq(places[i].version, places[i - 1].version))
            continue;
        const recorded_migration *one = &recorded->items[places[i - 1].index];
        const recorded_migration *other = &recorded->items[places[i].index];
        bool swap = str_compare(one->source, other->source) > 0;
        return fail(err, ST_MIGRATIONS, "Duplicate version '%.*s' (%.*s, %.*s)",
                    STR_ARG(one->version), STR_ARG((swap ? other : one)->source),
                    STR_ARG((swap ? one : other)->source));
    }
    return ST_OK;
}

/* Insertion keeps equal versions in their order; a history is sorted but for late arrivals. */
static void sort_elements(chain_element *items, size_t count, version_order order)
{
    for (size_t i = 1; i < count; i++) {
        chain_element moved = items[i];
        size_t at = i;
        for (; at > 0; at--) {
            if (version_compare(items[at - 1].recorded->version, moved.recorded->version, order) <=
                0)
                break;
            items[at] = items[at - 1];
        }
        items[at] = moved;
    }
}

static status build_remote(const chain_input *input, arena *a, chain *out, error *err)
{
    recorded_chain applied;
    status st = chain_distinct(&input->recorded, a, &applied, err);
    if (st)
        return st;
    chain_element *items = arena_array(a, applied.count, sizeof *items);
    if (!items)
        return fail_no_memory(err);
    for (size_t i = 0; i < applied.count; i++)
        items[i].recorded = &applied.items[i];
    sort_elements(items, applied.count, input->order);
    *out = (chain){ .items = items, .count = applied.count, .applied = applied.count };
    return ST_OK;
}

static status build_local(const chain_input *input, arena *a, chain *out, error *err)
{
    chain_element *items = arena_array(a, input->local.count, sizeof *items);
    if (!items)
        return fail_no_memory(err);
    for (size_t i = 0; i < input->local.count; i++)
        items[i].local = &input->local.items[i];
    *out = (chain){ .items = items, .count = input->local.count };
    return ST_OK;
}

status chain_build(const chain_input *input, chain_mode mode, arena *a, chain *out, error *err)
{
    chain_fault fault;
    switch (mode) {
    case CHAIN_COMPARE:
        return chain_compare(input, a, out, &fault, err);
    case CHAIN_LOCAL:
        return build_local(input, a, out, err);
    case CHAIN_REMOTE:
        return build_remote(input, a, out, err);
    }
    return fail(err, ST_ARGUMENT, "unknown mode %d", (int)mode);
}
