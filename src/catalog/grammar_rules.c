#include "catalog/grammar_rules.h"

#include "catalog/grammar.h"

#define BIT(tag) ((uint32_t)1 << (tag))
#define MANY SIZE_MAX

static const char *const constraint_types[] = { "unique",        "unique_relationship_property",
                                                "exists",        "key",
                                                "property_type", NULL };
static const char *const index_types[] = { "property", "range",  "fulltext", "text",
                                           "point",    "vector", "lookup",   NULL };
static const char *const refactorings[] = {
    "merge.nodes",
    "migrate.createFutureIndexes",
    "migrate.replaceBTreeIndexes",
    "normalize.asBoolean",
    "rename.label",
    "rename.type",
    "rename.nodeProperty",
    "rename.relationshipProperty",
    "addSurrogateKeyTo.nodes",
    "addSurrogateKeyTo.relationships",
    "listToVectorOn.nodes",
    "listToVectorOn.relationships",
    NULL,
};

#define A_BOOLEAN .type = VALUE_BOOLEAN, .expected = "true, false, 1 or 0"
#define A_TEXT .type = VALUE_TEXT, .expected = "some text"
#define A_NAME .type = VALUE_NAME, .expected = "a name"
#define ITEM_NAME                                                                                  \
    {                                                                                              \
        .name = "name", A_NAME, .required = true, .unique = true                                   \
    }
#define ITEM_SLOTS(fewest_properties)                                                              \
    {                                                                                              \
        { BIT(TAG_LABEL) | BIT(TAG_TYPE), 1, 1, false, false },                                    \
            { BIT(TAG_PROPERTIES), (fewest_properties), 1, false, false },                         \
            { BIT(TAG_OPTIONS), 0, 1, false, false },                                              \
    }
#define ITEM_MODEL "<label> or <type>, then <properties>, then perhaps <options>"
#define OPERATION_SLOTS                                                                            \
    {                                                                                              \
        { BIT(TAG_CONSTRAINT) | BIT(TAG_INDEX), 0, 1, false, false },                              \
    }
#define OPERATION_MODEL "a <constraint>, an <index> or nothing"

