#define _POSIX_C_SOURCE 200809L
#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    HELLO = 0x01,
    GOODBYE = 0x02,
    RUN = 0x10,
    BEGIN = 0x11,
    COMMIT = 0x12,
    LOGON = 0x6A,
    SUCCESS = 0x70,
    RECORD = 0x71,
};

void die(const char *what)
{
    perror(what);
    exit(1);
}

double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- Encoding ---- */

static void put(struct bytes *out, const void *data, size_t size)
{
    if (out->size + size > out->room) {
        out->room = 2 * (out->size + size);
        out->data = realloc(out->data, out->room);
        if (!out->data)
            die("realloc");
    }
    memcpy(out->data + out->size, data, size);
    out->size += size;
}

static void put_byte(struct bytes *out, unsigned byte)
{
    unsigned char one = (unsigned char)byte;
    put(out, &one, 1);
}

static void put_size(struct bytes *out, unsigned marker, size_t size)
{
    put_byte(out, marker);
    put_byte(out, (unsigned)size >> 8);
    put_byte(out, (unsigned)size & 0xFF);
}

static void put_text(struct bytes *out, const char *text, size_t size)
{
    if (size < 16)
        put_byte(out, 0x80 + (unsigned)size);
    else
        put_size(out, 0xD1, size);
    put(out, text, size);
}

static void put_number(struct bytes *out, uint32_t number)
{
    if (number < 128) {
        put_byte(out, number);
        return;
    }
    put_byte(out, 0xCA);
    for (int shift = 24; shift >= 0; shift -= 8)
        put_byte(out, number >> shift & 0xFF);
}

static void put_entry(struct bytes *out, const char *key, const char *value)
{
    put_text(out, key, strlen(key));
    put_text(out, value, strlen(value));
}

static void put_map(struct bytes *out, unsigned entries)
{
    put_byte(out, 0xA0 + entries);
}

/* Begins a message of one chunk; returns where it begins, for end_message. */
static size_t begin_message(struct bytes *out, unsigned tag, unsigned fields)
{
    size_t start = out->size;
    put(out, "\0\0", 2);
    put_byte(out, 0xB0 + fields);
    put_byte(out, tag);
    return start;
}

static void end_message(struct bytes *out, size_t start)
{
    size_t size = out->size - start - 2;
    if (size > UINT16_MAX) {
        fputs("replay: a statement is too long\n", stderr);
        exit(1);
    }
    out->data[start] = (unsigned char)(size >> 8);
    out->data[start + 1] = (unsigned char)(size & 0xFF);
    put(out, "\0\0", 2);
}

static void put_empty(struct bytes *out, unsigned tag)
{
    end_message(out, begin_message(out, tag, 0));
}

static void put_auth(struct bytes *out)
{
    const char *user = getenv("NEO4J_USERNAME"), *password = getenv("NEO4J_PASSWORD");
    put_entry(out, "scheme", "basic");
    put_entry(out, "principal", user ? user : "");
    put_entry(out, "credentials", password ? password : "");
}

unsigned put_logon(struct bytes *out, unsigned major)
{
    size_t start = begin_message(out, HELLO, 1);
    if (major < 5) {
        put_map(out, 4);
        put_entry(out, "user_agent", "replay/1");
        put_auth(out);
        end_message(out, start);
        return 1;
    }
    put_map(out, 2);
    put_entry(out, "user_agent", "replay/1");
    put_text(out, "bolt_agent", 10);
    put_map(out, 1);
    put_entry(out, "product", "replay/1");
    end_message(out, start);
    start = begin_message(out, LOGON, 1);
    put_map(out, 3);
    put_auth(out);
    end_message(out, start);
    return 2;
}

unsigned put_begin(struct bytes *out)
{
    size_t start = begin_message(out, BEGIN, 1);
    put_map(out, 0);
    end_message(out, start);
    return 1;
}

unsigned put_commit(struct bytes *out)
{
    put_empty(out, COMMIT);
    return 1;
}

unsigned put_goodbye(struct bytes *out)
{
    put_empty(out, GOODBYE);
    return 0;
}

static void put_fetch(struct bytes *out, enum fetch fetch)
{
    size_t start = begin_message(out, fetch, 1);
    put_map(out, 1);
    put_text(out, "n", 1);
    put_byte(out, 0xFF); /* -1: all */
    end_message(out, start);
}

unsigned put_statement(struct bytes *out, const char *text, size_t size, enum fetch fetch)
{
    size_t start = begin_message(out, RUN, 3);
    put_text(out, text, size);
    put_map(out, 0);
    put_map(out, 0);
    end_message(out, start);
    put_fetch(out, fetch);
    return 2;
}

