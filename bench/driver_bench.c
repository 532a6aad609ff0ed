/*
 * The same works as those of replay.c, by our driver:
 *
 *     NEO4J_USERNAME=... NEO4J_PASSWORD=... driver_bench URI WORK COUNT TIMES
 *
 * Each is done so many TIMES, and the seconds of each are printed.
 *
 *     connect      COUNT drivers, each of which is opened, runs a query, and is closed
 *     sequential   COUNT statements in one transaction, each awaited
 *     pipelined    the same, queued
 *     rows         a result of COUNT rows, decoded one by one
 */
#include <neo4j_bolt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void die(const char *what)
{
    fprintf(stderr, "driver_bench: %s\n", what);
    exit(1);
}

static void check(bolt_status status, const bolt_error *err)
{
    if (status)
        die(err->message);
}

/* A driver, and its session. */
typedef struct client {
    bolt_driver *driver;
    bolt_session *session;
} client;

static client client_open(const char *uri)
{
    bolt_error err = BOLT_ERROR_INIT;
    bolt_options options = BOLT_OPTIONS_INIT;
    client c;
    options.uri = uri;
    options.auth = (bolt_token){ .scheme = BOLT_AUTH_BASIC,
                                 .principal = getenv("NEO4J_USERNAME"),
                                 .credentials = getenv("NEO4J_PASSWORD") };
    check(bolt_open(&options, &c.driver, &err), &err);
    check(bolt_session_new(c.driver, NULL, &c.session, &err), &err);
    return c;
}

static void client_close(const client *c)
{
    bolt_session_free(c->session);
    bolt_close(c->driver);
}

static void connect_once(const char *uri)
{
    bolt_error err = BOLT_ERROR_INIT;
    bolt_transaction_options options = BOLT_TRANSACTION_OPTIONS_INIT;
    bolt_result *result;
    client c = client_open(uri);
    options.auto_commit = true;
    check(bolt_session_query(c.session, &options, "RETURN 1", NULL, &result, &err), &err);
    bolt_result_free(result);
    client_close(&c);
}

static double connect_often(const char *uri, unsigned count)
{
    double start = seconds_now();
    for (unsigned i = 0; i < count; i++)
        connect_once(uri);
    return seconds_now() - start;
}

/* The seconds that a transaction takes on a connection that has been opened before. */
static double in_transaction(const char *uri, void (*work)(bolt_transaction *tx, unsigned count),
                             unsigned count)
{
    bolt_error err = BOLT_ERROR_INIT;
    bolt_transaction_options options = BOLT_TRANSACTION_OPTIONS_INIT;
    bolt_server_info server;
    bolt_transaction *tx;
    client c = client_open(uri);
    check(bolt_server_facts(c.driver, &server, &err), &err);
    options.evaluate = true;
    double start = seconds_now();
    check(bolt_transaction_begin(c.session, &options, &tx, &err), &err);
    work(tx, count);
    check(bolt_transaction_commit_pipelined(tx, &err), &err);
    double seconds = seconds_now() - start;
    client_close(&c);
    return seconds;
}

static bolt_params *new_params(void)
{
    bolt_error err = BOLT_ERROR_INIT;
    bolt_params *params;
    check(bolt_params_new(NULL, &params, &err), &err);
    return params;
}

static void set_number(bolt_params *params, unsigned i)
{
    bolt_params_clear(params);
    bolt_params_int(params, "i", i);
}

static void run_each(bolt_transaction *tx, unsigned count)
{
    bolt_error err = BOLT_ERROR_INIT;
    bolt_params *params = new_params();
    for (unsigned i = 0; i < count; i++) {
        bolt_result *result;
        set_number(params, i);
        check(bolt_transaction_query(tx, "RETURN $i", params, &result, &err), &err);
        if (bolt_value_int(bolt_result_value(result, 0, 0)) != i)
            die("a statement returns something else");
        bolt_result_free(result);
    }
    bolt_params_free(params);
}

static double sequential(const char *uri, unsigned count)
{
    return in_transaction(uri, run_each, count);
}

static void queue_all(bolt_transaction *tx, unsigned count)
{
    bolt_error err = BOLT_ERROR_INIT;
    bolt_params *params = new_params();
    for (unsigned i = 0; i < count; i++) {
        set_number(params, i);
        check(bolt_transaction_queue(tx, "RETURN $i", params, &err), &err);
    }
    bolt_params_free(params);
}

static double pipelined(const char *uri, unsigned count)
{
    return in_transaction(uri, queue_all, count);
}

static bolt_status add_up(void *user, const bolt_result *result, const bolt_value *row,
                          bolt_error *err)
{
    (void)result, (void)err;
    *(int64_t *)user += bolt_value_int(bolt_value_item(row, 0));
    return BOLT_OK;
}

static void stream(bolt_transaction *tx, unsigned count)
{
    bolt_error err = BOLT_ERROR_INIT;
    char text[80];
    int64_t sum = 0;
    snprintf(text, sizeof text, "UNWIND range(1, %u) AS x RETURN x", count);
    check(bolt_transaction_stream(tx, text, NULL, 0, add_up, &sum, NULL, &err), &err);
    if (sum != (int64_t)count * (count + 1) / 2)
        die("the rows do not add up");
}

static double rows(const char *uri, unsigned count)
{
    return in_transaction(uri, stream, count);
}

static const struct work {
    const char *name;
    double (*run)(const char *uri, unsigned count);
} works[] = {
    { "connect", connect_often },
    { "sequential", sequential },
    { "pipelined", pipelined },
    { "rows", rows },
};

static unsigned number(const char *text)
{
    return (unsigned)strtoul(text, NULL, 10);
}

int main(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof works / sizeof *works && argc == 5; i++) {
        if (strcmp(works[i].name, argv[2]) != 0)
            continue;
        for (unsigned n = 0; n < number(argv[4]); n++)
            printf("%.6f\n", works[i].run(argv[1], number(argv[3])));
        return 0;
    }
    fputs("usage: NEO4J_USERNAME=... NEO4J_PASSWORD=... driver_bench URI WORK COUNT TIMES\n",
          stderr);
    return 2;
}
