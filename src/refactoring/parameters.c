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

/* Importing by WITH is deprecated since there are words for it. */
void refactoring_write_action(const refactoring_input *in, const char *variables, str action,
                              buf *out)
{
    if (!in->batch_size) {
        buf_str(out, action);
        return;
    }
    if (catalog_server_is_from(in->server, 5, 23))
        buf_printf(out, "CALL (%s) { ", variables);
    else
        buf_printf(out, "CALL { WITH %s ", variables);
    buf_str(out, action);
    buf_printf(out, " } IN TRANSACTIONS OF %" PRIu64 " ROWS", in->batch_size);
}
