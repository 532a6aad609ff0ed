#include "catalog/render_parts.h"

bool catalog_has_name(const catalog_rendering *r)
{
    return r->item->name.len > 0 && !r->item->generated && !r->manner.unnamed &&
           catalog_is_for(r, 4, 0);
}

void catalog_write_head(const catalog_rendering *r)
{
    /* Full-text indexes had names before all others, and always need one. */
    if (catalog_has_name(r) || (r->item->kind == CATALOG_FULLTEXT && r->item->name.len > 0)) {
        cypher_write_name(r->out, r->item->name);
        buf_char(r->out, ' ');
    }
    if (r->manner.idempotent)
        buf_text(r->out, "IF NOT EXISTS ");
}

static char variable_of(const catalog_rendering *r)
{
    return r->item->entity == CATALOG_NODE ? 'n' : 'r';
}

void catalog_write_pattern(const catalog_rendering *r)
{
    bool node = r->item->entity == CATALOG_NODE;
    buf_text(r->out, node ? "(" : "()-[");
    buf_char(r->out, variable_of(r));
    for (size_t i = 0; i < r->item->labels.count; i++) {
        buf_char(r->out, i ? '|' : ':');
        cypher_write_name(r->out, r->item->labels.items[i]);
    }
    buf_text(r->out, node ? ")" : "]-()");
}

void catalog_write_property(const catalog_rendering *r, str property)
{
    buf_char(r->out, variable_of(r));
    buf_char(r->out, '.');
    if (r->item->kind == CATALOG_FULLTEXT)
        cypher_quote_name(r->out, property);
    else
        cypher_write_name(r->out, property);
}

void catalog_write_properties(const catalog_rendering *r, catalog_names properties)
{
    for (size_t i = 0; i < properties.count; i++) {
        buf_text(r->out, i ? ", " : "");
        catalog_write_property(r, properties.items[i]);
    }
}
