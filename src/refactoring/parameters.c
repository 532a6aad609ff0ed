#include "cypher/quote.h"
#include "refactoring/parts.h"

#include <inttypes.h>

const catalog_parameter *refactoring_find(const catalog_refactoring *r, const char *name)
{
    for (size_t i = 0; i < r->count; i++)
        if (str_eq(r->parameters[i].name, str_from(name)))
            return &r->parameters[i];
    return NULL;
}

str refactoring_text(const catalog_refactoring *r, const char *name)
{
    const catalog_parameter *found = refactoring_find(r, name);
    str text = found ? str_trim(found->text) : STR_NONE;
    return text.len ? text : STR_NONE;
}

status refactoring_batch_size(const catalog_refactoring *r, uint64_t *out, error *err)
{
    str text = refactoring_text(r, "batchSize");
    *out = 0;
    if (!text.data)
        return ST_OK;
    if (!str_to_u64(text, out) || *out > INT64_MAX)
        return fail(err, ST_MIGRATIONS, "Invalid value `%.*s` for parameter `batchSize`",
                    STR_ARG(text));
    if (*out == 0)
        return fail(err, ST_MIGRATIONS, "Batch size must be either null or equal or greater one");
    return ST_OK;
}

status refactoring_check_name(str name, error *err)
{
    return str_find_char(name, '\0', 0) == STR_NOT_FOUND
               ? ST_OK
               : fail(err, ST_ARGUMENT, "a name holds a NUL, which no server takes");
}

status refactoring_name(str name, arena *a, str *out, error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    status st = refactoring_check_name(name, err);
    if (st)
        return st;
    cypher_write_name(&text, name);
    return buf_finish(&text, a, out, err);
}

/* What a query gives twice would otherwise be changed twice: its second row would find nothing to rename. */
void refactoring_write_source(const refactoring_input *in, const char *variable,
                              const char *pattern, buf *out)
{
    if (in->query->text.data)
        refactoring_query_write(in->query, true, variable, out);
    else
        buf_printf(out, "MATCH %s ", pattern);
}

/* Before there were words for batches. */
static void write_one_batch(const refactoring_input *in, const char *variables, str action,
                            buf *out)
{
    buf_printf(out, "WITH %s LIMIT %" PRIu64 " ", variables, in->batch_size);
    buf_str(out, action);
    buf_text(out, " RETURN count(*) AS rows");
}

/* Importing by WITH is deprecated since there are words for it. */
static void write_batches(const refactoring_input *in, const char *variables, str action, buf *out)
{
    if (catalog_server_is_from(in->server, 5, 23))
        buf_printf(out, "CALL (%s) { ", variables);
    else
        buf_printf(out, "CALL { WITH %s ", variables);
    buf_str(out, action);
    buf_printf(out, " } IN TRANSACTIONS OF %" PRIu64 " ROWS RETURN 1 AS row", in->batch_size);
}

void refactoring_write_action(const refactoring_input *in, const char *variables, str action,
                              buf *out)
{
    if (!in->batch_size)
        buf_str(out, action);
    else if (refactoring_has_batches(in->server))
        write_batches(in, variables, action, out);
    else
        write_one_batch(in, variables, action, out);
}
