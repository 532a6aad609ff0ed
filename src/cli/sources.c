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
        cli_source source = { .origin = CLI_FROM_ENVIRONMENT, .name = option->environment };
        str meant = str_from(option->set_means ? option->set_means : value);
        status st = cli_settings_add(s, option, &source, meant, err);
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

static status add(cli_settings *s, const cli_property *property, const cli_source_file *file,
                  cli_console *console, error *err)
{
    const cli_option *option = cli_option_named(cli_sources_option_name(property->key));
    if (!option || option->kind == CLI_KIND_ACTION) {
        warn_unknown(property, file->path, console);
        return ST_OK;
    }
    /* As with the environment, a name without anything behind it says nothing. */
    if (str_is_blank(property->value))
        return ST_OK;
    error problem = { .status = ST_OK };
    cli_source source = {
        .origin = file->origin, .name = option->name, .file = file->path, .line = property->line
    };
    status st = cli_settings_add(s, option, &source, property->value, &problem);
    return st ? fail(err, st, "%s:%u: %s", file->path, (unsigned)property->line, problem.message)
              : ST_OK;
}

static status add_all(cli_settings *s, str text, const cli_source_file *file, cli_console *console,
                      error *err)
{
    cli_properties properties = { 0 };
    error where = { .status = ST_OK };
    status st = cli_properties_parse(text, s->memory, &properties, &where);
    if (st == ST_PARSE)
        return fail(err, ST_ARGUMENT, "%s:%u: %s", file->path, (unsigned)where.line, where.message);
    if (st)
        return fail_no_memory(err);
    for (size_t i = 0; i < properties.count; i++) {
        if (beaten_by_a_later_one(&properties, i))
            continue;
        st = add(s, &properties.items[i], file, console, err);
        if (st)
            return st;
    }
    return ST_OK;
}

static status read_file(cli_settings *s, const cli_source_file *file, cli_console *console,
                        error *err)
{
    str text;
    error reason = { .status = ST_OK };
    status st = file_read(file->path, PROPERTIES_MAX, s->memory, &text, &reason);
    if (!st)
        return add_all(s, text, file, console, err);
    cli_console_log(console, N4M_LEVEL_WARNING, "%s; its options are ignored", reason.message);
    return ST_OK;
}

static bool is_file(const char *path)
{
    file_kind kind = FILE_MISSING;
    return path && file_kind_of(path, &kind, NULL) == ST_OK && kind == FILE_REGULAR;
}

/* NULL when the variable names no folder. */
static const char *below(const char *variable, const char *name, arena *a)
{
    const char *folder = getenv(variable);
    return folder && *folder ? arena_printf(a, "%s/%s", folder, name).data : NULL;
}

/* A variable that does not name an absolute path counts as not set: so says the specification of
 * these folders. */
static const char *user_file(arena *a)
{
    const char *folder = getenv("XDG_CONFIG_HOME");
    return folder && folder[0] == '/' ? below("XDG_CONFIG_HOME", CLI_PROPERTIES_USER, a)
                                      : below("HOME", ".config/" CLI_PROPERTIES_USER, a);
}

void cli_sources_look(arena *a, cli_source_file files[CLI_SOURCE_FILES])
{
    enum { PROJECT, HOME, USER };
    files[PROJECT] = (cli_source_file){ .path = CLI_PROPERTIES_FILE, .origin = CLI_FROM_FILE };
    files[HOME] =
        (cli_source_file){ .path = below("HOME", CLI_PROPERTIES_HOME, a), .origin = CLI_FROM_FILE };
    files[USER] = (cli_source_file){ .path = user_file(a), .origin = CLI_FROM_USER_FILE };
    for (size_t i = 0; i < CLI_SOURCE_FILES; i++)
        files[i].state = is_file(files[i].path) ? CLI_SOURCE_READ : CLI_SOURCE_MISSING;
    if (files[PROJECT].state == CLI_SOURCE_READ && files[HOME].state == CLI_SOURCE_READ)
        files[HOME].state = CLI_SOURCE_PASSED_OVER;
}

status cli_sources_files(cli_settings *s, cli_console *console, error *err)
{
    cli_source_file files[CLI_SOURCE_FILES];
    cli_sources_look(s->memory, files);
    status st = ST_OK;
    for (size_t i = 0; !st && i < CLI_SOURCE_FILES; i++)
        if (files[i].state == CLI_SOURCE_READ)
            st = read_file(s, &files[i], console, err);
    return st;
}
