#include "base/clock.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/console.h"
#include "cli/duration.h"
#include "cli/json.h"
#include "cli/option.h"
#include "cli/result.h"

#include <time.h>

/* Reason: a server that starts takes seconds, and one that is asked this often does not notice. */
enum { PAUSE_MS = 250, TIMEOUT_MS = 60000 };

static const cli_parameter PARAMETERS[] = {
    { .kind = CLI_PARAMETER_CHOICE,
      .dashes = true,
      .name = "timeout",
      .shown = "--timeout <duration>",
      .preset = "PT1M",
      .help = "for how long, e.g. PT30S; an attempt to connect that has begun comes to its end" },
    { .name = NULL },
};

static bool read_timeout(const cli_run *r, int64_t *out)
{
    str given = r->arguments->parameters[0];
    *out = TIMEOUT_MS;
    return !given.data || cli_duration_parse(given, out);
}

/* The server is not there yet, or its database is not; anything else does not get better. */
static bool may_pass(n4m_status st, const n4m_error *err)
{
    return st == N4M_E_CONNECTION || st == N4M_E_TIMEOUT || (st == N4M_E_SERVER && err->retryable);
}

/* Any question will do: this one reads, wherever a history would be. */
static n4m_status ask(n4m_migrations *m, n4m_error *err)
{
    n4m_result *result = NULL;
    n4m_status st = n4m_lock_status(m, &result, err);
    n4m_result_free(result);
    return st;
}

static void pause_for(int64_t ms)
{
    nanosleep(&(struct timespec){ .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 }, NULL);
}

static n4m_status wait(n4m_migrations *m, int64_t deadline, n4m_error *err)
{
    for (;;) {
        n4m_status st = ask(m, err);
        int64_t left = deadline - clock_ms();
        if (!may_pass(st, err) || left <= 0)
            return st;
        pause_for(left < PAUSE_MS ? left : PAUSE_MS);
    }
}

static n4m_status tell(const cli_run *r, int64_t waited, n4m_error *err)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    if (r->json) {
        json_t *document = cli_json_begin(r->arguments->command->name, "result");
        cli_json_number(document, "waitedMs", waited);
        cli_json_end(document, &text);
    } else
        buf_text(&text, "The database is available.\n");
    if (text.failed)
        return cli_result_no_memory(err);
    cli_console_print(r->console, buf_view(&text));
    return N4M_OK;
}

static n4m_status run(cli_run *r, n4m_error *err)
{
    int64_t timeout, began = clock_ms();
    r->misused = !read_timeout(r, &timeout);
    if (r->misused)
        return cli_result_misuse(err, "\"timeout\" wants a duration as PT30S");
    n4m_status st = wait(r->migrations, began + timeout, err);
    return st ? st : tell(r, clock_ms() - began, err);
}

const cli_command cli_command_wait = {
    .name = "wait",
    .purpose = "Waits until the database can be used, while its server starts.",
    .example = "-a bolt://localhost:7687 -u neo4j -p wait --timeout PT2M",
    .parameters = PARAMETERS,
    .option_groups = CLI_GROUP_CONNECTION | CLI_GROUP_ENCRYPTION | CLI_GROUP_GENERAL,
    .run = run,
};
