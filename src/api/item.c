#include "api/handle.h"

static n4m_item_kind public_kind(catalog_kind kind)
{
    switch (kind) {
    case CATALOG_UNIQUE:
        return N4M_UNIQUE_CONSTRAINT;
    case CATALOG_EXISTS:
        return N4M_EXISTS_CONSTRAINT;
    case CATALOG_KEY:
        return N4M_KEY_CONSTRAINT;
    case CATALOG_PROPERTY_TYPE:
        return N4M_PROPERTY_TYPE_CONSTRAINT;
    case CATALOG_INDEX:
        return N4M_PROPERTY_INDEX;
    case CATALOG_FULLTEXT:
        return N4M_FULLTEXT_INDEX;
    case CATALOG_TEXT:
        return N4M_TEXT_INDEX;
    case CATALOG_POINT:
        return N4M_POINT_INDEX;
    case CATALOG_VECTOR:
        return N4M_VECTOR_INDEX;
    case CATALOG_LOOKUP:
        return N4M_LOOKUP_INDEX;
    case CATALOG_OTHER_CONSTRAINT:
        return N4M_OTHER_CONSTRAINT;
    case CATALOG_OTHER_INDEX:
        return N4M_OTHER_INDEX;
    }
    return N4M_OTHER_INDEX;
}

static status keep_names(n4m_result *r, catalog_names names, const char *const **out, error *err)
{
    return api_keep_list(r, names.items, names.count, out, err);
}

status api_item(n4m_result *r, const catalog_item *item, n4m_item *out, error *err)
{
    n4m_item made = { .kind = public_kind(item->kind),
                      .entity = item->entity == CATALOG_NODE ? N4M_NODE : N4M_RELATIONSHIP,
                      .generated = item->generated };
    const struct {
        str text;
        const char **to;
    } fields[] = {
        { item->word.data ? item->word : catalog_kind_word(item->kind), &made.word },
        { item->name, &made.name },
        { item->property_type, &made.property_type },
        { item->options, &made.options },
        { item->statement, &made.statement },
    };
    status st = keep_names(r, item->labels, &made.labels, err);
    if (!st)
        st = keep_names(r, item->properties, &made.properties, err);
    for (size_t i = 0; !st && i < sizeof fields / sizeof *fields; i++)
        st = api_keep(r, fields[i].text, fields[i].to, err);
    if (!st)
        *out = made;
    return st;
}
