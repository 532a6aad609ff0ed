#include "chain/chain.h"

#include "migration/name.h"

static str version_of(const chain_element *e)
{
    return e->local ? e->local->version : e->recorded->version;
}

/* The applied elements at the beginning, up to the first that is pending. */
static size_t leading_applied(const chain *c)
{
    size_t count = 0;
    while (count < c->count && c->items[count].recorded)
        count++;
    return count;
}

static chain_target target_current(const chain *c)
{
    size_t leading = leading_applied(c);
    if (leading == 0)
        return (chain_target){ .nothing = true, .version = STR_NONE };
    return (chain_target){ .version = version_of(&c->items[leading - 1]) };
}

static chain_target target_latest(const chain *c)
{
    return (chain_target){ .version = c->count ? version_of(&c->items[c->count - 1]) : STR_NONE };
}

static chain_target target_next(const chain *c)
{
    size_t leading = leading_applied(c);
    return (chain_target){ .version =
                               leading < c->count ? version_of(&c->items[leading]) : STR_NONE };
}

/* True when the text is one of the three words. */
static bool resolve_word(str text, const chain *c, chain_target *out)
{
    str word = str_trim(text);
    if (str_ends(word, STR("?")))
        word = str_slice(word, 0, word.len - 1);
    if (str_eq_ignore_case(word, STR("current")))
        *out = target_current(c);
    else if (str_eq_ignore_case(word, STR("latest")))
        *out = target_latest(c);
    else if (str_eq_ignore_case(word, STR("next")))
        *out = target_next(c);
    else
        return false;
    return true;
}

status chain_target_resolve(str text, const chain *built, const migration_list *local, arena *a,
                            chain_target *out, error *err)
{
    if (str_is_blank(text)) {
        *out = (chain_target){ .version = STR_NONE };
        return ST_OK;
    }
    if (resolve_word(text, built, out))
        return ST_OK;
    str version;
    bool optional;
    status st = migration_target_parse(text, a, &version, &optional, err);
    if (st)
        return st;
    bool found = optional;
    for (size_t i = 0; i < local->count && !found; i++)
        found = str_eq(local->items[i].version, version);
    if (!found)
        return fail(err, ST_MIGRATIONS, "Target version %.*s is not available", STR_ARG(version));
    *out = (chain_target){ .version = version };
    return ST_OK;
}
