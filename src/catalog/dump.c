#include "catalog/dump.h"

#include "base/utf8.h"
#include "catalog/grammar.h"
#include "catalog/read.h"
#include "catalog/value.h"

/* ---- Text ---- */

static void write_escaped(buf *out, str text, bool value)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c == '&' || c == '<' || c == '>')
            buf_text(out, c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&gt;");
        else if (c == '"' && value)
            buf_text(out, "&quot;");
        else if (c == '\r')
            buf_text(out, "&#13;");
        else
            buf_char(out, c);
    }
}

static void write_indent(buf *out, size_t depth)
{
    buf_printf(out, "%*s", (int)depth * 4, "");
}

static void write_text_element(buf *out, size_t depth, const char *name, str text)
{
    write_indent(out, depth);
    if (text.len == 0) {
        buf_printf(out, "<%s/>\n", name);
        return;
    }
    buf_printf(out, "<%s>", name);
    write_escaped(out, text, false);
    buf_printf(out, "</%s>\n", name);
}

/* Labels of an index, where | separates them. */
static void write_labels(buf *out, const catalog_item *item)
{
    bool several = !catalog_is_constraint(item->kind);
    for (size_t i = 0; i < item->labels.count; i++) {
        str label = item->labels.items[i];
        buf_text(out, i ? "|" : "");
        for (size_t k = 0; k < label.len; k++) {
            if (several && label.data[k] == '|')
                buf_char(out, '\\');
            buf_char(out, label.data[k]);
        }
    }
}

static str type_word(const catalog_item *item)
{
    return item->kind == CATALOG_UNIQUE && item->entity == CATALOG_RELATIONSHIP
               ? STR("unique_relationship_property")
               : catalog_kind_word(item->kind);
}

/* ---- What can be declared: what would be read as it was ---- */

static bool is_xml_text(str text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t code;
        at += utf8_decode(str_from_index(text, at), &code);
        bool control = code < ' ' && code != '\t' && code != '\n' && code != '\r';
        if (control || code == 0xFFFE || code == 0xFFFF)
            return false;
    }
    return utf8_is_valid(text);
}

typedef struct dump {
    buf *out;
    arena scratch; /* of one item */
} dump;

static bool survives(const dump *d, str text)
{
    bool begun = false;
    catalog_node node = { .text = text };
    BUF_AUTO read = BUF_INIT(d->scratch.mem, d->scratch.limit);
    catalog_text_add(&node, &begun, &read);
    d->out->failed = d->out->failed || read.failed;
    return is_xml_text(text) && str_eq(str_trim(buf_view(&read)), text);
}

static bool is_same(catalog_names a, catalog_names b)
{
    bool same = a.count == b.count;
    for (size_t i = 0; same && i < a.count; i++)
        same = str_eq(a.items[i], b.items[i]);
    return same;
}

static bool labels_survive(dump *d, const catalog_item *item)
{
    BUF_AUTO text = BUF_INIT(d->scratch.mem, d->scratch.limit);
    write_labels(&text, item);
    catalog_names read = item->labels;
    bool splits = !catalog_is_constraint(item->kind);
    if (text.failed || (splits && catalog_read_labels(buf_view(&text), &d->scratch, &read, NULL)))
        d->out->failed = true;
    return survives(d, buf_view(&text)) && is_same(read, item->labels);
}

static bool properties_survive(const dump *d, const catalog_item *item)
{
    bool all = true;
    for (size_t i = 0; all && i < item->properties.count; i++)
        all = survives(d, item->properties.items[i]);
    return all;
}

static bool name_survives(dump *d, const catalog_item *item)
{
    str read = catalog_value_collapse(item->name, &d->scratch);
    d->out->failed = d->out->failed || !read.data;
    return item->name.len > 0 && is_xml_text(item->name) && str_eq(read, item->name);
}

