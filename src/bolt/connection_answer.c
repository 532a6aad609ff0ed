/* The receiving half of a connection: which answer belongs to which request, and what it does to
 * the state. */
#include "bolt/connection.h"

#include "base/clock.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

enum { ACTIVITY_SIZE = 64 };

size_t bolt_connection_outstanding(const bolt_connection *c)
{
    return c->queue.count;
}

static uint64_t unanswered_bytes(const bolt_connection *c)
{
    return c->queue.count ? bolt_channel_queued(&c->channel) - bolt_queue_at(&c->queue, 0)->begin
                          : 0;
}

bool bolt_connection_is_full(const bolt_connection *c)
{
    return c->statements >= BOLT_WINDOW_STATEMENTS || unanswered_bytes(c) >= BOLT_WINDOW_BYTES;
}

bool bolt_connection_has_drained(const bolt_connection *c)
{
    return c->statements <= BOLT_WINDOW_STATEMENTS / 2 &&
           unanswered_bytes(c) <= BOLT_WINDOW_BYTES / 2;
}

/* ---- The end of a connection ---- */

static bool commit_is_due(const bolt_connection *c)
{
    for (size_t i = c->queue.count; c->commit_matters && i-- > 0;) {
        const bolt_request *request = bolt_queue_at(&c->queue, i);
        if (request->kind == BOLT_REQUEST_COMMIT)
            return request->end <= bolt_channel_sent(&c->channel);
    }
    return false;
}

void bolt_connection_kill(bolt_connection *c)
{
    if (c->state == BOLT_CONNECTION_DEAD)
        return;
    c->commit_is_uncertain = commit_is_due(c);
    bolt_tracer_closed(c->tracer, c->channel.reason);
    c->state = BOLT_CONNECTION_DEAD;
    c->queue.count = c->logins = c->resets = c->statements = 0;
    bolt_channel_close(&c->channel);
}

/* What the server owes us, as in "while ...". */
static void describe_activity(const bolt_connection *c, char text[ACTIVITY_SIZE])
{
    const bolt_request *due = bolt_queue_at(&c->queue, 0);
    const char *what = "";
    switch (due->kind) {
    case BOLT_REQUEST_HELLO:
    case BOLT_REQUEST_LOGON:
    case BOLT_REQUEST_LOGOFF:
        what = "logging in";
        break;
    case BOLT_REQUEST_RESET:
        what = "resetting the connection";
        break;
    case BOLT_REQUEST_BEGIN:
        what = "beginning a transaction";
        break;
    case BOLT_REQUEST_RUN:
    case BOLT_REQUEST_PULL:
    case BOLT_REQUEST_DISCARD:
        what = "running a statement";
        break;
    case BOLT_REQUEST_COMMIT:
        what = "committing";
        break;
    case BOLT_REQUEST_ROLLBACK:
        what = "rolling back";
        break;
    case BOLT_REQUEST_ROUTE:
        what = "asking which servers there are";
        break;
    }
    if (due->statement)
        snprintf(text, ACTIVITY_SIZE, "running statement %" PRIu32, due->statement);
    else
        snprintf(text, ACTIVITY_SIZE, "%s", what);
}

static bool is_loss(status st)
{
    return st == ST_CONNECTION || st == ST_TIMEOUT || st == ST_SECURITY;
}

static void word_loss(const bolt_connection *c, status st, error *err)
{
    char activity[ACTIVITY_SIZE];
    describe_activity(c, activity);
    str address = bolt_address_text(&c->options->server);
    const char *reason = c->channel.reason ? c->channel.reason : "the server closed it";
    if (st == ST_CONNECTION)
        fail(err, st, "lost the connection to \"%.*s\" while %s: %s", STR_ARG(address), activity,
             reason);
    else if (st == ST_SECURITY)
        bolt_channel_fail_security(&c->channel, address, err);
    else if (c->logins > 0)
        fail(err, st, "\"%.*s\" did not let us in within %" PRId64 " s", STR_ARG(address),
             c->options->handshake_timeout / 1000);
    else
        fail(err, st, "\"%.*s\" said nothing for %" PRId64 " s while %s", STR_ARG(address),
             (clock_ms() - c->channel.last_life) / 1000, activity);
    if (!err)
        return;
    err->statement = bolt_queue_at(&c->queue, 0)->statement;
    err->retryable = st != ST_SECURITY;
}

