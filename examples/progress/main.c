/* Shows how far it has come, and what has been changed; Ctrl-C stops it in good order.
 *
 *     progress URI PASSWORD FOLDER
 */
#include <neo4j_migrations.h>
#include <signal.h>
#include <stdio.h>

static n4m_migrations *migrations;

/* Rolls back, gives the lock back, and lets n4m_apply return; a second Ctrl-C does not wait for the server. */
static void stop(int number)
{
    (void)number;
    n4m_cancel(migrations);
}

static void show_statement(const n4m_event *event)
{
    const char *name = event->version ? event->version : event->phase;
    fprintf(stderr, "\r%s: statement %zu of %zu", name, event->statement, event->statements);
    if (event->statement == event->statements)
        fputc('\n', stderr);
}

static void show_applied(const n4m_event *event)
{
    const n4m_counters *c = event->counters;
    fprintf(stderr, "%s: %lld nodes, %lld relationships, %lld properties in %lld ms\n",
            event->version, (long long)c->nodes_created, (long long)c->relationships_created,
            (long long)c->properties_set, (long long)event->duration_ms);
}

/* Anything but 0 would stop, too. */
static int show(void *user, const n4m_event *event)
{
    (void)user;
    if (event->type == N4M_EVENT_STATEMENT)
        show_statement(event);
    if (event->type == N4M_EVENT_APPLIED && event->counters)
        show_applied(event);
    return 0;
}

static n4m_status apply(n4m_error *err)
{
    n4m_result *result = NULL;
    n4m_status st = n4m_apply(migrations, &result, err);
    if (st == N4M_OK)
        printf("%s\n%lld nodes in all\n", n4m_result_text(result),
               (long long)n4m_result_counters(result)->nodes_created);
    n4m_result_free(result);
    return st;
}

int main(int argc, char **argv)
{
    n4m_options options = N4M_OPTIONS_INIT;
    n4m_error err = N4M_ERROR_INIT;
    if (argc != 4) {
        fprintf(stderr, "usage: %s URI PASSWORD FOLDER\n", argv[0]);
        return 2;
    }
    const char *const locations[] = { argv[3], NULL };
    options.address = argv[1];
    options.password = argv[2];
    options.locations = locations;
    options.on_event = show;

    n4m_status st = n4m_open(&options, &migrations, &err);
    if (st == N4M_OK) {
        signal(SIGINT, stop);
        st = apply(&err);
        signal(SIGINT, SIG_DFL);
    }
    n4m_close(migrations);
    if (st != N4M_OK)
        fprintf(stderr, "%s: %s\n", argv[0], err.message);
    return st == N4M_OK ? 0 : st == N4M_E_CANCELLED ? 130 : 1;
}
