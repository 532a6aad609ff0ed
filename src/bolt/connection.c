#include "bolt/connection.h"

#include "base/clock.h"
#include "bolt/negotiate.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum {
    LIVENESS_TIMEOUT = 5000, /* ms for the answer of a server that is asked whether it is there */
    SEND_BUFFER = 64 << 10,  /* from the start, so that no secret is left behind when it grows */
};

static bolt_connection *connection_new(const bolt_connection_options *options,
                                       const bolt_wait *wait)
{
    bolt_connection *c = mem_new(options->mem, sizeof *c);
    if (!c)
        return NULL;
    *c = (bolt_connection){
        .options = options,
        .wait = wait,
        .queue = { .mem = options->mem },
        .answer = ARENA_INIT(options->mem, options->max_message * BOLT_DECODED_FACTOR),
        .login_deadline = deadline_in(options->handshake_timeout),
        .read_timeout = options->read_timeout ? options->read_timeout : -1,
        .born = clock_ms(),
    };
    if (!options->trace)
        return c;
    c->tracer =
        bolt_tracer_create(options->trace, options->mem, bolt_address_text(&options->server));
    if (c->tracer)
        return c;
    mem_free(options->mem, c);
    return NULL;
}

static void connection_free(bolt_connection *c)
{
    bolt_tracer_closed(c->tracer, NULL);
    bolt_tracer_destroy(c->tracer);
    bolt_channel_finish(&c->channel);
    bolt_queue_finish(&c->queue);
    arena_finish(&c->answer);
    mem_free(c->options->mem, c);
}

