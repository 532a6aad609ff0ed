#include "refactoring/refactoring.h"

#include "refactoring/parts.h"

#define MAX_PARAMETERS 7

typedef struct refactoring_type {
    const char *name;
    refactoring_write_fn *write; /* NULL: not executed by this version */
    struct {
        uint16_t major, minor;
    } since;
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
    { "merge.nodes", NULL, { 4, 4 }, { "sourceQuery", "mergePolicy" } },
    { "migrate.createFutureIndexes",
      refactoring_write_btrees,
      { 4, 4 },
      { "suffix", "excludes", "includes", "typeMapping" } },
    { "migrate.replaceBTreeIndexes",
      refactoring_write_btrees,
      { 4, 4 },
      { "excludes", "includes", "typeMapping" } },
    { "normalize.asBoolean",
      refactoring_write_normalize,
      { 4, 1 },
      { "property", "trueValues", "falseValues", "customQuery", "batchSize" } },
    { "rename.label", refactoring_write_rename_label, { 3, 5 }, RENAME },
    { "rename.type", refactoring_write_rename_type, { 3, 5 }, RENAME },
    { "rename.nodeProperty", refactoring_write_rename_node_property, { 3, 5 }, RENAME },
    { "rename.relationshipProperty",
      refactoring_write_rename_relationship_property,
      { 3, 5 },
      RENAME },
    { "addSurrogateKeyTo.nodes", refactoring_write_node_keys, { 3, 5 }, KEY("labels") },
    { "addSurrogateKeyTo.relationships",
      refactoring_write_relationship_keys,
      { 3, 5 },
      KEY("type") },
    { "listToVectorOn.nodes",
      NULL,
      { 2025, 10 },
      { "labels", "property", "elementType", "customQuery", "batchSize" } },
    { "listToVectorOn.relationships",
      NULL,
      { 2025, 10 },
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
    const char *what = "";
    if (type && type->write && !refactoring_text(r, "customQuery").data)
        return ST_OK;
    if (type && type->write)
        what = " with a `customQuery`";
    return fail(err, ST_MIGRATIONS,
                "this version of the tool does not know how to execute the refactoring \"%.*s\"%s: "
                "write it as a Cypher migration",
                STR_ARG(r->type), what);
}

static status check_server(const refactoring_type *type, const refactoring_input *in, error *err)
{
    const catalog_server *server = in->server;
    if (in->batch_size && !catalog_server_is_from(server, 4, 4))
        return fail(err, ST_MIGRATIONS, "Batching is supported only with Neo4j >= 4.4");
    if (catalog_server_is_from(server, type->since.major, type->since.minor))
        return ST_OK;
    return fail(err, ST_MIGRATIONS,
                "Supported version is %u.%u which is below the required value of %u.%u",
                server->major, server->minor, type->since.major, type->since.minor);
}

static status write_statement(const refactoring_type *type, const refactoring_input *in,
                              refactoring_statement *out, error *err)
{
    BUF_AUTO text = BUF_INIT(in->a->mem, 0);
    status st = type->write(in, &text, &out->parameters, err);
    out->batched = in->batch_size > 0;
    return st ? st : buf_finish(&text, in->a, &out->text, err);
}

static status blame(const catalog_operation *operation, error *problem, error *err)
{
    const catalog_refactoring *r = &operation->refactoring;
    if (problem->status == ST_NO_MEMORY)
        return fail_no_memory(err);
    fail(err, ST_MIGRATIONS,
         "Cannot parse <refactor type=\"%.*s\" /> into a supported refactoring: %s",
         STR_ARG(r->type), problem->message);
    if (err) {
        err->line = operation->line;
        err->column = operation->column;
    }
    return ST_MIGRATIONS;
}

static status place(const catalog_operation *operation, status st, error *err)
{
    if (st && err) {
        err->line = operation->line;
        err->column = operation->column;
    }
    return st;
}

status refactoring_render(const catalog_operation *operation, const catalog_server *server,
                          arena *a, refactoring_statement *out, error *err)
{
    const catalog_refactoring *r = &operation->refactoring;
    const refactoring_type *type = find_type(r->type);
    refactoring_input in = { .refactoring = r, .server = server, .a = a };
    error problem = { .status = ST_OK };
    *out = (refactoring_statement){ 0 };
    status st = check_executed(type, r, err);
    if (st)
        return place(operation, st, err);
    st = refactoring_batch_size(r, &in.batch_size, &problem);
    if (!st)
        st = write_statement(type, &in, out, &problem);
    return st ? blame(operation, &problem, err)
              : place(operation, check_server(type, &in, err), err);
}

status refactoring_check(const catalog_operation *operation, error *err)
{
    static const catalog_server newest = { .major = UINT16_MAX, .minor = CATALOG_LAST_MINOR };
    ARENA_AUTO scratch = ARENA_INIT(NULL, 0);
    refactoring_statement statement;
    return refactoring_render(operation, &newest, &scratch, &statement, err);
}
