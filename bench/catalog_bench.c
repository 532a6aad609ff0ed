/* catalog_bench [ITEMS]: how long it takes to render, read and compare a catalog of 10,000 items or so, one of half its size, and one
 * of twice its size, without a server. */
#include "base/clock.h"
#include "catalog/diff.h"
#include "catalog/render.h"
#include "catalog/rows.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct bench {
    arena a;
    size_t count;
    catalog_item *declared, *found;
    buf script;
    size_t left_out;
    catalog_diff diff;
} bench;

static void check(bool fine, const char *what)
{
    if (fine)
        return;
    fprintf(stderr, "catalog_bench: cannot %s\n", what);
    exit(1);
}

static catalog_names one(arena *a, const char *name, size_t number)
{
    str *item = ARENA_NEW(a, str);
    *item = arena_printf(a, "%s %zu", name, number);
    return (catalog_names){ item, 1 };
}

/* One in four has options as a server tells them. */
static void declare(bench *b)
{
    static const catalog_kind kinds[] = { CATALOG_UNIQUE, CATALOG_INDEX, CATALOG_FULLTEXT,
                                          CATALOG_TEXT };
    for (size_t i = 0; i < b->count; i++)
        b->declared[i] = (catalog_item){
            .kind = kinds[i % 4],
            .name = arena_printf(&b->a, "item %zu", i),
            .labels = one(&b->a, "Label", i / 8),
            .properties = one(&b->a, "property", i % 8),
            .options =
                i % 4 == 1 ? STR("{`indexConfig`: {}, `indexProvider`: \"range-1.0\"}") : STR_NONE,
        };
}

static void render(bench *b)
{
    catalog_server server = { .major = 5, .minor = 26 };
    catalog_manner manner = { .options = true };
    catalog_render_script((catalog_items){ b->declared, b->count }, &server, manner, &b->script,
                          &b->left_out);
    check(b->left_out == 0 && !b->script.failed, "render");
}

/* Every tenth is told with its properties under another name. */
static void read(bench *b)
{
    static const char *const types[] = { "UNIQUENESS", "RANGE", "FULLTEXT", "TEXT" };
    for (size_t i = 0; i < b->count; i++) {
        bool is_one;
        const catalog_item *item = &b->declared[i];
        catalog_row row = {
            .name = i % 10 ? item->name : STR("another"),
            .type = str_from(types[i % 4]),
            .entity = STR("NODE"),
            .labels = item->labels,
            .properties = item->properties,
            .options = item->options,
        };
        catalog_reading how = { .indexes = i % 4 != 0 };
        check(!catalog_read_row(&row, how, &b->a, &is_one, &b->found[i], NULL) && is_one, "read");
    }
}

static void compare(bench *b)
{
    catalog_equality by = { .options = true };
    check(!catalog_compare((catalog_items){ b->found, b->count },
                           (catalog_items){ b->declared, b->count }, by, &b->a, &b->diff, NULL),
          "compare");
    check(b->diff.left_count == (b->count + 9) / 10, "tell what differs");
}

static void measure(size_t count)
{
    static const struct {
        const char *name;
        void (*run)(bench *);
    } parts[] = { { "render", render }, { "read", read }, { "compare", compare } };
    bench b = { .count = count, .a = ARENA_INIT(NULL, 0) };
    b.declared = arena_array(&b.a, count, sizeof *b.declared);
    b.found = arena_array(&b.a, count, sizeof *b.found);
    check(b.declared && b.found, "get memory");
    declare(&b);
    printf("%7zu items:", count);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        int64_t began = clock_us();
        parts[i].run(&b);
        printf("  %s %.1f ms", parts[i].name, (double)(clock_us() - began) / 1000);
    }
    printf("\n");
    buf_free(&b.script);
    arena_finish(&b.a);
}

int main(int count, char **arguments)
{
    size_t items = count > 1 ? strtoul(arguments[1], NULL, 10) : 10000;
    for (size_t times = 1; times <= 4; times *= 2)
        measure(items * times / 2);
    return 0;
}