static bool is_declarable(dump *d, const catalog_item *item)
{
    if (catalog_is_other(item->kind) || catalog_item_check(item, NULL))
        return false;
    bool typed = item->kind != CATALOG_PROPERTY_TYPE ||
                 catalog_value_is(VALUE_PROPERTY_TYPE, NULL, item->property_type);
    return typed && is_xml_text(item->options) && name_survives(d, item) &&
           properties_survive(d, item) && (item->labels.count == 0 || labels_survive(d, item));
}

/* ---- Items ---- */

static void write_properties(buf *out, const catalog_item *item)
{
    if (item->properties.count == 0)
        return;
    write_indent(out, 4);
    buf_text(out, "<properties>\n");
    for (size_t i = 0; i < item->properties.count; i++) {
        write_indent(out, 5);
        buf_text(out, "<property");
        if (item->kind == CATALOG_PROPERTY_TYPE) {
            buf_text(out, " type=\"");
            write_escaped(out, item->property_type, true);
            buf_char(out, '"');
        }
        buf_char(out, '>');
        write_escaped(out, item->properties.items[i], false);
        buf_text(out, "</property>\n");
    }
    write_indent(out, 4);
    buf_text(out, "</properties>\n");
}

static void write_declaration(buf *out, const catalog_item *item, const char *element)
{
    BUF_AUTO labels = BUF_INIT(out->mem, out->limit);
    write_labels(&labels, item);
    out->failed = out->failed || labels.failed;
    write_indent(out, 3);
    buf_printf(out, "<%s name=\"", element);
    write_escaped(out, item->name, true);
    buf_printf(out, "\" type=\"%.*s\">\n", STR_ARG(type_word(item)));
    write_text_element(out, 4, item->entity == CATALOG_NODE ? "label" : "type", buf_view(&labels));
    write_properties(out, item);
    if (item->options.len > 0)
        write_text_element(out, 4, "options", item->options);
    write_indent(out, 3);
    buf_printf(out, "</%s>\n", element);
}

/* Two hyphens end a comment. */
static void write_comment_text(buf *out, str text)
{
    char before = '\0';
    for (size_t at = 0; at < text.len;) {
        str rest = str_from_index(text, at);
        uint32_t code;
        str c = str_slice(rest, 0, utf8_decode(rest, &code));
        if (before == '-' && code == '-')
            buf_char(out, ' ');
        buf_str(out, is_xml_text(c) ? c : STR("\xEF\xBF\xBD"));
        before = c.data[0];
        at += c.len;
    }
}

static void write_remark(buf *out, const catalog_item *item, const char *element)
{
    write_indent(out, 3);
    buf_printf(out, "<!-- No document can declare the %s \"", element);
    write_comment_text(out, item->name);
    buf_char(out, '"');
    if (item->word.len > 0) {
        buf_text(out, " of the type ");
        write_comment_text(out, item->word);
    }
    if (item->statement.len > 0) {
        buf_text(out, ": ");
        write_comment_text(out, item->statement);
    }
    buf_text(out, " -->\n");
}

static void write_group(dump *d, catalog_items items, bool constraints)
{
    const char *element = constraints ? "constraint" : "index";
    const char *group = constraints ? "constraints" : "indexes";
    size_t count = 0;
    for (size_t i = 0; i < items.count; i++) {
        const catalog_item *item = &items.items[i];
        if (catalog_is_constraint(item->kind) != constraints)
            continue;
        if (count++ == 0)
            buf_printf(d->out, "        <%s>\n", group);
        arena_reset(&d->scratch);
        if (is_declarable(d, item))
            write_declaration(d->out, item, element);
        else
            write_remark(d->out, item, element);
    }
    buf_printf(d->out, count > 0 ? "        </%s>\n" : "        <%s/>\n", group);
}

void catalog_dump_xml(catalog_items items, buf *out)
{
    buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n"
                  "<migration xmlns=\"" CATALOG_NAMESPACE "\">\n"
                  "    <catalog>\n");
    dump d = { .out = out, .scratch = ARENA_INIT(out->mem, out->limit) };
    write_group(&d, items, false);
    write_group(&d, items, true);
    arena_finish(&d.scratch);
    buf_text(out, "    </catalog>\n"
                  "</migration>\n");
}
