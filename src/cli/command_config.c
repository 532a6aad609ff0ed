#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/config_text.h"
#include "cli/console.h"
#include "cli/json.h"
#include "cli/option.h"
#include "cli/result.h"

enum { SHOW, FILES };

static const char *const ACTIONS[] = { [SHOW] = "show", [FILES] = "files", NULL };

static const cli_parameter PARAMETERS[] = {
    { .kind = CLI_PARAMETER_WORD,
      .required = true,
      .name = "action",
      .shown = "show|files",
      .choices = ACTIONS,
      .help = "all options with their values, and where these are from, secrets as ***; or the "
              "files that are looked for" },
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

static void show(const cli_run *r, arena *scratch, buf *out)
{
    cli_config_rows rows;
    if (cli_config_collect(r->settings, &rows, NULL))
        out->failed = true;
    else if (r->json)
        render_json(r, &rows, out);
    else
        cli_config_render(&rows, scratch, out);
}

/* ---- Files ---- */

static const char *state_name(cli_source_state state)
{
    switch (state) {
    case CLI_SOURCE_READ:
        return "READ";
    case CLI_SOURCE_MISSING:
        return "MISSING";
    case CLI_SOURCE_PASSED_OVER:
        return "PASSED_OVER";
    }
    return "";
}

static void render_files_json(const cli_run *r, const cli_source_file *files, buf *out)
{
    json_t *document = cli_json_begin(r->arguments->command->name, "result");
    json_t *list = cli_json_list(document, "files");
    for (size_t i = 0; i < CLI_SOURCE_FILES; i++) {
        json_t *item = files[i].path ? cli_json_item(list) : NULL;
        cli_json_text(item, "path", files[i].path);
        cli_json_text(item, "state", state_name(files[i].state));
    }
    cli_json_end(document, out);
}

static void list_files(const cli_run *r, arena *scratch, buf *out)
{
    cli_source_file files[CLI_SOURCE_FILES];
    cli_sources_look(scratch, files);
    if (r->json)
        render_files_json(r, files, out);
    else
        cli_config_render_files(files, out);
}

static n4m_status run(cli_run *r, n4m_error *err)
{
    ARENA_AUTO scratch = ARENA_INIT(NULL, 0);
    BUF_AUTO text = BUF_INIT(NULL, 0);
    if (cli_arguments_choice(r->arguments, 0) == SHOW)
        show(r, &scratch, &text);
    else
        list_files(r, &scratch, &text);
    if (text.failed)
        return cli_result_no_memory(err);
    cli_console_print(r->console, buf_view(&text));
    return N4M_OK;
}

const cli_command cli_command_config = {
    .name = "config",
    .purpose = "Shows all options with their values, and where each value is from; or the files of "
               "options.",
    .example = "-d shop config show",
    .parameters = PARAMETERS,
    .option_groups = ~0U,
    .offline = true,
    .configured = true,
    .run = run,
};
