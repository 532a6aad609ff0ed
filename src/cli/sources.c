#include "cli/sources.h"

#include "base/file.h"
#include "cli/console.h"
#include "cli/properties.h"
#include "cli/suggest.h"

#include <stdlib.h>

enum { PROPERTIES_MAX = 1 << 20 };

status cli_sources_environment(cli_settings *s, error *err)
{
    for (size_t i = 0; i < CLI_OPTIONS; i++) {
        const cli_option *option = cli_option_get((cli_option_id)i);
        bool single = option->environment && option->kind != CLI_KIND_PAIRS;
        const char *value = single ? getenv(option->environment) : NULL;
        if (!value || !*value)
            continue;
        status st = cli_settings_add(s, option, CLI_FROM_ENVIRONMENT, str_from(option->environment),
                                     str_from(option->set_means ? option->set_means : value), err);
        if (st)
            return st;
    }
    return ST_OK;
}

str cli_sources_option_name(str key)
{
    const str prefix = STR("neo4j-migrations.");
    return str_starts(key, prefix) ? str_from_index(key, prefix.len) : key;
}

static bool beaten_by_a_later_one(const cli_properties *properties, size_t index)
{
    str key = cli_sources_option_name(properties->items[index].key);
    for (size_t i = index + 1; i < properties->count; i++)
        if (str_eq(key, cli_sources_option_name(properties->items[i].key)))
            return true;
    return false;
}

static void warn_unknown(const cli_property *property, const char *path, cli_console *console)
{
    str key = cli_sources_option_name(property->key);
    cli_suggestion near = { .typed = key };
    for (size_t i = 0; i < CLI_OPTIONS; i++) {
        const cli_option *option = cli_option_get((cli_option_id)i);
        if (option->kind != CLI_KIND_ACTION && !option->hidden)
            cli_suggest_offer(&near, str_from(option->name));
    }
    cli_console_log(console, N4M_LEVEL_WARNING, "%s:%u: unknown key \"%.*s\" is ignored%s%.*s%s",
                    path, (unsigned)property->line, STR_ARG(property->key),
                    near.best.data ? "; did you mean \"" : "", STR_ARG(near.best),
                    near.best.data ? "\"?" : "");
}

static status add(cli_settings *s, const cli_property *property, const char *path,
                  cli_console *console, error *err)
{
    const cli_option *option = cli_option_named(cli_sources_option_name(property->key));
    if (!option || option->kind == CLI_KIND_ACTION) {
        warn_unknown(property, path, console);
        return ST_OK;
    }
    /* As with the environment, a name without anything behind it says nothing. */
    if (str_is_blank(property->value))
        return ST_OK;
    error problem = { .status = ST_OK };
    status st = cli_settings_add(s, option, CLI_FROM_FILE, str_from(option->name), property->value,
                                 &problem);
    return st ? fail(err, st, "%s:%u: %s", path, (unsigned)property->line, problem.message) : ST_OK;
}

static status add_all(cli_settings *s, str text, const char *path, cli_console *console, error *err)
{
    cli_properties properties = { 0 };
    error where = { .status = ST_OK };
    status st = cli_properties_parse(text, s->memory, &properties, &where);
    if (st == ST_PARSE)
        return fail(err, ST_ARGUMENT, "%s:%u: %s", path, (unsigned)where.line, where.message);
    if (st)
        return fail_no_memory(err);
    for (size_t i = 0; i < properties.count; i++) {
        if (beaten_by_a_later_one(&properties, i))
            continue;
        st = add(s, &properties.items[i], path, console, err);
        if (st)
            return st;
    }
    return ST_OK;
}

static bool is_file(const char *path)
{
    file_kind kind = FILE_MISSING;
    return file_kind_of(path, &kind, NULL) == ST_OK && kind == FILE_REGULAR;
}

/* NULL when there is none. */
static const char *find_file(arena *a)
{
    if (is_file(CLI_PROPERTIES_FILE))
        return CLI_PROPERTIES_FILE;
    const char *home = getenv("HOME");
    if (!home || !*home)
        return NULL;
    str path = arena_printf(a, "%s/" CLI_PROPERTIES_HOME, home);
    return path.data && is_file(path.data) ? path.data : NULL;
}

status cli_sources_file(cli_settings *s, cli_console *console, error *err)
{
    const char *path = find_file(s->memory);
    if (!path)
        return ST_OK;
    str text;
    error reason = { .status = ST_OK };
    status st = file_read(path, PROPERTIES_MAX, s->memory, &text, &reason);
    if (!st)
        return add_all(s, text, path, console, err);
    cli_console_log(console, N4M_LEVEL_WARNING, "%s; its options are ignored", reason.message);
    return ST_OK;
}
