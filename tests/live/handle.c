/* Calls operations of the library on one handle, for tests: `handle URI USER PASSWORD LOCATION OPERATION...`,
 * where an operation is apply, info, validate, clean, or the URL of a migration to be run. Prints a line for each event and for each fact of a result. */
#include <neo4j_migrations.h>
#include <stdio.h>
#include <string.h>

static const char *or_nothing(const char *text)
{
    return text ? text : "-";
}

static int print_event(void *user, const n4m_event *event)
{
    static const char *const names[] = {
        [N4M_EVENT_LOG] = "log",
        [N4M_EVENT_STARTED] = "started",
        [N4M_EVENT_STATEMENT] = "statement",
        [N4M_EVENT_APPLIED] = "applied",
        [N4M_EVENT_SKIPPED] = "skipped",
        [N4M_EVENT_RETRY] = "retry",
        [N4M_EVENT_INVOKED] = "invoked",
        [N4M_EVENT_BATCH] = "batch",
    };
    (void)user;
    printf("%s %s %s %s %zu/%zu\n", names[event->type],
           event->phase ? event->phase : or_nothing(event->version), or_nothing(event->description),
           or_nothing(event->source), event->statement, event->statements);
    return 0;
}

static void print_skipped(const n4m_result *result)
{
    for (size_t i = 0; i < n4m_result_skipped_count(result); i++) {
        const n4m_skipped *s = n4m_result_skipped(result, i);
        printf("left out %s %s %s: %s\n", s->version, s->description, s->source, s->reason);
    }
}

static n4m_status call(n4m_migrations *m, const char *operation, n4m_error *err)
{
    n4m_result *result = NULL;
    n4m_status st = strcmp(operation, "apply") == 0      ? n4m_apply(m, &result, err)
                    : strcmp(operation, "info") == 0     ? n4m_info(m, N4M_COMPARE, &result, err)
                    : strcmp(operation, "validate") == 0 ? n4m_validate(m, &result, err)
                    : strcmp(operation, "clean") == 0
                        ? n4m_clean(m, NULL, &result, err)
                        : n4m_run(m, (const char *const[]){ operation, NULL }, NULL, &result, err);
    if (st)
        printf("%s failed %s %s: %s\n", operation, err->phase, err->description, err->message);
    else
        print_skipped(result);
    if (n4m_result_run_count(result))
        printf("created %lld nodes\n", (long long)n4m_result_counters(result)->nodes_created);
    printf("%s ended\n", operation);
    n4m_result_free(result);
    return st;
}

int main(int argc, char **argv)
{
    n4m_options options = N4M_OPTIONS_INIT;
    n4m_error err = N4M_ERROR_INIT;
    n4m_migrations *m = NULL;
    if (argc < 6)
        return 2;
    options.address = argv[1];
    options.username = argv[2];
    options.password = argv[3];
    options.locations = (const char *const[]){ argv[4], NULL };
    options.on_event = print_event;
    n4m_status st = n4m_open(&options, &m, &err);
    for (int i = 5; !st && i < argc; i++)
        st = call(m, argv[i], &err);
    n4m_close(m);
    return st ? 1 : 0;
}
