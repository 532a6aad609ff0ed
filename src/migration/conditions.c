#include "migration/conditions.h"

status conditions_add(conditions *c, str comment, conditions_place place, arena *a, error *err)
{
    bool is_one;
    precondition p;
    status st = precondition_parse(comment, a, &is_one, &p, err);
    if (st && err) {
        err->line = place.line;
        err->column = place.column;
    }
    if (st || !is_one)
        return st;
    precondition *grown = arena_grow(a, c->items, c->count, &c->capacity, sizeof *c->items);
    if (!grown)
        return fail_no_memory(err);
    p.line = place.line;
    p.column = place.column;
    c->items = grown;
    c->items[c->count++] = p;
    return ST_OK;
}
