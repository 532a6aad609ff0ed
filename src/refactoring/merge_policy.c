#include "refactoring/merge.h"

#include "refactoring/parts.h"

static str child_text(const catalog_parameter *p, const char *name)
{
    for (size_t i = 0; i < p->child_count; i++)
        if (str_eq(p->children[i].name, str_from(name)))
            return str_trim(p->children[i].text);
    return STR("");
}

static bool parse_strategy(str word, merge_strategy *out)
{
    static const char *const words[] = { "KEEP_ALL", "KEEP_FIRST", "KEEP_LAST" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!str_eq(word, str_from(words[i])))
            continue;
        *out = (merge_strategy)i;
        return true;
    }
    return false;
}

static status read_policy(const catalog_parameter *p, merge_policy *out, error *err)
{
    str strategy = child_text(p, "strategy");
    out->pattern = child_text(p, "pattern");
    if (!out->pattern.len || !strategy.len)
        return fail(err, ST_ARGUMENT, "A `mergePolicy` needs a `pattern` and a `strategy`");
    if (!parse_strategy(strategy, &out->strategy))
        return fail(err, ST_MIGRATIONS,
                    "A `mergePolicy` has the strategy `%.*s`: expected KEEP_ALL, KEEP_FIRST or "
                    "KEEP_LAST",
                    STR_ARG(strategy));
    return ST_OK;
}

status merge_policies_read(const catalog_refactoring *r, arena *a, merge_policies *out, error *err)
{
    merge_policy *items = arena_array(a, r->count, sizeof *items);
    size_t count = 0;
    if (!items)
        return fail_no_memory(err);
    for (size_t i = 0; i < r->count; i++) {
        if (!str_eq(r->parameters[i].name, STR("mergePolicy")))
            continue;
        status st = read_policy(&r->parameters[i], &items[count++], err);
        if (st)
            return st;
    }
    *out = (merge_policies){ items, count };
    return ST_OK;
}