static status fail_uncertain(error *err)
{
    if (err) {
        size_t length = 0;
        while (err->message[length])
            length++;
        snprintf(err->message + length, sizeof err->message - length,
                 "; whether the transaction was committed is unknown");
        err->status = ST_UNKNOWN_OUTCOME;
        err->retryable = false;
    }
    return ST_UNKNOWN_OUTCOME;
}

/* `err` has been filled, unless the loss is still to be worded. */
static status die(bolt_connection *c, status st, error *err)
{
    if (is_loss(st))
        word_loss(c, st, err);
    bool nonsense_instead_of_login = st == ST_PROTOCOL && c->logins > 0;
    bolt_connection_kill(c);
    if (nonsense_instead_of_login)
        c->commit_is_uncertain = false;
    return c->commit_is_uncertain ? fail_uncertain(err) : st;
}

/* ---- One answer ---- */

static status receive(bolt_connection *c, const bolt_patience *patience, bolt_reply *out,
                      error *err)
{
    for (;;) {
        bolt_patience usual = bolt_connection_patience(c);
        str message;
        status st = bolt_channel_next(&c->channel, &message, err);
        if (!st && message.data) {
            bolt_tracer_received(c->tracer, message);
            arena_reset(&c->answer);
            return bolt_reply_read(message, &c->version, &c->answer, out, err);
        }
        if (!st)
            st = bolt_channel_fill(&c->channel, patience ? patience : &usual, err);
        if (st)
            return st;
    }
}

static status fail_answer(const bolt_connection *c, const char *what, error *err)
{
    str address = bolt_address_text(&c->options->server);
    return fail(err, ST_PROTOCOL, "\"%.*s\" does not keep to the Bolt protocol: %s",
                STR_ARG(address), what);
}

static status check(const bolt_connection *c, const bolt_request *request, const bolt_reply *reply,
                    error *err)
{
    bool failed = c->state == BOLT_CONNECTION_FAILED;
    switch (reply->kind) {
    case BOLT_REPLY_RECORD:
        if (request->kind != BOLT_REQUEST_PULL || failed)
            return fail_answer(c, "it sends a record that nobody asked for", err);
        if (reply->record.count !=
            (request->fields == BOLT_FIELDS_OF_RUN ? c->field_count : request->fields))
            return fail_answer(c, "a record has not as many values as the result has fields", err);
        return ST_OK;
    case BOLT_REPLY_IGNORED:
        if (!failed && c->resets == 0)
            return fail_answer(c, "it ignores a request although nothing failed", err);
        return ST_OK;
    case BOLT_REPLY_SUCCESS:
        if (failed && request->kind != BOLT_REQUEST_RESET)
            return fail_answer(c, "it reports a success after a failure", err);
        return ST_OK;
    case BOLT_REPLY_FAILURE:
        return ST_OK;
    }
    return fail_answer(c, "it sends an unknown kind of answer", err);
}

static void note_hello(bolt_connection *c, const bolt_reply *reply)
{
    bolt_hello_reply hello = bolt_reply_hello(reply->metadata);
    error_text(c->agent, sizeof c->agent, hello.server.data, hello.server.len);
    if (hello.utc && bolt_version_has(&c->version, BOLT_HAS_UTC_PATCH))
        c->version.features |= BOLT_HAS_UTC;
    c->server_side_routing = hello.server_side_routing;
    if (hello.receive_timeout_ms > 0 && c->options->read_timeout == 0)
        c->read_timeout = hello.receive_timeout_ms;
}

static void word_refusal_of(const bolt_connection *c, const bolt_auth *auth, error *err)
{
    const char *address = c->options->server.text;
    switch (auth->scheme) {
    case BOLT_AUTH_NONE:
        snprintf(err->message, sizeof err->message,
                 "\"%s\" wants a user name and a password, and none were given", address);
        break;
    case BOLT_AUTH_BASIC:
        snprintf(err->message, sizeof err->message,
                 "\"%s\" does not let user \"%.*s\" in: wrong user name or password", address,
                 STR_ARG(auth->principal));
        break;
    case BOLT_AUTH_BEARER:
    case BOLT_AUTH_KERBEROS:
    case BOLT_AUTH_CUSTOM:
        break;
    }
}

