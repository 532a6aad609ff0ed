#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/config_text.h"
#include "cli/console.h"
#include "cli/json.h"
#include "cli/option.h"
#include "cli/result.h"

static const char *const ACTIONS[] = { "show", NULL };

static const cli_parameter PARAMETERS[] = {
    { .kind = CLI_PARAMETER_WORD,
      .required = true,
      .name = "action",
      .shown = "show",
      .choices = ACTIONS,
      .help = "all options with their values, and where these are from; secrets are ***" },
    { .name = NULL },
};

static const char *origin_name(cli_origin origin)
{
    switch (origin) {
    case CLI_NOT_GIVEN:
        return "DEFAULT";
    case CLI_FROM_USER_FILE:
    case CLI_FROM_FILE:
        return "FILE";
    case CLI_FROM_ENVIRONMENT:
        return "ENVIRONMENT";
    case CLI_FROM_COMMAND_LINE:
        return "COMMAND_LINE";
    }
    return "";
}

static void describe_row(json_t *item, const cli_config_row *row)
{
    cli_json_text(item, "name", row->name);
    cli_json_text(item, "value", row->value);
    cli_json_text(item, "default", row->preset);
    cli_json_flag(item, "secret", row->secret);
    cli_json_text(item, "origin", origin_name(row->origin));
    if (row->variable)
        cli_json_text(item, "variable", row->variable);
    if (row->file) {
        cli_json_text(item, "file", row->file);
        cli_json_number(item, "line", row->line);
    }
}

static void render_json(const cli_run *r, const cli_config_rows *rows, buf *out)
{
    json_t *document = cli_json_begin(r->arguments->command->name, "result");
    json_t *list = cli_json_list(document, "options");
    for (size_t i = 0; i < rows->count; i++)
        describe_row(cli_json_item(list), &rows->items[i]);
    cli_json_end(document, out);
}

static n4m_status run(cli_run *r, n4m_error *err)
{
    ARENA_AUTO scratch = ARENA_INIT(NULL, 0);
    BUF_AUTO text = BUF_INIT(NULL, 0);
    cli_config_rows rows;
    if (cli_config_collect(r->settings, &rows, NULL))
        return cli_result_no_memory(err);
    if (r->json)
        render_json(r, &rows, &text);
    else
        cli_config_render(&rows, &scratch, &text);
    if (text.failed)
        return cli_result_no_memory(err);
    cli_console_print(r->console, buf_view(&text));
    return N4M_OK;
}

const cli_command cli_command_config = {
    .name = "config",
    .purpose = "Shows all options with their values, and where each value is from.",
    .example = "-d shop config show",
    .parameters = PARAMETERS,
    .option_groups = ~0U,
    .offline = true,
    .configured = true,
    .run = run,
};
