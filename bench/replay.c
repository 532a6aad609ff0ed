/*
 * How fast a client can be: sends bytes that were encoded beforehand as fast as the connection takes
 * them, and counts the answers.
 *
 *     NEO4J_USERNAME=... NEO4J_PASSWORD=... replay HOST PORT script FILE
 *     NEO4J_USERNAME=... NEO4J_PASSWORD=... replay HOST PORT WORK COUNT TIMES
 *
 * Each line of the file is one statement, which may end in a semicolon; they run in one transaction.
 * Every other WORK is done so many TIMES, and the seconds of each are printed:
 *
 *     connect      COUNT connections, each in three round trips: handshake, login, query
 *     connect-two  the same in two: login and query together
 *     sequential   COUNT statements in one transaction, each sent when the one before is answered
 *     pipelined    the same without waiting
 *     rows         a result of COUNT rows in a transaction
 */
#define _POSIX_C_SOURCE 200809L
#include "wire.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void connect_once(const struct server *server, bool two_round_trips)
{
    static const char query[] = "RETURN 1";
    struct bytes requests = { 0 };
    struct answers answers = { 0 };
    unsigned major;
    int fd = open_connection(server, &major);
    unsigned due = put_logon(&requests, major);
    if (!two_round_trips) {
        exchange(fd, requests.data, requests.size, due, &answers);
        requests.size = due = 0;
    }
    due += put_statement(&requests, query, sizeof query - 1, PULL);
    exchange(fd, requests.data, requests.size, due, &answers);
    close_connection(fd);
    free(requests.data);
}

static double connect_often(const struct server *server, unsigned count, bool two_round_trips)
{
    double start = seconds_now();
    for (unsigned i = 0; i < count; i++)
        connect_once(server, two_round_trips);
    return seconds_now() - start;
}

static double connect_in_three(const struct server *server, unsigned count)
{
    return connect_often(server, count, false);
}

static double connect_in_two(const struct server *server, unsigned count)
{
    return connect_often(server, count, true);
}

static int log_in(const struct server *server, struct answers *answers)
{
    struct bytes requests = { 0 };
    unsigned major;
    int fd = open_connection(server, &major);
    unsigned due = put_logon(&requests, major);
    exchange(fd, requests.data, requests.size, due, answers);
    free(requests.data);
    return fd;
}

/* The whole transaction at once. */
static double exchange_all(const struct server *server, const struct bytes *requests, unsigned due)
{
    struct answers answers = { 0 };
    int fd = log_in(server, &answers);
    double start = seconds_now();
    exchange(fd, requests->data, requests->size, due, &answers);
    double seconds = seconds_now() - start;
    close_connection(fd);
    return seconds;
}

static double pipelined(const struct server *server, unsigned count)
{
    struct bytes requests = { 0 };
    unsigned due = put_begin(&requests);
    for (unsigned i = 0; i < count; i++)
        due += put_numbered_statement(&requests, i);
    due += put_commit(&requests);
    double seconds = exchange_all(server, &requests, due);
    free(requests.data);
    return seconds;
}

static double rows(const struct server *server, unsigned count)
{
    char text[80];
    int size = snprintf(text, sizeof text, "UNWIND range(1, %u) AS x RETURN x", count);
    struct bytes requests = { 0 };
    unsigned due = put_begin(&requests) + put_statement(&requests, text, (size_t)size, PULL) +
                   put_commit(&requests);
    double seconds = exchange_all(server, &requests, due);
    free(requests.data);
    return seconds;
}

/* BEGIN goes out with the first statement. */
static double sequential(const struct server *server, unsigned count)
{
    struct bytes requests = { 0 };
    struct answers answers = { 0 };
    size_t *ends = calloc(count + 1, sizeof *ends);
    if (!ends)
        die("calloc");
    unsigned due = put_begin(&requests), each = 0;
    for (unsigned i = 0; i < count; i++) {
        each = put_numbered_statement(&requests, i);
        ends[i] = requests.size;
    }
    unsigned last = put_commit(&requests);
    ends[count] = requests.size;

    int fd = log_in(server, &answers);
    double start = seconds_now();
    for (unsigned i = 0; i <= count; i++) {
        size_t from = i ? ends[i - 1] : 0;
        due = i < count ? due + each : last;
        exchange(fd, requests.data + from, ends[i] - from, due, &answers);
        due = 0;
    }
    double seconds = seconds_now() - start;
    close_connection(fd);
    free(ends);
    free(requests.data);
    return seconds;
}

/* The statements of a file; returns how many answers there will be. */
static unsigned put_script(struct bytes *out, const char *path)
{
    FILE *script = fopen(path, "r");
    if (!script)
        die(path);
    char *line = NULL;
    size_t room = 0;
    unsigned due = 0;
    for (ssize_t size; (size = getline(&line, &room, script)) > 0;) {
        while (size > 0 && strchr(";\r\n", line[size - 1]))
            size--;
        due += put_statement(out, line, (size_t)size, DISCARD);
    }
    free(line);
    fclose(script);
    return due;
}

/* Login and transaction in one go: what is measured is the whole process. */
static void run_script(const struct server *server, const char *path)
{
    struct bytes requests = { 0 };
    struct answers answers = { 0 };
    unsigned major;
    int fd = open_connection(server, &major);
    unsigned due = put_logon(&requests, major) + put_begin(&requests) +
                   put_script(&requests, path) + put_commit(&requests);
    exchange(fd, requests.data, requests.size, due, &answers);
    close_connection(fd);
    free(requests.data);
    printf("%lu answers\n", answers.summaries);
}

static const struct work {
    const char *name;
    double (*run)(const struct server *server, unsigned count);
} works[] = {
    { "connect", connect_in_three },
    { "connect-two", connect_in_two },
    { "sequential", sequential },
    { "pipelined", pipelined },
    { "rows", rows },
};

static bool run_work(const struct server *server, const char *name, unsigned count, unsigned times)
{
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        if (strcmp(works[i].name, name) != 0)
            continue;
        for (unsigned n = 0; n < times; n++)
            printf("%.6f\n", works[i].run(server, count));
        return true;
    }
    return false;
}

static unsigned number(const char *text)
{
    return (unsigned)strtoul(text, NULL, 10);
}

int main(int argc, char **argv)
{
    struct server server = { argv[1], argc > 2 ? argv[2] : NULL };
    bool may_enter = getenv("NEO4J_USERNAME") && getenv("NEO4J_PASSWORD");
    if (may_enter && argc == 5 && strcmp(argv[3], "script") == 0) {
        run_script(&server, argv[4]);
        return 0;
    }
    if (may_enter && argc == 6 && run_work(&server, argv[3], number(argv[4]), number(argv[5])))
        return 0;
    fputs("usage: NEO4J_USERNAME=... NEO4J_PASSWORD=... replay HOST PORT script FILE\n"
          "       NEO4J_USERNAME=... NEO4J_PASSWORD=... replay HOST PORT WORK COUNT TIMES\n",
          stderr);
    return 2;
}
