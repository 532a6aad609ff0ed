#include "chain/stage.h"

#include <string.h>

static bool is_sorted(const stages *s)
{
    for (size_t i = 1; i < s->count; i++)
        if (s->items[i - 1].local > s->items[i].local)
            return false;
    return true;
}

/* Marks the longest ascending sequence, by place among the local ones: what moves is the rest. */
static status find_steady(const stages *s, bool *steady, error *err)
{
    size_t *length = arena_array(s->a, s->count, sizeof *length);
    size_t *before = arena_array(s->a, s->count, sizeof *before);
    if (!length || !before)
        return fail_no_memory(err);
    size_t best = 0;
    for (size_t i = 0; i < s->count; i++) {
        before[i] = i;
        for (size_t k = 0; k < i; k++) {
            if (s->items[k].local > s->items[i].local || length[k] <= length[i])
                continue;
            length[i] = length[k];
            before[i] = k;
        }
        length[i]++;
        best = length[i] > length[best] ? i : best;
    }
    for (; before[best] != best; best = before[best])
        steady[s->items[best].local] = true;
    steady[s->items[best].local] = true;
    return ST_OK;
}

/* The first behind `local` in the order of versions. */
static size_t find_next(const stages *s, size_t local)
{
    size_t found = s->count;
    for (size_t i = 0; i < s->count; i++) {
        size_t here = s->items[i].local;
        bool behind = local == STAGE_NOT_LOCAL || here > local;
        if (behind && (found == s->count || here < s->items[found].local))
            found = i;
    }
    return found;
}

/* `to` is a place among the others. */
static status move(stages *s, size_t from, size_t to, error *err)
{
    stage moved = s->items[from];
    int64_t links = 1 + stages_is_followed(s, from);
    stages_take_out(s, from, 1);
    links += to < s->count || s->input->recorded.followed;
    s->counts.relationships_deleted += links;
    s->counts.relationships_created += links;
    recorded_change change = { .kind = RECORDED_MOVE, .recorded = moved.recorded };
    change = stages_behind(s, to, change);
    memmove(&s->items[to + 1], &s->items[to], (s->count - to) * sizeof moved);
    s->items[to] = moved;
    s->count++;
    return stages_note(s, change, err);
}

status stages_sort(stages *s, error *err)
{
    bool *steady = arena_array(s->a, s->input->local.count, sizeof *steady);
    if (!steady)
        return fail_no_memory(err);
    status st = is_sorted(s) ? ST_OK : find_steady(s, steady, err);
    size_t place = 0, last = STAGE_NOT_LOCAL;
    while (!st && !is_sorted(s)) {
        size_t from = find_next(s, last);
        last = s->items[from].local;
        if (steady[last] || from == place) {
            place = from + 1;
            continue;
        }
        size_t to = from < place ? place - 1 : place;
        st = move(s, from, to, err);
        place = to + 1;
    }
    return st;
}
