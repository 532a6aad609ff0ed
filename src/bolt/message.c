#include "bolt/message.h"

#include "bolt/chunk.h"

enum {
    TAG_HELLO = 0x01,
    TAG_GOODBYE = 0x02,
    TAG_RESET = 0x0F,
    TAG_RUN = 0x10,
    TAG_BEGIN = 0x11,
    TAG_COMMIT = 0x12,
    TAG_ROLLBACK = 0x13,
    TAG_DISCARD = 0x2F,
    TAG_PULL = 0x3F,
    TAG_ROUTE = 0x66,
    TAG_LOGON = 0x6A,
    TAG_LOGOFF = 0x6B,
};

/* One message on its way into the send buffer. */
typedef struct request {
    bolt_packer packer;
    size_t begin;
    bool failed_before;
} request;

static request request_begin(buf *out, const bolt_version *version, uint8_t tag, unsigned fields,
                             error *err)
{
    request r = { .failed_before = out->failed };
    r.begin = bolt_chunk_begin(out);
    bolt_packer_init(&r.packer, out, version, err);
    bolt_pack_struct(&r.packer, tag, fields);
    return r;
}

static status request_end(request *r)
{
    buf *out = r->packer.out;
    status st = bolt_packer_finish(&r->packer);
    if (!st) {
        bolt_chunk_end(out, r->begin);
        st = bolt_packer_finish(&r->packer);
    }
    if (st) {
        out->len = r->begin;
        out->failed = r->failed_before;
    }
    return st;
}

static status request_without_fields(buf *out, uint8_t tag, error *err)
{
    request r = request_begin(out, NULL, tag, 0, err);
    return request_end(&r);
}

/* The keys of a map whose values are optional. */
typedef struct entries {
    bolt_entry items[12];
    size_t count;
} entries;

static void add(entries *e, str key, bolt_value value)
{
    if (value.type != BOLT_NULL)
        e->items[e->count++] = (bolt_entry){ key, value };
}

static void add_map(entries *e, str key, bolt_map map)
{
    if (map.count > 0)
        add(e, key, bolt_map_of(map.entries, map.count));
}

static void pack(bolt_packer *p, const entries *e)
{
    bolt_pack_entries(p, (bolt_map){ e->items, e->count });
}

static str scheme_name(const bolt_auth *auth)
{
    switch (auth->scheme) {
    case BOLT_AUTH_NONE:
        return STR("none");
    case BOLT_AUTH_BASIC:
        return STR("basic");
    case BOLT_AUTH_BEARER:
        return STR("bearer");
    case BOLT_AUTH_KERBEROS:
        return STR("kerberos");
    case BOLT_AUTH_CUSTOM:
        return auth->custom_scheme;
    }
    return STR_NONE;
}

/* A bearer's token says who it is, and so does a ticket, whose principal is there but empty. */
static str principal_of(const bolt_auth *auth)
{
    switch (auth->scheme) {
    case BOLT_AUTH_NONE:
    case BOLT_AUTH_BEARER:
        return STR_NONE;
    case BOLT_AUTH_KERBEROS:
        return STR("");
    case BOLT_AUTH_BASIC:
    case BOLT_AUTH_CUSTOM:
        return auth->principal;
    }
    return STR_NONE;
}

static void add_auth(entries *e, const bolt_auth *auth)
{
    bool custom = auth->scheme == BOLT_AUTH_CUSTOM;
    add(e, STR("scheme"), bolt_string(scheme_name(auth)));
    add(e, STR("principal"), bolt_string(principal_of(auth)));
    if (auth->scheme != BOLT_AUTH_NONE)
        add(e, STR("credentials"), bolt_string(auth->credentials));
    if (custom || auth->scheme == BOLT_AUTH_BASIC)
        add(e, STR("realm"), bolt_string(auth->realm));
    if (custom)
        add_map(e, STR("parameters"), auth->parameters);
}

