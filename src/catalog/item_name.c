#include "base/buf.h"
#include "base/md5.h"
#include "catalog/item.h"

static void write_type(buf *out, const catalog_item *item)
{
    str word = catalog_kind_word(item->kind);
    if (item->kind == CATALOG_UNIQUE && item->entity == CATALOG_RELATIONSHIP)
        word = STR("unique_relationship_property");
    for (size_t i = 0; i < word.len; i++)
        buf_char(out, char_upper(word.data[i]));
}

static void write_names(buf *out, catalog_names names, const char *separator)
{
    for (size_t i = 0; i < names.count; i++) {
        buf_text(out, i ? separator : "");
        buf_str(out, names.items[i]);
    }
}

static void write_identifier(buf *out, const catalog_item *item)
{
    bool list = !catalog_is_constraint(item->kind);
    buf_text(out, list ? "[" : "");
    write_names(out, item->labels, ", ");
    buf_text(out, list ? "]" : "");
}

/* The text whose MD5 becomes the name; as the other tools make it. */
static void write_definition(buf *out, const catalog_item *item)
{
    buf_text(out, "{type=");
    write_type(out, item);
    buf_text(out, ", targetEntity=");
    buf_text(out, item->entity == CATALOG_NODE ? "NODE" : "RELATIONSHIP");
    buf_text(out, ", identifier='");
    write_identifier(out, item);
    buf_text(out, "', properties='");
    write_names(out, item->properties, ",");
    buf_char(out, '\'');
    if (item->options.len > 0) {
        buf_text(out, ", options='");
        buf_str(out, item->options);
        buf_char(out, '\'');
    }
    buf_char(out, '}');
}

status catalog_item_name(catalog_item *item, arena *a, error *err)
{
    if (!str_is_blank(item->name))
        return ST_OK;
    BUF_AUTO definition = BUF_INIT(a->mem, a->limit);
    write_definition(&definition, item);
    if (definition.failed)
        return fail_no_memory(err);
    char digest[MD5_HEX_SIZE];
    md5_hex(buf_view(&definition), digest);
    str name =
        arena_printf(a, "%s_%.*s", catalog_is_constraint(item->kind) ? "Constraint" : "Index",
                     MD5_HEX_SIZE, digest);
    if (!name.data)
        return fail_no_memory(err);
    item->name = name;
    item->generated = true;
    return ST_OK;
}
