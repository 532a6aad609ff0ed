#include "refactoring/btree.h"

#include "catalog/options.h"
#include "refactoring/btree_choice.h"

#define RANGE_OPTIONS "{`indexProvider`: \"range-1.0\"}"

typedef struct mover {
    btree_choice choice;
    const catalog_item *const *present;
    size_t count;
    arena *a;
    btree_move *moves;
    size_t move_count;
} mover;

/* ---- What is there ---- */

/* Neo4j 4.4 tells the provider of all that it has; what was not told any is BTREE. */
static bool is_range(const catalog_item *item)
{
    catalog_option provider;
    return item->options.len > 0 && !catalog_options_check(item->options, NULL) &&
           catalog_options_find(item->options, STR("indexProvider"), &provider) &&
           catalog_options_is_text(provider.value, STR("range-1.0"));
}

static bool is_btree(const catalog_item *item)
{
    switch (item->kind) {
    case CATALOG_UNIQUE:
    case CATALOG_KEY:
    case CATALOG_INDEX:
        return !is_range(item);
    case CATALOG_EXISTS:
    case CATALOG_PROPERTY_TYPE:
    case CATALOG_FULLTEXT:
    case CATALOG_TEXT:
    case CATALOG_POINT:
    case CATALOG_VECTOR:
    case CATALOG_LOOKUP:
    case CATALOG_OTHER_CONSTRAINT:
    case CATALOG_OTHER_INDEX:
        break;
    }
    return false;
}

static bool is_same(const catalog_item *a, const catalog_item *b)
{
    return catalog_equivalent(a, b) && catalog_names_equal(a->properties, b->properties);
}

static const catalog_item *find_same(const mover *m, const catalog_item *made)
{
    for (size_t i = 0; i < m->count; i++)
        if (!is_btree(m->present[i]) && is_same(m->present[i], made))
            return m->present[i];
    return NULL;
}

/* Constraints and indexes share their names. */
static const catalog_item *find_named(const mover *m, str name)
{
    for (size_t i = 0; i < m->count; i++)
        if (str_eq(m->present[i]->name, name))
            return m->present[i];
    return NULL;
}

/* ---- What takes its place ---- */

static status check_mapping(const catalog_item *old, const btree_mapping *mapping, error *err)
{
    if (mapping->kind == CATALOG_INDEX || !catalog_is_constraint(old->kind))
        return ST_OK;
    return fail(err, ST_MIGRATIONS,
                "`%.*s` is %s: only a RANGE index can be behind it, whatever `typeMapping` says",
                STR_ARG(old->name), catalog_kind_noun(old->kind));
}

static status make(const mover *m, const catalog_item *old, const catalog_item **out, error *err)
{
    const btree_mapping *mapping = btree_choice_mapping(&m->choice, old->name);
    catalog_item *made = ARENA_NEW(m->a, catalog_item);
    status st = mapping ? check_mapping(old, mapping, err) : ST_OK;
    if (st || !made)
        return st ? st : fail_no_memory(err);
    *made = *old;
    if (mapping && !catalog_is_constraint(old->kind))
        made->kind = mapping->kind;
    bool other = made->kind == CATALOG_TEXT || made->kind == CATALOG_POINT;
    made->options = other ? STR_NONE : STR(RANGE_OPTIONS);
    made->name = arena_printf(m->a, "%.*s%.*s", STR_ARG(old->name), STR_ARG(m->choice.suffix));
    *out = made;
    return made->name.data ? ST_OK : fail_no_memory(err);
}

static status check_name(const mover *m, const catalog_item *old, const catalog_item *made,
                         error *err)
{
    const catalog_item *taken = find_named(m, made->name);
    if (!taken || taken == old)
        return ST_OK;
    return fail(err, ST_MIGRATIONS,
                "`%.*s`, the new name for `%.*s`, is that of %s which is something else: choose "
                "another suffix",
                STR_ARG(made->name), STR_ARG(old->name), catalog_kind_noun(taken->kind));
}

static status move(mover *m, const catalog_item *old, error *err)
{
    btree_move *next = &m->moves[m->move_count++];
    next->old = old;
    status st = make(m, old, &next->made, err);
    if (st)
        return st;
    next->existing = find_same(m, next->made);
    if (!next->existing)
        return check_name(m, old, next->made, err);
    next->made = NULL;
    return ST_OK;
}

static status move_all(mover *m, bool constraints, error *err)
{
    status st = ST_OK;
    for (size_t i = 0; !st && i < m->count; i++) {
        const catalog_item *item = m->present[i];
        if (is_btree(item) && catalog_is_constraint(item->kind) == constraints &&
            btree_choice_has(&m->choice, item->name))
            st = move(m, item, err);
    }
    return st;
}

/* ---- What is not there ---- */

static bool has_btree(const mover *m, str name)
{
    const catalog_item *named = find_named(m, name);
    return named && is_btree(named);
}

static status find_unknown(const mover *m, btree_moves *out, error *err)
{
    const btree_choice *c = &m->choice;
    str *unknown =
        arena_array(m->a, c->include.count + c->exclude.count + c->mapping_count, sizeof *unknown);
    if (!unknown)
        return fail_no_memory(err);
    for (size_t i = 0; i < c->include.count; i++)
        if (!has_btree(m, c->include.items[i]))
            unknown[out->unknown_count++] = c->include.items[i];
    for (size_t i = 0; i < c->exclude.count; i++)
        if (!has_btree(m, c->exclude.items[i]))
            unknown[out->unknown_count++] = c->exclude.items[i];
    for (size_t i = 0; i < c->mapping_count; i++)
        if (!has_btree(m, c->mappings[i].name))
            unknown[out->unknown_count++] = c->mappings[i].name;
    out->unknown = unknown;
    return ST_OK;
}

status refactoring_btree_moves(const catalog_refactoring *r, const catalog_item *const *present,
                               size_t count, arena *a, btree_moves *out, error *err)
{
    mover m = { .present = present, .count = count, .a = a };
    btree_moves found = { 0 };
    status st = btree_choice_read(r, a, &m.choice, err);
    m.moves = arena_array(a, count, sizeof *m.moves);
    if (!st && !m.moves)
        st = fail_no_memory(err);
    if (!st)
        st = move_all(&m, true, err);
    if (!st)
        st = move_all(&m, false, err);
    if (!st)
        st = find_unknown(&m, &found, err);
    if (st)
        return st;
    found.replaces = m.choice.replaces;
    found.items = m.moves;
    found.count = m.move_count;
    *out = found;
    return ST_OK;
}
