#include "base/buf.h"
#include "base/clock.h"
#include "bolt/transport.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <unistd.h>

enum {
    ATTEMPT_DELAY = 250,  /* ms before the next address is tried as well */
    KEEP_ALIVE_IDLE = 60, /* seconds of silence before the kernel asks whether the peer is alive */
    KEEP_ALIVE_INTERVAL = 10,
    KEEP_ALIVE_PROBES = 6,
    FAILURES_LIMIT = 1200, /* bytes of the list of failures in a message */
};

typedef struct tcp {
    bolt_transport base;
    const allocator *mem;
    int fd;
} tcp;

typedef struct attempt {
    int fd; /* -1: over, or not begun */
    int64_t deadline;
    int code; /* why it ended */
} attempt;

typedef struct race {
    const bolt_tcp_options *options;
    const bolt_resolved *addresses;
    attempt attempts[BOLT_RESOLVED_MAX];
    size_t begun, running;
    int64_t next_start;
    int winner; /* a connected socket, or -1 */
} race;

/* Independent of the locale, in the words of our messages. */
static const char *reason_of(int code)
{
    switch (code) {
    case ECONNREFUSED:
        return "connection refused";
    case ECONNRESET:
        return "connection reset by the peer";
    case EPIPE:
        return "connection closed by the peer";
    case ETIMEDOUT:
        return "timed out";
    case EHOSTUNREACH:
        return "no route to the host";
    case ENETUNREACH:
        return "network unreachable";
    case EAFNOSUPPORT:
        return "address family not supported";
    case EADDRNOTAVAIL:
        return "no local address for it";
    case EACCES:
    case EPERM:
        return "not permitted";
    case EMFILE:
    case ENFILE:
        return "too many open files";
    default:
        return strerror(code);
    }
}

static void set_option(int fd, int level, int name, int value)
{
    setsockopt(fd, level, name, &value, sizeof value);
}

/* None of these is worth failing for. */
static void set_options(int fd)
{
    set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    set_option(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
#ifdef TCP_KEEPIDLE
    set_option(fd, IPPROTO_TCP, TCP_KEEPIDLE, KEEP_ALIVE_IDLE);
    set_option(fd, IPPROTO_TCP, TCP_KEEPINTVL, KEEP_ALIVE_INTERVAL);
    set_option(fd, IPPROTO_TCP, TCP_KEEPCNT, KEEP_ALIVE_PROBES);
#endif
#ifdef SO_NOSIGPIPE
    set_option(fd, SOL_SOCKET, SO_NOSIGPIPE, 1);
#endif
}

static int open_socket(int family)
{
    int fd = socket(family, SOCK_STREAM, 0);
    if (fd < 0)
        return -1;
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 || fcntl(fd, F_SETFL, O_NONBLOCK) != 0) {
        int saved = errno;
        close(fd);
        errno = saved;
        return -1;
    }
    set_options(fd);
    return fd;
}

static void attempt_end(race *r, attempt *a, int code)
{
    if (a->fd >= 0) {
        close(a->fd);
        r->running--;
    }
    a->fd = -1;
    a->code = code;
    r->next_start = clock_ms();
}

static void attempt_win(race *r, attempt *a)
{
    r->winner = a->fd;
    r->running--;
    a->fd = -1;
}

static void attempt_begin(race *r)
{
    size_t index = r->begun++;
    attempt *a = &r->attempts[index];
    const struct sockaddr *address = (const struct sockaddr *)&r->addresses->items[index];
    a->fd = open_socket(address->sa_family);
    if (a->fd < 0) {
        attempt_end(r, a, errno);
        return;
    }
    r->running++;
    a->deadline = deadline_in(r->options->timeout);
    r->next_start = clock_ms() + ATTEMPT_DELAY;
    if (connect(a->fd, address, r->addresses->sizes[index]) == 0)
        attempt_win(r, a);
    else if (errno != EINPROGRESS && errno != EINTR)
        attempt_end(r, a, errno);
}

static void attempt_look(race *r, attempt *a, short events)
{
    int code = 0;
    socklen_t size = sizeof code;
    if (!events) {
        if (deadline_left(a->deadline) == 0)
            attempt_end(r, a, ETIMEDOUT);
        return;
    }
    if (getsockopt(a->fd, SOL_SOCKET, SO_ERROR, &code, &size) != 0)
        code = errno;
    if (code)
        attempt_end(r, a, code);
    else
        attempt_win(r, a);
}

static bool race_has_next(const race *r)
{
    return r->begun < r->addresses->count;
}

static status race_wait(race *r, error *err)
{
    struct pollfd fds[BOLT_RESOLVED_MAX + BOLT_WAIT_SOURCES];
    attempt *watched[BOLT_RESOLVED_MAX];
    size_t count = 0;
    int64_t deadline = race_has_next(r) ? r->next_start : DEADLINE_NEVER;
    for (size_t i = 0; i < r->begun; i++) {
        attempt *a = &r->attempts[i];
        if (a->fd < 0)
            continue;
        fds[count] = (struct pollfd){ .fd = a->fd, .events = POLLOUT };
        watched[count++] = a;
        if (a->deadline < deadline)
            deadline = a->deadline;
    }
    bool ready;
    status st = bolt_wait_poll(r->options->wait, fds, count, deadline, &ready, err);
    if (st)
        return st;
    for (size_t i = 0; i < count && r->winner < 0; i++)
        attempt_look(r, watched[i], fds[i].revents);
    return ST_OK;
}