static status dial(bolt_connection *c, int64_t deadline, error *err)
{
    const bolt_connection_options *o = c->options;
    bolt_transport *transport;
    status st = o->dial(o->dial_user, &o->server, c->wait, deadline, &transport, err);
    if (st)
        return st;
    bolt_channel_init(&c->channel, o->mem, transport, o->max_message);
    if (!buf_reserve(&c->channel.out, SEND_BUFFER))
        return fail_no_memory(err);
    c->login_deadline = deadline_in(o->handshake_timeout);
    return ST_OK;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static status negotiate(bolt_connection *c, int64_t deadline, bolt_attempt attempt, bool *refused,
                        error *err)
{
    bolt_patience patience = { c->wait, earlier(c->login_deadline, deadline), -1 };
    return bolt_negotiate(&c->channel, attempt, &patience, bolt_address_text(&c->options->server),
                          &c->version, refused, err);
}

static status connect_as(bolt_connection *c, int64_t deadline, bolt_attempt attempt, bool *refused,
                         error *err)
{
    status st = dial(c, deadline, err);
    if (!st)
        st = negotiate(c, deadline, attempt, refused, err);
    if (st || *refused)
        bolt_channel_finish(&c->channel);
    return st;
}

static void begin_trace(bolt_connection *c)
{
    if (!c->tracer)
        return;
    bolt_tracer_opened(c->tracer, &c->version, bolt_channel_queued(&c->channel));
    c->channel.tap = bolt_tracer_sent;
    c->channel.tap_user = c->tracer;
}

static void push_login(bolt_connection *c, bolt_request_kind kind, uint64_t begin)
{
    uint64_t end = bolt_channel_queued(&c->channel);
    bolt_queue_push(&c->queue, &(bolt_request){ .kind = kind, .begin = begin, .end = end });
}

static status queue_logon(bolt_connection *c, error *err)
{
    bolt_credentials *credentials = c->options->credentials;
    uint64_t begin = bolt_channel_queued(&c->channel);
    if (!bolt_queue_reserve(&c->queue))
        return fail_no_memory(err);
    const bolt_auth *auth = bolt_credentials_take(credentials, &c->token);
    status st = bolt_message_logon(&c->channel.out, &c->version, auth, err);
    bolt_credentials_put_down(credentials);
    if (!st)
        push_login(c, BOLT_REQUEST_LOGON, begin);
    return st;
}

/* Before Bolt 5.1 the token goes along with it. */
static status queue_hello(bolt_connection *c, error *err)
{
    const bolt_connection_options *o = c->options;
    bolt_hello hello = { .user_agent = o->user_agent, .routed = o->routed, .routing = o->routing };
    uint64_t begin = bolt_channel_queued(&c->channel);
    if (!bolt_queue_reserve(&c->queue))
        return fail_no_memory(err);
    hello.auth = bolt_credentials_take(o->credentials, &c->token);
    status st = bolt_message_hello(&c->channel.out, &c->version, &hello, err);
    bolt_credentials_put_down(o->credentials);
    if (!st)
        push_login(c, BOLT_REQUEST_HELLO, begin);
    return st;
}

static void await_login(bolt_connection *c)
{
    c->logins = c->queue.count;
    c->channel.hold = bolt_channel_queued(&c->channel);
}

static status queue_login(bolt_connection *c, error *err)
{
    status st = queue_hello(c, err);
    if (!st && bolt_version_has(&c->version, BOLT_HAS_LOGON))
        st = queue_logon(c, err);
    if (!st)
        await_login(c);
    return st;
}

status bolt_connection_log_in_again(bolt_connection *c, error *err)
{
    assert(c->queue.count == 0 && bolt_version_has(&c->version, BOLT_HAS_LOGON));
    c->login_deadline = deadline_in(c->options->handshake_timeout);
    c->login_begin = bolt_channel_queued(&c->channel);
    if (!bolt_queue_reserve(&c->queue))
        return fail_no_memory(err);
    status st = bolt_message_logoff(&c->channel.out, err);
    if (st)
        return st;
    push_login(c, BOLT_REQUEST_LOGOFF, c->login_begin);
    st = queue_logon(c, err);
    if (!st)
        await_login(c);
    return st;
}

status bolt_connection_open(const bolt_connection_options *options, const bolt_wait *wait,
                            int64_t deadline, bolt_connection **out, error *err)
{
    bolt_connection *c = connection_new(options, wait);
    if (!c)
        return fail_no_memory(err);
    bool refused = false;
    status st = connect_as(c, deadline, BOLT_ATTEMPT_FIRST, &refused, err);
    if (!st && refused)
        st = connect_as(c, deadline, BOLT_ATTEMPT_OLD, &refused, err);
    if (!st)
        begin_trace(c);
    if (!st)
        st = queue_login(c, err);
    if (st) {
        connection_free(c);
        return st;
    }
    *out = c;
    return ST_OK;
}

void bolt_connection_close(bolt_connection *c)
{
    if (!c)
        return;
    if (c->state != BOLT_CONNECTION_DEAD && !bolt_message_goodbye(&c->channel.out, NULL))
        bolt_channel_push(&c->channel);
    connection_free(c);
}

status bolt_connection_login(bolt_connection *c, error *err)
{
    while (c->logins > 0) {
        bolt_answer answer;
        status st = bolt_connection_next(c, NULL, &answer, err);
        if (st)
            return st;
    }
    return ST_OK;
}

bolt_patience bolt_connection_patience(const bolt_connection *c)
{
    bolt_patience patience = { c->wait, DEADLINE_NEVER, c->read_timeout };
    if (c->logins > 0) {
        patience.deadline = c->login_deadline;
        patience.silence = -1;
    }
    return patience;
}

bolt_patience bolt_connection_short_patience(const bolt_connection *c, bolt_wait *wait)
{
    bolt_wait_init_shielded(wait, c->wait);
    return (bolt_patience){ wait, deadline_in(BOLT_RESET_TIMEOUT), c->read_timeout };
}

static bool drain(bolt_connection *c, const bolt_patience *patience)
{
    while (c->queue.count > 0) {
        bolt_answer answer;
        if (bolt_connection_next(c, patience, &answer, NULL))
            return false;
    }
    return c->state == BOLT_CONNECTION_READY;
}

void bolt_connection_recover(bolt_connection *c)
{
    bolt_wait wait;
    bolt_patience patience = bolt_connection_short_patience(c, &wait);
    if (c->state == BOLT_CONNECTION_DEAD)
        return;
    bolt_connection_unqueue(c);
    drain(c, &patience);
    if (c->state == BOLT_CONNECTION_DEAD)
        return;
    bool drained = c->queue.count == 0;
    if (drained && c->state == BOLT_CONNECTION_READY)
        return;
    if (!drained || bolt_connection_reset(c, NULL) || !drain(c, &patience))
        bolt_connection_kill(c);
}

bool bolt_connection_is_idle(bolt_connection *c)
{
    c->idle_since = clock_ms();
    return c->state == BOLT_CONNECTION_READY && c->queue.count == 0;
}

bool bolt_connection_is_quiet(bolt_connection *c)
{
    return bolt_channel_is_quiet(&c->channel);
}

bool bolt_connection_is_alive(bolt_connection *c, int64_t deadline)
{
    bolt_patience patience = { c->wait, earlier(deadline_in(LIVENESS_TIMEOUT), deadline), -1 };
    return !bolt_connection_reset(c, NULL) && drain(c, &patience);
}
