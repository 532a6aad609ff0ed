/* Catalogs written as documents: byte by byte as other tools write them, and read again as they were. */
#include "catalog/dump.h"

#include "catalog/document.h"
#include "catalog/random_items.h"
#include "failing_memory.h"

#include <criterion/criterion.h>

#define NAMES(...)                                                                                 \
    {                                                                                              \
        (const str[]){ __VA_ARGS__ }, sizeof((const str[]){ __VA_ARGS__ }) / sizeof(str)           \
    }
#define HEAD                                                                                       \
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n"                               \
    "<migration xmlns=\"https://michael-simons.github.io/neo4j-migrations\">\n"                    \
    "    <catalog>\n"
#define TAIL                                                                                       \
    "    </catalog>\n"                                                                             \
    "</migration>\n"

static str dump_of(catalog_items items, arena *a)
{
    str out;
    BUF_AUTO text = BUF_INIT(NULL, 0);
    catalog_dump_xml(items, &text);
    cr_assert_eq(buf_finish(&text, a, &out, NULL), ST_OK);
    return out;
}

static void expect_dump(catalog_items items, const char *expected)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str actual = dump_of(items, &a);
    cr_expect(str_eq(actual, str_from(expected)), "expected\n%s\ngot\n%.*s", expected,
              STR_ARG(actual));
}

Test(dump, of_nothing)
{
    expect_dump((catalog_items){ NULL, 0 },
                HEAD "        <indexes/>\n        <constraints/>\n" TAIL);
}

/* Indexes come first, whatever the order; a type always, attributes by name. */
Test(dump, of_every_form)
{
    const catalog_item items[] = {
        { .kind = CATALOG_PROPERTY_TYPE,
          .entity = CATALOG_RELATIONSHIP,
          .name = STR("n1"),
          .labels = NAMES(STR("R|S")),
          .properties = NAMES(STR("p")),
          .property_type = STR("LIST<DATE NOT NULL>") },
        { .kind = CATALOG_FULLTEXT,
          .name = STR("my \"index\" <'&'>"),
          .labels = NAMES(STR("A"), STR("B|C")),
          .properties = NAMES(STR("x"), STR("y > z")),
          .options = STR("{`indexProvider`: \"fulltext-1.0\"}") },
        { .kind = CATALOG_UNIQUE,
          .entity = CATALOG_RELATIONSHIP,
          .name = STR("u"),
          .labels = NAMES(STR("T")),
          .properties = NAMES(STR("p")) },
        { .kind = CATALOG_INDEX,
          .name = STR("plain"),
          .labels = NAMES(STR("A")),
          .properties = NAMES(STR("p")) },
        { .kind = CATALOG_LOOKUP, .name = STR("l"), .entity = CATALOG_RELATIONSHIP },
    };
    expect_dump(
        (catalog_items){ items, 5 },
        HEAD "        <indexes>\n"
             "            <index name=\"my &quot;index&quot; &lt;'&amp;'&gt;\" type=\"fulltext\">\n"
             "                <label>A|B\\|C</label>\n"
             "                <properties>\n"
             "                    <property>x</property>\n"
             "                    <property>y &gt; z</property>\n"
             "                </properties>\n"
             "                <options>{`indexProvider`: \"fulltext-1.0\"}</options>\n"
             "            </index>\n"
             "            <index name=\"plain\" type=\"property\">\n"
             "                <label>A</label>\n"
             "                <properties>\n"
             "                    <property>p</property>\n"
             "                </properties>\n"
             "            </index>\n"
             "            <index name=\"l\" type=\"lookup\">\n"
             "                <type/>\n"
             "            </index>\n"
             "        </indexes>\n"
             "        <constraints>\n"
             "            <constraint name=\"n1\" type=\"property_type\">\n"
             "                <type>R|S</type>\n"
             "                <properties>\n"
             "                    <property type=\"LIST&lt;DATE NOT NULL&gt;\">p</property>\n"
             "                </properties>\n"
             "            </constraint>\n"
             "            <constraint name=\"u\" type=\"unique_relationship_property\">\n"
             "                <type>T</type>\n"
             "                <properties>\n"
             "                    <property>p</property>\n"
             "                </properties>\n"
             "            </constraint>\n"
             "        </constraints>\n" TAIL);
}

