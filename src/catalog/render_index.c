#include "catalog/render_parts.h"

/* ---- Full-text indexes up to 4.2 ---- */

static void write_strings(const catalog_rendering *r, catalog_names names)
{
    buf_char(r->out, '[');
    for (size_t i = 0; i < names.count; i++) {
        buf_text(r->out, i ? ", " : "");
        cypher_quote_string(r->out, names.items[i]);
    }
    buf_char(r->out, ']');
}

static status check_procedure(const catalog_rendering *r, error *err)
{
    return r->item->name.len > 0
               ? ST_OK
               : catalog_refuse(r->item, ST_MIGRATIONS, err, "a full-text index requires a name");
}

static status create_by_procedure(const catalog_rendering *r, error *err)
{
    status st = check_procedure(r, err);
    if (st)
        return st;
    buf_text(r->out, "CALL db.index.fulltext.create");
    buf_text(r->out, r->item->entity == CATALOG_NODE ? "NodeIndex(" : "RelationshipIndex(");
    cypher_quote_string(r->out, r->item->name);
    buf_char(r->out, ',');
    write_strings(r, r->item->labels);
    buf_char(r->out, ',');
    write_strings(r, r->item->properties);
    catalog_write_procedure_options(r);
    buf_char(r->out, ')');
    return ST_OK;
}

static status drop_by_procedure(const catalog_rendering *r, error *err)
{
    status st = check_procedure(r, err);
    if (st)
        return st;
    buf_text(r->out, "CALL db.index.fulltext.drop(");
    cypher_quote_string(r->out, r->item->name);
    buf_char(r->out, ')');
    return ST_OK;
}

/* ---- All others ---- */

/* :Book(title, year), of 3.5 to 4.4 */
static void write_short_pattern(const catalog_rendering *r)
{
    catalog_names properties = r->item->properties;
    buf_char(r->out, ':');
    cypher_write_name(r->out, r->item->labels.items[0]);
    buf_char(r->out, '(');
    for (size_t i = 0; i < properties.count; i++) {
        buf_text(r->out, i ? ", " : "");
        cypher_write_name(r->out, properties.items[i]);
    }
    buf_char(r->out, ')');
}

/* 4.4 has two kinds of plain indexes, and does not take the name of one as an option of the other. */
static const char *adjective(const catalog_rendering *r)
{
    bool choice = catalog_is_for(r, 4, 4) && !catalog_is_for(r, 5, 0);
    switch (r->item->kind) {
    case CATALOG_INDEX:
        return choice && (r->manner.range || catalog_wants_range(r)) ? "RANGE " : "";
    case CATALOG_FULLTEXT:
        return "FULLTEXT ";
    case CATALOG_TEXT:
        return "TEXT ";
    case CATALOG_POINT:
        return "POINT ";
    case CATALOG_VECTOR:
        return "VECTOR ";
    case CATALOG_LOOKUP:
        return "LOOKUP ";
    case CATALOG_UNIQUE:
    case CATALOG_EXISTS:
    case CATALOG_KEY:
    case CATALOG_PROPERTY_TYPE:
    case CATALOG_OTHER_CONSTRAINT:
    case CATALOG_OTHER_INDEX:
        break;
    }
    return "";
}

static void write_vector(const catalog_rendering *r)
{
    catalog_names properties = r->item->properties;
    buf_char(r->out, '(');
    catalog_write_property(r, properties.items[0]);
    buf_char(r->out, ')');
    if (properties.count == 1)
        return;
    buf_text(r->out, " WITH [");
    catalog_write_properties(r, (catalog_names){ properties.items + 1, properties.count - 1 });
    buf_char(r->out, ']');
}

static void write_list(const catalog_rendering *r, const char *begin, const char *end)
{
    buf_text(r->out, begin);
    catalog_write_properties(r, r->item->properties);
    buf_text(r->out, end);
}

static void write_subject(const catalog_rendering *r)
{
    if (r->item->kind == CATALOG_FULLTEXT)
        write_list(r, "EACH [", "]");
    else if (r->item->kind == CATALOG_VECTOR)
        write_vector(r);
    else if (r->item->kind == CATALOG_LOOKUP)
        buf_text(r->out, r->item->entity == CATALOG_NODE ? "EACH labels(n)" : "EACH type(r)");
    else
        write_list(r, "(", ")");
}

status catalog_create_index(const catalog_rendering *r, error *err)
{
    if (r->item->kind == CATALOG_FULLTEXT && !catalog_is_for(r, 4, 3))
        return create_by_procedure(r, err);
    buf_printf(r->out, "CREATE %sINDEX ", adjective(r));
    if (!catalog_is_for(r, 4, 0)) {
        buf_text(r->out, "ON ");
        write_short_pattern(r);
        return ST_OK;
    }
    catalog_write_head(r);
    buf_text(r->out, "FOR ");
    catalog_write_pattern(r);
    buf_text(r->out, " ON ");
    write_subject(r);
    catalog_write_options(r);
    return ST_OK;
}

status catalog_drop_index(const catalog_rendering *r, error *err)
{
    if (r->item->kind == CATALOG_FULLTEXT && !catalog_is_for(r, 4, 3))
        return drop_by_procedure(r, err);
    if (r->item->kind != CATALOG_INDEX || r->item->entity != CATALOG_NODE)
        return catalog_refuse(r->item, ST_MIGRATIONS, err, "%s%s can only be dropped by its name",
                              catalog_kind_noun(r->item->kind),
                              r->item->entity == CATALOG_NODE ? "" : " on relationships");
    buf_text(r->out, "DROP INDEX ON ");
    write_short_pattern(r);
    return ST_OK;
}
