#include "catalog/property_type.h"
#include "catalog/render_parts.h"

/* Several properties stand in parentheses; one does not, if there is a choice. */
static void write_subject(const catalog_rendering *r, bool always)
{
    bool parentheses = always || r->item->properties.count > 1;
    buf_text(r->out, parentheses ? "(" : "");
    catalog_write_properties(r, r->item->properties);
    buf_text(r->out, parentheses ? ")" : "");
}

static void write_existence(const catalog_rendering *r, bool words)
{
    if (!words)
        buf_text(r->out, "exists(");
    catalog_write_properties(r, r->item->properties);
    buf_text(r->out, words ? " IS NOT NULL" : ")");
}

/* What 4.3 and later say when they create, the others and who drops do not. */
static void write_condition(const catalog_rendering *r, bool existence_in_words)
{
    switch (r->item->kind) {
    case CATALOG_UNIQUE:
        write_subject(r, false);
        buf_text(r->out, " IS UNIQUE");
        break;
    case CATALOG_KEY:
        write_subject(r, !catalog_is_for(r, 4, 4));
        buf_text(r->out, r->item->entity == CATALOG_NODE ? " IS NODE KEY" : " IS RELATIONSHIP KEY");
        break;
    case CATALOG_EXISTS:
        write_existence(r, existence_in_words);
        break;
    case CATALOG_PROPERTY_TYPE:
        write_subject(r, false);
        buf_text(r->out, " IS :: ");
        catalog_property_type_write(r->out, r->item->property_type);
        break;
    case CATALOG_INDEX:
    case CATALOG_FULLTEXT:
    case CATALOG_TEXT:
    case CATALOG_POINT:
    case CATALOG_VECTOR:
    case CATALOG_LOOKUP:
    case CATALOG_OTHER_CONSTRAINT:
    case CATALOG_OTHER_INDEX:
        break;
    }
}

void catalog_create_constraint(const catalog_rendering *r)
{
    bool modern = catalog_is_for(r, 4, 4);
    buf_text(r->out, "CREATE CONSTRAINT ");
    catalog_write_head(r);
    buf_text(r->out, modern ? "FOR " : "ON ");
    catalog_write_pattern(r);
    buf_text(r->out, modern ? " REQUIRE " : " ASSERT ");
    write_condition(r, catalog_is_for(r, 4, 3));
    catalog_write_options(r);
}

status catalog_drop_constraint(const catalog_rendering *r, error *err)
{
    const catalog_server all = { .major = r->server->major,
                                 .minor = r->server->minor,
                                 .enterprise = true };
    status st = catalog_server_check(&all, r->item, err);
    if (st)
        return st;
    buf_text(r->out, "DROP CONSTRAINT ON ");
    catalog_write_pattern(r);
    buf_text(r->out, " ASSERT ");
    write_condition(r, false);
    return ST_OK;
}