/* What would be read as something else, or not at all, is told in comments, which nothing in them ends. */
Test(dump, of_what_no_document_can_declare)
{
    const catalog_item items[] = {
        { .kind = CATALOG_OTHER_INDEX,
          .name = STR("new"),
          .word = STR("QUANTUM"),
          .statement = STR("CREATE QUANTUM INDEX --> --\x01-") },
        { .kind = CATALOG_INDEX,
          .name = STR("two  blanks"),
          .labels = NAMES(STR("A")),
          .properties = NAMES(STR("p")) },
        { .kind = CATALOG_INDEX,
          .name = STR("i"),
          .labels = NAMES(STR(" A")),
          .properties = NAMES(STR("p")) },
        { .kind = CATALOG_FULLTEXT,
          .name = STR("f"),
          .labels = NAMES(STR("A\\"), STR("B")),
          .properties = NAMES(STR("p")) },
        { .kind = CATALOG_INDEX,
          .name = STR("control"),
          .labels = NAMES(STR("A")),
          .properties = NAMES(STR("\x02")) },
    };
    expect_dump((catalog_items){ items, 5 },
                HEAD "        <indexes>\n"
                     "            <!-- No document can declare the index \"new\" of the type "
                     "QUANTUM: CREATE QUANTUM INDEX "
                     "- -> - -\xEF\xBF\xBD- -->\n"
                     "            <!-- No document can declare the index \"two  blanks\" -->\n"
                     "            <!-- No document can declare the index \"i\" -->\n"
                     "            <!-- No document can declare the index \"f\" -->\n"
                     "            <!-- No document can declare the index \"control\" -->\n"
                     "        </indexes>\n"
                     "        <constraints/>\n" TAIL);
}

/* ---- Random catalogs ---- */

static bool is_same_text(catalog_names a, catalog_names b)
{
    bool same = a.count == b.count;
    for (size_t i = 0; same && i < a.count; i++)
        same = str_eq(a.items[i], b.items[i]);
    return same;
}

static bool is_same(const catalog_item *a, const catalog_item *b)
{
    return a->kind == b->kind && a->entity == b->entity && str_eq(a->name, b->name) &&
           is_same_text(a->labels, b->labels) && is_same_text(a->properties, b->properties) &&
           str_eq(a->property_type, b->property_type) && str_eq(a->options, b->options);
}

static size_t count_of(str text, str what)
{
    size_t count = 0;
    for (size_t at = 0; (at = str_find(text, what, at)) != STR_NOT_FOUND; at += what.len)
        count++;
    return count;
}

/* With names of their own. */
static catalog_items random_catalog(random_source *r, arena *a)
{
    size_t count = random_below(r, 12);
    catalog_item *items = arena_array(a, count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        items[i] = random_item(r, a);
        items[i].name = arena_printf(a, "%.*s#%zu", STR_ARG(items[i].name), i);
    }
    return (catalog_items){ items, count };
}

/* Each item comes back as it was or is told in a comment, and what has come back is written the same way. */
Test(dump, random_catalogs_are_read_as_they_were, .timeout = 20)
{
    random_source r = { 4711 };
    size_t read_back = 0, all = 0;
    for (size_t round = 0; round < 2000; round++) {
        error err = { 0 };
        catalog_document document;
        ARENA_AUTO a = ARENA_INIT(NULL, 0);
        catalog_items items = random_catalog(&r, &a);
        str dump = dump_of(items, &a);
        cr_assert_eq(catalog_document_parse(dump, &a, &document, &err), ST_OK, "%u:%u %s\n%.*s",
                     err.line, err.column, err.message, STR_ARG(dump));
        for (size_t i = 0; i < document.items.count; i++) {
            const catalog_item *read = &document.items.items[i];
            const catalog_item *was = catalog_find(items, read->name);
            cr_assert(was && is_same(was, read), "%.*s", STR_ARG(dump));
        }
        cr_assert_eq(document.items.count + count_of(dump, STR("<!-- No document")), items.count);
        str again = dump_of(document.items, &a);
        cr_assert_eq(catalog_document_parse(again, &a, &document, &err), ST_OK);
        cr_assert(str_eq(again, dump_of(document.items, &a)), "%.*s", STR_ARG(again));
        read_back += document.items.count;
        all += items.count;
    }
    cr_assert_gt(read_back, all / 2, "%zu of %zu", read_back, all);
    cr_assert_lt(read_back, all);
}

Test(dump, memory_runs_out)
{
    random_source r = { 42 };
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    catalog_items items = random_catalog(&r, &a);
    cr_assert_gt(items.count, 5);
    str expected = dump_of(items, &a);
    for (failing_memory f = { 0 }; failing_memory_next(&f);) {
        const allocator mem = { failing_resize, &f };
        buf text = BUF_INIT(&mem, 0);
        catalog_dump_xml(items, &text);
        cr_expect_eq(text.failed, f.failed);
        cr_expect(text.failed || str_eq(buf_view(&text), expected));
        buf_free(&text);
        cr_expect_eq(f.blocks, 0);
    }
}
