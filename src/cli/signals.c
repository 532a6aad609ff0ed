#include "cli/signals.h"

#include <signal.h>

static const int CANCELLING[] = { SIGINT, SIGTERM, SIGHUP };
enum { CANCELLING_COUNT = sizeof CANCELLING / sizeof *CANCELLING };

/* A handler can reach nothing else. */
static n4m_migrations *volatile watched;
static volatile sig_atomic_t received;

static void cancel(int number)
{
    if (!received)
        received = number;
    if (watched)
        n4m_cancel(watched);
}

static void set_handler(int number, void (*handler)(int))
{
    struct sigaction action = { .sa_handler = handler }, before;
    sigemptyset(&action.sa_mask);
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(number, &action, NULL);
}

void cli_signals_watch(n4m_migrations *m)
{
    watched = m;
    for (int i = 0; i < CANCELLING_COUNT; i++)
        set_handler(CANCELLING[i], cancel);
}

void cli_signals_release(void)
{
    for (int i = 0; i < CANCELLING_COUNT; i++)
        set_handler(CANCELLING[i], SIG_DFL);
    watched = NULL;
}

int cli_signals_received(void)
{
    return received;
}

void cli_signals_ignore_broken_pipes(void)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN };
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGPIPE, &ignore, NULL);
}
