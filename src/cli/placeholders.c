#include "cli/placeholders.h"

extern char **environ;

static bool has_key(const cli_placeholders *p, str key)
{
    for (size_t i = 0; i < p->count; i++)
        if (str_eq(key, p->items[i].key))
            return true;
    return false;
}

static status add(cli_placeholders *p, const char *variable, str key, str value, arena *a,
                  error *err)
{
    cli_placeholder *grown = arena_grow(a, p->items, p->count, &p->capacity, sizeof *grown);
    cli_placeholder added = { arena_str(a, key), arena_str(a, value), variable };
    if (!grown || !added.key.data || !added.value.data)
        return fail_no_memory(err);
    p->items = grown;
    p->items[p->count++] = added;
    return ST_OK;
}

/* Of a key given twice the last one counts. */
static status add_given(cli_placeholders *p, const cli_setting *given, arena *a, error *err)
{
    for (size_t i = given->count; i-- > 0;) {
        str value = given->items[i], key = str_split(&value, '=');
        status st = has_key(p, key) ? ST_OK : add(p, NULL, key, value, a, err);
        if (st)
            return st;
    }
    return ST_OK;
}

static status add_from_environment(cli_placeholders *p, arena *a, error *err)
{
    const str prefix = STR("NM_PLACEHOLDERS_");
    for (char **entry = environ; *entry; entry++) {
        str value = str_from(*entry), name = str_split(&value, '=');
        str key = str_from_index(name, prefix.len);
        if (!value.data || !str_starts(name, prefix) || key.len == 0 || has_key(p, key))
            continue;
        str variable = arena_str(a, name);
        status st = variable.data ? add(p, variable.data, key, str_trim(value), a, err)
                                  : fail_no_memory(err);
        if (st)
            return st;
    }
    return ST_OK;
}

status cli_placeholders_collect(const cli_settings *s, cli_placeholders *out, error *err)
{
    cli_placeholders found = { .count = 0 };
    status st = add_given(&found, &s->of[CLI_PLACEHOLDER], s->memory, err);
    if (!st)
        st = add_from_environment(&found, s->memory, err);
    if (!st)
        *out = found;
    return st;
}
