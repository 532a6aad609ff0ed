/* Items for tests: those of tests/data/catalog/items.tsv, and random ones. */
#ifndef CATALOG_ITEMS_H
#define CATALOG_ITEMS_H

#include "catalog/item.h"
#include "cypher/table.h"

static inline catalog_names names_of(arena *a, str list, char separator)
{
    str *names = arena_array(a, list.len + 1, sizeof *names);
    size_t count = 0;
    while (list.len > 0)
        names[count++] = str_split(&list, separator);
    return (catalog_names){ names, count };
}

static inline catalog_kind kind_of(str word)
{
    for (int kind = CATALOG_UNIQUE; kind <= CATALOG_LOOKUP; kind++)
        if (str_eq(catalog_kind_word((catalog_kind)kind), word))
            return (catalog_kind)kind;
    cr_assert_fail("no kind is called %.*s", STR_ARG(word));
    abort();
}

/* From cells: kind, entity, labels, properties, property type, options. */
static inline catalog_item item_of_cells(arena *a, const str *cells)
{
    return (catalog_item){
        .kind = kind_of(cells[0]),
        .entity = str_eq(cells[1], STR("node")) ? CATALOG_NODE : CATALOG_RELATIONSHIP,
        .name = STR("the_name"),
        .labels = names_of(a, cells[2], '|'),
        .properties = names_of(a, cells[3], ','),
        .property_type = cells[4].len ? cells[4] : STR_NONE,
        .options = cells[5].len ? cells[5] : STR_NONE,
    };
}

/* ---- Random ones ---- */

typedef struct random_source {
    uint64_t state;
} random_source;

static inline size_t random_below(random_source *r, size_t limit)
{
    r->state = r->state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(r->state >> 33) % limit;
}

/* Short, so that names are often the same, and with all that needs quotes. */
static inline str random_name(random_source *r, arena *a)
{
    static const char *const pieces[] = { "a",       "B", "_",  "1",  "ö",  "日", "`", "``",
                                          "\\u0060", "'", "\"", "\\", " ",  "€",  "$", "|",
                                          ",",       ";", "/",  "*",  "\n", ")",  "]", "}" };
    BUF_AUTO name = BUF_INIT(NULL, 0);
    size_t length = 1 + random_below(r, 3);
    for (size_t i = 0; i < length; i++) {
        size_t all = sizeof pieces / sizeof *pieces;
        buf_text(&name, pieces[random_below(r, random_below(r, 2) ? all : 4)]);
    }
    return arena_str(a, buf_view(&name));
}

static inline catalog_names random_names(random_source *r, arena *a, size_t count)
{
    str *names = arena_array(a, count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        do
            names[i] = random_name(r, a);
        while (catalog_names_has((catalog_names){ names, i }, names[i]));
    return (catalog_names){ names, count };
}

static inline size_t random_count(random_source *r, catalog_kind kind, bool labels)
{
    bool many = labels ? kind == CATALOG_FULLTEXT || kind == CATALOG_VECTOR
                       : kind == CATALOG_UNIQUE || kind == CATALOG_KEY || kind == CATALOG_INDEX ||
                             kind == CATALOG_FULLTEXT || kind == CATALOG_VECTOR;
    return kind == CATALOG_LOOKUP ? 0 : many ? 1 + random_below(r, 3) : 1;
}

static inline catalog_item random_item(random_source *r, arena *a)
{
    static const char *const types[] = { "STRING", "LIST<DATE NOT NULL>", "INTEGER | FLOAT",
                                         "VECTOR<FLOAT32>(3)" };
    static const char *const options[] = { "", "{}", "indexConfig: {`vector.dimensions`: 3}",
                                           "{indexProvider: 'range-1.0'}" };
    catalog_kind kind = (catalog_kind)random_below(r, CATALOG_LOOKUP + 1);
    str chosen = str_from(options[random_below(r, 4)]);
    return (catalog_item){
        .kind = kind,
        .entity = random_below(r, 2) ? CATALOG_NODE : CATALOG_RELATIONSHIP,
        .name = arena_printf(a, "n%.*s", STR_ARG(random_name(r, a))),
        .labels = random_names(r, a, random_count(r, kind, true)),
        .properties = random_names(r, a, random_count(r, kind, false)),
        .property_type =
            kind == CATALOG_PROPERTY_TYPE ? str_from(types[random_below(r, 4)]) : STR_NONE,
        .options = chosen.len ? chosen : STR_NONE,
    };
}

static inline catalog_names reversed(arena *a, catalog_names names)
{
    str *items = arena_array(a, names.count, sizeof *items);
    for (size_t i = 0; i < names.count; i++)
        items[i] = names.items[names.count - 1 - i];
    return (catalog_names){ items, names.count };
}

#endif
