#include "bolt/negotiate.h"

#include <string.h>

/* A reserved word, a count, at most BOLT_MANIFEST_OFFERS offers, capabilities. */
enum { REPLY_LIMIT = 4 + 10 + 4 * BOLT_MANIFEST_OFFERS + 10 };

static status fail_closed(const bolt_channel *channel, str address, error *err)
{
    fail(
        err, ST_CONNECTION,
        "\"%.*s\" closed the connection during the handshake%s%s: is it the Bolt port of a server, "
        "usually 7687%s",
        STR_ARG(address), channel->reason ? ", " : "", channel->reason ? channel->reason : "",
        channel->transport->encrypted
            ? "?"
            : "? If it requires encryption, write bolt+s:// or neo4j+s://");
    if (err)
        err->retryable = true;
    return ST_CONNECTION;
}

static status fail_silent(str address, error *err)
{
    fail(err, ST_TIMEOUT,
         "\"%.*s\" did not answer the handshake in time: is it the Bolt port of a server?",
         STR_ARG(address));
    if (err)
        err->retryable = true;
    return ST_TIMEOUT;
}

static status read_more(bolt_channel *channel, const bolt_patience *patience, str address,
                        char *reply, size_t *length, error *err)
{
    size_t received;
    if (*length == REPLY_LIMIT)
        return fail(err, ST_PROTOCOL, "\"%.*s\" answers the handshake at too great length",
                    STR_ARG(address));
    status st = bolt_channel_turn(channel, patience, reply + *length, REPLY_LIMIT - *length,
                                  &received, err);
    if (st == ST_CONNECTION)
        return fail_closed(channel, address, err);
    if (st == ST_SECURITY)
        return bolt_channel_fail_security(channel, address, err);
    if (st == ST_TIMEOUT)
        return fail_silent(address, err);
    if (st)
        return st;
    *length += received;
    return ST_OK;
}

static status finish(bolt_channel *channel, const bolt_handshake *agreed, str rest, error *err)
{
    buf_append(&channel->out, agreed->answer, agreed->answer_size);
    if (channel->out.failed)
        return fail_no_memory(err);
    if (rest.len == 0)
        return ST_OK;
    char *room = bolt_dechunker_reserve(&channel->in, rest.len);
    if (!room)
        return fail_no_memory(err);
    memcpy(room, rest.data, rest.len);
    bolt_dechunker_received(&channel->in, rest.len);
    return ST_OK;
}

/* None of the versions on offer: the server is told, as it waits for our choice. */
static void decline(bolt_channel *channel, const bolt_handshake *agreed)
{
    buf_append(&channel->out, agreed->answer, agreed->answer_size);
    bolt_channel_push(channel);
}

status bolt_negotiate(bolt_channel *channel, bolt_attempt attempt, const bolt_patience *patience,
                      str address, bolt_version *out, bool *refused, error *err)
{
    uint8_t request[BOLT_HANDSHAKE_SIZE];
    char reply[REPLY_LIMIT];
    size_t length = 0;
    bolt_handshake agreed = { .state = BOLT_HANDSHAKE_MORE };
    bolt_handshake_request(attempt, request);
    buf_append(&channel->out, request, sizeof request);
    if (channel->out.failed)
        return fail_no_memory(err);
    while (agreed.state == BOLT_HANDSHAKE_MORE) {
        status st = read_more(channel, patience, address, reply, &length, err);
        if (st)
            return st;
        st = bolt_handshake_read(attempt, (str){ reply, length }, &agreed, err);
        if (st) {
            decline(channel, &agreed);
            return st;
        }
    }
    *refused = agreed.state == BOLT_HANDSHAKE_REFUSED;
    if (*refused)
        return ST_OK;
    status st = finish(channel, &agreed, (str){ reply + agreed.used, length - agreed.used }, err);
    if (!st)
        *out = agreed.version;
    return st;
}