/* The server's own words do not say who was refused where. */
static void word_refusal(const bolt_connection *c, error *err)
{
    uint64_t version;
    str code = err ? str_from(err->code) : STR_NONE;
    if (!str_eq(code, STR("Neo.ClientError.Security.Unauthorized")))
        return;
    const bolt_auth *auth = bolt_credentials_take(c->options->credentials, &version);
    if (version == c->token)
        word_refusal_of(c, auth, err);
    bolt_credentials_put_down(c->options->credentials);
}

static status take_login(bolt_connection *c, const bolt_request *request, const bolt_reply *reply,
                         error *err)
{
    if (reply->kind == BOLT_REPLY_FAILURE) {
        status st = bolt_failure_read(reply->metadata, err);
        word_refusal(c, err);
        bolt_connection_kill(c);
        return st;
    }
    if (request->kind == BOLT_REQUEST_HELLO)
        note_hello(c, reply);
    if (--c->logins == 0) {
        bolt_channel_wipe(&c->channel);
        c->channel.hold = UINT64_MAX;
    }
    return ST_OK;
}

static status take_reset(bolt_connection *c, const bolt_reply *reply, error *err)
{
    c->resets--;
    if (reply->kind != BOLT_REPLY_SUCCESS)
        return die(c, fail_answer(c, "it refuses to reset the connection", err), err);
    c->state = BOLT_CONNECTION_READY;
    return ST_OK;
}

static status take_run(bolt_connection *c, const bolt_reply *reply, error *err)
{
    c->statements--;
    if (reply->kind != BOLT_REPLY_SUCCESS)
        return ST_OK;
    bolt_list fields = bolt_map_list(reply->metadata, "fields");
    for (size_t i = 0; i < fields.count; i++)
        if (fields.items[i].type != BOLT_STRING)
            return die(c, fail_answer(c, "the name of a field is no text", err), err);
    c->field_count = fields.count;
    return ST_OK;
}

static status take(bolt_connection *c, const bolt_answer *answer, error *err)
{
    const bolt_reply *reply = &answer->reply;
    switch (answer->request.kind) {
    case BOLT_REQUEST_HELLO:
    case BOLT_REQUEST_LOGON:
    case BOLT_REQUEST_LOGOFF:
        return take_login(c, &answer->request, reply, err);
    case BOLT_REQUEST_RESET:
        return take_reset(c, reply, err);
    case BOLT_REQUEST_RUN:
        return take_run(c, reply, err);
    case BOLT_REQUEST_BEGIN:
    case BOLT_REQUEST_PULL:
    case BOLT_REQUEST_DISCARD:
    case BOLT_REQUEST_COMMIT:
    case BOLT_REQUEST_ROLLBACK:
    case BOLT_REQUEST_ROUTE:
        return ST_OK;
    }
    return ST_OK;
}

status bolt_connection_next(bolt_connection *c, const bolt_patience *patience, bolt_answer *out,
                            error *err)
{
    assert(c->state != BOLT_CONNECTION_DEAD && c->queue.count > 0);
    bolt_answer answer;
    status st = receive(c, patience, &answer.reply, err);
    if (st == ST_CANCELLED)
        return st;
    answer.request = *bolt_queue_at(&c->queue, 0);
    if (!st)
        st = check(c, &answer.request, &answer.reply, err);
    if (st)
        return die(c, st, err);
    if (answer.reply.kind != BOLT_REPLY_RECORD)
        bolt_queue_drop_first(&c->queue);
    if (answer.reply.kind == BOLT_REPLY_FAILURE || answer.reply.kind == BOLT_REPLY_IGNORED)
        c->state = BOLT_CONNECTION_FAILED;
    st = take(c, &answer, err);
    if (!st)
        *out = answer;
    return st;
}
