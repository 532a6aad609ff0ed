#include "bolt/transport.h"

#include "base/clock.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

static int listen_at(const char *address, uint16_t *port)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in where = { .sin_family = AF_INET };
    socklen_t size = sizeof where;
    inet_pton(AF_INET, address, &where.sin_addr);
    cr_assert_eq(bind(fd, (struct sockaddr *)&where, size), 0);
    cr_assert_eq(listen(fd, 4), 0);
    cr_assert_eq(getsockname(fd, (struct sockaddr *)&where, &size), 0);
    *port = ntohs(where.sin_port);
    return fd;
}

/* A port of which nobody else can take hold, and where nobody listens. */
static int refuse_at(const char *address, uint16_t *port)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in where = { .sin_family = AF_INET };
    socklen_t size = sizeof where;
    inet_pton(AF_INET, address, &where.sin_addr);
    cr_assert_eq(bind(fd, (struct sockaddr *)&where, size), 0);
    cr_assert_eq(getsockname(fd, (struct sockaddr *)&where, &size), 0);
    *port = ntohs(where.sin_port);
    return fd;
}

/* Its queue is full, so that a further connection gets no answer. */
static int ignore_at(const char *address, uint16_t *port, int fillers[8])
{
    int fd = refuse_at(address, port);
    struct sockaddr_in where = { .sin_family = AF_INET, .sin_port = htons(*port) };
    inet_pton(AF_INET, address, &where.sin_addr);
    cr_assert_eq(listen(fd, 0), 0);
    for (int i = 0; i < 8; i++) {
        fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        connect(fillers[i], (struct sockaddr *)&where, sizeof where);
    }
    return fd;
}

static void add(bolt_resolved *list, const char *address, uint16_t port)
{
    bolt_resolved one;
    cr_assert_eq(bolt_resolve(str_from(address), port, &(bolt_wait){ 0 }, 1000, &one, NULL), ST_OK);
    list->items[list->count] = one.items[0];
    list->sizes[list->count++] = one.sizes[0];
}

static status connect_to(const bolt_resolved *addresses, cancel *stop, bolt_transport **out,
                         error *err)
{
    bolt_wait wait;
    bolt_wait_init(&wait, stop);
    const bolt_tcp_options options = { .wait = &wait, .name = STR("db:7687"), .timeout = 400 };
    return bolt_tcp_connect(&options, addresses, out, err);
}

Test(transport, carries_bytes_both_ways)
{
    uint16_t port;
    char got[8];
    bolt_transport *t;
    bolt_resolved addresses = { .count = 0 };
    int server = listen_at("127.0.0.1", &port);
    add(&addresses, "127.0.0.1", port);
    cr_assert_eq(connect_to(&addresses, NULL, &t, NULL), ST_OK);
    int peer = accept(server, NULL, NULL);
    cr_assert_eq(t->ops->recv(t, got, sizeof got).events, POLLIN, "nothing is there yet");
    cr_assert_eq(t->ops->send(t, "ping", 4).moved, 4);
    cr_assert_eq(read(peer, got, sizeof got), 4);
    cr_assert_eq(write(peer, "pong", 4), 4);
    struct pollfd ready = { .fd = t->ops->fd(t), .events = POLLIN };
    cr_assert_eq(poll(&ready, 1, 2000), 1);
    cr_assert_eq(t->ops->recv(t, got, sizeof got).moved, 4);
    close(peer);
    cr_assert_eq(poll(&ready, 1, 2000), 1);
    bolt_io io = t->ops->recv(t, got, sizeof got);
    cr_assert(io.closed && !io.reason, "an end in good order");
    t->ops->close(t);
    close(server);
}

Test(transport, says_so_when_it_is_refused)
{
    uint16_t port;
    error err;
    bolt_transport *t;
    bolt_resolved addresses = { .count = 0 };
    int nobody = refuse_at("127.0.0.1", &port);
    add(&addresses, "127.0.0.1", port);
    cr_assert_eq(connect_to(&addresses, NULL, &t, &err), ST_CONNECTION);
    cr_assert(err.retryable);
    cr_assert_str_eq(
        err.message,
        "cannot connect to \"db:7687\": connection refused; is the database running there?");
    close(nobody);
}

