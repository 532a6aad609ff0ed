/* Migrations that have the server load a CSV file. */
#include "api/handle.h"

#include "cypher/script.h"

#include <neo4j_bolt.h>

/* In the arena of the handle. */
typedef struct csv {
    csv_source source;
    const char *query; /* with the URI in it */
    const bolt_params *parameters;
    int64_t timeout_ms;
} csv;

/* ---- What a migration does ---- */

static bool count(void *user, size_t index, const bolt_summary *summary)
{
    (void)index;
    native_count(user, bolt_summary_counters(summary));
    return true;
}

/* Rows are of no interest, and are not sent. */
static bolt_status run(const csv *c, bolt_session *session, const bolt_transaction_options *options,
                       bolt_error *err)
{
    bolt_transaction *tx;
    bolt_status st = bolt_transaction_begin(session, options, &tx, err);
    if (st)
        return st;
    st = bolt_transaction_queue(tx, c->query, c->parameters, err);
    if (!st)
        return bolt_transaction_commit(tx, err);
    bolt_transaction_rollback(tx);
    return st;
}

static n4m_status load(n4m_context *context, void *user, n4m_error *err)
{
    const csv *c = user;
    bolt_error cause = BOLT_ERROR_INIT;
    bolt_transaction_options options = BOLT_TRANSACTION_OPTIONS_INIT;
    options.auto_commit = true;
    options.timeout_ms = c->timeout_ms;
    options.on_summary = count;
    options.user = context;
    if (run(c, n4m_context_session(context), &options, &cause) == BOLT_OK)
        return N4M_OK;
    cause.statement = 0; /* there is only one */
    return n4m_fail(err, &cause);
}

static status take_checksum(engine *e, void *user, arena *a, str *out, error *err)
{
    const csv *c = user;
    return fetch_checksum(e, &c->source, a, out, err);
}

/* ---- What is given ---- */

/* What ends a literal in Cypher must be escaped, as all that has no place in a URI. */
static status check_uri(str uri, error *err)
{
    size_t colon = str_find_char(uri, ':', 0);
    if (colon == STR_NOT_FOUND || colon < 2)
        return fail(err, ST_ARGUMENT, "`uri` is no URI: it must begin as https:// or file:/// do");
    for (size_t i = 0; i < uri.len; i++)
        if (uri.data[i] <= ' ' || uri.data[i] > '~' ||
            str_find_char(STR("'\"`\\<>^{|}"), uri.data[i], 0) != STR_NOT_FOUND)
            return fail(err, ST_ARGUMENT,
                        "`uri` has a character in it that must be escaped: byte %zu is %%%02X",
                        i + 1, (unsigned)(unsigned char)uri.data[i]);
    return ST_OK;
}

static status fill_in(str query, str uri, arena *a, const char **out, error *err)
{
    const str mark = STR("%s");
    size_t at = str_find(query, mark, 0);
    if (at == STR_NOT_FOUND || str_find(query, mark, at + mark.len) != STR_NOT_FOUND)
        return fail(err, ST_ARGUMENT,
                    "`query` must have one %%s in it, where the URI of the file is to stand");
    str filled = arena_printf(a, "%.*s%.*s%s", (int)at, query.data, STR_ARG(uri),
                              query.data + at + mark.len);
    *out = filled.data;
    return filled.data ? ST_OK : fail_no_memory(err);
}

static status copy(const n4m_csv *given, arena *a, csv *out, error *err)
{
    if (!given->name || !given->uri || !given->query)
        return fail(err, ST_ARGUMENT, "`%s` is missing",
                    !given->name  ? "name"
                    : !given->uri ? "uri"
                                  : "query");
    str uri = arena_str(a, str_from(given->uri));
    status st = uri.data ? check_uri(uri, err) : fail_no_memory(err);
    if (!st)
        st = fill_in(str_from(given->query), uri, a, &out->query, err);
    out->source = (csv_source){ uri.data, given->fetch, given->user };
    out->parameters = given->parameters;
    return st;
}

static status register_csv(n4m_migrations *m, const n4m_csv *given, error *err)
{
    n4m_csv complete;
    csv *kept = ARENA_NEW(&m->load, csv);
    status st =
        kept ? settings_complete(given, &complete, sizeof complete, err) : fail_no_memory(err);
    if (!st)
        st = copy(&complete, &m->load, kept, err);
    if (st)
        return st;
    if (!cypher_is_implicit(str_from(kept->query))) /* one that brings its own transactions */
        kept->timeout_ms = m->engine.options.transaction_timeout_ms;
    native_program program = { .name = complete.name,
                               .repeatable = complete.repeatable != 0,
                               .fn = load,
                               .take_checksum = take_checksum,
                               .user = kept };
    return native_register(m, &program, err);
}

n4m_status n4m_register_csv(n4m_migrations *m, const n4m_csv *given, n4m_error *err)
{
    error internal = { .status = ST_OK };
    status st =
        m ? register_csv(m, given, &internal) : fail(&internal, ST_ARGUMENT, "there is no handle");
    return api_status(st, &internal, err);
}
