#include "cypher/quote.h"
#include "refactoring/parts.h"

/* "id(%s)" is a call in which the variable stands for %s; a name is called without arguments. */
static void write_generator(str generator, const char *variable, buf *out)
{
    if (str_find_char(generator, '(', 0) == STR_NOT_FOUND) {
        buf_str(out, generator);
        buf_text(out, "()");
        return;
    }
    for (size_t at; (at = str_find(generator, STR("%s"), 0)) != STR_NOT_FOUND;) {
        buf_str(out, str_slice(generator, 0, at));
        buf_text(out, variable);
        generator = str_from_index(generator, at + 2);
    }
    buf_str(out, generator);
}

static status write_keys(const refactoring_input *in, const char *variable, buf *out, error *err)
{
    str property = refactoring_text(in->refactoring, "property");
    str generator = refactoring_text(in->refactoring, "generatorFunction");
    BUF_AUTO name = BUF_INIT(in->a->mem, 0);
    BUF_AUTO action = BUF_INIT(in->a->mem, 0);
    cypher_write_name(&name, property.data ? property : STR("id"));
    str key = buf_view(&name);
    buf_printf(&action, "SET %s.%.*s = ", variable, STR_ARG(key));
    write_generator(generator.data ? generator : STR("randomUUID"), variable, &action);
    if (name.failed || action.failed)
        return fail_no_memory(err);
    buf_printf(out, " WHERE %s.%.*s IS NULL ", variable, STR_ARG(key));
    refactoring_write_action(in, variable, buf_view(&action), out);
    return ST_OK;
}

static status write_labels(const catalog_parameter *labels, buf *out, error *err)
{
    for (size_t i = 0; i < labels->value_count; i++) {
        str label = str_trim(labels->values[i]);
        if (!label.len)
            return fail(err, ST_MIGRATIONS, "A label of `labels` is empty");
        buf_char(out, ':');
        cypher_write_name(out, label);
    }
    return ST_OK;
}

static status fail_empty(error *err)
{
    return fail(err, ST_MIGRATIONS, "The addSurrogateKey refactoring requires several parameters");
}

status refactoring_write_node_keys(const refactoring_input *in, buf *out, bolt_map *parameters,
                                   error *err)
{
    (void)parameters;
    const catalog_parameter *labels = refactoring_find(in->refactoring, "labels");
    if (!in->refactoring->count)
        return fail_empty(err);
    if (!labels || !labels->value_count)
        return fail(err, ST_MIGRATIONS, "No labels specified");
    buf_text(out, "MATCH (n");
    status st = write_labels(labels, out, err);
    buf_char(out, ')');
    return st ? st : write_keys(in, "n", out, err);
}

status refactoring_write_relationship_keys(const refactoring_input *in, buf *out,
                                           bolt_map *parameters, error *err)
{
    (void)parameters;
    str type = refactoring_text(in->refactoring, "type");
    if (!in->refactoring->count)
        return fail_empty(err);
    if (!type.data)
        return fail(err, ST_MIGRATIONS, "No `type` parameter");
    buf_text(out, "MATCH ()-[r:");
    cypher_write_name(out, type);
    buf_text(out, "]->()");
    return write_keys(in, "r", out, err);
}