status bolt_message_hello(buf *out, const bolt_version *version, const bolt_hello *hello,
                          error *err)
{
    const bolt_value utc = bolt_string(STR("utc"));
    const bolt_entry agent[] = {
        { STR("product"), bolt_string(STR(BOLT_PRODUCT)) },
        { STR("language"), bolt_string(STR("C/17")) },
    };
    entries e = { .count = 0 };
    add(&e, STR("user_agent"), bolt_string(hello->user_agent));
    if (bolt_version_has(version, BOLT_HAS_AGENT))
        add(&e, STR("bolt_agent"), bolt_map_of(agent, sizeof agent / sizeof agent[0]));
    if (hello->routed && bolt_version_has(version, BOLT_HAS_ROUTING_CONTEXT))
        add(&e, STR("routing"), bolt_map_of(hello->routing.entries, hello->routing.count));
    if (bolt_version_has(version, BOLT_HAS_UTC_PATCH))
        add(&e, STR("patch_bolt"), bolt_list_of(&utc, 1));
    if (!bolt_version_has(version, BOLT_HAS_LOGON) && hello->auth)
        add_auth(&e, hello->auth);
    request r = request_begin(out, version, TAG_HELLO, 1, err);
    pack(&r.packer, &e);
    return request_end(&r);
}

status bolt_message_logon(buf *out, const bolt_version *version, const bolt_auth *auth, error *err)
{
    entries e = { .count = 0 };
    add_auth(&e, auth);
    request r = request_begin(out, version, TAG_LOGON, 1, err);
    pack(&r.packer, &e);
    return request_end(&r);
}

status bolt_message_logoff(buf *out, error *err)
{
    return request_without_fields(out, TAG_LOGOFF, err);
}

status bolt_message_goodbye(buf *out, error *err)
{
    return request_without_fields(out, TAG_GOODBYE, err);
}

status bolt_message_reset(buf *out, error *err)
{
    return request_without_fields(out, TAG_RESET, err);
}

status bolt_message_commit(buf *out, error *err)
{
    return request_without_fields(out, TAG_COMMIT, err);
}

status bolt_message_rollback(buf *out, error *err)
{
    return request_without_fields(out, TAG_ROLLBACK, err);
}

static status check_user(const bolt_version *version, str impersonated_user, error *err)
{
    if (!impersonated_user.data || bolt_version_has(version, BOLT_HAS_IMPERSONATION))
        return ST_OK;
    return fail(
        err, ST_ARGUMENT,
        "impersonation of \"%.*s\" is not supported by the server, which speaks Bolt %u.%u: "
        "it takes Neo4j 4.4 or later",
        STR_ARG(impersonated_user), version->major, version->minor);
}

static status check_database(const bolt_version *version, str database, error *err)
{
    if (!database.data || bolt_version_has(version, BOLT_HAS_DATABASES))
        return ST_OK;
    return fail(err, ST_ARGUMENT,
                "the choice of database \"%.*s\" is not supported by the server, which speaks Bolt "
                "%u.%u: it has a single one, so name none, or use Neo4j 4.0 or later",
                STR_ARG(database), version->major, version->minor);
}

static status check_filter(const bolt_version *version, const bolt_filter *filter, error *err)
{
    bool given = filter->level != BOLT_NOTICES_DEFAULT || filter->disabled.data;
    if (given && !bolt_version_has(version, BOLT_HAS_FILTERS))
        return fail(err, ST_ARGUMENT,
                    "the choice of notifications is not supported by the server, which speaks Bolt "
                    "%u.%u: it takes Neo4j 5.7 or later",
                    version->major, version->minor);
    return bolt_filter_check(filter, err);
}

static status check_begin(const bolt_version *version, const bolt_begin *begin, error *err)
{
    if (begin->timeout_ms < 0 && begin->timeout_ms != BOLT_TX_UNLIMITED)
        return fail(err, ST_ARGUMENT, "a transaction's timeout of %lld ms is negative",
                    (long long)begin->timeout_ms);
    status st = check_database(version, begin->database, err);
    if (!st)
        st = check_user(version, begin->impersonated_user, err);
    return st ? st : check_filter(version, &begin->filter, err);
}

static void pack_bookmarks(bolt_packer *p, const str *bookmarks, size_t count)
{
    bolt_pack_list(p, count);
    for (size_t i = 0; i < count; i++)
        bolt_pack_string(p, bookmarks[i]);
}

static void pack_disabled(bolt_packer *p, const bolt_version *version, str disabled)
{
    size_t count = 0;
    str kind;
    for (str rest = disabled; bolt_filter_next(&rest, &kind);)
        count++;
    bolt_pack_string(p, bolt_version_has(version, BOLT_HAS_STATUSES)
                            ? STR("notifications_disabled_classifications")
                            : STR("notifications_disabled_categories"));
    bolt_pack_list(p, count);
    for (str rest = disabled; bolt_filter_next(&rest, &kind);)
        bolt_pack_string(p, kind);
}

