#include "chain/stage.h"

/* Nodes in a row share a version, and nothing stands between them. */
static bool continues(const stages *s, size_t index)
{
    const recorded_migration *m = s->items[index].recorded;
    const recorded_migration *before = s->items[index - 1].recorded;
    return str_eq(m->version, before->version) && str_eq(m->node.previous, before->node.id);
}

static bool is_older(const stages *s, size_t index, size_t than)
{
    return s->items[index].recorded->node.linked_at < s->items[than].recorded->node.linked_at;
}

/* Of one row the first stays; of several rows the first of that which is the oldest. */
static size_t find_keeper(const stages *s, size_t index)
{
    str version = s->items[index].recorded->version;
    size_t keeper = index;
    bool found = false;
    for (size_t i = 0; i < s->count; i++) {
        bool leads = str_eq(s->items[i].recorded->version, version) && (i == 0 || !continues(s, i));
        if (leads && (!found || is_older(s, i, keeper)))
            keeper = i;
        found = found || leads;
    }
    return keeper;
}

static status remove_row(stages *s, size_t index, size_t count, error *err)
{
    bool followed = stages_is_followed(s, index + count - 1);
    recorded_change removal = { .kind = RECORDED_UNREPEAT,
                                .recorded = s->items[index].recorded,
                                .count = count };
    for (size_t i = index; i < index + count; i++)
        s->counts.relationships_deleted += 1 + s->items[i].recorded->node.repetitions;
    s->counts.nodes_deleted += (int64_t)count;
    s->counts.relationships_deleted += followed;
    s->counts.relationships_created += followed;
    stages_take_out(s, index, count);
    return stages_note(s, removal, err);
}

static status reduce_rows(stages *s, error *err)
{
    for (size_t i = 0; i < s->count;) {
        bool stays = find_keeper(s, i) == i;
        size_t first = stays ? i + 1 : i, end = i + 1;
        while (end < s->count && continues(s, end))
            end++;
        status st = end > first ? remove_row(s, first, end - first, err) : ST_OK;
        if (st)
            return st;
        i += stays;
    }
    return ST_OK;
}

status stages_remove_repeated(stages *s, error *err)
{
    error problem = { .status = ST_OK };
    status st = chain_check_duplicates(&s->input->recorded, s->a, &problem);
    if (st == ST_MIGRATIONS)
        return reduce_rows(s, err);
    return st ? fail_no_memory(err) : ST_OK;
}
