#include "migration/read.h"

typedef struct collector {
    arena *a;
    str *items;
    size_t count, capacity;
} collector;

static status add(collector *c, str checksum, error *err)
{
    if (!checksum.data)
        return ST_OK;
    for (size_t i = 0; i < c->count; i++)
        if (str_eq(c->items[i], checksum))
            return ST_OK;
    str *grown = arena_grow(c->a, c->items, c->count, &c->capacity, sizeof *c->items);
    if (!grown)
        return fail_no_memory(err);
    c->items = grown;
    c->items[c->count++] = checksum;
    return ST_OK;
}

static status add_all(collector *c, const migration *m, error *err)
{
    status st = ST_OK;
    for (size_t i = 0; !st && i < m->alternative_count; i++)
        st = add(c, m->alternatives[i], err);
    return st;
}

static bool is_sibling(const migration *m, const migration *other)
{
    return m != other && other->precondition_count > 0 && str_eq(m->source, other->source);
}

static status collect(migration *m, const migration *items, size_t count, arena *a, error *err)
{
    collector c = { .a = a };
    status st = ST_OK;
    for (size_t i = 0; !st && i < count; i++) {
        if (!is_sibling(m, &items[i]))
            continue;
        st = add(&c, items[i].checksum, err);
        if (!st)
            st = add_all(&c, &items[i], err);
    }
    if (!st)
        st = add_all(&c, m, err);
    if (st)
        return st;
    m->alternatives = c.items;
    m->alternative_count = c.count;
    return ST_OK;
}

status alternatives_collect(migration *items, size_t count, arena *a, error *err)
{
    status st = ST_OK;
    for (size_t i = 0; !st && i < count; i++)
        if (items[i].precondition_count > 0)
            st = collect(&items[i], items, count, a, err);
    return st;
}

bool migration_checksum_matches(const migration *m, str recorded)
{
    if (!m->checksum.data || !recorded.data)
        return !m->checksum.data && !recorded.data;
    if (str_eq(m->checksum, recorded))
        return true;
    for (size_t i = 0; i < m->alternative_count; i++)
        if (str_eq(m->alternatives[i], recorded))
            return true;
    return false;
}
