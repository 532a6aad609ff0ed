#include "catalog/rows.h"

#include "catalog/description.h"

typedef struct kind_word {
    str word;
    catalog_kind kind;
} kind_word;

static const kind_word constraints[] = {
    { { "UNIQUENESS", 10 }, CATALOG_UNIQUE },
    { { "NODE_PROPERTY_UNIQUENESS", 24 }, CATALOG_UNIQUE },
    { { "RELATIONSHIP_UNIQUENESS", 23 }, CATALOG_UNIQUE },
    { { "RELATIONSHIP_PROPERTY_UNIQUENESS", 32 }, CATALOG_UNIQUE },
    { { "NODE_KEY", 8 }, CATALOG_KEY },
    { { "RELATIONSHIP_KEY", 16 }, CATALOG_KEY },
    { { "NODE_PROPERTY_EXISTENCE", 23 }, CATALOG_EXISTS },
    { { "RELATIONSHIP_PROPERTY_EXISTENCE", 31 }, CATALOG_EXISTS },
    { { "NODE_PROPERTY_TYPE", 18 }, CATALOG_PROPERTY_TYPE },
    { { "RELATIONSHIP_PROPERTY_TYPE", 26 }, CATALOG_PROPERTY_TYPE },
};

static const kind_word indexes[] = {
    { { "RANGE", 5 }, CATALOG_INDEX },
    { { "BTREE", 5 }, CATALOG_INDEX },
    { { "node_label_property", 19 }, CATALOG_INDEX },
    { { "FULLTEXT", 8 }, CATALOG_FULLTEXT },
    { { "node_fulltext", 13 }, CATALOG_FULLTEXT },
    { { "relationship_fulltext", 21 }, CATALOG_FULLTEXT },
    { { "TEXT", 4 }, CATALOG_TEXT },
    { { "POINT", 5 }, CATALOG_POINT },
    { { "VECTOR", 6 }, CATALOG_VECTOR },
    { { "LOOKUP", 6 }, CATALOG_LOOKUP },
};

static bool find_kind(const kind_word *words, size_t count, str type, catalog_kind *out)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq_ignore_case(words[i].word, type)) {
            *out = words[i].kind;
            return true;
        }
    return false;
}

static bool has_prefix(str s, str prefix)
{
    return str_eq_ignore_case(str_slice(s, 0, prefix.len), prefix);
}

static catalog_entity entity_of(const catalog_row *row)
{
    str word = STR("RELATIONSHIP");
    return has_prefix(row->entity, word) || has_prefix(row->type, word) ? CATALOG_RELATIONSHIP
                                                                        : CATALOG_NODE;
}

static str options_of(const catalog_row *row)
{
    str options = str_trim(row->options);
    return str_eq(options, STR("{}")) || options.len == 0 ? STR_NONE : options;
}

/* Indexes of 3.5 have no names, and say so. */
static str name_of(const catalog_row *row)
{
    return str_eq(row->name, STR("Unnamed index")) ? STR_NONE : row->name;
}

static catalog_item item_of(const catalog_row *row, catalog_kind kind)
{
    return (catalog_item){
        .kind = kind,
        .entity = entity_of(row),
        .name = name_of(row),
        .labels = row->labels,
        .properties = row->properties,
        .property_type = kind == CATALOG_PROPERTY_TYPE ? row->property_type : STR_NONE,
        .options = options_of(row),
    };
}

/* Also what would be of a known kind if it were not impossible. */
static void become_other(const catalog_row *row, bool index, catalog_item *item)
{
    *item = item_of(row, index ? CATALOG_OTHER_INDEX : CATALOG_OTHER_CONSTRAINT);
    item->word = row->type.data ? row->type : STR("unknown");
    item->statement = row->statement.data ? row->statement : row->description;
}

static status read_constraint(const catalog_row *row, arena *a, catalog_item *item, error *err)
{
    catalog_kind kind;
    size_t count = sizeof constraints / sizeof *constraints;
    bool known = find_kind(constraints, count, row->type, &kind);
    status st = ST_OK;
    if (known)
        *item = item_of(row, kind);
    else if (row->description.data) {
        *item = item_of(row, CATALOG_OTHER_CONSTRAINT);
        st = catalog_description_parse(row->description, a, &known, item, err);
    }
    if (!known || catalog_item_check(item, NULL))
        become_other(row, false, item);
    return st;
}

static void read_index(const catalog_row *row, catalog_item *item)
{
    catalog_kind kind;
    bool known = find_kind(indexes, sizeof indexes / sizeof *indexes, row->type, &kind);
    if (known)
        *item = item_of(row, kind);
    if (!known || catalog_item_check(item, NULL))
        become_other(row, true, item);
}

static bool is_backing(const catalog_row *row)
{
    return row->unique || row->owner.len > 0 ||
           str_eq_ignore_case(row->type, STR("node_unique_property"));
}

/* ---- What is our own ---- */

#define NAMES(...)                                                                                 \
    {                                                                                              \
        (const str[]){ __VA_ARGS__ }, sizeof((const str[]){ __VA_ARGS__ }) / sizeof(str)           \
    }
#define NAME(literal)                                                                              \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

static const catalog_item own_constraints[] = {
    { .kind = CATALOG_UNIQUE,
      .labels = NAMES(NAME("__Neo4jMigrationsLock")),
      .properties = NAMES(NAME("id")) },
    { .kind = CATALOG_UNIQUE,
      .labels = NAMES(NAME("__Neo4jMigrationsLock")),
      .properties = NAMES(NAME("name")) },
    { .kind = CATALOG_UNIQUE,
      .labels = NAMES(NAME("__Neo4jMigration")),
      .properties = NAMES(NAME("version"), NAME("migrationTarget")) },
};

/* The type could well be somebody else's, so the name counts as well. */
static const catalog_item own_index = {
    .kind = CATALOG_INDEX,
    .entity = CATALOG_RELATIONSHIP,
    .name = NAME("repeated_at__Neo4jMigration"),
    .labels = NAMES(NAME("REPEATED")),
    .properties = NAMES(NAME("at")),
};

static bool is_own(const catalog_item *item)
{
    for (size_t i = 0; i < sizeof own_constraints / sizeof *own_constraints; i++)
        if (catalog_equivalent(item, &own_constraints[i]))
            return true;
    return catalog_equal(item, &own_index, (catalog_equality){ 0 });
}

status catalog_read_row(const catalog_row *row, catalog_reading how, arena *a, bool *is_one,
                        catalog_item *out, error *err)
{
    *is_one = false;
    if (!row->type.data && !row->description.data)
        return fail(err, ST_PROTOCOL, "the server describes %s without telling its type",
                    how.indexes ? "an index" : "a constraint");
    if (how.indexes && is_backing(row))
        return ST_OK;
    catalog_item item;
    status st = ST_OK;
    if (how.indexes)
        read_index(row, &item);
    else
        st = read_constraint(row, a, &item, err);
    if (st || (!how.everything && is_own(&item)))
        return st;
    st = catalog_item_name(&item, a, err);
    if (st)
        return st;
    *out = item;
    *is_one = true;
    return ST_OK;
}
