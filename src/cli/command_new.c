#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/configure.h"
#include "cli/console.h"
#include "cli/json.h"
#include "cli/option.h"
#include "cli/progress.h"
#include "cli/result.h"
#include "cli/settings.h"

enum { DESCRIPTION, TYPE, REPEATABLE, VERSION };

static const char *const TYPES[] = {
    [N4M_CREATE_CYPHER] = "cypher", [N4M_CREATE_XML] = "xml", NULL
};

/* The name of the last one is that of an option, and so it has no form with dashes. */
static const cli_parameter PARAMETERS[] = {
    [DESCRIPTION] = { .kind = CLI_PARAMETER_WORD,
                      .required = true,
                      .name = "description",
                      .shown = "<description>",
                      .help = "what it does, of letters, digits, blanks and underscores" },
    [TYPE] = { .kind = CLI_PARAMETER_CHOICE,
               .dashes = true,
               .name = "type",
               .shown = "--type cypher|xml",
               .preset = "cypher",
               .choices = TYPES,
               .help = "a script, or constraints, indexes and refactorings in XML" },
    [REPEATABLE] = { .kind = CLI_PARAMETER_FLAG,
                     .dashes = true,
                     .name = "repeatable",
                     .shown = "--repeatable",
                     .preset = "false",
                     .help = "it is applied again whenever it has changed" },
    [VERSION] = { .kind = CLI_PARAMETER_CHOICE,
                  .name = "version",
                  .shown = "version=<version>",
                  .preset = "the one behind the last",
                  .help = "e.g. 1.3" },
    { .name = NULL },
};

/* For the first location, which need not be there yet. */
static n4m_status open_folder(const cli_run *r, cli_progress *progress, n4m_migrations **out,
                              n4m_error *err)
{
    n4m_options options;
    const char *locations[2] = { NULL };
    error problem = { .status = ST_OK };
    status st = cli_configure(r->settings, false, &options, &problem);
    if (!st && !options.locations[0]) {
        st = cli_configure_default_location(r->settings->memory, &locations[0], &problem);
        options.locations = locations;
    }
    if (st)
        return cli_result_failure(st, &problem, err);
    options.on_event = cli_progress_on_event;
    options.user = progress;
    return n4m_open(&options, out, err);
}

static n4m_create_options options_of(const cli_arguments *given)
{
    n4m_create_options options = N4M_CREATE_OPTIONS_INIT;
    options.type = (n4m_create_type)cli_arguments_choice(given, TYPE);
    options.repeatable = cli_arguments_flag(given, REPEATABLE);
    options.version = given->parameters[VERSION].data;
    return options;
}

static n4m_status run(cli_run *r, n4m_error *err)
{
    cli_progress progress = { .console = r->console, .command = r->arguments->command->name };
    n4m_create_options options = options_of(r->arguments);
    n4m_migrations *m = NULL;
    n4m_result *result = NULL;
    n4m_status st = open_folder(r, &progress, &m, err);
    if (!st)
        st = n4m_create(m, r->arguments->parameters[DESCRIPTION].data, &options, &result, err);
    if (!st)
        st = cli_result_print(result, r, err);
    n4m_result_free(result);
    n4m_close(m);
    return st;
}

const cli_command cli_command_new = {
    .name = "new",
    .purpose = "Makes the file of the next migration, and prints its path.",
    .example = "new \"Add index on films\"",
    .parameters = PARAMETERS,
    .option_groups = CLI_GROUP_MIGRATIONS | CLI_GROUP_GENERAL,
    .offline = true,
    .configured = true,
    .describe = cli_json_of_new,
    .run = run,
};