static void pack_begin(bolt_packer *p, const bolt_version *version, const bolt_begin *begin)
{
    bool bookmarks = begin->bookmark_count > 0, disabled = begin->filter.disabled.data;
    entries e = { .count = 0 };
    if (begin->read)
        add(&e, STR("mode"), bolt_string(STR("r")));
    add(&e, STR("db"), bolt_string(begin->database));
    add(&e, STR("imp_user"), bolt_string(begin->impersonated_user));
    if (begin->timeout_ms)
        add(&e, STR("tx_timeout"),
            bolt_int(begin->timeout_ms == BOLT_TX_UNLIMITED ? 0 : begin->timeout_ms));
    add_map(&e, STR("tx_metadata"), begin->metadata);
    add(&e, STR("notifications_minimum_severity"),
        bolt_string(bolt_filter_severity(&begin->filter)));
    bolt_pack_map(p, e.count + bookmarks + disabled);
    if (bookmarks) {
        bolt_pack_string(p, STR("bookmarks"));
        pack_bookmarks(p, begin->bookmarks, begin->bookmark_count);
    }
    for (size_t i = 0; i < e.count; i++) {
        bolt_pack_string(p, e.items[i].key);
        bolt_pack_value(p, &e.items[i].value);
    }
    if (disabled)
        pack_disabled(p, version, begin->filter.disabled);
}

status bolt_message_begin(buf *out, const bolt_version *version, const bolt_begin *begin,
                          error *err)
{
    status st = check_begin(version, begin, err);
    if (st)
        return st;
    request r = request_begin(out, version, TAG_BEGIN, 1, err);
    pack_begin(&r.packer, version, begin);
    return request_end(&r);
}

status bolt_message_run(buf *out, const bolt_version *version, str text, bolt_map parameters,
                        const bolt_begin *begin, error *err)
{
    status st = begin ? check_begin(version, begin, err) : ST_OK;
    if (st)
        return st;
    request r = request_begin(out, version, TAG_RUN, 3, err);
    bolt_pack_string(&r.packer, text.data ? text : STR(""));
    bolt_pack_entries(&r.packer, parameters);
    if (begin)
        pack_begin(&r.packer, version, begin);
    else
        bolt_pack_map(&r.packer, 0);
    return request_end(&r);
}

static status fetch(buf *out, const bolt_version *version, uint8_t tag, const int64_t n,
                    int64_t qid, error *err)
{
    if (n != BOLT_ALL && n < 1)
        return fail(err, ST_ARGUMENT, "%lld rows cannot be fetched: 1 is the least", (long long)n);
    bool takes_fields = bolt_version_has(version, BOLT_HAS_DATABASES);
    request r = request_begin(out, version, tag, takes_fields, err);
    if (takes_fields) {
        bool named = qid != BOLT_LAST_RESULT;
        bolt_pack_map(&r.packer, named ? 2 : 1);
        bolt_pack_string(&r.packer, STR("n"));
        bolt_pack_int(&r.packer, n);
        if (named) {
            bolt_pack_string(&r.packer, STR("qid"));
            bolt_pack_int(&r.packer, qid);
        }
    }
    return request_end(&r);
}

status bolt_message_pull(buf *out, const bolt_version *version, int64_t n, int64_t qid, error *err)
{
    return fetch(out, version, TAG_PULL, n, qid, err);
}

status bolt_message_discard(buf *out, const bolt_version *version, int64_t n, int64_t qid,
                            error *err)
{
    return fetch(out, version, TAG_DISCARD, n, qid, err);
}

status bolt_message_route(buf *out, const bolt_version *version, const bolt_route *route,
                          error *err)
{
    status st = check_user(version, route->impersonated_user, err);
    if (st)
        return st;
    if (!bolt_version_has(version, BOLT_HAS_ROUTE))
        return fail(err, ST_ARGUMENT, "routing needs a server with Bolt 4.3, this one speaks %u.%u",
                    version->major, version->minor);
    request r = request_begin(out, version, TAG_ROUTE, 3, err);
    bolt_pack_entries(&r.packer, route->routing);
    pack_bookmarks(&r.packer, route->bookmarks, route->bookmark_count);
    if (bolt_version_has(version, BOLT_HAS_IMPERSONATION)) {
        entries e = { .count = 0 };
        add(&e, STR("db"), bolt_string(route->database));
        add(&e, STR("imp_user"), bolt_string(route->impersonated_user));
        pack(&r.packer, &e);
    } else {
        bolt_pack_string(&r.packer, route->database);
    }
    return request_end(&r);
}
