#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/json.h"
#include "cli/option.h"
#include "cli/result.h"

enum { FORMAT, MODE, VERSION };

static const char *const FORMATS[] = { "XML", "CYPHER", NULL };
static const char *const MODES[] = { "REMOTE", "LOCAL", NULL };

/* The names of two of them are those of options, and so they have no form with dashes. */
static const cli_parameter PARAMETERS[] = {
    [FORMAT] = { .kind = CLI_PARAMETER_CHOICE,
                 .name = "format",
                 .shown = "format=XML|CYPHER",
                 .preset = "XML",
                 .choices = FORMATS,
                 .help = "a migration that declares all items, or a script that creates them" },
    [MODE] = { .kind = CLI_PARAMETER_CHOICE,
               .dashes = true,
               .name = "mode",
               .shown = "mode=REMOTE|LOCAL",
               .preset = "REMOTE",
               .choices = MODES,
               .help = "what the database has, or what the migrations declare, which needs no "
                       "server unless they have preconditions" },
    [VERSION] = { .kind = CLI_PARAMETER_CHOICE,
                  .name = "version",
                  .shown = "version=<version>",
                  .preset = "the newest",
                  .help = "with CYPHER: the version of Neo4j that the script is for, e.g. 4.4" },
    { .name = NULL },
};

static bool is_local(const cli_arguments *given)
{
    return cli_arguments_choice(given, MODE) == N4M_CATALOG_LOCAL;
}

/* The choices stand in the order of the library's values. */
static n4m_status run(cli_run *r, n4m_error *err)
{
    n4m_catalog_options options = N4M_CATALOG_OPTIONS_INIT;
    options.format = (n4m_catalog_format)cli_arguments_choice(r->arguments, FORMAT);
    options.source.place = (n4m_catalog_place)cli_arguments_choice(r->arguments, MODE);
    options.version = r->arguments->parameters[VERSION].data;
    n4m_result *result = NULL;
    n4m_status st = n4m_catalog(r->migrations, &options, &result, err);
    if (!st)
        st = cli_result_print(result, r, err);
    if (!st && n4m_result_left_out(result) > 0)
        r->exit_code = CLI_EXIT_FAILURE;
    n4m_result_free(result);
    return st;
}

const cli_command cli_command_show_catalog = {
    .name = "show-catalog",
    .purpose = "Prints constraints and indexes as a migration or as a script.",
    .example = "-u neo4j -p show-catalog > V1__Schema.xml",
    .parameters = PARAMETERS,
    .option_groups =
        CLI_GROUP_CONNECTION | CLI_GROUP_ENCRYPTION | CLI_GROUP_MIGRATIONS | CLI_GROUP_GENERAL,
    .document = true,
    .needs_no_server = is_local,
    .describe = cli_json_of_catalog,
    .run = run,
};
