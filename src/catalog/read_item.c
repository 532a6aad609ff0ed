#include "catalog/read.h"

status catalog_read_text(const catalog_node *element, arena *a, str *out, error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, a->limit);
    catalog_text(element, &text);
    return buf_finish(&text, a, out, err);
}

static status read_trimmed(const catalog_node *element, arena *a, str *out, error *err)
{
    status st = catalog_read_text(element, a, out, err);
    if (!st)
        *out = str_trim(*out);
    return st;
}

/* ---- Labels ---- */

/* The end of the label that begins here: a | without \ before it. */
static size_t label_end(str text, size_t from)
{
    size_t at = from;
    while (at < text.len && !(text.data[at] == '|' && !(at > from && text.data[at - 1] == '\\')))
        at++;
    return at;
}

static status unescape(str label, arena *a, str *out, error *err)
{
    char *to = arena_alloc(a, label.len + 1);
    if (!to)
        return fail_no_memory(err);
    size_t length = 0;
    for (size_t i = 0; i < label.len; i++) {
        bool escape = label.data[i] == '\\' && i + 1 < label.len && label.data[i + 1] == '|';
        if (!escape)
            to[length++] = label.data[i];
    }
    *out = (str){ to, length };
    return ST_OK;
}

status catalog_read_labels(str text, arena *a, catalog_names *out, error *err)
{
    size_t most = 1;
    for (size_t i = 0; i < text.len; i++)
        most += text.data[i] == '|';
    str *labels = arena_array(a, most, sizeof *labels);
    if (!labels)
        return fail_no_memory(err);
    size_t count = 0, from = 0;
    for (status st = ST_OK; from <= text.len; count++) {
        size_t end = label_end(text, from);
        st = unescape(str_slice(text, from, end), a, &labels[count], err);
        if (st)
            return st;
        from = end + 1;
    }
    *out = (catalog_names){ labels, count };
    return ST_OK;
}

static status read_one_label(str text, arena *a, catalog_names *out, error *err)
{
    str *label = ARENA_NEW(a, str);
    if (!label)
        return fail_no_memory(err);
    *label = text;
    *out = (catalog_names){ label, 1 };
    return ST_OK;
}

static status read_target(const catalog_node *node, arena *a, catalog_item *out, error *err)
{
    const catalog_node *type = catalog_child(node, TAG_TYPE);
    const catalog_node *target = type ? type : catalog_child(node, TAG_LABEL);
    str text;
    out->entity = type ? CATALOG_RELATIONSHIP : CATALOG_NODE;
    status st = read_trimmed(target, a, &text, err);
    if (st || (out->kind == CATALOG_LOOKUP && text.len == 0))
        return st;
    return node->tag == TAG_INDEX ? catalog_read_labels(text, a, &out->labels, err)
                                  : read_one_label(text, a, &out->labels, err);
}

/* ---- Properties ---- */

static size_t count_elements(const catalog_node *parent)
{
    size_t count = 0;
    for (catalog_node *n = catalog_element(parent->first); n; n = catalog_element(n->next))
        count++;
    return count;
}

/* One that is repeated counts once. */
static status read_properties(const catalog_node *node, arena *a, catalog_item *out, error *err)
{
    str *names = arena_array(a, count_elements(node), sizeof *names);
    if (!names)
        return fail_no_memory(err);
    size_t count = 0;
    for (catalog_node *n = catalog_element(node->first); n; n = catalog_element(n->next)) {
        status st = read_trimmed(n, a, &names[count], err);
        if (st)
            return st;
        count += !catalog_names_has((catalog_names){ names, count }, names[count]);
    }
    out->properties = (catalog_names){ names, count };
    if (out->kind != CATALOG_PROPERTY_TYPE)
        return ST_OK;
    str type = catalog_attribute_value(catalog_element(node->first), STR("type"));
    out->property_type = type.data ? arena_str(a, type) : STR_NONE;
    return type.data && !out->property_type.data ? fail_no_memory(err) : ST_OK;
}

static status read_options(const catalog_node *options, arena *a, catalog_item *out, error *err)
{
    str text;
    status st = read_trimmed(options, a, &text, err);
    if (!st && text.len > 0)
        out->options = text;
    return st;
}

/* ---- Kinds ---- */

#define UNIQUE_RELATIONSHIP STR("unique_relationship_property")

static catalog_kind kind_of(str type)
{
    if (str_eq(type, UNIQUE_RELATIONSHIP))
        return CATALOG_UNIQUE;
    for (catalog_kind kind = CATALOG_UNIQUE; kind <= CATALOG_LOOKUP; kind++)
        if (str_eq(type, catalog_kind_word(kind)))
            return kind;
    return CATALOG_INDEX; /* property, range, or nothing at all */
}

/* One kind with two words, one for nodes and one for relationships. */
static status check_word(const catalog_item *item, str type, error *err)
{
    bool relationships = str_eq(type, UNIQUE_RELATIONSHIP);
    if (item->kind != CATALOG_UNIQUE || relationships == (item->entity == CATALOG_RELATIONSHIP))
        return ST_OK;
    if (relationships)
        return catalog_refuse(item, ST_PARSE, err,
                              "a constraint of the type unique_relationship_property has a <type>: "
                              "for a <label> the type is unique");
    return catalog_refuse(item, ST_PARSE, err,
                          "a constraint of the type unique has a <label>: for a <type> the type is "
                          "unique_relationship_property");
}

static status check(const catalog_item *item, str type, error *err)
{
    status st = check_word(item, type, err);
    if (!st)
        st = catalog_item_check(item, err);
    if (st != ST_ARGUMENT)
        return st;
    if (err)
        err->status = ST_PARSE;
    return ST_PARSE;
}

status catalog_read_item(const catalog_node *node, arena *a, catalog_item *out, error *err)
{
    str type = catalog_attribute_value(node, STR("type"));
    catalog_item item = { .kind = kind_of(type), .line = node->line, .column = node->column };
    item.name = arena_str(a, catalog_attribute_value(node, STR("name")));
    if (!item.name.data)
        return fail_no_memory(err);
    const catalog_node *properties = catalog_child(node, TAG_PROPERTIES);
    const catalog_node *options = catalog_child(node, TAG_OPTIONS);
    status st = read_target(node, a, &item, err);
    if (!st && properties)
        st = read_properties(properties, a, &item, err);
    if (!st && options)
        st = read_options(options, a, &item, err);
    if (!st)
        st = check(&item, type, err);
    if (!st)
        *out = item;
    return st;
}
