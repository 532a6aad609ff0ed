#include "refactoring/refactoring.h"

#include "refactoring/parts.h"

#define MAX_PARAMETERS 7

typedef struct refactoring_type {
    const char *name;
    refactoring_write_fn *write; /* NULL: not executed by this version */
    struct {
        uint16_t major, minor;
    } since;
    refactoring_entity gives;               /* its query */
    const char *parameters[MAX_PARAMETERS]; /* that it knows */
} refactoring_type;

#define RENAME                                                                                     \
    {                                                                                              \
        "from", "to", "customQuery", "batchSize"                                                   \
    }
#define KEY(of)                                                                                    \
    {                                                                                              \
        of, "property", "generatorFunction", "customQuery", "batchSize"                            \
    }

static const refactoring_type types[] = {
    { "merge.nodes",
      refactoring_write_merge,
      { 4, 4 },
      REFACTORING_NODES,
      { "sourceQuery", "mergePolicy" } },
    { "migrate.createFutureIndexes",
      refactoring_write_btrees,
      { 4, 4 },
      REFACTORING_BOTH,
      { "suffix", "excludes", "includes", "typeMapping" } },
    { "migrate.replaceBTreeIndexes",
      refactoring_write_btrees,
      { 4, 4 },
      REFACTORING_BOTH,
      { "excludes", "includes", "typeMapping" } },
    { "normalize.asBoolean",
      refactoring_write_normalize,
      { 4, 1 },
      REFACTORING_BOTH,
      { "property", "trueValues", "falseValues", "customQuery", "batchSize" } },
    { "rename.label", refactoring_write_rename_label, { 3, 5 }, REFACTORING_NODES, RENAME },
    { "rename.type", refactoring_write_rename_type, { 3, 5 }, REFACTORING_RELATIONSHIPS, RENAME },
    { "rename.nodeProperty",
      refactoring_write_rename_node_property,
      { 3, 5 },
      REFACTORING_NODES,
      RENAME },
    { "rename.relationshipProperty",
      refactoring_write_rename_relationship_property,
      { 3, 5 },
      REFACTORING_RELATIONSHIPS,
      RENAME },
    { "addSurrogateKeyTo.nodes",
      refactoring_write_node_keys,
      { 3, 5 },
      REFACTORING_NODES,
      KEY("labels") },
    { "addSurrogateKeyTo.relationships",
      refactoring_write_relationship_keys,
      { 3, 5 },
      REFACTORING_RELATIONSHIPS,
      KEY("type") },
    { "listToVectorOn.nodes",
      refactoring_write_node_vectors,
      { 2025, 10 },
      REFACTORING_NODES,
      { "labels", "property", "elementType", "customQuery", "batchSize" } },
    { "listToVectorOn.relationships",
      refactoring_write_relationship_vectors,
      { 2025, 10 },
      REFACTORING_RELATIONSHIPS,
      { "type", "property", "elementType", "customQuery", "batchSize" } },
};

static const refactoring_type *find_type(str name)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_eq(name, str_from(types[i].name)))
            return &types[i];
    return NULL;
}

static bool knows(const refactoring_type *type, str name)
{
    for (size_t i = 0; i < MAX_PARAMETERS && type->parameters[i]; i++)
        if (str_eq(name, str_from(type->parameters[i])))
            return true;
    return false;
}

const catalog_parameter *refactoring_unknown(const catalog_refactoring *r, size_t *at)
{
    const refactoring_type *type = find_type(r->type);
    while (type && *at < r->count) {
        const catalog_parameter *p = &r->parameters[(*at)++];
        if (!knows(type, p->name))
            return p;
    }
    return NULL;
}

static status check_executed(const refactoring_type *type, const catalog_refactoring *r, error *err)
{
    return type && type->write
               ? ST_OK
               : fail(err, ST_MIGRATIONS,
                      "this version of the tool does not know how to execute the refactoring "
                      "\"%.*s\": write it as a Cypher migration",
                      STR_ARG(r->type));
}

static status check_server(const refactoring_type *type, const refactoring_input *in, error *err)
{
    const catalog_server *server = in->server;
    bool subquery = in->query->text.data && !catalog_server_is_from(server, 4, 1);
    unsigned major = subquery ? 4 : type->since.major, minor = subquery ? 1 : type->since.minor;
    if (!subquery && catalog_server_is_from(server, type->since.major, type->since.minor))
        return ST_OK;
    return fail(err, ST_MIGRATIONS,
                "Supported version is %u.%u which is below the required value of %u.%u",
                server->major, server->minor, major, minor);
}

static status write_statement(const refactoring_type *type, const refactoring_input *in,
                              refactoring_statement *out, error *err)
{
    BUF_AUTO text = BUF_INIT(in->a->mem, 0);
    status st = type->write(in, &text, &out->parameters, err);
    out->batch_size = in->batch_size;
    out->repeats = in->batch_size && !refactoring_has_batches(in->server);
    return st ? st : buf_finish(&text, in->a, &out->text, err);
}

static status blame(const catalog_operation *operation, const error *problem, error *err)
{
    const catalog_refactoring *r = &operation->refactoring;
    if (problem->status == ST_NO_MEMORY)
        return fail_no_memory(err);
    fail(err, ST_MIGRATIONS,
         "Cannot parse <refactor type=\"%.*s\" /> into a supported refactoring: %s",
         STR_ARG(r->type), problem->message);
    return catalog_blame(operation, ST_MIGRATIONS, err);
}

