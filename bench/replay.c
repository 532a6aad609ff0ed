/*
 * Sends the statements of a script in one transaction as fast as the connection takes them: how
 * fast a client can be.
 *
 *     NEO4J_USERNAME=... NEO4J_PASSWORD=... replay HOST PORT SCRIPT
 *
 * Each line of the script is one statement, which may end in a semicolon. All requests are encoded
 * before the first one is sent; the answers are counted, and nothing of them but a failure is
 * looked at.
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    HELLO = 0x01,
    RUN = 0x10,
    BEGIN = 0x11,
    COMMIT = 0x12,
    DISCARD = 0x2F,
    LOGON = 0x6A,
    SUCCESS = 0x70,
    GOODBYE = 0x02,
};

struct bytes {
    unsigned char *data;
    size_t size, room;
};

/* Where we are in what the server says; chunks may begin and end anywhere. */
struct answers {
    unsigned expected, seen;
    unsigned header_bytes, chunk_left;
    size_t message_bytes;
    struct bytes failure;
    unsigned char tag;
};

static void die(const char *what)
{
    perror(what);
    exit(1);
}

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

static void put_auth(struct bytes *out)
{
    put_entry(out, "scheme", "basic");
    put_entry(out, "principal", getenv("NEO4J_USERNAME"));
    put_entry(out, "credentials", getenv("NEO4J_PASSWORD"));
}

/* Returns how many messages it takes to log on. */
static unsigned put_logon(struct bytes *out, unsigned major)
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

static void put_statement(struct bytes *out, const char *statement, size_t size)
{
    size_t start = begin_message(out, RUN, 3);
    put_text(out, statement, size);
    put_map(out, 0);
    put_map(out, 0);
    end_message(out, start);
    start = begin_message(out, DISCARD, 1);
    put_map(out, 1);
    put_text(out, "n", 1);
    put_byte(out, 0xFF); /* -1 */
    end_message(out, start);
}

static void put_empty(struct bytes *out, unsigned tag)
{
    end_message(out, begin_message(out, tag, 0));
}

/* Returns how many messages these are. */
static unsigned put_script(struct bytes *out, const char *path)
{
    FILE *script = fopen(path, "r");
    if (!script)
        die(path);
    char *line = NULL;
    size_t room = 0;
    unsigned messages = 0;
    for (ssize_t size; (size = getline(&line, &room, script)) > 0; messages += 2) {
        while (size > 0 && strchr(";\r\n", line[size - 1]))
            size--;
        put_statement(out, line, (size_t)size);
    }
    free(line);
    fclose(script);
    return messages;
}

/* Everything from the first message to the last; returns how many answers there will be. */
static unsigned encode(struct bytes *out, unsigned major, const char *script)
{
    unsigned answers = put_logon(out, major);
    size_t start = begin_message(out, BEGIN, 1);
    put_map(out, 0);
    end_message(out, start);
    answers += put_script(out, script);
    put_empty(out, COMMIT);
    return answers + 2;
}

static int connect_to(const char *host, const char *port)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    address.sin_port = htons((uint16_t)strtoul(port, NULL, 10));
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1 ||
        connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        die(host);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

/* Bolt 6.1, 5.8 to 5.0, or 4.4; returns the major version. */
static unsigned shake_hands(int fd)
{
    static const unsigned char request[20] = { 0x60, 0x60, 0xB0, 0x17, 0, 0, 1, 6,
                                               0,    8,    8,    5,    0, 0, 4, 4 };
    unsigned char answer[4] = { 0 };
    if (write(fd, request, sizeof request) != sizeof request ||
        recv(fd, answer, sizeof answer, MSG_WAITALL) != sizeof answer)
        die("handshake");
    return answer[3];
}

static void end_of_message(struct answers *answers)
{
    if (answers->message_bytes == 0)
        return; /* a NOOP */
    if (answers->tag != SUCCESS) {
        fprintf(stderr, "replay: answer %u is 0x%02X: %.*s\n", answers->seen, answers->tag,
                (int)answers->failure.size, (const char *)answers->failure.data);
        exit(1);
    }
    answers->seen++;
    answers->message_bytes = 0;
}

static void message_part(struct answers *answers, const unsigned char *data, size_t size)
{
    if (answers->message_bytes < 2 && answers->message_bytes + size >= 2)
        answers->tag = data[1 - answers->message_bytes];
    if (answers->message_bytes + size >= 2 && answers->tag != SUCCESS)
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

static size_t send_some(int fd, const struct bytes *requests, size_t sent)
{
    ssize_t n = send(fd, requests->data + sent, requests->size - sent, MSG_NOSIGNAL);
    if (n < 0 && errno != EAGAIN)
        die("send");
    return n < 0 ? 0 : (size_t)n;
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

/* Reads while it writes: a server that cannot get rid of its answers takes no more requests. */
static void exchange(int fd, const struct bytes *requests, struct answers *answers)
{
    fcntl(fd, F_SETFL, O_NONBLOCK);
    size_t sent = 0;
    while (answers->seen < answers->expected) {
        struct pollfd ready = { .fd = fd, .events = POLLIN };
        if (sent < requests->size)
            ready.events |= POLLOUT;
        if (poll(&ready, 1, -1) < 0)
            die("poll");
        if (ready.revents & POLLOUT)
            sent += send_some(fd, requests, sent);
        if (ready.revents & ~POLLOUT)
            receive_some(fd, answers);
    }
}

int main(int argc, char **argv)
{
    if (argc != 4 || !getenv("NEO4J_USERNAME") || !getenv("NEO4J_PASSWORD")) {
        fputs("usage: NEO4J_USERNAME=... NEO4J_PASSWORD=... replay HOST PORT SCRIPT\n", stderr);
        return 2;
    }
    int fd = connect_to(argv[1], argv[2]);
    struct bytes requests = { 0 };
    struct answers answers = { 0 };
    answers.expected = encode(&requests, shake_hands(fd), argv[3]);
    exchange(fd, &requests, &answers);
    struct bytes goodbye = { 0 };
    put_empty(&goodbye, GOODBYE);
    send_some(fd, &goodbye, 0);
    close(fd);
    free(requests.data);
    free(goodbye.data);
    printf("%u answers\n", answers.seen);
    return 0;
}
