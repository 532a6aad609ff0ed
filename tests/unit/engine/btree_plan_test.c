/* What refactorings of BTREE indexes do to one database: cases of data/refactoring/btrees.tsv. */
#include "cypher/table.h"
#include "engine/catalog_plan.h"
#include "failing_memory.h"

#define NAMESPACE "https://michael-simons.github.io/neo4j-migrations"

#define BTREE                                                                                      \
    "{`indexConfig`: {`spatial.wgs-84.min`: [-180.0, -90.0]}, `indexProvider`: "                   \
    "\"native-btree-1.0\"}"
#define RANGE "{`indexConfig`: {}, `indexProvider`: \"range-1.0\"}"

typedef struct present {
    catalog_kind kind;
    catalog_entity entity;
    const char *name, *label, *property, *options;
} present;

static const present database[] = {
    { CATALOG_UNIQUE, CATALOG_NODE, "old_c", "A", "k", BTREE },
    { CATALOG_UNIQUE, CATALOG_NODE, "new_c", "C", "k", RANGE },
    { CATALOG_INDEX, CATALOG_NODE, "old_i", "A", "x", BTREE },
    { CATALOG_INDEX, CATALOG_RELATIONSHIP, "rel i", "T", "x", BTREE },
    { CATALOG_INDEX, CATALOG_NODE, "new_i", "C", "x", RANGE },
    { CATALOG_INDEX, CATALOG_NODE, "twice", "D", "x", BTREE },
    { CATALOG_INDEX, CATALOG_NODE, "already", "D", "x", RANGE },
    { CATALOG_TEXT, CATALOG_NODE, "old_i_words", "A", "w", "{`indexProvider`: \"text-1.0\"}" },
};
enum { PRESENT = sizeof database / sizeof *database };

static catalog_items items_of(arena *a)
{
    catalog_item *items = arena_array(a, PRESENT, sizeof *items);
    str *names = arena_array(a, 2 * PRESENT, sizeof *names);
    for (size_t i = 0; i < PRESENT; i++) {
        const present *p = &database[i];
        names[2 * i] = str_from(p->label);
        names[2 * i + 1] = str_from(p->property);
        items[i] = (catalog_item){ .kind = p->kind,
                                   .entity = p->entity,
                                   .name = str_from(p->name),
                                   .labels = { &names[2 * i], 1 },
                                   .properties = { &names[2 * i + 1], 1 },
                                   .options = str_from(p->options) };
    }
    return (catalog_items){ items, PRESENT };
}

static str shown(const catalog_plan *made, arena *a)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    for (size_t i = 0; i < made->count; i++)
        buf_printf(&text, "%s%.*s; ", made->steps[i].apart ? "-- " : "",
                   STR_ARG(made->steps[i].text));
    for (size_t i = 0; i < made->warnings.count; i++)
        buf_printf(&text, "? %.*s ", STR_ARG(made->warnings.items[i]));
    for (size_t i = 1; i < made->caution.count; i++)
        buf_printf(&text, "< %.*s ", STR_ARG(made->caution.items[i]));
    for (size_t i = 1; i < made->advice.count; i++)
        buf_printf(&text, "> %.*s ", STR_ARG(made->advice.items[i]));
    if (made->advice.count == 1)
        buf_printf(&text, "> %.*s", STR_ARG(made->advice.items[0]));
    return str_trim(arena_str(a, buf_view(&text)));
}

/* version, operations, statements ("-- " begins a transaction), "? " a warning, "< " how to mend what an interruption leaves, "> " what is told in the end; or "! " and why there
 * are none */
static void check(const table_row *row)
{
    cr_assert_eq(row->count, 3, "%s:%zu", row->file, row->line);
    catalog_server server = { 0 };
    cr_assert(catalog_server_parse(row->cells[0], &server));
    catalog_document document;
    catalog_plan made;
    catalog_targets targets;
    error err = { .status = ST_OK };
    str text = arena_printf(row->a, "<migration xmlns='" NAMESPACE "'>%.*s</migration>",
                            STR_ARG(row->cells[1]));
    cr_assert_eq(catalog_document_parse(text, row->a, &document, &err), ST_OK, "%s:%zu: %s",
                 row->file, row->line, err.message);
    catalog_plan_input input = { .document = &document, .version = STR("1"), .server = &server };
    status st = catalog_plan_resolve(&input, row->a, &targets, &err);
    cr_assert_eq(st, ST_OK);
    cr_expect_eq(targets.remote, server.major == 4, "%s:%zu", row->file, row->line);
    st = catalog_plan_build(&input, &targets, items_of(row->a), row->a, &made, &err);
    table_expect(row, row->cells[2],
                 st ? arena_printf(row->a, "! %s", err.message) : shown(&made, row->a));
    cr_expect(!st || (st == ST_MIGRATIONS && err.line == 1), "%s:%zu", row->file, row->line);
}

Test(btree_plan, cases)
{
    table_run("refactoring/btrees.tsv", check);
}

static const char *const both =
    "<migration xmlns='" NAMESPACE "'><refactor type='migrate.createFutureIndexes'><parameters>"
    "<parameter name='excludes'><value>nobody</value></parameter><parameter name='typeMapping'>"
    "<mapping><name>old_i</name><type>TEXT</type></mapping></parameter></parameters></refactor>"
    "<refactor type='migrate.replaceBTreeIndexes'/></migration>";

static status plan(const catalog_document *document, catalog_items items, arena *a, error *err)
{
    catalog_server server = { .major = 4, .minor = 4 };
    catalog_plan_input input = { .document = document, .version = STR("1"), .server = &server };
    catalog_targets targets;
    catalog_plan made;
    status st = catalog_plan_resolve(&input, a, &targets, err);
    return st ? st : catalog_plan_build(&input, &targets, items, a, &made, err);
}

Test(btree_plan, memory_may_run_out)
{
    ARENA_AUTO keep = ARENA_INIT(NULL, 0);
    catalog_document document;
    error err = { .status = ST_OK };
    cr_assert_eq(catalog_document_parse(str_from(both), &keep, &document, &err), ST_OK, "%s",
                 err.message);
    for (failing_memory f = { 0 }; failing_memory_next(&f);) {
        const allocator mem = { failing_resize, &f };
        {
            ARENA_AUTO a = ARENA_INIT(&mem, 0);
            status st = plan(&document, items_of(&keep), &a, &err);
            cr_assert(!st || (st == ST_NO_MEMORY && f.failed), "%d %s", (int)st, err.message);
        }
        cr_assert_eq(f.blocks, 0);
    }
}
