#include "catalog/tree.h"

bool catalog_node_is_element(const catalog_node *node)
{
    return node->name.local.data != NULL;
}

catalog_node *catalog_element(catalog_node *node)
{
    while (node && !catalog_node_is_element(node))
        node = node->next;
    return node;
}

catalog_node *catalog_child(const catalog_node *parent, catalog_tag tag)
{
    catalog_node *child = catalog_element(parent->first);
    while (child && child->tag != tag)
        child = catalog_element(child->next);
    return child;
}

str catalog_attribute_value(const catalog_node *node, str name)
{
    for (size_t i = 0; i < node->attribute_count; i++) {
        const catalog_attribute *a = &node->attributes[i];
        if (a->name.uri.len == 0 && str_eq(a->name.local, name))
            return a->value;
    }
    return STR_NONE;
}

/* Trims lines; those at the end that were empty from the beginning vanish, as Java's split has it. */
static void add_lines(str text, buf *out)
{
    while (str_ends(text, STR("\n")))
        text.len -= str_ends(text, STR("\r\n")) ? 2 : 1;
    for (bool first = true; text.data; first = false) {
        str line = str_trim(str_split(&text, '\n'));
        if (!first)
            buf_char(out, '\n');
        buf_str(out, line);
    }
}

void catalog_text_add(const catalog_node *text, bool *begun, buf *out)
{
    bool blank = str_trim(text->text).len == 0;
    *begun = !blank || (*begun && text->adjoins);
    if (!blank)
        add_lines(text->text, out);
    else if (*begun)
        buf_str(out, text->text);
}

void catalog_text(const catalog_node *element, buf *out)
{
    size_t before = out->len;
    bool begun = false;
    for (const catalog_node *node = element->first; node; node = node->next)
        if (!catalog_node_is_element(node))
            catalog_text_add(node, &begun, out);
    bool blank = out->len == before;
    for (const catalog_node *node = element->first; blank && node; node = node->next)
        buf_str(out, node->text);
}
