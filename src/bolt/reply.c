#include "bolt/message.h"

enum { MS_PER_SECOND = 1000 };

static status unexpected(const char *what, const bolt_struct *message, error *err)
{
    return fail(err, ST_PROTOCOL, "the server sent %s (tag %02X, %zu fields)", what, message->tag,
                message->fields.count);
}

static status read_metadata(const bolt_struct *message, bolt_map *out, error *err)
{
    if (message->fields.count != 1 || message->fields.items[0].type != BOLT_MAP)
        return unexpected("an answer without metadata", message, err);
    *out = message->fields.items[0].as.map;
    return ST_OK;
}

static status read_record(const bolt_struct *message, bolt_list *out, error *err)
{
    if (message->fields.count != 1 || message->fields.items[0].type != BOLT_LIST)
        return unexpected("a row that is no list", message, err);
    *out = message->fields.items[0].as.list;
    return ST_OK;
}

status bolt_reply_read(str message, const bolt_version *version, arena *a, bolt_reply *out,
                       error *err)
{
    bolt_struct raw;
    status st = bolt_unpack_message(message, version, a, &raw, err);
    if (st)
        return st;
    bolt_reply reply = { .kind = (bolt_reply_kind)raw.tag };
    switch (raw.tag) {
    case BOLT_REPLY_SUCCESS:
    case BOLT_REPLY_FAILURE:
        st = read_metadata(&raw, &reply.metadata, err);
        break;
    case BOLT_REPLY_RECORD:
        st = read_record(&raw, &reply.record, err);
        break;
    case BOLT_REPLY_IGNORED:
        break;
    default:
        st = unexpected("a message that is no answer", &raw, err);
        break;
    }
    if (st)
        return st;
    *out = reply;
    return ST_OK;
}

static bool contains(bolt_list list, str text)
{
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i].type == BOLT_STRING && str_eq(list.items[i].as.string, text))
            return true;
    }
    return false;
}

bolt_hello_reply bolt_reply_hello(bolt_map metadata)
{
    bolt_map hints = bolt_map_map(metadata, "hints");
    int64_t seconds = bolt_map_int(hints, "connection.recv_timeout_seconds", 0);
    bool valid = seconds > 0 && seconds <= INT32_MAX;
    return (bolt_hello_reply){
        .server = bolt_map_string(metadata, "server", STR_NONE),
        .connection_id = bolt_map_string(metadata, "connection_id", STR_NONE),
        .receive_timeout_ms = valid ? seconds * MS_PER_SECOND : 0,
        .utc = contains(bolt_map_list(metadata, "patch_bolt"), STR("utc")),
        .server_side_routing = bolt_map_bool(hints, "ssr.enabled", false),
        .credentials_expired = bolt_map_bool(metadata, "credentials_expired", false),
    };
}

status bolt_reply_run(bolt_map metadata, arena *a, bolt_run_reply *out, error *err)
{
    bolt_list fields = bolt_map_list(metadata, "fields");
    str *keys = arena_array(a, fields.count, sizeof *keys);
    if (!keys)
        return fail_no_memory(err);
    for (size_t i = 0; i < fields.count; i++) {
        if (fields.items[i].type != BOLT_STRING)
            return fail(err, ST_PROTOCOL,
                        "the server named column %zu of %zu by something that is no text", i + 1,
                        fields.count);
        keys[i] = fields.items[i].as.string;
    }
    *out = (bolt_run_reply){ .keys = keys,
                             .key_count = fields.count,
                             .qid = bolt_map_int(metadata, "qid", BOLT_LAST_RESULT),
                             .database = bolt_map_string(metadata, "db", STR_NONE) };
    return ST_OK;
}
