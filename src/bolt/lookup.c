#include "bolt/lookup.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum { NAME_SIZE = 256, SERVICE_SIZE = 16 };

/* Belongs to the thread and to who waits for it: whoever leaves last frees it. It comes from
 * malloc, since the thread may outlive the driver and its allocator. */
typedef struct lookup {
    char host[NAME_SIZE], service[SERVICE_SIZE];
    struct addrinfo hints;
    bolt_lookup_answer answer;
    atomic_bool answered;
    int done[2]; /* a pipe, which has something to read once the answer is there */
    atomic_int owners;
} lookup;

static void answer(const char *host, const char *service, const struct addrinfo *hints,
                   bolt_lookup_answer *out)
{
    *out = (bolt_lookup_answer){ 0 };
    out->code = getaddrinfo(host, service, hints, &out->found);
    out->system_code = errno;
}

static void lookup_free(lookup *l)
{
    close(l->done[0]);
    close(l->done[1]);
    mem_free(NULL, l);
}

static void leave(lookup *l)
{
    if (atomic_fetch_sub(&l->owners, 1) > 1)
        return;
    if (l->answer.found)
        freeaddrinfo(l->answer.found);
    lookup_free(l);
}

static void *run(void *user)
{
    lookup *l = user;
    answer(l->host, l->service, &l->hints, &l->answer);
    atomic_store(&l->answered, true);
    ssize_t written = write(l->done[1], "", 1);
    (void)written; /* there is room for one byte, and both ends are open */
    leave(l);
    return NULL;
}

static bool open_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return false;
    for (int i = 0; i < 2; i++)
        (void)fcntl(ends[i], F_SETFD, FD_CLOEXEC); /* an inherited end harms nobody */
    return true;
}

static lookup *lookup_new(const bolt_lookup_question *question)
{
    lookup *l = mem_new(NULL, sizeof *l);
    if (!l)
        return NULL;
    strncpy(l->host, question->host, sizeof l->host - 1);
    strncpy(l->service, question->service, sizeof l->service - 1);
    l->hints = question->hints;
    atomic_init(&l->owners, 2);
    if (open_pipe(l->done))
        return l;
    mem_free(NULL, l);
    return NULL;
}

static bool create_thread(lookup *l)
{
    pthread_t thread;
    pthread_attr_t detached;
    if (pthread_attr_init(&detached) != 0)
        return false;
    bool created = pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED) == 0 &&
                   pthread_create(&thread, &detached, run, l) == 0;
    pthread_attr_destroy(&detached);
    return created;
}

/* Signals are for the threads of the program. */
static bool start_thread(lookup *l)
{
    sigset_t all, before;
    sigfillset(&all);
    if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
        return false;
    bool created = create_thread(l);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return created;
}

static lookup *lookup_start(const bolt_lookup_question *question)
{
    lookup *l = lookup_new(question);
    if (!l || start_thread(l))
        return l;
    lookup_free(l);
    return NULL;
}

status bolt_lookup(const bolt_lookup_question *question, const bolt_wait *wait, int64_t deadline,
                   bolt_lookup_answer *out, bool *ready, error *err)
{
    lookup *l = lookup_start(question);
    if (!l) { /* better late than never */
        answer(question->host, question->service, &question->hints, out);
        *ready = true;
        return ST_OK;
    }
    struct pollfd fds[1 + BOLT_WAIT_SOURCES] = { { .fd = l->done[0], .events = POLLIN } };
    status st = bolt_wait_poll(wait, fds, 1, deadline, ready, err);
    if (!st && *ready && atomic_load(&l->answered)) {
        *out = l->answer;
        l->answer.found = NULL;
    }
    leave(l);
    return st;
}
