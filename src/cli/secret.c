#include "cli/secret.h"

#include "base/file.h"
#include "cli/prompt.h"

#include <stdlib.h>
#include <string.h>

enum { SECRET_FILE_MAX = 1 << 16 };

static const char *unless_blank(str text)
{
    return str_is_blank(text) ? NULL : text.data;
}

static status ask(const cli_settings *s, const cli_secret *secret, str *out, error *err)
{
    const cli_option *option = cli_option_get(secret->given);
    const char *variable = option->environment;
    str otherwise =
        arena_printf(s->memory, "--%s=..., %s%s--%s", option->name, variable ? variable : "",
                     variable ? " or " : "or ", cli_option_get(secret->file)->name);
    return otherwise.data ? cli_prompt_secret(secret->question, otherwise.data, s->memory, out, err)
                          : fail_no_memory(err);
}

static status try_given(const cli_settings *s, const cli_secret *secret, const char **out,
                        error *err)
{
    const cli_setting *given = &s->of[secret->given];
    str text;
    if (given->count > 0) {
        text = given->items[0];
    } else {
        status st = ask(s, secret, &text, err);
        if (st)
            return st;
    }
    *out = unless_blank(text);
    return ST_OK;
}

static status try_variable(const cli_settings *s, const cli_secret *secret, const char **out,
                           error *empty, error *err)
{
    const char *name = cli_settings_text(s, secret->variable);
    str value = arena_str(s->memory, str_from(getenv(name)));
    if (!value.data)
        return fail_no_memory(err);
    *out = unless_blank(value);
    if (!*out)
        fail(empty, ST_ARGUMENT, "no %s: the environment variable \"%s\" is %s", secret->name, name,
             getenv(name) ? "empty" : "not set");
    return ST_OK;
}

/* Editors and echo put a newline at the end that nobody has typed into a password field. */
static str without_newline(str text)
{
    if (str_ends(text, STR("\r\n")))
        return str_slice(text, 0, text.len - 2);
    return str_ends(text, STR("\n")) ? str_slice(text, 0, text.len - 1) : text;
}

static status try_file(const cli_settings *s, const cli_secret *secret, const char **out,
                       error *empty, error *err)
{
    const char *given = cli_settings_text(s, secret->file);
    const char *path = strcmp(given, "-") == 0 ? "/dev/stdin" : given;
    str content;
    error reason = { .status = ST_OK };
    if (file_read(path, SECRET_FILE_MAX, s->memory, &content, &reason))
        return fail(err, ST_ARGUMENT, "no %s: %s", secret->name, reason.message);
    content = arena_str(s->memory, without_newline(content));
    if (!content.data)
        return fail_no_memory(err);
    *out = unless_blank(content);
    if (!*out)
        fail(empty, ST_ARGUMENT, "no %s: the file \"%s\" is empty", secret->name, given);
    return ST_OK;
}

static cli_option_id option_of(const cli_secret *secret, cli_secret_way way)
{
    switch (way) {
    case CLI_SECRET_GIVEN:
        return secret->given;
    case CLI_SECRET_IN_VARIABLE:
        return secret->variable;
    case CLI_SECRET_IN_FILE:
        return secret->file;
    }
    return secret->given;
}

status cli_secret_try(const cli_settings *s, const cli_secret *secret, cli_secret_way way,
                      const char **out, error *empty, error *err)
{
    *out = NULL;
    if (!cli_settings_given(s, option_of(secret, way)))
        return ST_OK;
    switch (way) {
    case CLI_SECRET_GIVEN:
        return try_given(s, secret, out, err);
    case CLI_SECRET_IN_VARIABLE:
        return try_variable(s, secret, out, empty, err);
    case CLI_SECRET_IN_FILE:
        return try_file(s, secret, out, empty, err);
    }
    return ST_OK;
}

static status try_from(const cli_settings *s, const cli_secret *secret, cli_origin origin,
                       const char **out, error *empty, error *err)
{
    static const cli_secret_way WAYS[] = { CLI_SECRET_GIVEN, CLI_SECRET_IN_VARIABLE,
                                           CLI_SECRET_IN_FILE };
    for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS && !*out; i++) {
        if (s->of[option_of(secret, WAYS[i])].origin != origin)
            continue;
        status st = cli_secret_try(s, secret, WAYS[i], out, empty, err);
        if (st)
            return st;
    }
    return ST_OK;
}

status cli_secret_resolve(const cli_settings *s, const cli_secret *secret, const char **out,
                          error *err)
{
    error empty = { .status = ST_OK };
    const char *found = NULL;
    for (cli_origin origin = CLI_FROM_COMMAND_LINE; origin > CLI_NOT_GIVEN && !found; origin--) {
        status st = try_from(s, secret, origin, &found, &empty, err);
        if (st)
            return st;
    }
    if (!found && empty.status)
        return fail(err, ST_ARGUMENT, "%s", empty.message);
    *out = found;
    return ST_OK;
}
