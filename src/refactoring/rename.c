#include "cypher/quote.h"
#include "refactoring/parts.h"

/* The names of both, as Cypher writes them. */
typedef struct renaming {
    str from, to;
} renaming;

static status read_names(const refactoring_input *in, renaming *out, error *err)
{
    str from = refactoring_text(in->refactoring, "from");
    str to = refactoring_text(in->refactoring, "to");
    if (!from.data && !to.data)
        return fail(err, ST_MIGRATIONS,
                    "The rename refactoring requires `from` and `to` parameters");
    if (!from.data || !to.data)
        return fail(err, ST_MIGRATIONS, "No `%s` parameter", from.data ? "to" : "from");
    status st = refactoring_name(from, in->a, &out->from, err);
    return st ? st : refactoring_name(to, in->a, &out->to, err);
}

/* What is renamed to its own name would be taken away. */
static status check_different(const renaming *n, error *err)
{
    return str_eq(n->from, n->to)
               ? fail(err, ST_ARGUMENT, "`from` and `to` are the same: %.*s", STR_ARG(n->to))
               : ST_OK;
}

/* An escape in a name is none in the text that it is compared with, so that batches of our own would find no end. */
static status check_end(const refactoring_input *in, error *err)
{
    bool repeats = in->query->text.data && in->batch_size && !refactoring_has_batches(in->server);
    str to = refactoring_text(in->refactoring, "to");
    if (!repeats || str_find_char(to, '\\', 0) == STR_NOT_FOUND)
        return ST_OK;
    return fail(err, ST_ARGUMENT,
                "before Neo4j 4.4, batches of a query cannot have a backslash in `to`");
}

static status finish(const refactoring_input *in, const renaming *n, const char *variables,
                     str action, buf *out, error *err)
{
    if (!action.data)
        return fail_no_memory(err);
    refactoring_write_action(in, variables, action, out);
    status st = check_end(in, err);
    return st ? st : check_different(n, err);
}

status refactoring_write_rename_label(const refactoring_input *in, buf *out, bolt_map *parameters,
                                      error *err)
{
    (void)parameters;
    renaming n;
    status st = read_names(in, &n, err);
    if (st)
        return st;
    str pattern = arena_printf(in->a, "(s:%.*s)", STR_ARG(n.from));
    str action = arena_printf(in->a, "REMOVE s:%.*s SET s:%.*s", STR_ARG(n.from), STR_ARG(n.to));
    if (!pattern.data)
        return fail_no_memory(err);
    refactoring_write_source(in, "s", pattern.data, out);
    if (in->query->text.data)
        buf_printf(out, "WHERE s:%.*s OR NOT s:%.*s ", STR_ARG(n.from), STR_ARG(n.to));
    return finish(in, &n, "s", action, out, err);
}

/* A query may give those that have been renamed before. */
static void write_other_types(str to, buf *out)
{
    buf_text(out, "WHERE type(old) <> ");
    cypher_quote_string(out, to);
    buf_text(out, " WITH old, startNode(old) AS a, endNode(old) AS b ");
}

status refactoring_write_rename_type(const refactoring_input *in, buf *out, bolt_map *parameters,
                                     error *err)
{
    (void)parameters;
    renaming n;
    status st = read_names(in, &n, err);
    if (st)
        return st;
    str pattern = arena_printf(in->a, "(a)-[old:%.*s]->(b)", STR_ARG(n.from));
    str action = arena_printf(
        in->a, "CREATE (a)-[new:%.*s]->(b) SET new = properties(old) DELETE old", STR_ARG(n.to));
    if (!pattern.data)
        return fail_no_memory(err);
    refactoring_write_source(in, "old", pattern.data, out);
    if (in->query->text.data)
        write_other_types(refactoring_text(in->refactoring, "to"), out);
    return finish(in, &n, "old, a, b", action, out, err);
}

static status rename_property(const refactoring_input *in, const char *pattern, const char *v,
                              const char *not_ours, buf *out, error *err)
{
    renaming n;
    status st = read_names(in, &n, err);
    if (st)
        return st;
    str action = arena_printf(in->a, "SET %s.%.*s = %s.%.*s REMOVE %s.%.*s", v, STR_ARG(n.to), v,
                              STR_ARG(n.from), v, STR_ARG(n.from));
    refactoring_write_source(in, v, pattern, out);
    buf_printf(out, "WHERE %s.%.*s IS NOT NULL ", v, STR_ARG(n.from));
    if (!in->query->text.data)
        buf_printf(out, "AND %s ", not_ours);
    return finish(in, &n, v, action, out, err);
}

status refactoring_write_rename_node_property(const refactoring_input *in, buf *out,
                                              bolt_map *parameters, error *err)
{
    (void)parameters;
    return rename_property(in, "(s)", "s", REFACTORING_NOT_OURS("s"), out, err);
}

status refactoring_write_rename_relationship_property(const refactoring_input *in, buf *out,
                                                      bolt_map *parameters, error *err)
{
    (void)parameters;
    return rename_property(in, "(a)-[r]->(b)", "r", REFACTORING_NOT_OURS("a"), out, err);
}