/* ---- The query ---- */

static status fail_query(refactoring_query *q, error *problem, error *err)
{
    return fail(err, problem->status, "`%.*s`: %s", STR_ARG(q->parameter), problem->message);
}

/* What no other version has words for needs no words of the user's. */
static status say_cypher_25(refactoring_query *q, error *err)
{
    str language = STR("CYPHER 25");
    if (!q->language.data)
        q->language = language;
    if (str_eq_ignore_case(str_slice(q->language, 0, language.len), language))
        return ST_OK;
    return fail(err, ST_MIGRATIONS, "only CYPHER 25 has vectors, not \"%.*s\"",
                STR_ARG(q->language));
}

static status read_query(const refactoring_type *type, const catalog_refactoring *r,
                         refactoring_query *out, error *err)
{
    error problem;
    *out = (refactoring_query){ .parameter = STR("customQuery"), .gives = type->gives };
    if (!knows(type, out->parameter))
        out->parameter = STR("sourceQuery");
    str text = knows(type, out->parameter) ? refactoring_text(r, out->parameter.data) : STR_NONE;
    if (!text.data)
        return ST_OK;
    status st = refactoring_query_read(text, out, &problem);
    if (!st && type->since.major >= 2025)
        st = say_cypher_25(out, &problem);
    return st ? fail_query(out, &problem, err) : ST_OK;
}

status refactoring_query_of(const catalog_operation *operation, refactoring_query *out, error *err)
{
    error problem = { .status = ST_OK };
    const refactoring_type *type = find_type(operation->refactoring.type);
    *out = (refactoring_query){ .text = STR_NONE };
    return type && read_query(type, &operation->refactoring, out, &problem)
               ? blame(operation, &problem, err)
               : ST_OK;
}

/* ---- All together ---- */

static const refactoring_query none; /* whose text is STR_NONE */

static status render(const refactoring_type *type, refactoring_input *in,
                     refactoring_statement *out, error *err)
{
    *out = (refactoring_statement){ 0 };
    status st = refactoring_batch_size(in->refactoring, &in->batch_size, err);
    return st ? st : write_statement(type, in, out, err);
}

status refactoring_render(const catalog_operation *operation, const catalog_server *server,
                          const refactoring_query *query, arena *a, refactoring_statement *out,
                          error *err)
{
    error problem = { .status = ST_OK };
    const refactoring_type *type = find_type(operation->refactoring.type);
    refactoring_input in = { .refactoring = &operation->refactoring,
                             .server = server,
                             .query = query ? query : &none,
                             .a = a };
    status st = check_executed(type, in.refactoring, err);
    if (st)
        return catalog_blame(operation, st, err);
    if (render(type, &in, out, &problem))
        return blame(operation, &problem, err);
    return catalog_blame(operation, check_server(type, &in, err), err);
}

status refactoring_check_server(const catalog_operation *operation, const catalog_server *server,
                                const refactoring_query *query, error *err)
{
    const refactoring_type *type = find_type(operation->refactoring.type);
    refactoring_input in = { .server = server, .query = query };
    return type ? catalog_blame(operation, check_server(type, &in, err), err) : ST_OK;
}

/* What the server would say does not matter. */
static status check(const catalog_operation *operation, error *problem)
{
    static const catalog_server newest = { .major = UINT16_MAX, .minor = CATALOG_LAST_MINOR };
    ARENA_AUTO scratch = ARENA_INIT(NULL, 0);
    refactoring_statement statement;
    refactoring_query query;
    const refactoring_type *type = find_type(operation->refactoring.type);
    refactoring_input in = {
        .refactoring = &operation->refactoring, .server = &newest, .query = &query, .a = &scratch
    };
    status st = read_query(type, in.refactoring, &query, problem);
    query.column = STR("n");
    return st ? st : render(type, &in, &statement, problem);
}

status refactoring_check(const catalog_operation *operation, error *err)
{
    error problem = { .status = ST_OK };
    const refactoring_type *type = find_type(operation->refactoring.type);
    status st = check_executed(type, &operation->refactoring, err);
    if (st)
        return catalog_blame(operation, st, err);
    return check(operation, &problem) ? blame(operation, &problem, err) : ST_OK;
}

status refactoring_check_call(const catalog_refactoring *r, error *err)
{
    error problem = { .status = ST_OK };
    size_t at = 0;
    const catalog_parameter *unknown = refactoring_unknown(r, &at);
    if (unknown)
        return fail(err, ST_ARGUMENT, "%.*s has no parameter `%.*s`", STR_ARG(r->type),
                    STR_ARG(unknown->name));
    status st = check(&(catalog_operation){ .refactoring = *r }, &problem);
    if (!st || st == ST_NO_MEMORY)
        return st ? fail_no_memory(err) : ST_OK;
    return fail(err, ST_ARGUMENT, "%.*s: %s", STR_ARG(r->type), problem.message);
}

status refactoring_check_document(const catalog_document *document, error *err)
{
    for (size_t i = 0; i < document->operation_count; i++) {
        error problem = { .status = ST_OK };
        const catalog_operation *operation = &document->operations[i];
        if (operation->kind != CATALOG_REFACTOR)
            continue;
        const refactoring_type *type = find_type(operation->refactoring.type);
        status st = type && type->write ? check(operation, &problem) : ST_OK;
        if (st && st != ST_ARGUMENT)
            return blame(operation, &problem, err);
    }
    return ST_OK;
}