unsigned put_numbered_statement(struct bytes *out, uint32_t i)
{
    static const char text[] = "RETURN $i";
    size_t start = begin_message(out, RUN, 3);
    put_text(out, text, sizeof text - 1);
    put_map(out, 1);
    put_text(out, "i", 1);
    put_number(out, i);
    put_map(out, 0);
    end_message(out, start);
    put_fetch(out, PULL);
    return 2;
}

/* ---- Answers ---- */

static void end_of_message(struct answers *answers)
{
    if (answers->message_bytes == 0)
        return; /* a NOOP */
    if (answers->tag != SUCCESS && answers->tag != RECORD) {
        fprintf(stderr, "replay: answer %lu is 0x%02X: %.*s\n", answers->summaries, answers->tag,
                (int)answers->failure.size, (const char *)answers->failure.data);
        exit(1);
    }
    answers->records += answers->tag == RECORD;
    answers->summaries += answers->tag == SUCCESS;
    answers->message_bytes = 0;
}

static void message_part(struct answers *answers, const unsigned char *data, size_t size)
{
    if (answers->message_bytes < 2 && answers->message_bytes + size >= 2)
        answers->tag = data[1 - answers->message_bytes];
    if (answers->message_bytes + size >= 2 && answers->tag != SUCCESS && answers->tag != RECORD)
        put(&answers->failure, data, size);
    answers->message_bytes += size;
}

static void take(struct answers *answers, const unsigned char *data, size_t size)
{
    const unsigned char *end = data + size;
    while (data < end) {
        if (answers->header_bytes < 2) {
            answers->chunk_left = answers->chunk_left << 8 | *data++;
            if (++answers->header_bytes == 2 && answers->chunk_left == 0) {
                end_of_message(answers);
                answers->header_bytes = 0;
            }
            continue;
        }
        size_t part =
            (size_t)(end - data) < answers->chunk_left ? (size_t)(end - data) : answers->chunk_left;
        message_part(answers, data, part);
        data += part;
        answers->chunk_left -= (unsigned)part;
        if (answers->chunk_left == 0)
            answers->header_bytes = 0;
    }
}

/* ---- The connection ---- */

static int connect_to(const struct server *server)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    address.sin_port = htons((uint16_t)strtoul(server->port, NULL, 10));
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    if (inet_pton(AF_INET, server->host, &address.sin_addr) != 1 ||
        connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        die(server->host);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

int open_connection(const struct server *server, unsigned *major)
{
    static const unsigned char request[20] = { 0x60, 0x60, 0xB0, 0x17, 0, 0, 1, 6,
                                               0,    8,    8,    5,    0, 0, 4, 4 };
    unsigned char answer[4] = { 0 };
    int fd = connect_to(server);
    if (write(fd, request, sizeof request) != sizeof request ||
        recv(fd, answer, sizeof answer, MSG_WAITALL) != sizeof answer)
        die("handshake");
    fcntl(fd, F_SETFL, O_NONBLOCK);
    *major = answer[3];
    return fd;
}

static size_t send_some(int fd, const unsigned char *requests, size_t size)
{
    ssize_t n = send(fd, requests, size, MSG_NOSIGNAL);
    if (n < 0 && errno != EAGAIN)
        die("send");
    return n < 0 ? 0 : (size_t)n;
}

void close_connection(int fd)
{
    struct bytes goodbye = { 0 };
    put_goodbye(&goodbye);
    send_some(fd, goodbye.data, goodbye.size);
    free(goodbye.data);
    close(fd);
}

static void receive_some(int fd, struct answers *answers)
{
    static unsigned char buffer[262144];
    ssize_t n = recv(fd, buffer, sizeof buffer, 0);
    if (n == 0) {
        fputs("replay: the server has closed the connection\n", stderr);
        exit(1);
    }
    if (n < 0 && errno != EAGAIN)
        die("recv");
    if (n > 0)
        take(answers, buffer, (size_t)n);
}

void exchange(int fd, const void *requests, size_t size, unsigned answers_due,
              struct answers *answers)
{
    const unsigned char *bytes = requests;
    unsigned long end = answers->summaries + answers_due;
    size_t sent = send_some(fd, bytes, size);
    while (answers->summaries < end) {
        struct pollfd ready = { .fd = fd, .events = POLLIN };
        if (sent < size)
            ready.events |= POLLOUT;
        if (poll(&ready, 1, -1) < 0)
            die("poll");
        if (ready.revents & POLLOUT)
            sent += send_some(fd, bytes + sent, size - sent);
        if (ready.revents & ~POLLOUT)
            receive_some(fd, answers);
    }
}
