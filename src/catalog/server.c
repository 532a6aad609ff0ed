#include "catalog/server.h"

#include "catalog/property_type.h"

#include <stdio.h>

/* The first version that has something. */
typedef struct since {
    uint16_t major, minor;
    const char *what;
} since;

typedef struct support {
    since node, relationship;
    bool enterprise; /* to create it; every edition can have and drop it */
} support;

static const support supports[] = {
    [CATALOG_UNIQUE] = { { 3, 5, "a unique constraint" },
                         { 5, 7, "a unique constraint on relationships" },
                         false },
    [CATALOG_EXISTS] = { { 3, 5, "an existence constraint" },
                         { 3, 5, "an existence constraint" },
                         true },
    [CATALOG_KEY] = { { 3, 5, "a node key constraint" },
                      { 5, 7, "a relationship key constraint" },
                      true },
    [CATALOG_PROPERTY_TYPE] = { { 5, 9, "a property type constraint" },
                                { 5, 9, "a property type constraint" },
                                true },
    [CATALOG_INDEX] = { { 3, 5, "an index" }, { 4, 3, "an index on relationships" }, false },
    [CATALOG_FULLTEXT] = { { 3, 5, "a full-text index" }, { 3, 5, "a full-text index" }, false },
    [CATALOG_TEXT] = { { 4, 4, "a text index" }, { 4, 4, "a text index" }, false },
    [CATALOG_POINT] = { { 4, 4, "a point index" }, { 4, 4, "a point index" }, false },
    [CATALOG_VECTOR] = { { 5, 15, "a vector index" },
                         { 5, 18, "a vector index on relationships" },
                         false },
    [CATALOG_LOOKUP] = { { 4, 3, "a lookup index" }, { 4, 3, "a lookup index" }, false },
    [CATALOG_OTHER_CONSTRAINT] = { { 0 }, { 0 }, false },
    [CATALOG_OTHER_INDEX] = { { 0 }, { 0 }, false },
};

bool catalog_server_is_from(const catalog_server *server, uint16_t major, uint16_t minor)
{
    return server->major > major || (server->major == major && server->minor >= minor);
}

void catalog_version_text(uint16_t major, uint16_t minor, char text[16])
{
    if (minor == CATALOG_LAST_MINOR)
        snprintf(text, 16, "%u", major);
    else
        snprintf(text, 16, major < 2025 ? "%u.%u" : "%u.%02u", major, minor);
}

/* The number at the start of the text, and the dot behind it; STR_NONE remains when there is none. */
static uint16_t number(str *rest)
{
    uint64_t value = 0;
    size_t digits = 0;
    while (digits < rest->len && char_is_digit(rest->data[digits]))
        digits++;
    bool known = str_to_u64(str_slice(*rest, 0, digits), &value) && value < CATALOG_LAST_MINOR;
    *rest = str_from_index(*rest, digits);
    *rest = str_starts(*rest, STR(".")) ? str_from_index(*rest, 1) : STR_NONE;
    return known ? (uint16_t)value : 0;
}

bool catalog_server_parse(str text, catalog_server *out)
{
    str prefix = STR("Neo4j");
    text = str_trim(text);
    if (text.len > prefix.len && str_eq_ignore_case(str_slice(text, 0, prefix.len), prefix))
        text = str_from_index(text, prefix.len + 1);
    uint16_t major = number(&text);
    if (major < 3)
        return false;
    out->major = major;
    out->minor = text.data ? number(&text) : CATALOG_LAST_MINOR;
    return true;
}

/* ---- What an item needs ---- */

static bool is_composite(const catalog_item *item)
{
    return item->properties.count > 1;
}

static bool has_type(const catalog_item *item, bool (*is_such)(str))
{
    return item->kind == CATALOG_PROPERTY_TYPE && is_such(item->property_type);
}

/* What more than its kind an item needs; NULL for nothing. */
static const since *find_extra(const catalog_item *item)
{
    static const since composite = { 4, 4, "a unique constraint on several properties" };
    static const since lists = { 5, 10, "a property type constraint with a list" };
    static const since unions = { 5, 11, "a property type constraint with several types" };
    static const since vectors = { 2025, 10, "a property type constraint with a vector" };
    static const since labels = { 2026, 1, "a vector index on several labels or types" };
    static const since filters = { 2026, 1, "a vector index with properties to filter by" };
    if (has_type(item, catalog_property_type_is_vector))
        return &vectors;
    if (has_type(item, catalog_property_type_is_union))
        return &unions;
    if (has_type(item, catalog_property_type_is_list))
        return &lists;
    if (item->kind == CATALOG_VECTOR && item->labels.count > 1)
        return &labels;
    if (item->kind == CATALOG_VECTOR && is_composite(item))
        return &filters;
    return item->kind == CATALOG_UNIQUE && is_composite(item) ? &composite : NULL;
}

static bool is_later(const since *a, const since *b)
{
    return a->major > b->major || (a->major == b->major && a->minor > b->minor);
}

static status check_version(const catalog_server *server, const catalog_item *item,
                            const since *kind, error *err)
{
    const since *extra = find_extra(item), *wanted = extra && is_later(extra, kind) ? extra : kind;
    if (catalog_server_is_from(server, wanted->major, wanted->minor))
        return ST_OK;
    char first[16], ours[16];
    catalog_version_text(wanted->major, wanted->minor, first);
    catalog_version_text(server->major, server->minor, ours);
    return catalog_refuse(item, ST_MIGRATIONS, err, "%s requires Neo4j %s or higher, this is %s",
                          wanted->what, first, ours);
}

status catalog_server_check(const catalog_server *server, const catalog_item *item, error *err)
{
    const support *s = &supports[item->kind];
    const since *kind = item->entity == CATALOG_NODE ? &s->node : &s->relationship;
    status st = check_version(server, item, kind, err);
    if (!st && s->enterprise && !server->enterprise)
        st = catalog_refuse(item, ST_MIGRATIONS, err,
                            "%s cannot be created with Community edition, it requires Neo4j "
                            "Enterprise",
                            kind->what);
    return st;
}

bool catalog_needs_cypher_25(const catalog_item *item)
{
    bool vector = item->kind == CATALOG_VECTOR && (item->labels.count > 1 || is_composite(item));
    return vector || has_type(item, catalog_property_type_is_vector);
}
