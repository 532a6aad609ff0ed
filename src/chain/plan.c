#include "chain/chain.h"

static chain_action action_for(const chain_element *e)
{
    if (!e->recorded)
        return CHAIN_APPLY;
    bool unchanged = migration_checksum_matches(e->local, e->recorded->checksum);
    return e->local->repeatable && !unchanged ? CHAIN_REPEAT : CHAIN_SKIP;
}

status chain_plan_build(const chain *compared, const chain_target *target, version_order order,
                        arena *a, chain_plan *out, error *err)
{
    chain_step *steps = arena_array(a, compared->count, sizeof *steps);
    if (!steps)
        return fail_no_memory(err);
    size_t count = 0;
    str previous = STR(MIGRATION_BASELINE);
    for (size_t i = 0; i < compared->count && !target->nothing; i++) {
        const chain_element *e = &compared->items[i];
        if (target->version.data && version_compare(e->local->version, target->version, order) > 0)
            break;
        steps[count++] =
            (chain_step){ .action = action_for(e), .migration = e->local, .previous = previous };
        previous = e->local->version;
    }
    *out = (chain_plan){ .steps = steps, .count = count };
    return ST_OK;
}
