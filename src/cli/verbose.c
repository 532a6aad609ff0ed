#include "cli/verbose.h"

static const char *mode_text(n4m_transaction_mode mode)
{
    switch (mode) {
    case N4M_PER_MIGRATION:
        return "in one transaction per migration";
    case N4M_PER_STATEMENT:
        return "in separate transactions";
    }
    return "";
}

static cli_origin origin_if_set(const cli_settings *s, cli_option_id id)
{
    return cli_settings_flag(s, id) ? s->of[id].origin : CLI_NOT_GIVEN;
}

status cli_verbose_level(const cli_settings *s, cli_level *out, error *err)
{
    cli_origin quiet = origin_if_set(s, CLI_QUIET), verbose = origin_if_set(s, CLI_VERBOSE);
    if (quiet && quiet == verbose)
        return fail(err, ST_ARGUMENT, "\"--quiet\" and \"--verbose\" exclude each other");
    *out = quiet > verbose ? CLI_LEVEL_QUIET : verbose ? CLI_LEVEL_VERBOSE : CLI_LEVEL_NORMAL;
    return ST_OK;
}

void cli_verbose_render(const n4m_options *options, buf *out)
{
    size_t placeholders = 0;
    if (options->database)
        buf_printf(out, "Migrations will be applied to database \"%s\"\n", options->database);
    if (options->locations[0])
        buf_text(out, "Will search for Cypher scripts in \"");
    for (size_t i = 0; options->locations[i]; i++)
        buf_printf(out, "%s%s%s", i ? ", " : "", options->locations[i],
                   options->locations[i + 1] ? "" : "\"\n");
    buf_printf(out, "Statements will be applied %s\n", mode_text(options->transaction_mode));
    while (options->placeholders[placeholders].key)
        placeholders++;
    if (placeholders)
        buf_printf(out, "Using %zu placeholder(s)\n", placeholders);
}
