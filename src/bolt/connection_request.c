/* The sending half of a connection. */
#include "bolt/connection.h"

#include <assert.h>

/* Bytes sent before the login has been answered: Neo4j 4.4 hangs up at more than 8,192, and later ones
 * refuse a value that is longer. */
enum { UNAUTHENTICATED_LIMIT = 4096 };

static status prepare(bolt_connection *c, error *err)
{
    assert(c->state != BOLT_CONNECTION_DEAD);
    return bolt_queue_reserve(&c->queue) ? ST_OK : fail_no_memory(err);
}

/* Nobody is to read half of a request before it knows us. */
static void hold_back(bolt_connection *c, uint64_t begin, uint64_t end)
{
    if (c->logins > 0 && begin <= c->channel.hold)
        c->channel.hold = end - c->login_begin <= UNAUTHENTICATED_LIMIT ? end : begin;
}

static void queued(bolt_connection *c, bolt_request_kind kind, bolt_tag tag, uint64_t begin)
{
    bolt_request request = { .kind = kind,
                             .statement = tag.statement,
                             .text = tag.text,
                             .owner = tag.owner,
                             .fields = BOLT_FIELDS_OF_RUN,
                             .begin = begin,
                             .end = bolt_channel_queued(&c->channel) };
    bolt_queue_push(&c->queue, &request);
    hold_back(c, request.begin, request.end);
}

status bolt_connection_begin(bolt_connection *c, const bolt_begin *begin, error *err)
{
    uint64_t position = bolt_channel_queued(&c->channel);
    status st = prepare(c, err);
    if (!st)
        st = bolt_message_begin(&c->channel.out, &c->version, begin, err);
    if (!st)
        queued(c, BOLT_REQUEST_BEGIN, (bolt_tag){ 0 }, position);
    return st;
}

/* How a datetime is written depends on what the server answers to HELLO, for some versions. */
static bool has_datetime(const bolt_value *value, int depth);

static bool any_has_datetime(bolt_list list, int depth)
{
    for (size_t i = 0; i < list.count; i++)
        if (has_datetime(&list.items[i], depth))
            return true;
    return false;
}

static bool any_entry_has_datetime(bolt_map map, int depth)
{
    for (size_t i = 0; i < map.count; i++)
        if (has_datetime(&map.entries[i].value, depth))
            return true;
    return false;
}

static bool has_datetime(const bolt_value *value, int depth)
{
    if (depth > BOLT_MAX_DEPTH)
        return false; /* it will be refused anyway */
    if (value->type == BOLT_LIST)
        return any_has_datetime(value->as.list, depth + 1);
    if (value->type == BOLT_MAP)
        return any_entry_has_datetime(value->as.map, depth + 1);
    return value->type == BOLT_DATETIME || value->type == BOLT_DATETIME_ZONED;
}

static bool depends_on_login(const bolt_connection *c, bolt_map parameters)
{
    return c->logins > 0 && bolt_version_has(&c->version, BOLT_HAS_UTC_PATCH) &&
           any_entry_has_datetime(parameters, 0);
}

status bolt_connection_run(bolt_connection *c, const bolt_statement *statement,
                           const bolt_begin *begin, bolt_tag tag, error *err)
{
    status st = ST_OK;
    if (depends_on_login(c, statement->parameters))
        st = bolt_connection_login(c, err);
    uint64_t position = bolt_channel_queued(&c->channel);
    if (!st)
        st = prepare(c, err);
    if (!st)
        st = bolt_message_run(&c->channel.out, &c->version, statement->text, statement->parameters,
                              begin, err);
    if (st)
        return st;
    queued(c, BOLT_REQUEST_RUN, tag, position);
    c->statements++;
    return ST_OK;
}

status bolt_connection_pull(bolt_connection *c, int64_t n, bolt_tag tag, error *err)
{
    uint64_t position = bolt_channel_queued(&c->channel);
    status st = prepare(c, err);
    if (!st)
        st = bolt_message_pull(&c->channel.out, &c->version, n, BOLT_LAST_RESULT, err);
    if (!st)
        queued(c, BOLT_REQUEST_PULL, tag, position);
    return st;
}

