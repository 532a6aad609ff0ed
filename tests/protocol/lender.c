/* An application that lends its driver to handles, for tests: `lender URI USER PASSWORD STEP...` does one step after the other and
 * prints a line for each:
 *
 *     query:TEXT                     on a session of the application
 *     open:FOLDER, close             a handle on the driver
 *     apply, info                    by the handle; prints the events that are retries
 *     stop-at:N                      what is told of events stops the next operation at its statement N
 *     n4m-cancel, bolt-cancel, bolt-resume
 *     n4m-cancel-in:MS               by another thread, during the next operation
 *     native                         registers a function that stops its own handle, and uses the driver it is given
 *     crowd:N, quiet                 so many threads query until it is quiet
 *     handles:N                      so many threads open a handle each, ask for information, and close it
 */
#include <neo4j_bolt.h>
#include <neo4j_migrations.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { THREADS_MAX = 16 };

typedef struct lender {
    bolt_driver *driver;
    n4m_migrations *handle;
    const char *folder;
    size_t stop_at;
    long cancel_in; /* ms; 0: not at all */
    pthread_t threads[THREADS_MAX];
    size_t thread_count;
    atomic_bool quiet;
    atomic_size_t done, failed; /* by threads */
} lender;

static void print_outcome(const char *step, int status, const char *message)
{
    printf("%s %d%s%s\n", step, status, status ? " " : "", status ? message : "");
}

/* ---- The application ---- */

static void tell_retry(void *user, const bolt_error *reason, int64_t delay_ms)
{
    (void)user;
    (void)delay_ms;
    printf("the driver tries again: %s\n", reason->code);
}

static bolt_status ask(bolt_driver *driver, const char *text, bolt_error *err)
{
    bolt_session *session = NULL;
    bolt_status st = bolt_session_new(driver, NULL, &session, err);
    if (st == BOLT_OK)
        st = bolt_session_query(session, NULL, text, NULL, NULL, err);
    bolt_session_free(session);
    return st;
}

static void query(lender *l, const char *text)
{
    bolt_error err = BOLT_ERROR_INIT;
    bolt_status st = ask(l->driver, text, &err);
    print_outcome("query", st, err.message);
}

static void *query_on(void *user)
{
    lender *l = user;
    while (!atomic_load(&l->quiet)) {
        bolt_error err = BOLT_ERROR_INIT;
        atomic_fetch_add(ask(l->driver, "RETURN 1", &err) ? &l->failed : &l->done, 1);
    }
    return NULL;
}

/* ---- Handles ---- */

static int on_event(void *user, const n4m_event *event)
{
    lender *l = user;
    if (event->type == N4M_EVENT_RETRY)
        printf("the handle tries again\n");
    if (event->type != N4M_EVENT_STATEMENT || event->statement != l->stop_at)
        return 0;
    l->stop_at = 0;
    return 1;
}

static n4m_status open_handle(lender *l, n4m_migrations **out, n4m_error *err)
{
    n4m_options options = N4M_OPTIONS_INIT;
    const char *const locations[] = { l->folder, NULL };
    options.driver = l->driver;
    options.locations = locations;
    options.on_event = on_event;
    options.user = l;
    return n4m_open(&options, out, err);
}

static void open_step(lender *l, const char *folder)
{
    n4m_error err = N4M_ERROR_INIT;
    l->folder = folder;
    n4m_status st = open_handle(l, &l->handle, &err);
    print_outcome("open", st, err.message);
}

static void *cancel_later(void *user)
{
    const lender *l = user;
    struct timespec time = { l->cancel_in / 1000, l->cancel_in % 1000 * 1000000 };
    nanosleep(&time, NULL);
    n4m_cancel(l->handle);
    return NULL;
}

static void operate(lender *l, const char *name)
{
    n4m_error err = N4M_ERROR_INIT;
    n4m_result *result = NULL;
    pthread_t canceller;
    if (l->cancel_in && pthread_create(&canceller, NULL, cancel_later, l) != 0)
        abort();
    n4m_status st = strcmp(name, "apply") == 0 ? n4m_apply(l->handle, &result, &err)
                                               : n4m_info(l->handle, N4M_COMPARE, &result, &err);
    print_outcome(name, st, err.message);
    n4m_result_free(result);
    if (l->cancel_in)
        pthread_join(canceller, NULL);
    l->cancel_in = 0;
}

