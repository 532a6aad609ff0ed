#include "cli/progress.h"

#include "cli/counters.h"
#include "cli/json.h"

static void tell(const cli_progress *p, const n4m_event *event)
{
    bool warning = event->type == N4M_EVENT_LOG && event->level == N4M_LEVEL_WARNING;
    if (!p->nothing_to_scan || !warning || p->json) {
        cli_console_log(p->console, event->level, "%s", event->message);
        return;
    }
    cli_console_print(p->console, str_from(event->message));
    cli_console_print(p->console, STR("\n"));
}

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

/* Events tell what has been answered; what people want to know is what is under way. */
static void show_statement(cli_live *live, const n4m_event *event)
{
    size_t next = event->statement + 1;
    cli_live_statement(live, next < event->statements ? next : event->statements,
                       event->statements);
}

static void show_begin(const cli_progress *p, const n4m_event *event)
{
    cli_live *live = &p->console->live;
    if (event->phase)
        cli_live_begin(live, "%s, callback %s", p->command, text_or_empty(event->source));
    else
        cli_live_begin(live, "%s %s (\"%s\")", p->command, text_or_empty(event->version),
                       text_or_empty(event->description));
    show_statement(live, event);
}

static void show_batch(const cli_progress *p, const n4m_event *event)
{
    cli_live_rows(&p->console->live, event->rows);
    if (p->verbose)
        cli_console_log(p->console, N4M_LEVEL_INFO,
                        "%s: statement %zu of %zu has committed %llu rows",
                        text_or_empty(event->version), event->statement, event->statements,
                        (unsigned long long)event->rows);
}

/* Without memory for it nothing is said. */
static void tell_counters(const cli_progress *p, const n4m_event *event)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    if (!p->verbose || !event->counters)
        return;
    cli_counters_write(event->counters, &text);
    if (text.len && !text.failed)
        cli_console_log(p->console, N4M_LEVEL_INFO, "%s: %.*s", text_or_empty(event->version),
                        STR_ARG(buf_view(&text)));
}

/* Without memory for it an event is passed over: the result will tell. */
static void print_event(const cli_progress *p, const n4m_event *event)
{
    BUF_AUTO line = BUF_INIT(NULL, 0);
    cli_json_event(p->command, event, &line);
    if (!line.failed)
        cli_console_print(p->console, buf_view(&line));
}

int cli_progress_on_event(void *user, const n4m_event *event)
{
    cli_progress *p = user;
    cli_live *live = &p->console->live;
    if (event->message)
        tell(p, event);
    if (p->json && p->streams)
        print_event(p, event);
    switch (event->type) {
    case N4M_EVENT_STARTED:
        show_begin(p, event);
        break;
    case N4M_EVENT_STATEMENT:
        show_statement(live, event);
        break;
    case N4M_EVENT_BATCH:
        show_batch(p, event);
        break;
    case N4M_EVENT_APPLIED:
        tell_counters(p, event);
        cli_live_begin(live, "%s", p->command);
        break;
    case N4M_EVENT_SKIPPED:
    case N4M_EVENT_INVOKED:
        cli_live_begin(live, "%s", p->command);
        break;
    case N4M_EVENT_LOG:
    case N4M_EVENT_RETRY:
        break;
    }
    return 0;
}
