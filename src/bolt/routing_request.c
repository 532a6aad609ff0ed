#include "bolt/routing_request.h"

#include "base/clock.h"

static const char *address_of(const bolt_connection *c)
{
    return c->options->server.text;
}

/* It may be that nobody gave it much time. */
static status fail_late(const bolt_connection *c, error *err)
{
    fail(err, ST_TIMEOUT, "\"%s\" did not tell in time which servers there are", address_of(c));
    if (err)
        err->retryable = true;
    return ST_TIMEOUT;
}

static status await(bolt_connection *c, int64_t deadline, bolt_answer *out, error *err)
{
    bolt_patience patience = bolt_connection_patience(c);
    if (patience.deadline > deadline)
        patience.deadline = deadline;
    status st = bolt_connection_next(c, &patience, out, err);
    if (st == ST_CANCELLED)
        bolt_connection_kill(c);
    return st == ST_TIMEOUT && deadline_left(deadline) == 0 ? fail_late(c, err) : st;
}

static status fail_alone(const bolt_connection *c, error *err)
{
    error told = err ? *err : (error){ 0 };
    fail(err, ST_SERVER,
         "\"%s\" belongs to no cluster and cannot tell which servers there are: write bolt://%s",
         address_of(c), address_of(c));
    ERROR_SET(err, code, told.code, sizeof told.code);
    return ST_SERVER;
}

static status take_failure(bolt_connection *c, const bolt_answer *answer, error *err)
{
    error told = { 0 };
    status st = bolt_failure_read(answer->reply.metadata, &told);
    bolt_connection_recover(c);
    if (err)
        *err = told;
    return str_eq(str_from(told.code), STR("Neo.ClientError.Procedure.ProcedureNotFound"))
               ? fail_alone(c, err)
               : st;
}

/* The next answer that is not one to the login; a FAILURE is returned as an error. */
static status await_success(bolt_connection *c, int64_t deadline, bolt_answer *out, error *err)
{
    do {
        status st = await(c, deadline, out, err);
        if (st)
            return st;
    } while (bolt_request_is_login(out->request.kind));
    bool failed = out->reply.kind == BOLT_REPLY_FAILURE || out->reply.kind == BOLT_REPLY_IGNORED;
    return failed ? take_failure(c, out, err) : ST_OK;
}

static status route(bolt_connection *c, const bolt_route *question, int64_t deadline, arena *a,
                    bolt_routing_table *out, error *err)
{
    bolt_answer answer;
    status st = bolt_connection_route(c, question, err);
    if (!st)
        st = await_success(c, deadline, &answer, err);
    if (st)
        return st;
    return bolt_routing_table_read(bolt_map_map(answer.reply.metadata, "rt"), address_of(c),
                                   clock_ms(), a, out, err);
}

/* ---- Before 4.3 ---- */

/* A row as a map. */
typedef struct row {
    bolt_entry *entries;
    size_t count;
} row;

static status send_call(bolt_connection *c, const bolt_route *question, error *err)
{
    bool has_databases = bolt_version_has(&c->version, BOLT_HAS_DATABASES);
    bool named = has_databases && question->database.data;
    const bolt_entry parameters[] = {
        { STR("context"), bolt_map_of(question->routing.entries, question->routing.count) },
        { STR("database"), bolt_string(question->database) },
    };
    bolt_statement call = { .text = STR("CALL dbms.cluster.routing.getRoutingTable($context)"),
                            .parameters = { parameters, named ? 2 : 1 } };
    bolt_begin begin = { .read = true,
                         .database = question->database,
                         .impersonated_user = question->impersonated_user };
    if (has_databases) {
        call.text = named ? STR("CALL dbms.routing.getRoutingTable($context, $database)")
                          : STR("CALL dbms.routing.getRoutingTable($context)");
        begin.database = STR("system");
        begin.bookmarks = question->bookmarks;
        begin.bookmark_count = question->bookmark_count;
    }
    status st = bolt_connection_run(c, &call, &begin, (bolt_tag){ 0 }, err);
    if (st)
        return st;
    st = bolt_connection_pull(c, BOLT_ALL, (bolt_tag){ 0 }, err);
    if (st)
        bolt_connection_kill(c); /* half a request is of no use */
    return st;
}

static status read_columns(bolt_map metadata, arena *a, row *out, error *err)
{
    bolt_run_reply reply;
    status st = bolt_reply_run(metadata, a, &reply, err);
    if (st)
        return st;
    out->count = reply.key_count;
    out->entries = arena_array(a, reply.key_count + 1, sizeof *out->entries);
    if (!out->entries)
        return fail_no_memory(err);
    for (size_t i = 0; i < reply.key_count; i++) {
        out->entries[i].key = arena_str(a, reply.keys[i]);
        if (!out->entries[i].key.data)
            return fail_no_memory(err);
    }
    return ST_OK;
}

static status read_row(const bolt_connection *c, row *r, bolt_list record, arena *a,
                       bolt_routing_table *out, error *err)
{
    for (size_t i = 0; i < r->count; i++)
        r->entries[i].value = record.items[i];
    return bolt_routing_table_read((bolt_map){ r->entries, r->count }, address_of(c), clock_ms(), a,
                                   out, err);
}

/* What comes of the first row counts once the server has said that there are no more. */
static status call(bolt_connection *c, const bolt_route *question, int64_t deadline, arena *a,
                   bolt_routing_table *out, error *err)
{
    bolt_answer answer;
    row r;
    size_t rows = 0;
    status st = send_call(c, question, err), read = ST_OK;
    if (!st)
        st = await_success(c, deadline, &answer, err);
    if (!st)
        st = read_columns(answer.reply.metadata, a, &r, err);
    while (!st && bolt_connection_outstanding(c) > 0) {
        st = await_success(c, deadline, &answer, err);
        if (!st && answer.reply.kind == BOLT_REPLY_RECORD && rows++ == 0)
            read = read_row(c, &r, answer.reply.record, a, out, err);
    }
    if (st)
        return st;
    return rows > 0 ? read : fail(err, ST_PROTOCOL, "\"%s\" gave no routing table", address_of(c));
}

status bolt_routing_ask(bolt_connection *c, const bolt_route *question, int64_t deadline, arena *a,
                        bolt_routing_table *out, error *err)
{
    bolt_routing_table table;
    status st = bolt_version_has(&c->version, BOLT_HAS_ROUTE)
                    ? route(c, question, deadline, a, &table, err)
                    : call(c, question, deadline, a, &table, err);
    if (!st)
        *out = table;
    return st;
}