static n4m_status stop_oneself(n4m_context *context, void *user, n4m_error *err)
{
    lender *l = user;
    bolt_error cause = BOLT_ERROR_INIT;
    print_outcome("native", ask(n4m_context_driver(context), "RETURN 1", &cause), cause.message);
    n4m_cancel(l->handle);
    bolt_status st = ask(n4m_context_driver(context), "RETURN 2", &cause);
    print_outcome("native", st, cause.message);
    return st ? n4m_fail(err, &cause) : N4M_OK;
}

static void register_native(lender *l)
{
    n4m_error err = N4M_ERROR_INIT;
    n4m_status st = n4m_register(l->handle, "V9__native", NULL, stop_oneself, l, &err);
    print_outcome("register", st, err.message);
}

static void *inform(void *user)
{
    lender *l = user;
    n4m_error err = N4M_ERROR_INIT;
    n4m_migrations *m = NULL;
    n4m_result *result = NULL;
    n4m_status st = open_handle(l, &m, &err);
    if (!st)
        st = n4m_info(m, N4M_COMPARE, &result, &err);
    n4m_result_free(result);
    n4m_close(m);
    atomic_fetch_add(st ? &l->failed : &l->done, 1);
    return NULL;
}

/* ---- Threads ---- */

static void start(lender *l, void *(*run)(void *), const char *count)
{
    l->thread_count = (size_t)strtoul(count, NULL, 10);
    if (l->thread_count > THREADS_MAX)
        abort();
    atomic_store(&l->quiet, false);
    atomic_store(&l->done, 0);
    atomic_store(&l->failed, 0);
    for (size_t i = 0; i < l->thread_count; i++)
        if (pthread_create(&l->threads[i], NULL, run, l) != 0)
            abort();
}

static void await_threads(lender *l, const char *step)
{
    atomic_store(&l->quiet, true);
    for (size_t i = 0; i < l->thread_count; i++)
        pthread_join(l->threads[i], NULL);
    printf("%s %s, %zu failed\n", step, atomic_load(&l->done) > 0 ? "done" : "idle",
           atomic_load(&l->failed));
}

/* ---- Steps ---- */

static void take(lender *l, const char *step)
{
    const char *colon = strchr(step, ':');
    const char *rest = colon ? colon + 1 : "";
    size_t length = colon ? (size_t)(colon - step) : strlen(step);
#define IS(name) (length == sizeof(name) - 1 && strncmp(step, name, length) == 0)
    if (IS("query"))
        query(l, rest);
    else if (IS("open"))
        open_step(l, rest);
    else if (IS("close"))
        n4m_close(l->handle);
    else if (IS("apply") || IS("info"))
        operate(l, step);
    else if (IS("stop-at"))
        l->stop_at = (size_t)strtoul(rest, NULL, 10);
    else if (IS("n4m-cancel"))
        n4m_cancel(l->handle);
    else if (IS("n4m-cancel-in"))
        l->cancel_in = strtol(rest, NULL, 10);
    else if (IS("bolt-cancel"))
        bolt_cancel(l->driver);
    else if (IS("bolt-resume"))
        bolt_resume(l->driver);
    else if (IS("native"))
        register_native(l);
    else if (IS("crowd"))
        start(l, query_on, rest);
    else if (IS("quiet"))
        await_threads(l, "crowd");
    else if (IS("handles"))
        start(l, inform, rest), await_threads(l, "handles");
    else
        printf("what is %s?\n", step);
#undef IS
}

int main(int argc, char **argv)
{
    bolt_options options = BOLT_OPTIONS_INIT;
    bolt_error err = BOLT_ERROR_INIT;
    lender l = { .quiet = false };
    if (argc < 5)
        return 2;
    options.uri = argv[1];
    options.auth.scheme = BOLT_AUTH_BASIC;
    options.auth.principal = argv[2];
    options.auth.credentials = argv[3];
    options.on_retry = tell_retry;
    if (bolt_open(&options, &l.driver, &err) != BOLT_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    for (int i = 4; i < argc; i++)
        take(&l, argv[i]);
    bolt_close(l.driver);
    return 0;
}