status bolt_connection_discard(bolt_connection *c, bolt_tag tag, error *err)
{
    uint64_t position = bolt_channel_queued(&c->channel);
    status st = prepare(c, err);
    if (!st)
        st = bolt_message_discard(&c->channel.out, &c->version, BOLT_ALL, BOLT_LAST_RESULT, err);
    if (!st)
        queued(c, BOLT_REQUEST_DISCARD, tag, position);
    return st;
}

status bolt_connection_pull_more(bolt_connection *c, int64_t n, const bolt_open_result *result,
                                 bolt_tag tag, error *err)
{
    uint64_t position = bolt_channel_queued(&c->channel);
    status st = prepare(c, err);
    if (!st)
        st = bolt_message_pull(&c->channel.out, &c->version, n, result->qid, err);
    if (st)
        return st;
    queued(c, BOLT_REQUEST_PULL, tag, position);
    bolt_queue_at(&c->queue, c->queue.count - 1)->fields = result->fields;
    return ST_OK;
}

status bolt_connection_discard_more(bolt_connection *c, const bolt_open_result *result, error *err)
{
    uint64_t position = bolt_channel_queued(&c->channel);
    status st = prepare(c, err);
    if (!st)
        st = bolt_message_discard(&c->channel.out, &c->version, BOLT_ALL, result->qid, err);
    if (!st)
        queued(c, BOLT_REQUEST_DISCARD, (bolt_tag){ 0 }, position);
    return st;
}

typedef status plain_message(buf *out, error *err);

static status queue_plain(bolt_connection *c, bolt_request_kind kind, plain_message *message,
                          error *err)
{
    uint64_t position = bolt_channel_queued(&c->channel);
    status st = prepare(c, err);
    if (!st)
        st = message(&c->channel.out, err);
    if (!st)
        queued(c, kind, (bolt_tag){ 0 }, position);
    return st;
}

status bolt_connection_commit(bolt_connection *c, bool read, error *err)
{
    c->commit_matters = !read;
    return queue_plain(c, BOLT_REQUEST_COMMIT, bolt_message_commit, err);
}

status bolt_connection_rollback(bolt_connection *c, error *err)
{
    return queue_plain(c, BOLT_REQUEST_ROLLBACK, bolt_message_rollback, err);
}

status bolt_connection_reset(bolt_connection *c, error *err)
{
    status st = queue_plain(c, BOLT_REQUEST_RESET, bolt_message_reset, err);
    if (!st)
        c->resets++;
    return st;
}

status bolt_connection_route(bolt_connection *c, const bolt_route *route, error *err)
{
    uint64_t position = bolt_channel_queued(&c->channel);
    status st = prepare(c, err);
    if (!st)
        st = bolt_message_route(&c->channel.out, &c->version, route, err);
    if (!st)
        queued(c, BOLT_REQUEST_ROUTE, (bolt_tag){ 0 }, position);
    return st;
}

void bolt_connection_push(bolt_connection *c)
{
    if (bolt_channel_queued(&c->channel) - bolt_channel_sent(&c->channel) >= BOLT_SEND_SIZE)
        bolt_channel_push(&c->channel);
}

void bolt_connection_unqueue(bolt_connection *c)
{
    while (c->queue.count > c->logins) {
        const bolt_request *last = bolt_queue_at(&c->queue, c->queue.count - 1);
        if (last->begin < bolt_channel_sent(&c->channel))
            return;
        bolt_channel_unqueue(&c->channel, last->begin);
        c->statements -= last->kind == BOLT_REQUEST_RUN;
        c->resets -= last->kind == BOLT_REQUEST_RESET;
        bolt_queue_drop_last(&c->queue);
    }
}

void bolt_connection_disown(bolt_connection *c, const void *owner)
{
    for (size_t i = 0; i < c->queue.count; i++) {
        bolt_request *request = bolt_queue_at(&c->queue, i);
        if (request->owner == owner)
            request->owner = NULL;
    }
}
