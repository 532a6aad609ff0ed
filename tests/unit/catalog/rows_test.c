#include "catalog/items.h"
#include "catalog/rows.h"

static void set_field(arena *a, catalog_row *row, str key, str value)
{
    const struct {
        str key;
        str *text;
        catalog_names *names;
    } fields[] = {
        { STR("name"), &row->name, NULL },
        { STR("type"), &row->type, NULL },
        { STR("entity"), &row->entity, NULL },
        { STR("labels"), NULL, &row->labels },
        { STR("properties"), NULL, &row->properties },
        { STR("owner"), &row->owner, NULL },
        { STR("propertyType"), &row->property_type, NULL },
        { STR("options"), &row->options, NULL },
        { STR("description"), &row->description, NULL },
        { STR("statement"), &row->statement, NULL },
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (!str_eq(fields[i].key, key))
            continue;
        if (fields[i].text)
            *fields[i].text = value;
        else
            *fields[i].names = names_of(a, value, '+');
        return;
    }
    cr_assert(str_eq(key, STR("unique")), "no column %.*s", STR_ARG(key));
    row->unique = true;
}

static catalog_row row_of(const table_row *row)
{
    catalog_row result = { 0 };
    for (size_t i = 1; i + 1 < row->count; i++) {
        str value = row->cells[i];
        str key = str_split(&value, '=');
        set_field(row->a, &result, key, value);
    }
    return result;
}

static void show_names(buf *out, catalog_names names)
{
    for (size_t i = 0; i < names.count; i++)
        buf_printf(out, "%s%.*s", i ? "+" : "", STR_ARG(names.items[i]));
}

static str shown(arena *a, const catalog_item *item)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    buf_printf(&out, "%.*s %s %.*s ", STR_ARG(catalog_kind_word(item->kind)),
               item->entity == CATALOG_NODE ? "node" : "relationship", STR_ARG(item->name));
    show_names(&out, item->labels);
    buf_char(&out, '(');
    show_names(&out, item->properties);
    buf_char(&out, ')');
    const str others[] = { item->property_type, item->options, item->word, item->statement };
    for (size_t i = 0; i < 4; i++)
        if (others[i].data)
            buf_printf(&out, " %s %.*s", (const char *[]){ "::", "OPTIONS", "WORD", "SAID" }[i],
                       STR_ARG(others[i]));
    return arena_str(a, buf_view(&out));
}

static bool everything;

static void check(const table_row *row)
{
    error err;
    bool is_one;
    catalog_item item;
    catalog_row given = row_of(row);
    catalog_reading how = { str_starts(row->cells[0], STR("index")), everything };
    status st = catalog_read_row(&given, how, row->a, &is_one, &item, &err);
    str expected = row->cells[row->count - 1];
    bool only_everything = str_starts(expected, STR("own "));
    if (st)
        table_expect(row, expected, arena_printf(row->a, "error %s", err.message));
    else if (only_everything && everything)
        table_expect(row, str_from_index(expected, 4), shown(row->a, &item));
    else
        table_expect(row, only_everything ? STR("passed over") : expected,
                     is_one ? shown(row->a, &item) : STR("passed over"));
}

Test(rows, of_all_versions)
{
    table_run("catalog/rows.tsv", check);
}

Test(rows, with_what_is_our_own)
{
    everything = true;
    table_run("catalog/rows.tsv", check);
}

/* ---- What is read from what would be told of an item is the item ---- */

static catalog_row told_of(const catalog_item *item)
{
    static const char *const words[][2] = {
        [CATALOG_UNIQUE] = { "UNIQUENESS", "RELATIONSHIP_UNIQUENESS" },
        [CATALOG_EXISTS] = { "NODE_PROPERTY_EXISTENCE", "RELATIONSHIP_PROPERTY_EXISTENCE" },
        [CATALOG_KEY] = { "NODE_KEY", "RELATIONSHIP_KEY" },
        [CATALOG_PROPERTY_TYPE] = { "NODE_PROPERTY_TYPE", "RELATIONSHIP_PROPERTY_TYPE" },
        [CATALOG_INDEX] = { "RANGE", "RANGE" },
        [CATALOG_FULLTEXT] = { "FULLTEXT", "FULLTEXT" },
        [CATALOG_TEXT] = { "TEXT", "TEXT" },
        [CATALOG_POINT] = { "POINT", "POINT" },
        [CATALOG_VECTOR] = { "VECTOR", "VECTOR" },
        [CATALOG_LOOKUP] = { "LOOKUP", "LOOKUP" },
    };
    return (catalog_row){
        .name = item->name,
        .type = str_from(words[item->kind][item->entity]),
        .entity = item->entity == CATALOG_NODE ? STR("NODE") : STR("RELATIONSHIP"),
        .labels = item->labels,
        .properties = item->properties,
        .property_type = item->property_type,
        .options = item->options,
    };
}

Test(rows, random_items)
{
    random_source r = { 7 };
    for (size_t i = 0; i < 2000; i++) {
        ARENA_AUTO a = ARENA_INIT(NULL, 0);
        bool is_one;
        catalog_item item = random_item(&r, &a), again;
        catalog_row row = told_of(&item);
        catalog_reading how = { .indexes = !catalog_is_constraint(item.kind) };
        cr_assert_eq(catalog_read_row(&row, how, &a, &is_one, &again, NULL), ST_OK);
        cr_assert(is_one);
        cr_assert(catalog_equal(&item, &again, (catalog_equality){ .options = true }), "%.*s",
                  STR_ARG(shown(&a, &item)));
    }
}
