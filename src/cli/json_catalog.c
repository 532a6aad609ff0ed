/* What results of commands about catalogs tell. */
#include "cli/json.h"

static bool is_constraint(n4m_item_kind kind)
{
    switch (kind) {
    case N4M_UNIQUE_CONSTRAINT:
    case N4M_EXISTS_CONSTRAINT:
    case N4M_KEY_CONSTRAINT:
    case N4M_PROPERTY_TYPE_CONSTRAINT:
    case N4M_OTHER_CONSTRAINT:
        return true;
    case N4M_PROPERTY_INDEX:
    case N4M_FULLTEXT_INDEX:
    case N4M_TEXT_INDEX:
    case N4M_POINT_INDEX:
    case N4M_VECTOR_INDEX:
    case N4M_LOOKUP_INDEX:
    case N4M_OTHER_INDEX:
        return false;
    }
    return false;
}

static void describe_item(json_t *object, const n4m_item *item)
{
    cli_json_text(object, "item", is_constraint(item->kind) ? "CONSTRAINT" : "INDEX");
    cli_json_text(object, "kind", item->word);
    cli_json_text(object, "name", item->name);
    cli_json_flag(object, "generatedName", item->generated != 0);
    cli_json_text(object, "entity", item->entity == N4M_NODE ? "NODE" : "RELATIONSHIP");
    cli_json_texts(object, "labelsOrTypes", item->labels);
    cli_json_texts(object, "properties", item->properties);
    cli_json_text(object, "propertyType", item->property_type);
    cli_json_text(object, "options", item->options);
    cli_json_text(object, "createStatement", item->statement);
}

void cli_json_of_catalog(json_t *document, const n4m_result *result)
{
    json_t *list = cli_json_list(document, "items");
    for (size_t i = 0; i < n4m_result_item_count(result); i++)
        describe_item(cli_json_item(list), n4m_result_item(result, i));
    cli_json_number(document, "leftOut", (int64_t)n4m_result_left_out(result));
}

static const char *relation_name(n4m_relation relation)
{
    switch (relation) {
    case N4M_IDENTICAL:
        return "IDENTICAL";
    case N4M_EQUIVALENT:
        return "EQUIVALENT";
    case N4M_DIFFERENT:
        return "DIFFERENT";
    }
    return "DIFFERENT";
}

static void describe_side(json_t *document, const char *key, const n4m_result *result,
                          n4m_side side)
{
    json_t *list = cli_json_list(document, key);
    for (size_t i = 0; i < n4m_result_difference_count(result, side); i++) {
        const n4m_difference *difference = n4m_result_difference(result, side, i);
        json_t *object = cli_json_item(list);
        describe_item(object, &difference->item);
        cli_json_text(object, "equivalent", difference->equivalent);
    }
}

void cli_json_of_diff(json_t *document, const n4m_result *result)
{
    cli_json_text(document, "relation", relation_name(n4m_result_relation(result)));
    describe_side(document, "left", result, N4M_LEFT);
    describe_side(document, "right", result, N4M_RIGHT);
}
