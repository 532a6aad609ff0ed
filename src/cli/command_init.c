#include "base/file.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/configure.h"
#include "cli/console.h"
#include "cli/init_text.h"
#include "cli/json.h"
#include "cli/option.h"
#include "cli/result.h"
#include "cli/sources.h"

enum { PROPERTIES_MAX = 1 << 20 };

/* What has been created: NULL what has not. */
typedef struct creation {
    const char *folder, *file;
} creation;

static const cli_parameter PARAMETERS[] = {
    { .kind = CLI_PARAMETER_FLAG,
      .dashes = true,
      .name = "force",
      .shown = "--force",
      .preset = "false",
      .help = "replace a file that says something else" },
    { .name = NULL },
};

static n4m_status fail_differs(const buf *differences, n4m_error *err)
{
    error problem = { .status = ST_OK };
    status st = fail(&problem, ST_IO,
                     CLI_PROPERTIES_FILE " exists and says something else about %.*s: give --force "
                                         "to replace it",
                     STR_ARG(buf_view(differences)));
    return cli_result_failure(st, &problem, err);
}

static n4m_status make_folder(cli_console *console, creation *done, n4m_error *err)
{
    error problem = { .status = ST_OK };
    file_kind kind = FILE_MISSING;
    status st = file_kind_of(CLI_DEFAULT_FOLDER, &kind, &problem);
    if (!st && kind == FILE_FOLDER)
        return N4M_OK;
    if (!st)
        st = file_make_folder(CLI_DEFAULT_FOLDER, &problem);
    if (st)
        return cli_result_failure(st, &problem, err);
    done->folder = CLI_DEFAULT_FOLDER;
    cli_console_log(console, N4M_LEVEL_INFO, "Created the folder %s", CLI_DEFAULT_FOLDER);
    return N4M_OK;
}

/* What a file that is there says differently; nothing when there is none. */
static status compare(str text, arena *a, bool *exists, buf *differences, error *err)
{
    file_kind kind;
    str before;
    cli_properties old = { 0 }, new = { 0 };
    status st = file_kind_of(CLI_PROPERTIES_FILE, &kind, err);
    *exists = !st && kind != FILE_MISSING;
    if (st || !*exists)
        return st;
    st = file_read(CLI_PROPERTIES_FILE, PROPERTIES_MAX, a, &before, err);
    if (!st)
        st = cli_properties_parse(before, a, &old, err);
    if (!st)
        st = cli_properties_parse(text, a, &new, err);
    if (!st)
        cli_init_differences(&old, &new, differences);
    return st;
}

/* Whether there is anything to write. */
static n4m_status decide(str text, bool force, bool *write, n4m_error *err)
{
    ARENA_AUTO scratch = ARENA_INIT(NULL, 0);
    BUF_AUTO differences = BUF_INIT(NULL, 0);
    error problem = { .status = ST_OK };
    bool exists = false;
    status st = compare(text, &scratch, &exists, &differences, &problem);
    if (st)
        return cli_result_failure(st, &problem, err);
    if (differences.failed)
        return cli_result_no_memory(err);
    *write = !exists || differences.len > 0;
    return exists && *write && !force ? fail_differs(&differences, err) : N4M_OK;
}

static n4m_status write_file(str text, cli_console *console, creation *done, n4m_error *err)
{
    error problem = { .status = ST_OK };
    status st = file_write(CLI_PROPERTIES_FILE, text, &problem);
    if (st)
        return cli_result_failure(st, &problem, err);
    done->file = CLI_PROPERTIES_FILE;
    cli_console_log(console, N4M_LEVEL_INFO, "Wrote %s", CLI_PROPERTIES_FILE);
    return N4M_OK;
}

static void tell_obstacles(const cli_settings *settings, cli_console *console, json_t *left_out)
{
    for (size_t i = 0; i < CLI_OPTIONS; i++) {
        const cli_option *option = cli_option_get((cli_option_id)i);
        const char *obstacle = cli_init_obstacle(settings, option);
        if (!obstacle || settings->of[i].origin == CLI_FROM_ENVIRONMENT)
            continue;
        cli_console_log(console, N4M_LEVEL_WARNING, "\"%s\" is not written to %s: %s", option->name,
                        CLI_PROPERTIES_FILE, obstacle);
        json_t *item = cli_json_item(left_out);
        cli_json_text(item, "option", option->name);
        cli_json_text(item, "reason", obstacle);
    }
}

static n4m_status tell(const cli_run *r, const creation *done, n4m_error *err)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    json_t *document = r->json ? cli_json_begin(r->arguments->command->name, "result") : NULL;
    cli_json_text(document, "folder", done->folder);
    cli_json_text(document, "file", done->file);
    tell_obstacles(r->settings, r->console, cli_json_list(document, "leftOut"));
    if (r->json)
        cli_json_end(document, &text);
    if (text.failed)
        return cli_result_no_memory(err);
    cli_console_print(r->console, buf_view(&text));
    return N4M_OK;
}

static n4m_status run(cli_run *r, n4m_error *err)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    error problem = { .status = ST_OK };
    status usable = cli_configure_check(r->settings, &problem);
    if (usable)
        return cli_result_failure(usable, &problem, err);
    cli_init_render(r->settings, &text);
    if (text.failed)
        return cli_result_no_memory(err);
    bool write = false;
    creation done = { NULL, NULL };
    n4m_status st = decide(buf_view(&text), cli_arguments_flag(r->arguments, 0), &write, err);
    if (!st && !cli_settings_given(r->settings, CLI_LOCATION))
        st = make_folder(r->console, &done, err);
    if (!st && write)
        st = write_file(buf_view(&text), r->console, &done, err);
    return st ? st : tell(r, &done, err);
}

const cli_command cli_command_init = {
    .name = "init",
    .purpose = "Writes the options into .migrations.properties, and creates neo4j/migrations "
               "unless there is a location. Never writes a password.",
    .example = "-a bolt://localhost:7687 --password:env MY_PASSWORD init",
    .parameters = PARAMETERS,
    .option_groups = ~0U,
    .offline = true,
    .configured = true,
    .run = run,
};