static status race_run(race *r, error *err)
{
    while (r->winner < 0 && (r->running > 0 || race_has_next(r))) {
        if (race_has_next(r) && (r->running == 0 || clock_ms() >= r->next_start)) {
            attempt_begin(r);
            continue;
        }
        status st = race_wait(r, err);
        if (st)
            return st;
    }
    return ST_OK;
}

static void race_end(race *r)
{
    for (size_t i = 0; i < r->begun; i++)
        if (r->attempts[i].fd >= 0)
            close(r->attempts[i].fd);
}

static bool race_failed_alike(const race *r)
{
    for (size_t i = 1; i < r->begun; i++)
        if (r->attempts[i].code != r->attempts[0].code)
            return false;
    return true;
}

static const char *way_out(const race *r)
{
    if (race_failed_alike(r) && r->attempts[0].code == ETIMEDOUT)
        return "is the address right, and does a firewall let the connection through?";
    return "is the database running there?";
}

/* "localhost:7687" -> `::1, 127.0.0.1` or `::1 connection refused, 127.0.0.1 timed out`. */
static void describe_failures(const race *r, bool reasons, buf *out)
{
    char text[BOLT_ADDRESS_TEXT];
    for (size_t i = 0; i < r->begun; i++) {
        bolt_resolved_text(r->addresses, i, text);
        buf_printf(out, "%s%s%s%s", i ? ", " : "", text, reasons ? " " : "",
                   reasons ? reason_of(r->attempts[i].code) : "");
    }
}

static status fail_race(const race *r, error *err)
{
    BUF_AUTO list = BUF_INIT(r->options->mem, FAILURES_LIMIT);
    bool alike = race_failed_alike(r);
    str name = r->options->name;
    describe_failures(r, !alike, &list);
    str failures = buf_view(&list);
    const char *reason = reason_of(r->attempts[0].code);
    if (r->begun == 1)
        fail(err, ST_CONNECTION, "cannot connect to \"%.*s\": %s; %s", STR_ARG(name), reason,
             way_out(r));
    else if (alike)
        fail(err, ST_CONNECTION, "cannot connect to \"%.*s\" (%.*s): %s; %s", STR_ARG(name),
             STR_ARG(failures), reason, way_out(r));
    else
        fail(err, ST_CONNECTION, "cannot connect to \"%.*s\": %.*s; %s", STR_ARG(name),
             STR_ARG(failures), way_out(r));
    if (err)
        err->retryable = true;
    return ST_CONNECTION;
}

static bolt_io io_result(ssize_t moved, short events)
{
    if (moved >= 0)
        return (bolt_io){ .moved = (size_t)moved };
    if (errno == EAGAIN)
        return (bolt_io){ .events = events };
    return (bolt_io){ .closed = true, .reason = reason_of(errno) };
}

static bolt_io tcp_send(bolt_transport *transport, const void *data, size_t size)
{
    const tcp *t = (const tcp *)transport;
    ssize_t moved;
    do
        moved = send(t->fd, data, size, MSG_NOSIGNAL);
    while (moved < 0 && errno == EINTR);
    return io_result(moved, POLLOUT);
}

static bolt_io tcp_recv(bolt_transport *transport, void *room, size_t size)
{
    const tcp *t = (const tcp *)transport;
    ssize_t moved;
    do
        moved = recv(t->fd, room, size, 0);
    while (moved < 0 && errno == EINTR);
    return moved == 0 ? (bolt_io){ .closed = true } : io_result(moved, POLLIN);
}

static int tcp_fd(const bolt_transport *transport)
{
    return ((const tcp *)transport)->fd;
}

static void tcp_close(bolt_transport *transport)
{
    tcp *t = (tcp *)transport;
    close(t->fd);
    mem_free(t->mem, t);
}

static const bolt_transport_ops tcp_ops = { tcp_send, tcp_recv, tcp_fd, tcp_close };

status bolt_tcp_connect(const bolt_tcp_options *options, const bolt_resolved *addresses,
                        bolt_transport **out, error *err)
{
    tcp *t = mem_new(options->mem, sizeof *t);
    if (!t)
        return fail_no_memory(err);
    race r = { .options = options, .addresses = addresses, .winner = -1 };
    status st = race_run(&r, err);
    race_end(&r);
    if (!st && r.winner < 0)
        st = fail_race(&r, err);
    if (st) {
        mem_free(options->mem, t);
        return st;
    }
    *t = (tcp){ .base = { .ops = &tcp_ops }, .mem = options->mem, .fd = r.winner };
    *out = &t->base;
    return ST_OK;
}
