#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/console.h"
#include "cli/credentials.h"
#include "cli/info_text.h"
#include "cli/json.h"
#include "cli/option.h"
#include "cli/result.h"

static const char *const MODES[] = { "COMPARE", "LOCAL", "REMOTE", NULL };

static const cli_parameter PARAMETERS[] = {
    { .kind = CLI_PARAMETER_CHOICE,
      .dashes = true,
      .name = "mode",
      .shown = "mode=COMPARE|LOCAL|REMOTE",
      .preset = "COMPARE",
      .choices = MODES,
      .help = "what was found against what was recorded, or one of the two alone; LOCAL without "
              "credentials asks no server, and so passes over preconditions" },
    { .name = NULL },
};

static status render_skipped(const n4m_result *result, arena *scratch, buf *out)
{
    size_t count = n4m_result_skipped_count(result);
    const n4m_skipped **skipped = arena_array(scratch, count + 1, sizeof *skipped);
    if (!skipped)
        return ST_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        skipped[i] = n4m_result_skipped(result, i);
    cli_info_render_skipped(skipped, count, out);
    return ST_OK;
}

static n4m_status print(const n4m_result *result, const cli_run *r, n4m_error *err)
{
    ARENA_AUTO scratch = ARENA_INIT(NULL, 0);
    BUF_AUTO text = BUF_INIT(NULL, 0);
    size_t count = n4m_result_element_count(result);
    const n4m_element **elements = arena_array(&scratch, count + 1, sizeof *elements);
    if (!elements)
        return cli_result_no_memory(err);
    for (size_t i = 0; i < count; i++)
        elements[i] = n4m_result_element(result, i);
    cli_info_render(n4m_result_place(result), elements, count, &scratch, r->console->colour_out,
                    &text);
    if ((r->verbose && render_skipped(result, &scratch, &text)) || text.failed)
        return cli_result_no_memory(err);
    cli_console_print(r->console, buf_view(&text));
    return N4M_OK;
}

/* The choices stand in the order of the library's values. */
static n4m_info_mode mode_of(const cli_arguments *given)
{
    return (n4m_info_mode)cli_arguments_choice(given, 0);
}

static bool is_local(const cli_arguments *given)
{
    return mode_of(given) == N4M_LOCAL;
}

static n4m_status run(cli_run *r, n4m_error *err)
{
    n4m_info_mode mode = mode_of(r->arguments);
    if (mode == N4M_LOCAL && !cli_credentials_given(r->settings))
        mode = N4M_OFFLINE;
    n4m_result *result = NULL;
    n4m_status st = n4m_info(r->migrations, mode, &result, err);
    if (!st)
        st = r->json ? cli_result_print(result, r, err) : print(result, r, err);
    n4m_result_free(result);
    return st;
}

const cli_command cli_command_info = {
    .name = "info",
    .purpose = "Shows all migrations, applied and pending, and where they are recorded.",
    .example = "-a bolt://localhost:7687 -u neo4j -p info mode=LOCAL",
    .parameters = PARAMETERS,
    .option_groups =
        CLI_GROUP_CONNECTION | CLI_GROUP_ENCRYPTION | CLI_GROUP_MIGRATIONS | CLI_GROUP_GENERAL,
    .needs_no_server = is_local,
    .describe = cli_json_of_info,
    .run = run,
};
