#include "engine/remote.h"

#include "catalog/rows.h"
#include "engine/event.h"
#include "engine/map_text.h"
#include "history/ask.h"

typedef struct reader {
    arena *a;
    catalog_item *items;
    size_t count;
} reader;

/* ---- Questions ---- */

/* YIELD came with 4.3, SHOW CONSTRAINTS alone before. Since databases have a default language, it is pinned: columns
 * and words depend on it. */
static str constraints_text(const history_place *place)
{
    if (place->major > 5)
        return STR("CYPHER 5 SHOW CONSTRAINTS YIELD *");
    if (history_place_is_from(place, 4, 3))
        return STR("SHOW CONSTRAINTS YIELD *");
    return history_place_is_from(place, 4, 2) ? STR("SHOW CONSTRAINTS")
                                              : STR("CALL db.constraints()");
}

static str indexes_text(const history_place *place)
{
    if (place->major > 5)
        return STR("CYPHER 5 SHOW INDEXES YIELD *");
    return history_place_is_from(place, 4, 3) ? STR("SHOW INDEXES YIELD *")
                                              : STR("CALL db.indexes()");
}

/* ---- Rows ---- */

static status read_names(bolt_list list, arena *a, catalog_names *out, error *err)
{
    str *items = arena_array(a, list.count, sizeof *items);
    size_t count = 0;
    if (!items)
        return fail_no_memory(err);
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i].type == BOLT_STRING)
            items[count++] = list.items[i].as.string;
    *out = (catalog_names){ items, count };
    return ST_OK;
}

static status read_options(bolt_map options, arena *a, str *out, error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    *out = STR_NONE;
    if (options.count == 0)
        return ST_OK;
    map_text(options, &text);
    return buf_finish(&text, a, out, err);
}

/* Names of columns that differ between versions are looked for one after the other. */
static str either(bolt_map columns, const char *key, const char *former)
{
    return bolt_map_string(columns, key, bolt_map_string(columns, former, STR_NONE));
}

static bool has_list(bolt_map columns, const char *key)
{
    const bolt_value *value = bolt_map_get(columns, key);
    return value && value->type == BOLT_LIST;
}

static status read_columns(bolt_map columns, arena *a, catalog_row *out, error *err)
{
    const char *labels = has_list(columns, "labelsOrTypes") ? "labelsOrTypes" : "tokenNames";
    *out = (catalog_row){
        .name = either(columns, "name", "indexName"),
        .type = bolt_map_string(columns, "type", STR_NONE),
        .entity = bolt_map_string(columns, "entityType", STR_NONE),
        .unique = str_eq(bolt_map_string(columns, "uniqueness", STR_NONE), STR("UNIQUE")),
        .owner = bolt_map_string(columns, "owningConstraint", STR_NONE),
        .property_type = bolt_map_string(columns, "propertyType", STR_NONE),
        .description = bolt_map_string(columns, "description", STR_NONE),
        .statement = bolt_map_string(columns, "createStatement", STR_NONE),
    };
    status st = read_names(bolt_map_list(columns, labels), a, &out->labels, err);
    if (!st)
        st = read_names(bolt_map_list(columns, "properties"), a, &out->properties, err);
    return st ? st : read_options(bolt_map_map(columns, "options"), a, &out->options, err);
}

static status read_row(reader *r, bolt_map columns, catalog_reading how, error *err)
{
    catalog_row row;
    bool is_one = false;
    status st = read_columns(columns, r->a, &row, err);
    if (!st)
        st = catalog_read_row(&row, how, r->a, &is_one, &r->items[r->count], err);
    r->count += !st && is_one;
    return st;
}

static status read_rows(reader *r, const bolt_result *result, catalog_reading how, error *err)
{
    bolt_entry *columns = arena_array(r->a, result->key_count, sizeof *columns);
    if (!columns)
        return fail_no_memory(err);
    for (size_t i = 0; i < result->row_count; i++) {
        for (size_t k = 0; k < result->key_count; k++)
            columns[k] = (bolt_entry){ result->keys[k], result->rows[i].items[k] };
        status st = read_row(r, (bolt_map){ columns, result->key_count }, how, err);
        if (st)
            return st;
    }
    return ST_OK;
}

static void tell_unknown(engine *e, const catalog_item *item)
{
    engine_log(e, ENGINE_WARNING,
               "The database has `%.*s`, whose kind %.*s is unknown to this version of the tool",
               STR_ARG(item->name), STR_ARG(item->word));
}

status remote_read(const operation *op, arena *a, catalog_items *out, error *err)
{
    history_question constraints = { .text = constraints_text(&op->place) };
    history_question indexes = { .text = indexes_text(&op->place) };
    history_question *asked[] = { &constraints, &indexes };
    status st = history_ask(op->target, op->history.metadata, asked, 2, a, err);
    if (st)
        return st;
    size_t most = constraints.result.row_count + indexes.result.row_count;
    reader r = { .a = a, .items = arena_array(a, most, sizeof *r.items) };
    if (!r.items)
        return fail_no_memory(err);
    st = read_rows(&r, &constraints.result, (catalog_reading){ .indexes = false }, err);
    if (!st)
        st = read_rows(&r, &indexes.result, (catalog_reading){ .indexes = true }, err);
    if (st)
        return st;
    for (size_t i = 0; i < r.count; i++)
        if (catalog_is_other(r.items[i].kind))
            tell_unknown(op->e, &r.items[i]);
    *out = (catalog_items){ r.items, r.count };
    return ST_OK;
}
