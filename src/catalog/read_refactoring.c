#include "catalog/grammar.h"
#include "catalog/read.h"

static bool is_value(const catalog_node *node)
{
    return str_eq(node->name.local, STR("value")) && str_eq(node->name.uri, STR(CATALOG_NAMESPACE));
}

static size_t count_children(const catalog_node *node, bool values)
{
    size_t count = 0;
    for (catalog_node *n = catalog_element(node->first); n; n = catalog_element(n->next))
        count += is_value(n) == values;
    return count;
}

static status read_values(const catalog_node *node, arena *a, catalog_parameter *out, error *err)
{
    str *values = arena_array(a, count_children(node, true), sizeof *values);
    if (!values)
        return fail_no_memory(err);
    for (catalog_node *n = catalog_element(node->first); n; n = catalog_element(n->next)) {
        if (!is_value(n))
            continue;
        str *value = &values[out->value_count++];
        status st = n->first ? catalog_read_text(n, a, value, err) : ST_OK;
        if (st)
            return st;
    }
    out->values = values;
    return ST_OK;
}

static status read_parameter(const catalog_node *node, str name, arena *a, catalog_parameter *out,
                             error *err);

static status read_children(const catalog_node *node, arena *a, catalog_parameter *out, error *err)
{
    catalog_parameter *children = arena_array(a, count_children(node, false), sizeof *children);
    if (!children)
        return fail_no_memory(err);
    for (catalog_node *n = catalog_element(node->first); n; n = catalog_element(n->next)) {
        if (is_value(n))
            continue;
        status st = read_parameter(n, n->name.local, a, &children[out->child_count++], err);
        if (st)
            return st;
    }
    out->children = children;
    return ST_OK;
}

static status read_parameter(const catalog_node *node, str name, arena *a, catalog_parameter *out,
                             error *err)
{
    *out = (catalog_parameter){ .name = arena_str(a, name),
                                .line = node->line,
                                .column = node->column };
    if (!out->name.data)
        return fail_no_memory(err);
    status st = catalog_read_text(node, a, &out->text, err);
    if (!st)
        st = read_values(node, a, out, err);
    return st ? st : read_children(node, a, out, err);
}

static status read_parameters(const catalog_node *node, arena *a, catalog_refactoring *out,
                              error *err)
{
    catalog_parameter *parameters = arena_array(a, count_children(node, false), sizeof *parameters);
    if (!parameters)
        return fail_no_memory(err);
    for (catalog_node *n = catalog_element(node->first); n; n = catalog_element(n->next)) {
        str name = catalog_attribute_value(n, STR("name"));
        status st = read_parameter(n, name, a, &parameters[out->count++], err);
        if (st)
            return st;
    }
    out->parameters = parameters;
    return ST_OK;
}

status catalog_read_refactoring(const catalog_node *node, arena *a, catalog_refactoring *out,
                                error *err)
{
    catalog_refactoring made = { .type = arena_str(a, catalog_attribute_value(node, STR("type"))) };
    if (!made.type.data)
        return fail_no_memory(err);
    const catalog_node *parameters = catalog_child(node, TAG_PARAMETERS);
    status st = parameters ? read_parameters(parameters, a, &made, err) : ST_OK;
    if (!st)
        *out = made;
    return st;
}
