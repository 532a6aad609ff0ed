#include "catalog/describe.h"

static void append_names(catalog_names names, const char *between, buf *out)
{
    for (size_t i = 0; i < names.count; i++)
        buf_printf(out, "%s%.*s", i ? between : "", STR_ARG(names.items[i]));
}

static void append_pattern(const catalog_item *item, buf *out)
{
    bool node = item->entity == CATALOG_NODE;
    buf_text(out, node ? "(" : "()-[");
    if (item->labels.count)
        buf_char(out, ':');
    append_names(item->labels, "|", out);
    if (item->properties.count) {
        buf_text(out, item->labels.count ? " {" : "{");
        append_names(item->properties, ", ", out);
        buf_char(out, '}');
    }
    buf_text(out, node ? ")" : "]-()");
}

void catalog_describe(const catalog_item *item, buf *out)
{
    str word = item->word.data ? item->word : catalog_kind_word(item->kind);
    buf_printf(out, "%s `%.*s`: %.*s ", catalog_is_constraint(item->kind) ? "constraint" : "index",
               STR_ARG(item->name), STR_ARG(word));
    append_pattern(item, out);
    if (item->property_type.data)
        buf_printf(out, " is %.*s", STR_ARG(item->property_type));
}

void catalog_describe_difference(const catalog_difference *difference, buf *out)
{
    const catalog_item *item = difference->item, *other = difference->equivalent;
    catalog_describe(item, out);
    if (!other || !str_eq(item->name, other->name))
        return;
    if (item->options.len > 0)
        buf_printf(out, " with options %.*s", STR_ARG(item->options));
    else
        buf_text(out, " without options");
}