const element_rule catalog_rules[] = {
    [TAG_UNKNOWN] = { .content = CONTENT_ANYTHING },
    [TAG_MIGRATION] = {
        .name = "migration",
        .slots = { { BIT(TAG_CATALOG), 0, 1, false, false },
                   { BIT(TAG_VERIFY), 0, 1, false, false },
                   { BIT(TAG_REFACTOR) | BIT(TAG_CREATE) | BIT(TAG_DROP), 0, MANY, false, false },
                   { BIT(TAG_APPLY), 0, 1, false, true } },
        .model = "perhaps a <catalog>, then perhaps a <verify>, then either <refactor>, <create> and <drop> in any order or one <apply>",
    },
    [TAG_CATALOG] = {
        .name = "catalog",
        .slots = { { BIT(TAG_CONSTRAINTS) | BIT(TAG_INDEXES), 0, MANY, true, false } },
        .model = "<constraints> and <indexes>, each of them once",
        .attributes = { { .name = "reset", A_BOOLEAN, .fallback = "false" } },
    },
    [TAG_CONSTRAINTS] = {
        .name = "constraints",
        .slots = { { BIT(TAG_CONSTRAINT), 0, MANY, false, false } },
        .model = "<constraint> elements",
    },
    [TAG_INDEXES] = {
        .name = "indexes",
        .slots = { { BIT(TAG_INDEX), 0, MANY, false, false } },
        .model = "<index> elements",
    },
    [TAG_CONSTRAINT] = {
        .name = "constraint",
        .slots = ITEM_SLOTS(1),
        .model = ITEM_MODEL,
        .attributes = { ITEM_NAME,
                        { .name = "type", .type = VALUE_WORD, .required = true, .words = constraint_types,
                          .expected = "unique, unique_relationship_property, exists, key or property_type" } },
    },
    [TAG_INDEX] = {
        .name = "index",
        .slots = ITEM_SLOTS(0),
        .model = ITEM_MODEL,
        .attributes = { ITEM_NAME,
                        { .name = "type", .type = VALUE_WORD, .words = index_types,
                          .expected = "property, range, fulltext, text, point, vector or lookup" } },
    },
    [TAG_LABEL] = { .name = "label", .content = CONTENT_TEXT, .model = "text" },
    [TAG_TYPE] = { .name = "type", .content = CONTENT_TEXT, .model = "text" },
    [TAG_PROPERTIES] = {
        .name = "properties",
        .slots = { { BIT(TAG_PROPERTY), 1, MANY, false, false } },
        .model = "at least one <property>",
    },
    [TAG_PROPERTY] = {
        .name = "property",
        .content = CONTENT_TEXT,
        .model = "text",
        .attributes = { { .name = "type", .type = VALUE_PROPERTY_TYPE,
                          .expected = "a type as in STRING, LIST<INTEGER NOT NULL> or INTEGER | FLOAT" } },
    },
    [TAG_OPTIONS] = { .name = "options", .content = CONTENT_TEXT, .model = "text" },
    [TAG_VERIFY] = {
        .name = "verify",
        .content = CONTENT_NOTHING,
        .model = "nothing, not even white space",
        .attributes = { { .name = "useCurrent", A_BOOLEAN, .fallback = "false" },
                        { .name = "latest", A_BOOLEAN, .alias_of = "useCurrent" },
                        { .name = "allowEquivalent", A_BOOLEAN, .fallback = "true" },
                        { .name = "includeOptions", A_BOOLEAN, .fallback = "false" } },
    },
    [TAG_CREATE] = {
        .name = "create",
        .slots = OPERATION_SLOTS,
        .model = OPERATION_MODEL,
        .attributes = { { .name = "item", A_TEXT },
                        { .name = "ref", A_NAME },
                        { .name = "ifNotExists", A_BOOLEAN, .fallback = "true" } },
    },
    [TAG_DROP] = {
        .name = "drop",
        .slots = OPERATION_SLOTS,
        .model = OPERATION_MODEL,
        .attributes = { { .name = "item", A_TEXT },
                        { .name = "ref", A_NAME },
                        { .name = "ifExists", A_BOOLEAN, .fallback = "true" } },
    },
    [TAG_APPLY] = { .name = "apply", .content = CONTENT_NOTHING, .model = "nothing, not even white space" },
    [TAG_REFACTOR] = {
        .name = "refactor",
        .slots = { { BIT(TAG_PARAMETERS), 0, 1, false, false } },
        .model = "<parameters>",
        .attributes = { { .name = "type", .type = VALUE_WORD, .required = true, .words = refactorings,
                          .expected = "merge.nodes, migrate.createFutureIndexes, migrate.replaceBTreeIndexes, normalize.asBoolean, rename.label, "
                                      "rename.type, rename.nodeProperty, rename.relationshipProperty, addSurrogateKeyTo.nodes, "
                                      "addSurrogateKeyTo.relationships, listToVectorOn.nodes or listToVectorOn.relationships" } },
    },
    [TAG_PARAMETERS] = {
        .name = "parameters",
        .slots = { { BIT(TAG_PARAMETER), 1, MANY, false, false } },
        .model = "at least one <parameter>",
    },
    [TAG_PARAMETER] = {
        .name = "parameter",
        .content = CONTENT_ANYTHING,
        .model = "anything",
        .attributes = { { .name = "name", A_TEXT, .required = true } },
    },
};

catalog_tag catalog_tag_of(str local)
{
    for (catalog_tag tag = TAG_MIGRATION; tag <= TAG_PARAMETER; tag++)
        if (str_eq(local, str_from(catalog_rules[tag].name)))
            return tag;
    return TAG_UNKNOWN;
}

str catalog_tag_word(catalog_tag tag)
{
    return str_from(catalog_rules[tag].name);
}
