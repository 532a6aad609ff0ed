#include "catalog/grammar.h"
#include "catalog/read.h"
#include "catalog/value.h"

static bool flag(const catalog_node *node, str name)
{
    return catalog_value_is_true(catalog_attribute_value(node, name));
}

static status fail_operation(const catalog_node *node, const char *problem, error *err)
{
    fail(err, ST_PARSE, "<%.*s> %s", STR_ARG(catalog_tag_word(node->tag)), problem);
    if (err) {
        err->line = node->line;
        err->column = node->column;
    }
    return ST_PARSE;
}

/* The one item that a create or drop is about: by name, or where it stands. */
static status read_subject(const catalog_node *node, arena *a, catalog_operation *out, error *err)
{
    const catalog_node *local = catalog_element(node->first);
    str item = catalog_attribute_value(node, STR("item"));
    str ref = catalog_attribute_value(node, STR("ref"));
    str name = item.data ? item : ref;
    if (item.data && ref.data)
        return fail_operation(node, "names an item twice, by item and by ref: write one of them",
                              err);
    if (name.data && local)
        return fail_operation(
            node, "names an item and defines one: remove the attribute, or what is in the element",
            err);
    if (!local && !name.data)
        return fail_operation(node,
                              "is about no item: name one as in item=\"unique_isbn\", or define it "
                              "within the element",
                              err);
    if (!local) {
        out->reference = arena_str(a, name);
        return out->reference.data ? ST_OK : fail_no_memory(err);
    }
    catalog_item *defined = ARENA_NEW(a, catalog_item);
    if (!defined)
        return fail_no_memory(err);
    out->item = defined;
    return catalog_read_item(local, a, defined, err);
}

status catalog_read_operation(const catalog_node *node, arena *a, catalog_operation *out,
                              error *err)
{
    *out = (catalog_operation){ .line = node->line, .column = node->column };
    switch ((int)node->tag) {
    case TAG_CREATE:
        out->kind = CATALOG_CREATE;
        out->idempotent = flag(node, STR("ifNotExists"));
        return read_subject(node, a, out, err);
    case TAG_DROP:
        out->kind = CATALOG_DROP;
        out->idempotent = flag(node, STR("ifExists"));
        return read_subject(node, a, out, err);
    case TAG_VERIFY:
        out->kind = CATALOG_VERIFY;
        out->current = flag(node, STR("useCurrent"));
        out->allow_equivalent = flag(node, STR("allowEquivalent"));
        out->include_options = flag(node, STR("includeOptions"));
        return ST_OK;
    case TAG_REFACTOR:
        out->kind = CATALOG_REFACTOR;
        return catalog_read_refactoring(node, a, &out->refactoring, err);
    default:
        out->kind = CATALOG_APPLY;
        return ST_OK;
    }
}
