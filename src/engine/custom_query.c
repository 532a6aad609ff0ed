#include "engine/custom_query.h"

#include "engine/catalog_execute.h"
#include "refactoring/refactoring.h"

typedef void write_fn(const refactoring_query *q, buf *out);

static status ask(const execution *x, const refactoring_query *q, write_fn *write, arena *a,
                  bolt_result *out, error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    bolt_tx_config config = { .timeout_ms = x->op->e->options.transaction_timeout_ms,
                              .metadata = x->op->history.metadata };
    write(q, &text);
    if (text.failed)
        return fail_no_memory(err);
    bolt_statement statement = { .text = buf_view(&text) };
    status st = bolt_session_execute(x->session, &config, &statement, a, out, err);
    if (st && err)
        err->statement = 0;
    return st;
}

static const char *wanted(const refactoring_query *q)
{
    switch (q->gives) {
    case REFACTORING_NODES:
        return "nodes";
    case REFACTORING_RELATIONSHIPS:
        return "relationships";
    case REFACTORING_BOTH:
        return "nodes or relationships";
    }
    return "";
}

static bool is_wanted(const refactoring_query *q, bolt_type type)
{
    bool node = type == BOLT_NODE, relationship = type == BOLT_RELATIONSHIP;
    return (node && q->gives != REFACTORING_RELATIONSHIPS) ||
           (relationship && q->gives != REFACTORING_NODES);
}

static status check_first(const execution *x, const refactoring_query *q, arena *a, error *err)
{
    bolt_result first;
    status st = ask(x, q, refactoring_query_write_first, a, &first, err);
    if (st || !first.row_count || is_wanted(q, first.rows[0].items[0].type))
        return st;
    return fail(err, ST_MIGRATIONS,
                "`%.*s` must give %s, but the first row of its column `%.*s` "
                "is something else",
                STR_ARG(q->parameter), wanted(q), STR_ARG(q->column));
}

/* To look at the first row of a query that writes would be to write. */
static status explain(const execution *x, refactoring_query *q, arena *a, error *err)
{
    bolt_result plan;
    status st = ask(x, q, refactoring_query_write_explained, a, &plan, err);
    if (st)
        return st;
    if (plan.key_count != 1)
        return fail(err, ST_MIGRATIONS, "`%.*s` gives %zu columns: expected one, with %s",
                    STR_ARG(q->parameter), plan.key_count, wanted(q));
    q->column = plan.keys[0];
    return str_eq(plan.summary.query_type, STR("r")) ? check_first(x, q, a, err) : ST_OK;
}

static status ask_one(const execution *x, const catalog_operation *refactor, refactoring_query *out,
                      arena *a, error *err)
{
    catalog_server server = catalog_server_of(&x->op->place);
    status st = refactoring_query_of(refactor, out, err);
    if (!st && out->text.data)
        st = refactoring_check_server(refactor, &server, out, err);
    if (st || !out->text.data)
        return st;
    if (!out->language.data)
        out->language = x->op->e->options.cypher_version;
    return catalog_blame(refactor, explain(x, out, a, err), err);
}

status custom_queries_ask(const execution *x, const catalog_document *document, arena *a,
                          const refactoring_query **out, error *err)
{
    refactoring_query *queries = arena_array(a, document->operation_count, sizeof *queries);
    if (!queries)
        return fail_no_memory(err);
    for (size_t i = 0; i < document->operation_count; i++) {
        const catalog_operation *refactor = &document->operations[i];
        queries[i] = (refactoring_query){ .text = STR_NONE };
        status st =
            refactor->kind == CATALOG_REFACTOR ? ask_one(x, refactor, &queries[i], a, err) : ST_OK;
        if (st)
            return st;
    }
    *out = queries;
    return ST_OK;
}