Test(transport, tries_the_next_address_when_one_refuses)
{
    uint16_t refusing, listening;
    bolt_transport *t;
    bolt_resolved addresses = { .count = 0 };
    int nobody = refuse_at("127.0.0.2", &refusing);
    int server = listen_at("127.0.0.1", &listening);
    add(&addresses, "127.0.0.2", refusing);
    add(&addresses, "127.0.0.1", listening);
    int64_t begun = clock_ms();
    cr_assert_eq(connect_to(&addresses, NULL, &t, NULL), ST_OK);
    cr_assert_lt(clock_ms() - begun, 200, "without waiting for the delay");
    t->ops->close(t);
    close(nobody);
    close(server);
}

Test(transport, does_not_wait_for_an_address_that_says_nothing)
{
    uint16_t silent, listening;
    int fillers[8];
    bolt_transport *t;
    bolt_resolved addresses = { .count = 0 };
    int ignoring = ignore_at("127.0.0.1", &silent, fillers);
    int server = listen_at("127.0.0.1", &listening);
    add(&addresses, "127.0.0.1", silent);
    add(&addresses, "127.0.0.1", listening);
    int64_t begun = clock_ms();
    cr_assert_eq(connect_to(&addresses, NULL, &t, NULL), ST_OK);
    cr_assert_lt(clock_ms() - begun, 400, "before the first one has timed out");
    t->ops->close(t);
    close(server);
    close(ignoring);
    for (int i = 0; i < 8; i++)
        close(fillers[i]);
}

Test(transport, tells_the_failure_of_each_address)
{
    uint16_t refusing, silent;
    int fillers[8];
    error err;
    bolt_transport *t;
    bolt_resolved addresses = { .count = 0 };
    int nobody = refuse_at("127.0.0.2", &refusing);
    int ignoring = ignore_at("127.0.0.1", &silent, fillers);
    add(&addresses, "127.0.0.2", refusing);
    add(&addresses, "127.0.0.1", silent);
    cr_assert_eq(connect_to(&addresses, NULL, &t, &err), ST_CONNECTION);
    cr_assert_str_eq(err.message,
                     "cannot connect to \"db:7687\": 127.0.0.2 connection refused, 127.0.0.1 timed "
                     "out; is the database running there?");
    close(nobody);
    close(ignoring);
    for (int i = 0; i < 8; i++)
        close(fillers[i]);
}

Test(transport, a_request_to_stop_ends_the_attempts)
{
    uint16_t silent;
    int fillers[8];
    error err;
    cancel stop;
    bolt_transport *t;
    bolt_resolved addresses = { .count = 0 };
    int ignoring = ignore_at("127.0.0.1", &silent, fillers);
    add(&addresses, "127.0.0.1", silent);
    cr_assert_eq(cancel_init(&stop, NULL), ST_OK);
    cancel_request(&stop);
    cr_assert_eq(connect_to(&addresses, &stop, &t, &err), ST_CANCELLED);
    cancel_finish(&stop);
    close(ignoring);
    for (int i = 0; i < 8; i++)
        close(fillers[i]);
}

Test(transport, names_are_resolved)
{
    bolt_resolved addresses;
    char text[BOLT_ADDRESS_TEXT];
    error err;
    bolt_wait wait = { 0 };
    cr_assert_eq(bolt_resolve(STR("::1"), 7687, &wait, 0, &addresses, NULL), ST_OK);
    bolt_resolved_text(&addresses, 0, text);
    cr_assert_str_eq(text, "::1");
    cr_assert_eq(bolt_resolve(STR("nowhere.invalid"), 7687, &wait, 5000, &addresses, &err),
                 ST_CONNECTION);
    cr_assert(strstr(err.message, "\"nowhere.invalid\""));
    cr_assert_eq(bolt_resolve(STR("a\0b"), 7687, &wait, 5000, &addresses, &err), ST_ARGUMENT);
}
