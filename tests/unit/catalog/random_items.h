/* Items that nobody would think of. */
#ifndef CATALOG_RANDOM_ITEMS_H
#define CATALOG_RANDOM_ITEMS_H

#include "base/buf.h"
#include "catalog/item.h"

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
    str chosen = str_from(options[random_below(r, 4)]), name = random_name(r, a);
    return (catalog_item){
        .kind = kind,
        .entity = random_below(r, 2) ? CATALOG_NODE : CATALOG_RELATIONSHIP,
        .name = arena_printf(a, "n%.*s", STR_ARG(name)),
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
