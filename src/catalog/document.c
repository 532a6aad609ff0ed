#include "catalog/document.h"

#include "catalog/canonical.h"
#include "catalog/grammar.h"
#include "catalog/read.h"
#include "catalog/value.h"

/* Reason: the smallest element takes four bytes of a document, and some 200 as part of a tree. */
#define TREE_MAX_BYTES (CATALOG_DOCUMENT_MAX_BYTES * 64)

typedef struct builder {
    arena *a;
    catalog_document document;
    error *err;
} builder;

static size_t count_elements(const catalog_node *parent)
{
    size_t count = 0;
    for (catalog_node *n = parent ? catalog_element(parent->first) : NULL; n;
         n = catalog_element(n->next))
        count++;
    return count;
}

static status add_items(builder *b, const catalog_node *group, catalog_item *items)
{
    status st = ST_OK;
    catalog_node *n = group ? catalog_element(group->first) : NULL;
    for (; !st && n; n = catalog_element(n->next)) {
        st = catalog_read_item(n, b->a, &items[b->document.items.count], b->err);
        b->document.items.count += st == ST_OK;
    }
    return st;
}

static status read_catalog(builder *b, const catalog_node *node)
{
    const catalog_node *constraints = catalog_child(node, TAG_CONSTRAINTS);
    const catalog_node *indexes = catalog_child(node, TAG_INDEXES);
    size_t count = count_elements(constraints) + count_elements(indexes);
    catalog_item *items = arena_array(b->a, count, sizeof *items);
    if (!items)
        return fail_no_memory(b->err);
    b->document.reset = catalog_value_is_true(catalog_attribute_value(node, STR("reset")));
    b->document.items.items = items;
    status st = add_items(b, constraints, items);
    return st ? st : add_items(b, indexes, items);
}

static status read_operations(builder *b, const catalog_node *root)
{
    catalog_operation *operations = arena_array(b->a, count_elements(root), sizeof *operations);
    if (!operations)
        return fail_no_memory(b->err);
    status st = ST_OK;
    catalog_node *n = catalog_element(root->first);
    for (; !st && n; n = catalog_element(n->next))
        if (n->tag != TAG_CATALOG)
            st =
                catalog_read_operation(n, b->a, &operations[b->document.operation_count++], b->err);
    b->document.operations = operations;
    return st;
}

static status copy_instructions(builder *b, const catalog_tree *tree)
{
    catalog_instruction *copies = arena_array(b->a, tree->instruction_count, sizeof *copies);
    if (!copies)
        return fail_no_memory(b->err);
    for (size_t i = 0; i < tree->instruction_count; i++) {
        copies[i] = tree->instructions[i];
        copies[i].text = arena_str(b->a, copies[i].text);
        if (!copies[i].text.data)
            return fail_no_memory(b->err);
    }
    b->document.instructions = copies;
    b->document.instruction_count = tree->instruction_count;
    return ST_OK;
}

static status write_canonical(builder *b, const catalog_tree *tree, arena *scratch)
{
    BUF_AUTO text = BUF_INIT(scratch->mem, scratch->limit);
    catalog_canonical_write(tree, scratch, &text);
    return buf_finish(&text, b->a, &b->document.canonical, b->err);
}

static status build(builder *b, catalog_tree *tree, arena *scratch)
{
    status st = catalog_grammar_check(tree, scratch, b->err);
    if (st)
        return st;
    const catalog_node *catalog = catalog_child(tree->root, TAG_CATALOG);
    if (catalog)
        st = read_catalog(b, catalog);
    if (!st)
        st = read_operations(b, tree->root);
    if (!st)
        st = copy_instructions(b, tree);
    return st ? st : write_canonical(b, tree, scratch);
}

status catalog_document_parse(str text, arena *a, catalog_document *out, error *err)
{
    if (text.len > CATALOG_DOCUMENT_MAX_BYTES)
        return fail(err, ST_PARSE, "the document is larger than %zu MB",
                    CATALOG_DOCUMENT_MAX_BYTES >> 20);
    ARENA_AUTO scratch = ARENA_INIT(a->mem, TREE_MAX_BYTES);
    builder b = { .a = a, .err = err };
    catalog_tree tree;
    status st = catalog_tree_read(text, &scratch, &tree, err);
    if (!st)
        st = build(&b, &tree, &scratch);
    if (!st)
        *out = b.document;
    return st;
}

status catalog_blame(const catalog_operation *operation, status st, error *err)
{
    if (st && err) {
        err->line = operation->line;
        err->column = operation->column;
    }
    return st;
}
