/*
 * Stands between a client and a server, and makes the way longer:
 *
 *     proxy HOST PORT MICROSECONDS
 *
 * Everything arrives that many microseconds later, in each direction, but no slower: what is sent
 * without waiting stays in flight together. The port that it listens at (on 127.0.0.1) is the first
 * line it prints; then, for each connection that has ended, how often the client had to wait for an
 * answer. Ends with its standard input.
 */
#define _GNU_SOURCE /* ppoll */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    PIECE_SIZE = 65536,
    /* What one direction may hold before its sender has to wait. */
    LANE_LIMIT = 64 << 20,
};

/* What was read at once. A piece without data is the end of what the sender says. */
struct piece {
    struct piece *next;
    int64_t due;
    size_t sent, size;
    unsigned char data[PIECE_SIZE];
};

struct lane {
    int from, to;
    struct piece *first, *last;
    size_t held;
    bool at_end, closed;
};

struct relay {
    int64_t delay;
    struct lane up, down;
    bool asked;
    unsigned round_trips;
};

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void without_nagle(int fd)
{
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static bool would_block(void)
{
    return errno == EAGAIN || errno == EINTR;
}

/* False if the connection is broken. */
static bool lane_read(struct lane *lane, int64_t delay)
{
    struct piece *piece = malloc(sizeof *piece);
    if (!piece)
        die("malloc");
    ssize_t n = recv(lane->from, piece->data, PIECE_SIZE, MSG_DONTWAIT);
    if (n < 0) {
        free(piece);
        return would_block();
    }
    piece->next = NULL;
    piece->due = now_ns() + delay;
    piece->sent = 0;
    piece->size = (size_t)n;
    if (lane->last)
        lane->last->next = piece;
    else
        lane->first = piece;
    lane->last = piece;
    lane->held += piece->size;
    lane->at_end = n == 0;
    return true;
}

static void lane_drop_first(struct lane *lane)
{
    struct piece *piece = lane->first;
    lane->first = piece->next;
    if (!lane->first)
        lane->last = NULL;
    lane->held -= piece->size;
    free(piece);
}

static bool lane_is_due(const struct lane *lane, int64_t now)
{
    return lane->first && lane->first->due <= now;
}

/* Writes what is due, as far as the receiver takes it. False if the connection is broken. */
static bool lane_write(struct lane *lane)
{
    while (lane_is_due(lane, now_ns())) {
        struct piece *piece = lane->first;
        if (piece->size == 0) {
            shutdown(lane->to, SHUT_WR);
            lane->closed = true;
        }
        if (piece->sent < piece->size) {
            ssize_t n = send(lane->to, piece->data + piece->sent, piece->size - piece->sent,
                             MSG_DONTWAIT | MSG_NOSIGNAL);
            if (n < 0)
                return would_block();
            piece->sent += (size_t)n;
        }
        if (piece->sent == piece->size)
            lane_drop_first(lane);
    }
    return true;
}

static short lane_wants_input(const struct lane *lane)
{
    return !lane->at_end && lane->held < LANE_LIMIT ? POLLIN : 0;
}

static bool has_input(const struct lane *lane, const struct pollfd *fd)
{
    return lane_wants_input(lane) && (fd->revents & (POLLIN | POLLHUP | POLLERR));
}

static short lane_wants_output(const struct lane *lane, int64_t now)
{
    return lane_is_due(lane, now) ? POLLOUT : 0;
}

/* Until the next piece is due; negative if none is on its way. */
static int64_t time_to_wait(const struct relay *relay, int64_t now)
{
    int64_t shortest = -1;
    const struct piece *next[] = { relay->up.first, relay->down.first };
    for (size_t i = 0; i < 2; i++) {
        if (next[i] && next[i]->due > now && (shortest < 0 || next[i]->due - now < shortest))
            shortest = next[i]->due - now;
    }
    return shortest;
}

static bool relay_step(struct relay *relay)
{
    struct lane *up = &relay->up, *down = &relay->down;
    int64_t now = now_ns(), wait = time_to_wait(relay, now);
    struct timespec timeout = { .tv_sec = wait / 1000000000, .tv_nsec = wait % 1000000000 };
    struct pollfd fds[] = {
        { .fd = up->from, .events = lane_wants_input(up) | lane_wants_output(down, now) },
        { .fd = down->from, .events = lane_wants_input(down) | lane_wants_output(up, now) },
    };
    /* A socket that nothing is wanted from would still wake us up when it is closed. */
    for (size_t i = 0; i < 2; i++) {
        if (fds[i].events == 0)
            fds[i].fd = -1;
    }
    if (ppoll(fds, 2, wait < 0 ? NULL : &timeout, NULL) < 0 && errno != EINTR)
        die("ppoll");

    size_t held = up->held;
    bool fine = !has_input(up, &fds[0]) || lane_read(up, relay->delay);
    relay->asked |= up->held > held;
    fine = fine && (!has_input(down, &fds[1]) || lane_read(down, relay->delay));
    held = down->held;
    fine = fine && lane_write(up) && lane_write(down);
    if (relay->asked && down->held < held) {
        relay->round_trips++;
        relay->asked = false;
    }
    return fine && !(up->closed && down->closed);
}

static void relay_run(int client, const struct sockaddr_in *server, int64_t delay)
{
    int upstream = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(upstream, (const struct sockaddr *)server, sizeof *server) < 0)
        die("connect");
    without_nagle(client);
    without_nagle(upstream);
    struct relay relay = {
        .delay = delay,
        .up = { .from = client, .to = upstream },
        .down = { .from = upstream, .to = client },
    };
    while (relay_step(&relay))
        continue;
    printf("%u\n", relay.round_trips);
}

static int listen_on_loopback(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    if (bind(fd, (struct sockaddr *)&address, size) < 0 || listen(fd, 64) < 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) < 0)
        die("listen");
    printf("%d\n", ntohs(address.sin_port));
    return fd;
}

static void serve(int listener, const struct sockaddr_in *server, int64_t delay)
{
    struct pollfd fds[] = { { .fd = STDIN_FILENO, .events = POLLIN },
                            { .fd = listener, .events = POLLIN } };
    while (poll(fds, 2, -1) >= 0 && !fds[0].revents) {
        int client = accept(listener, NULL, NULL);
        if (client < 0)
            continue;
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            relay_run(client, server, delay);
            exit(0);
        }
        close(client);
    }
}

int main(int argc, char **argv)
{
    struct sockaddr_in server = { .sin_family = AF_INET };
    if (argc != 4 || inet_pton(AF_INET, argv[1], &server.sin_addr) != 1) {
        fputs("usage: proxy HOST PORT MICROSECONDS (HOST is an IPv4 address)\n", stderr);
        return 2;
    }
    server.sin_port = htons((uint16_t)strtoul(argv[2], NULL, 10));
    setvbuf(stdout, NULL, _IOLBF, 0);
    signal(SIGCHLD, SIG_IGN);
    prctl(PR_SET_TIMERSLACK, 1);
    serve(listen_on_loopback(), &server, strtoll(argv[3], NULL, 10) * 1000);
    return 0;
}
