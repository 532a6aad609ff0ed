#include "cypher/quote.h"
#include "refactoring/parts.h"

/* The names of both, as Cypher writes them. */
typedef struct renaming {
    str from, to;
} renaming;

static status name_text(str name, arena *a, str *out, error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    cypher_write_name(&text, name);
    return buf_finish(&text, a, out, err);
}

static status read_names(const refactoring_input *in, renaming *out, error *err)
{
    str from = refactoring_text(in->refactoring, "from");
    str to = refactoring_text(in->refactoring, "to");
    if (!from.data && !to.data)
        return fail(err, ST_MIGRATIONS,
                    "The rename refactoring requires `from` and `to` parameters");
    if (!from.data || !to.data)
        return fail(err, ST_MIGRATIONS, "No `%s` parameter", from.data ? "to" : "from");
    if (str_eq(from, to))
        return fail(err, ST_MIGRATIONS, "`from` and `to` are the same: \"%.*s\"", STR_ARG(to));
    status st = name_text(from, in->a, &out->from, err);
    return st ? st : name_text(to, in->a, &out->to, err);
}

static status finish(const refactoring_input *in, const char *variables, str action, buf *out,
                     error *err)
{
    if (!action.data)
        return fail_no_memory(err);
    refactoring_write_action(in, variables, action, out);
    return ST_OK;
}

status refactoring_write_rename_label(const refactoring_input *in, buf *out, bolt_map *parameters,
                                      error *err)
{
    (void)parameters;
    renaming n;
    status st = read_names(in, &n, err);
    if (st)
        return st;
    buf_printf(out, "MATCH (s:%.*s) ", STR_ARG(n.from));
    str action = arena_printf(in->a, "REMOVE s:%.*s SET s:%.*s", STR_ARG(n.from), STR_ARG(n.to));
    return finish(in, "s", action, out, err);
}

status refactoring_write_rename_type(const refactoring_input *in, buf *out, bolt_map *parameters,
                                     error *err)
{
    (void)parameters;
    renaming n;
    status st = read_names(in, &n, err);
    if (st)
        return st;
    buf_printf(out, "MATCH (a)-[old:%.*s]->(b) ", STR_ARG(n.from));
    str action = arena_printf(
        in->a, "CREATE (a)-[new:%.*s]->(b) SET new = properties(old) DELETE old", STR_ARG(n.to));
    return finish(in, "old, a, b", action, out, err);
}

static status rename_property(const refactoring_input *in, const char *pattern, const char *v,
                              buf *out, error *err)
{
    renaming n;
    status st = read_names(in, &n, err);
    if (st)
        return st;
    buf_printf(out, "MATCH %s WHERE %s.%.*s IS NOT NULL ", pattern, v, STR_ARG(n.from));
    str action = arena_printf(in->a, "SET %s.%.*s = %s.%.*s REMOVE %s.%.*s", v, STR_ARG(n.to), v,
                              STR_ARG(n.from), v, STR_ARG(n.from));
    return finish(in, v, action, out, err);
}

status refactoring_write_rename_node_property(const refactoring_input *in, buf *out,
                                              bolt_map *parameters, error *err)
{
    (void)parameters;
    return rename_property(in, "(s)", "s", out, err);
}

status refactoring_write_rename_relationship_property(const refactoring_input *in, buf *out,
                                                      bolt_map *parameters, error *err)
{
    (void)parameters;
    return rename_property(in, "(a)-[r]->(b)", "r", out, err);
}
