#include "bolt/channel.h"

#include "base/clock.h"

#include <assert.h>

void bolt_channel_init(bolt_channel *c, const allocator *mem, bolt_transport *transport,
                       size_t max_message)
{
    *c = (bolt_channel){ .mem = mem,
                         .transport = transport,
                         .out = BUF_INIT(mem, BOLT_REQUEST_LIMIT),
                         .hold = UINT64_MAX,
                         .read_size = BOLT_READ_SIZE,
                         .last_life = clock_ms() };
    bolt_dechunker_init(&c->in, mem, max_message);
}

void bolt_channel_close(bolt_channel *c)
{
    if (c->transport)
        c->transport->ops->close(c->transport);
    c->transport = NULL;
}

void bolt_channel_finish(bolt_channel *c)
{
    bolt_channel_close(c);
    bolt_channel_wipe(c);
    buf_free(&c->out);
    bolt_dechunker_finish(&c->in);
}

uint64_t bolt_channel_queued(const bolt_channel *c)
{
    return c->forgotten + c->out.len;
}

uint64_t bolt_channel_sent(const bolt_channel *c)
{
    return c->forgotten + c->sent;
}

void bolt_channel_unqueue(bolt_channel *c, uint64_t position)
{
    assert(position >= bolt_channel_sent(c) && position <= bolt_channel_queued(c));
    c->out.len = (size_t)(position - c->forgotten);
}

/* Moving the rest to the front is worth it only when it is the smaller part. */
static void forget_sent(bolt_channel *c)
{
    if (c->sent < c->out.len && c->sent < c->out.len / 2 + BOLT_SEND_SIZE)
        return;
    c->forgotten += c->sent;
    buf_consume(&c->out, c->sent);
    c->sent = 0;
}

static size_t sendable(const bolt_channel *c)
{
    uint64_t sent = bolt_channel_sent(c), queued = bolt_channel_queued(c);
    uint64_t end = queued < c->hold ? queued : c->hold;
    return end > sent ? (size_t)(end - sent) : 0;
}

static bolt_io send_some(bolt_channel *c)
{
    size_t size = sendable(c);
    if (c->send_closed || size == 0)
        return (bolt_io){ 0 };
    bolt_io io = c->transport->ops->send(c->transport, c->out.data + c->sent, size);
    if (io.closed) {
        c->send_closed = true;
        c->reason = io.reason;
        c->insecure = io.insecure;
        return (bolt_io){ 0 };
    }
    if (io.moved > 0) {
        if (c->tap)
            c->tap(c->tap_user, bolt_channel_sent(c), c->out.data + c->sent, io.moved);
        c->sent += io.moved;
        c->last_life = clock_ms();
        forget_sent(c);
    }
    return io;
}

void bolt_channel_push(bolt_channel *c)
{
    while (c->transport && send_some(c).moved > 0)
        ;
}

void bolt_channel_wipe(bolt_channel *c)
{
    if (!c->out.data)
        return;
    mem_wipe(c->out.data, c->sent);
    mem_wipe(c->out.data + c->out.len, c->out.capacity - c->out.len);
}

static status wait_for(bolt_channel *c, short events, const bolt_patience *patience, error *err)
{
    struct pollfd fds[1 + BOLT_WAIT_SOURCES] = { { .fd = c->transport->ops->fd(c->transport),
                                                   .events = events } };
    int64_t deadline = patience->deadline;
    if (patience->silence >= 0 && deadline - patience->silence > c->last_life)
        deadline = c->last_life + patience->silence;
    bool ready;
    status st = bolt_wait_poll(patience->wait, fds, 1, deadline, &ready, err);
    if (st)
        return st;
    return ready ? ST_OK : ST_TIMEOUT;
}

status bolt_channel_turn(bolt_channel *c, const bolt_patience *patience, void *room, size_t size,
                         size_t *received, error *err)
{
    if (bolt_wait_interrupted(patience->wait))
        return fail(err, ST_CANCELLED, "cancelled");
    bolt_io out = send_some(c);
    bolt_io in = c->transport->ops->recv(c->transport, room, size);
    *received = in.moved;
    if (in.closed) {
        c->reason = in.reason ? in.reason : c->reason;
        c->insecure |= in.insecure;
        return c->insecure ? ST_SECURITY : ST_CONNECTION;
    }
    if (in.moved > 0)
        c->last_life = clock_ms();
    if (in.moved > 0 || (out.moved > 0 && sendable(c) > 0))
        return deadline_left(patience->deadline) == 0 ? ST_TIMEOUT : ST_OK;
    return wait_for(c, in.events | out.events, patience, err);
}

status bolt_channel_fail_security(const bolt_channel *c, str address, error *err)
{
    return fail(err, ST_SECURITY, "the encrypted connection to \"%.*s\" failed: %s",
                STR_ARG(address), c->reason);
}

status bolt_channel_next(bolt_channel *c, str *message, error *err)
{
    return bolt_dechunker_next(&c->in, message, err);
}

status bolt_channel_fill(bolt_channel *c, const bolt_patience *patience, error *err)
{
    char *room = bolt_dechunker_reserve(&c->in, c->read_size);
    if (!room)
        return fail_no_memory(err);
    size_t received;
    status st = bolt_channel_turn(c, patience, room, c->read_size, &received, err);
    if (st && st != ST_TIMEOUT)
        return st;
    if (received == c->read_size)
        c->read_size = BOLT_READ_SIZE_MAX;
    bolt_dechunker_received(&c->in, received);
    return st;
}

bool bolt_channel_is_quiet(bolt_channel *c)
{
    if (!c->transport || c->send_closed)
        return false;
    char *room = bolt_dechunker_reserve(&c->in, c->read_size);
    if (!room)
        return false;
    bolt_io io = c->transport->ops->recv(c->transport, room, c->read_size);
    bolt_dechunker_received(&c->in, io.moved);
    str message;
    return !io.closed && !bolt_dechunker_next(&c->in, &message, NULL) && !message.data;
}
