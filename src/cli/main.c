#include "base/error.h"
#include "base/secret.h"
#include "cli/arguments.h"
#include "cli/configure.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/help.h"
#include "cli/json.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/signals.h"
#include "cli/sources.h"
#include "cli/trace.h"
#include "cli/verbose.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { SETTINGS_MAX = 64 << 20 };

typedef struct program {
    arena memory;
    cli_settings settings;
    cli_arguments arguments;
    cli_console console;
    cli_level level;
    cli_trace trace;
} program;

/* A closed standard stream would give its number to the next socket, and output would go there.
 * Its place is taken by something that refuses what the stream is for. */
static void occupy_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

static int fail_usage(program *p, const char *message)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    cli_paint_text(&text, cli_console_paint_err(&p->console, CLI_RED), str_from(message));
    buf_char(&text, '\n');
    cli_help_render_usage(p->arguments.command, &text);
    cli_console_note(&p->console, buf_view(&text));
    return CLI_EXIT_USAGE;
}

static bool prints_json(const program *p)
{
    return cli_settings_choice(&p->settings, CLI_FORMAT) == CLI_JSON;
}

static void print_early_failure(program *p, status st, const char *message)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    n4m_error err = { .status = (n4m_status)st };
    snprintf(err.message, sizeof err.message, "%s", message);
    cli_json_error(p->arguments.command->name, &err, &text);
    cli_console_print(&p->console, buf_view(&text));
}

/* What was wrong before the library came into play. */
static int fail_early(program *p, status st, const char *message)
{
    if (st == ST_ARGUMENT)
        return fail_usage(p, message);
    if (p->arguments.command && prints_json(p))
        print_early_failure(p, st, message);
    cli_console_note(&p->console, str_from(message));
    cli_console_note(&p->console, STR("\n"));
    return CLI_EXIT_FAILURE;
}

static bool is_detailed(const program *p)
{
    return cli_settings_flag(&p->settings, CLI_DETAILED_EXIT_CODES);
}

static void print_summary(program *p, const n4m_error *err)
{
    BUF_AUTO summary = BUF_INIT(NULL, 0);
    if (prints_json(p))
        cli_json_error(p->arguments.command->name, err, &summary);
    else
        cli_report_summary(err, p->console.colour_out, &summary);
    cli_console_print(&p->console, summary.failed ? str_from(err->message) : buf_view(&summary));
}

/* Whoever does not wait for the answer to a COMMIT has stopped us, too. */
static bool is_stopped(const n4m_error *err)
{
    return cli_signals_received() &&
           (err->status == N4M_E_CANCELLED || err->status == N4M_E_UNKNOWN_OUTCOME);
}

/* No result, so nothing for standard output; the details say the same where they name a file. */
static int fail_stopped(program *p, const n4m_error *err, const buf *details)
{
    if (prints_json(p))
        print_summary(p, err);
    if (!err->source[0]) {
        cli_console_note(&p->console, str_from(err->message));
        cli_console_note(&p->console, STR("\n"));
    }
    cli_console_note(&p->console, buf_view(details));
    return CLI_EXIT_SIGNAL + cli_signals_received();
}

static int fail_late(program *p, const n4m_error *err)
{
    BUF_AUTO details = BUF_INIT(NULL, 0);
    cli_report_details(err, p->console.colour_err, &details);
    if (is_stopped(err))
        return fail_stopped(p, err, &details);
    print_summary(p, err);
    cli_console_note(&p->console, buf_view(&details));
    return cli_exit_code_of_failure(err->status, is_detailed(p));
}

static int run(program *p, n4m_migrations *m)
{
    const cli_command *command = p->arguments.command;
    cli_run r = { .arguments = &p->arguments,
                  .migrations = m,
                  .settings = &p->settings,
                  .console = &p->console,
                  .verbose = p->level == CLI_LEVEL_VERBOSE,
                  .json = prints_json(p),
                  .detailed = is_detailed(p) };
    n4m_error err = N4M_ERROR_INIT;
    n4m_status st = command->run(&r, &err);
    if (!st)
        return r.exit_code;
    if (st == N4M_E_ARGUMENT && (command->offline || r.misused))
        return fail_usage(p, err.message);
    return fail_late(p, &err);
}

static int run_watched(program *p, n4m_migrations *m)
{
    if (p->console.may_draw && !p->console.quiet)
        cli_live_start(&p->console.live);
    cli_live_begin(&p->console.live, "%s", p->arguments.command->name);
    cli_signals_watch(m);
    int exit_code = run(p, m);
    cli_signals_release();
    cli_live_stop(&p->console.live);
    return exit_code;
}

static void print_configuration(program *p, const n4m_options *options)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    if (p->level == CLI_LEVEL_VERBOSE)
        cli_verbose_render(options, &text);
    if (prints_json(p) || p->arguments.command->document)
        cli_console_note(&p->console, buf_view(&text));
    else
        cli_console_print(&p->console, buf_view(&text));
}

