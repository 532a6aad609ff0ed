/* catalog_changes SEED COUNT MAJOR.MINOR [25]: makes a random catalog, and writes the statements that turn what is there into it.
 *
 * What is there is told on standard input as rows of 11 fields, each of which ends with NUL: "constraint" or "index", name, type, entity,
 * labels, properties (names end with 0x01), whether it is unique, its owner, options as Cypher, description, createStatement. An
 * empty field is null. Statements end with NUL, too. Nothing is written when both are identical. */
#include "catalog/diff.h"
#include "catalog/random_items.h"
#include "catalog/render.h"
#include "catalog/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ITEMS = 200, INPUT_SIZE = 1 << 20 };

typedef struct state {
    arena *a;
    catalog_server server;
    catalog_item wanted[MOST_ITEMS], found[MOST_ITEMS];
    size_t wanted_count, found_count;
} state;

static void check(status st, const error *err)
{
    if (!st)
        return;
    fprintf(stderr, "catalog_changes: %s\n", err->message);
    exit(2);
}

/* ---- What is wanted ---- */

/* What is written as an escape does not come back as one. */
static str without_escapes(arena *a, str name)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    for (size_t i = 0; i < name.len; i++)
        buf_char(&out, name.data[i] == '\\' ? '/' : name.data[i]);
    return arena_str(a, buf_view(&out));
}

static catalog_names own_names(const state *s, catalog_names names, size_t number)
{
    str *own = arena_array(s->a, names.count, sizeof *own);
    for (size_t i = 0; i < names.count; i++) {
        str name = without_escapes(s->a, names.items[i]);
        own[i] = arena_printf(s->a, "%.*s%zu", STR_ARG(name), number);
    }
    return (catalog_names){ own, names.count };
}

static str some_options(const state *s, random_source *r, catalog_kind kind)
{
    bool some = random_below(r, 2), range = catalog_server_is_from(&s->server, 4, 4);
    if (kind == CATALOG_VECTOR)
        return some ? STR("indexConfig: {`vector.dimensions`: 3}")
                    : STR("{indexConfig: {`vector.similarity_function`: 'euclidean', "
                          "`vector.dimensions`: 2, `vector.quantization.enabled`: false}}");
    if (!some)
        return STR_NONE;
    if (kind == CATALOG_FULLTEXT)
        return STR("indexConfig: {`fulltext.analyzer`: 'english', "
                   "`fulltext.eventually_consistent`: true}");
    if (kind == CATALOG_POINT)
        return STR("indexConfig: {`spatial.cartesian.min`: [-10.0, -1.0e1]}");
    return range && (kind == CATALOG_INDEX || kind == CATALOG_UNIQUE)
               ? STR("{indexProvider: \"range-1.0\"}")
               : STR_NONE;
}

static bool is_for_community(catalog_kind kind)
{
    return kind != CATALOG_EXISTS && kind != CATALOG_KEY && kind != CATALOG_PROPERTY_TYPE &&
           kind != CATALOG_LOOKUP;
}

/* Its labels are its own, so that no two items are in each other's way. */
static void want(state *s, uint64_t seed, size_t number)
{
    random_source r = { (seed + 1) * 0x9E3779B97F4A7C15u };
    for (int i = 0; i < 4; i++)
        random_below(&r, 2); /* seeds that are near each other begin alike */
    catalog_item item = random_item(&r, s->a);
    if (!is_for_community(item.kind) || catalog_server_check(&s->server, &item, NULL))
        return;
    item.options = some_options(s, &r, item.kind);
    item.labels = own_names(s, item.labels, number);
    item.properties = own_names(s, item.properties, number);
    bool named = catalog_server_is_from(&s->server, 4, 0) || item.kind == CATALOG_FULLTEXT;
    item.name =
        named ? arena_printf(s->a, "%.*s%zu", STR_ARG(without_escapes(s->a, item.name)), number)
              : STR_NONE;
    error err;
    check(catalog_item_name(&item, s->a, &err), &err);
    s->wanted[s->wanted_count++] = item;
}

/* ---- What is there ---- */

static str field(str *input)
{
    str text = str_split(input, '\0');
    return text.len ? text : STR_NONE;
}

static catalog_names field_names(const state *s, str *input)
{
    str list = field(input), *names = arena_array(s->a, list.len, sizeof *names);
    size_t count = 0;
    while (list.len > 0)
        names[count++] = str_split(&list, '\x01');
    return (catalog_names){ names, count };
}

static void find(state *s, str *input)
{
    error err;
    bool is_one;
    catalog_reading how = { .indexes = str_eq(field(input), STR("index")) };
    catalog_row row = { .name = field(input) };
    row.type = field(input);
    row.entity = field(input);
    row.labels = field_names(s, input);
    row.properties = field_names(s, input);
    row.unique = field(input).len > 0;
    row.owner = field(input);
    row.options = field(input);
    row.description = field(input);
    row.statement = field(input);
    check(catalog_read_row(&row, how, s->a, &is_one, &s->found[s->found_count], &err), &err);
    s->found_count += is_one && s->found[s->found_count].kind != CATALOG_LOOKUP;
}

static str read_all(arena *a)
{
    char *bytes = arena_alloc(a, INPUT_SIZE);
    return (str){ bytes, fread(bytes, 1, INPUT_SIZE, stdin) };
}

/* ---- The difference ---- */

static void write(buf *statement)
{
    fwrite(statement->data, 1, statement->len, stdout);
    putchar('\0');
    buf_clear(statement);
}

static void write_changes(const state *s, const catalog_diff *diff)
{
    error err;
    BUF_AUTO out = BUF_INIT(NULL, 0);
    catalog_manner manner = { .options = true };
    for (size_t i = 0; i < diff->left_count; i++) {
        check(catalog_render_drop(diff->left[i].item, &s->server, manner, &out, &err), &err);
        write(&out);
    }
    for (size_t i = 0; i < diff->right_count; i++) {
        check(catalog_render_create(diff->right[i].item, &s->server, manner, &out, &err), &err);
        write(&out);
    }
}

int main(int count, char **arguments)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    static state s;
    s.a = &a;
    s.server.cypher_25 = count > 4;
    if (count < 4 || !catalog_server_parse(str_from(arguments[3]), &s.server))
        return 2;
    size_t seed = strtoul(arguments[1], NULL, 10), items = strtoul(arguments[2], NULL, 10);
    /* A third stays the same whatever the seed. */
    for (size_t i = 0; i < items && i < MOST_ITEMS; i++)
        want(&s, i * 7919 + (i % 3 ? seed * 104729 : 0), i);
    for (str input = read_all(&a); input.len > 0;)
        find(&s, &input);
    error err;
    catalog_diff diff;
    catalog_equality by = { .options = catalog_server_is_from(&s.server, 4,
                                                              3) }; /* older ones do not tell */
    check(catalog_compare((catalog_items){ s.found, s.found_count },
                          (catalog_items){ s.wanted, s.wanted_count }, by, &a, &diff, &err),
          &err);
    write_changes(&s, &diff);
    return 0;
}
