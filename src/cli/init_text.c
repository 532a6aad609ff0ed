#include "cli/init_text.h"

#include "cli/sources.h"
#include "cli/value.h"

#include <stdlib.h>
#include <string.h>

/* What the Java tool's `init` writes even if nobody has said it. */
static const cli_option_id ALWAYS[] = {
    CLI_ADDRESS,        CLI_USERNAME,         CLI_VERSION_SORT_ORDER, CLI_OUT_OF_ORDER,
    CLI_AUTOCRLF,       CLI_FLYWAY_CHECKSUMS, CLI_TRANSACTION_MODE,   CLI_VALIDATE_ON_MIGRATE,
    CLI_CYPHER_VERSION,
};

static bool is_always_written(cli_option_id id)
{
    for (size_t i = 0; i < sizeof ALWAYS / sizeof *ALWAYS; i++)
        if (ALWAYS[i] == id)
            return true;
    return false;
}

const char *cli_init_obstacle(const cli_settings *s, const cli_option *option)
{
    if (!cli_settings_given(s, option->id))
        return NULL;
    if (option->wipe)
        return "it is a secret; set NEO4J_PASSWORD, or use password:env or password:file";
    if (option->kind == CLI_KIND_PAIRS && s->of[option->id].count > 1)
        return "the file has room for one of them only; set NM_PLACEHOLDERS_<key>";
    return NULL;
}

static bool is_written(const cli_settings *s, const cli_option *option)
{
    bool personal = option->set_means && s->of[option->id].origin == CLI_FROM_ENVIRONMENT;
    if (option->kind == CLI_KIND_ACTION || option->hidden || personal ||
        cli_init_obstacle(s, option))
        return false;
    return cli_settings_text(s, option->id) || is_always_written(option->id);
}

static int compare_names(const void *left, const void *right)
{
    const cli_option *const *a = left, *const *b = right;
    return strcmp((*a)->name, (*b)->name);
}

void cli_init_render(const cli_settings *s, buf *out)
{
    const cli_option *options[CLI_OPTIONS];
    BUF_AUTO value = BUF_INIT(out->mem, 0);
    for (size_t i = 0; i < CLI_OPTIONS; i++)
        options[i] = cli_option_get((cli_option_id)i);
    qsort(options, CLI_OPTIONS, sizeof *options, compare_names);
    buf_text(out, "# Options of neo4j-migrations, as its command `help` explains them.\n");
    for (size_t i = 0; i < CLI_OPTIONS; i++) {
        if (!is_written(s, options[i]))
            continue;
        buf_clear(&value);
        cli_value_render(s, options[i], &value);
        out->failed |= value.failed;
        cli_property_render(str_from(options[i]->name), buf_view(&value), out);
    }
}

/* ---- Against what is there ---- */

/* The last one counts. */
static str value_of(const cli_properties *properties, str key)
{
    for (size_t i = properties->count; i-- > 0;)
        if (str_eq(cli_sources_option_name(properties->items[i].key), key))
            return properties->items[i].value;
    return STR_NONE;
}

static void append_missing(const cli_properties *these, const cli_properties *others, bool all,
                           buf *out)
{
    for (size_t i = 0; i < these->count; i++) {
        str key = cli_sources_option_name(these->items[i].key);
        str here = value_of(these, key), there = value_of(others, key);
        if (all ? there.data != NULL : there.data && str_eq(here, there))
            continue;
        buf_printf(out, "%s%.*s", out->len ? ", " : "", STR_ARG(key));
    }
}

void cli_init_differences(const cli_properties *before, const cli_properties *after, buf *out)
{
    append_missing(before, after, false, out);
    append_missing(after, before, true, out);
}