/* As far as the settings are known. */
static status prepare_console(program *p, error *err)
{
    status st = cli_verbose_level(&p->settings, &p->level, err);
    p->console.quiet = p->level == CLI_LEVEL_QUIET;
    if (cli_settings_given(&p->settings, CLI_COLOR))
        cli_console_choose(&p->console, (cli_color)cli_settings_choice(&p->settings, CLI_COLOR));
    return st;
}

static status read_sources(program *p, error *err)
{
    status st = cli_sources_environment(&p->settings, err);
    if (!st)
        st = cli_sources_files(&p->settings, &p->console, err);
    return st ? st : prepare_console(p, err);
}

static int run_offline(program *p)
{
    error err = { .status = ST_OK };
    status st = p->arguments.command->configured ? read_sources(p, &err) : ST_OK;
    return st ? fail_early(p, st, err.message) : run(p, NULL);
}

static bool needs_server(const program *p)
{
    const cli_command *command = p->arguments.command;
    return !command->needs_no_server || !command->needs_no_server(&p->arguments);
}

/* Some write the name of a database there. */
static void warn_of_path(program *p, const char *address)
{
    const char *host = address ? strstr(address, "://") : NULL;
    const char *path = host ? strpbrk(host + 3, "/?") : NULL;
    size_t length = path ? strcspn(path, "?") : 0;
    if (length > 1)
        cli_console_log(&p->console, N4M_LEVEL_WARNING,
                        "Ignoring the path of the address (%.*s): a database is chosen "
                        "by --database",
                        (int)length, path);
}

static int connect_and_run(program *p)
{
    error early = { .status = ST_OK };
    n4m_options options;
    status failed = read_sources(p, &early);
    if (!failed)
        failed = cli_configure(&p->settings, needs_server(p), &options, &early);
    if (!failed)
        failed = cli_trace_open(&p->trace, cli_settings_text(&p->settings, CLI_BOLT_TRACE),
                                &p->console, &early);
    if (failed)
        return fail_early(p, failed, early.message);
    cli_progress progress = { .console = &p->console,
                              .command = p->arguments.command->name,
                              .verbose = p->level == CLI_LEVEL_VERBOSE,
                              .nothing_to_scan =
                                  !options.locations[0] && !p->arguments.command->document,
                              .json = prints_json(p),
                              .streams = p->arguments.command->streams };
    options.on_event = cli_progress_on_event;
    options.user = &progress;
    options.on_trace = p->trace.name ? cli_trace_line : NULL;
    options.trace_user = &p->trace;
    n4m_error err = N4M_ERROR_INIT;
    n4m_migrations *m = NULL;
    n4m_status st = n4m_open(&options, &m, &err);
    if (st == N4M_E_ARGUMENT)
        return fail_usage(p, err.message);
    if (st)
        return fail_late(p, &err);
    warn_of_path(p, options.address);
    print_configuration(p, &options);
    int exit_code = run_watched(p, m);
    n4m_close(m);
    return exit_code;
}

static int fail_without_command(program *p)
{
    char advice[CLI_COMMAND_ADVICE_MAX], message[CLI_COMMAND_ADVICE_MAX + 32];
    cli_command_advise(STR(""), advice);
    snprintf(message, sizeof message, "no command given%s", advice);
    return fail_usage(p, message);
}

static int print_version(program *p)
{
    cli_console_print(&p->console, STR(CLI_PROGRAM "/"));
    cli_console_print(&p->console, str_from(n4m_version()));
    cli_console_print(&p->console, STR("\n"));
    return 0;
}

static int print_help(program *p)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    if (p->arguments.command)
        cli_help_render_command(p->arguments.command, &text);
    else
        cli_help_render(&text);
    cli_console_print(&p->console, buf_view(&text));
    return text.failed ? CLI_EXIT_FAILURE : 0;
}

static int start(program *p, char **arguments)
{
    error err = { .status = ST_OK };
    status st = cli_arguments_parse(&p->settings, arguments, &p->arguments, &err);
    if (!st)
        st = prepare_console(p, &err);
    if (st)
        return fail_early(p, st, err.message);
    if (p->arguments.version)
        return print_version(p);
    if (p->arguments.help)
        return print_help(p);
    if (!p->arguments.command)
        return fail_without_command(p);
    st = cli_arguments_check(&p->arguments, &err);
    if (st)
        return fail_early(p, st, err.message);
    return p->arguments.command->offline ? run_offline(p) : connect_and_run(p);
}

int main(int argc, char **argv)
{
    occupy_standard_streams();
    cli_signals_ignore_broken_pipes();
    allocator secrets = secret_memory(NULL);
    program p = { .memory = ARENA_INIT(&secrets, SETTINGS_MAX),
                  .level = CLI_LEVEL_NORMAL,
                  .trace = { .file = -1 } };
    p.settings.memory = &p.memory;
    cli_console_init(&p.console);
    int exit_code = start(&p, argc > 0 ? argv + 1 : argv);
    cli_trace_close(&p.trace);
    arena_finish(&p.memory);
    return cli_console_finish(&p.console, exit_code);
}
