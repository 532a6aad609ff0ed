#include "catalog/canonical.h"

#include <stdlib.h>

typedef struct writer {
    arena *scratch;
    buf text; /* of one node, not escaped */
    buf *out;
    bool failed;
} writer;

/* ---- Escapes ---- */

static const char *escape_in_text(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '\r':
        return "&#xD;";
    default:
        return NULL;
    }
}

static const char *escape_in_value(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '"':
        return "&quot;";
    case '\t':
        return "&#x9;";
    case '\n':
        return "&#xA;";
    case '\r':
        return "&#xD;";
    default:
        return NULL;
    }
}

static void write_escaped(buf *out, str text, const char *escape(char c))
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *escaped = escape(text.data[i]);
        if (!escaped)
            continue;
        buf_str(out, str_slice(text, from, i));
        buf_text(out, escaped);
        from = i + 1;
    }
    buf_str(out, str_from_index(text, from));
}

/* ---- Start tags ---- */

static void write_name(buf *out, const catalog_node_name *name)
{
    buf_str(out, name->prefix);
    if (name->prefix.len > 0)
        buf_char(out, ':');
    buf_str(out, name->local);
}

static void write_value(buf *out, str value)
{
    buf_text(out, "=\"");
    write_escaped(out, value, escape_in_value);
    buf_char(out, '"');
}

/* What a prefix stands for around the element; empty: nothing. */
static str namespace_around(const catalog_node *node, str prefix)
{
    for (const catalog_node *p = node->parent; p; p = p->parent)
        for (size_t i = 0; i < p->namespace_count; i++)
            if (str_eq(p->namespaces[i].prefix, prefix))
                return p->namespaces[i].uri;
    return STR("");
}

static int by_prefix(const void *left, const void *right)
{
    const catalog_namespace *a = left, *b = right;
    return str_compare(a->prefix, b->prefix);
}

static int by_name(const void *left, const void *right)
{
    const catalog_attribute *a = left, *b = right;
    int order = str_compare(a->name.uri, b->name.uri);
    return order ? order : str_compare(a->name.local, b->name.local);
}

static void *sorted(writer *w, const void *items, size_t count, size_t size,
                    int compare(const void *, const void *))
{
    char *copy = arena_array(w->scratch, count, size);
    if (!copy) {
        w->failed = true;
        return NULL;
    }
    for (size_t i = 0; i < count * size; i++)
        copy[i] = ((const char *)items)[i];
    qsort(copy, count, size, compare);
    return copy;
}

static void write_namespaces(writer *w, const catalog_node *node)
{
    size_t count = node->namespace_count;
    const catalog_namespace *all =
        count ? sorted(w, node->namespaces, count, sizeof *all, by_prefix) : NULL;
    for (size_t i = 0; all && i < count; i++) {
        if (str_eq(namespace_around(node, all[i].prefix), all[i].uri))
            continue;
        buf_text(w->out, all[i].prefix.len ? " xmlns:" : " xmlns");
        buf_str(w->out, all[i].prefix);
        write_value(w->out, all[i].uri);
    }
}

static void write_attributes(writer *w, const catalog_node *node)
{
    size_t count = node->attribute_count;
    const catalog_attribute *all =
        count ? sorted(w, node->attributes, count, sizeof *all, by_name) : NULL;
    for (size_t i = 0; all && i < count; i++) {
        buf_char(w->out, ' ');
        write_name(w->out, &all[i].name);
        write_value(w->out, all[i].value);
    }
}

/* ---- Elements ---- */

static void write_element(writer *w, const catalog_node *node);

static void write_children(writer *w, const catalog_node *node)
{
    bool begun = false;
    for (const catalog_node *child = node->first; child; child = child->next) {
        if (catalog_node_is_element(child)) {
            write_element(w, child);
            continue;
        }
        buf_clear(&w->text);
        catalog_text_add(child, &begun, &w->text);
        w->failed = w->failed || w->text.failed;
        write_escaped(w->out, buf_view(&w->text), escape_in_text);
    }
}

static void write_child(writer *w, const catalog_node *node, catalog_tag tag)
{
    const catalog_node *child = catalog_child(node, tag);
    if (child)
        write_element(w, child);
}

static void write_element(writer *w, const catalog_node *node)
{
    buf_char(w->out, '<');
    write_name(w->out, &node->name);
    write_namespaces(w, node);
    write_attributes(w, node);
    buf_char(w->out, '>');
    if (node->tag == TAG_CATALOG) {
        write_child(w, node, TAG_CONSTRAINTS);
        write_child(w, node, TAG_INDEXES);
    } else {
        write_children(w, node);
    }
    buf_text(w->out, "</");
    write_name(w->out, &node->name);
    buf_char(w->out, '>');
}

void catalog_canonical_write(const catalog_tree *tree, arena *scratch, buf *out)
{
    writer w = { .scratch = scratch, .text = BUF_INIT(scratch->mem, scratch->limit), .out = out };
    write_element(&w, tree->root);
    buf_free(&w.text);
    out->failed = out->failed || w.failed;
}
