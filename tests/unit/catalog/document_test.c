#include "catalog/document.h"

#include "catalog/xml_case.h"
#include "failing_memory.h"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

/* ---- The grammar, and that the schema says the same ---- */

static xmlSchemaPtr schema;

static void quiet(void *user, const char *format, ...)
{
    (void)user, (void)format;
}

static void load_schema(void)
{
    xmlSchemaParserCtxtPtr parser = xmlSchemaNewParserCtxt(TEST_DATA "/../../xsd/migration.xsd");
    schema = xmlSchemaParse(parser);
    cr_assert_not_null(schema);
    xmlSchemaFreeParserCtxt(parser);
}

static bool schema_accepts(str text)
{
    xmlDocPtr document = xmlReadMemory(text.data, (int)text.len, NULL, NULL, XML_PARSE_NONET);
    cr_assert_not_null(document, "%.*s", STR_ARG(text));
    xmlSchemaValidCtxtPtr validator = xmlSchemaNewValidCtxt(schema);
    xmlSchemaSetValidErrors(validator, quiet, quiet, NULL);
    int result = xmlSchemaValidateDoc(validator, document);
    cr_assert_geq(result, 0);
    xmlSchemaFreeValidCtxt(validator);
    xmlFreeDoc(document);
    return result == 0;
}

static str fault_of(str text, arena *a)
{
    error err;
    catalog_document document;
    status st = catalog_document_parse(text, a, &document, &err);
    cr_assert(st == ST_OK || (st == ST_PARSE && err.status == ST_PARSE));
    return st ? arena_printf(a, "%u:%u %s", err.line, err.column, err.message) : STR("");
}

static void check_case(const table_row *row)
{
    str verdict = row->cells[0], text = xml_case(row->cells[1], row->a);
    table_expect(row, row->count > 2 ? row->cells[2] : STR(""), fault_of(text, row->a));
    cr_expect_eq(row->count == 2, str_eq(verdict, STR("ok")), "%s:%zu", row->file, row->line);
    if (!str_eq(verdict, STR("xml")))
        cr_expect_eq(schema_accepts(text), !str_eq(verdict, STR("schema")),
                     "%s:%zu: the schema says otherwise", row->file, row->line);
}

Test(document, grammar, .init = load_schema)
{
    cr_assert_geq(table_run("catalog/grammar.tsv", check_case), 120);
    xmlSchemaFree(schema);
}

/* ---- What is read ---- */

static catalog_document read_case(const char *body, arena *a)
{
    error err;
    catalog_document out;
    str text = xml_case(str_from(body), a);
    cr_assert_eq(catalog_document_parse(text, a, &out, &err), ST_OK, "%u:%u %s", err.line,
                 err.column, err.message);
    return out;
}

static str names_shown(catalog_names names, arena *a)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    for (size_t i = 0; i < names.count; i++)
        buf_printf(&text, "[%.*s]", STR_ARG(names.items[i]));
    return arena_str(a, buf_view(&text));
}

#define EXPECT(actual, expected)                                                                   \
    cr_expect(str_eq((actual), str_from(expected)), "%s:%d: got \"%.*s\"", __FILE__, __LINE__,     \
              STR_ARG(actual))

Test(document, items)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    catalog_document d = read_case(
        "<catalog reset='true'>\n"
        "<indexes>\n"
        "  <index name=' f ' type='fulltext'>\n"
        "    <type> A\\|B|C </type>\n"
        "    <properties><property>x</property><property>\n "
        "y\n</property><property>x</property></properties>\n"
        "    <options>\n  { a: 1,\n      b: 2 }  \n </options>\n"
        "  </index><index name='plain'><label>A\\|B</label>$P</index>\n"
        "</indexes>\n"
        "<constraints><constraint name='t' type='property_type'><label>A|B\\|C</label>\n"
        "<properties><property type='LOCAL TIME'>p</property></properties><options> "
        "</options></constraint>\n"
        "<constraint name='u' "
        "type='unique_relationship_property'><type>T</type>$P</constraint></constraints>\n"
        "</catalog>",
        &a);
    cr_assert(d.reset);
    cr_assert_eq(d.items.count, 4);
    const catalog_item *t = &d.items.items[0], *u = &d.items.items[1];
    const catalog_item *f = &d.items.items[2], *plain = &d.items.items[3];
    cr_expect_eq(t->kind, CATALOG_PROPERTY_TYPE);
    EXPECT(t->property_type, "LOCAL TIME");
    EXPECT(names_shown(t->labels, &a), "[A|B\\|C]");
    cr_expect_null(t->options.data);
    cr_expect_eq(u->kind, CATALOG_UNIQUE);
    cr_expect_eq(u->entity, CATALOG_RELATIONSHIP);
    cr_expect_eq(f->kind, CATALOG_FULLTEXT);
    cr_expect_eq(f->entity, CATALOG_RELATIONSHIP);
    EXPECT(f->name, "f");
    EXPECT(names_shown(f->labels, &a), "[A|B][C]");
    EXPECT(names_shown(f->properties, &a), "[x][y]");
    EXPECT(f->options, "{ a: 1,\nb: 2 }");
    cr_expect_eq(f->line, 4);
    cr_expect_eq(f->column, 3);
    cr_expect_eq(plain->kind, CATALOG_INDEX);
    cr_expect_eq(plain->entity, CATALOG_NODE);
    EXPECT(names_shown(plain->labels, &a), "[A|B]");
    cr_expect_eq(plain->line, 13);
}

Test(document, operations_in_their_order)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    catalog_document d =
        read_case("<verify latest='1' allowEquivalent='0' includeOptions='true'/>\n"
                  "  <drop item=' x ' ifExists='0'/><create>$I</create>\n"
                  "<refactor type='rename.label'/><create ref='c'/>",
                  &a);
    const catalog_operation *o = d.operations;
    cr_assert_eq(d.operation_count, 5);
    cr_expect(o[0].kind == CATALOG_VERIFY && o[0].current && !o[0].allow_equivalent &&
              o[0].include_options);
    cr_expect(o[1].kind == CATALOG_DROP && !o[1].idempotent && !o[1].item);
    EXPECT(o[1].reference, " x ");
    cr_expect(o[1].line == 3 && o[1].column == 3);
    cr_expect(o[2].kind == CATALOG_CREATE && o[2].idempotent && o[2].item && !o[2].reference.data);
    EXPECT(o[2].item->name, "i");
    cr_expect_eq(o[3].kind, CATALOG_REFACTOR);
    EXPECT(o[4].reference, "c");
    cr_expect_eq(d.items.count, 0);
    catalog_document plain = read_case("<verify/><apply/>", &a);
    cr_expect(!plain.operations[0].current && plain.operations[0].allow_equivalent &&
              !plain.operations[0].include_options);
    cr_expect_eq(plain.operations[1].kind, CATALOG_APPLY);
}

Test(document, parameters)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    catalog_document d = read_case(
        "<refactor type='merge.nodes'><parameters>\n"
        " <parameter name='sourceQuery'><![CDATA[\n  MATCH (n)\n   RETURN n < 1]]></parameter>\n"
        " <parameter name='list'><value> y </value><value/><value> </value></parameter>\n"
        " <parameter "
        "name='mergePolicy'><pattern>.*</pattern><strategy>KEEP_ALL</strategy></parameter>\n"
        "</parameters></refactor>",
        &a);
    const catalog_refactoring *r = &d.operations[0].refactoring;
    EXPECT(r->type, "merge.nodes");
    cr_assert_eq(r->count, 3);
    EXPECT(r->parameters[0].name, "sourceQuery");
    EXPECT(r->parameters[0].text, "\nMATCH (n)\nRETURN n < 1");
    cr_expect(r->parameters[0].line == 3 && r->parameters[0].column == 2);
    const catalog_parameter *list = &r->parameters[1], *policy = &r->parameters[2];
    cr_assert_eq(list->value_count, 3);
    EXPECT(list->values[0], "y");
    cr_expect_null(list->values[1].data);
    EXPECT(list->values[2], " ");
    cr_assert_eq(policy->child_count, 2);
    EXPECT(policy->children[0].name, "pattern");
    EXPECT(policy->children[1].text, "KEEP_ALL");
}

/* Wherever they stand; others are passed over. */
Test(document, instructions)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    catalog_document d = read_case(
        "!<?assume that edition is community ?><!-- <?no?> -->\n"
        "<migration xmlns='" XML_NAMESPACE "'> <?ASSERT q' RETURN 1 < 2?>\r\n"
        "<catalog>\n\n  <?assume in schema\n q'RETURN true'?><?other that version is 5?></catalog>"
        "<create item='a'><?assert x?></create>\n"
        "</migration><?assume that version is 5 or 4.4?>",
        &a);
    static const struct {
        uint32_t line, column;
        const char *text;
    } expected[] = {
        { 1, 1, "// assume that edition is community" }, { 2, 71, "// ASSERT q' RETURN 1 < 2" },
        { 5, 3, "// assume in schema  q'RETURN true'" }, { 6, 72, "// assert x" },
        { 7, 13, "// assume that version is 5 or 4.4" },
    };
    cr_assert_eq(d.instruction_count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < d.instruction_count; i++) {
        EXPECT(d.instructions[i].text, expected[i].text);
        cr_expect_eq(d.instructions[i].line, expected[i].line, "%zu: line %u", i,
                     d.instructions[i].line);
        cr_expect_eq(d.instructions[i].column, expected[i].column, "%zu: column %u", i,
                     d.instructions[i].column);
    }
}

/* ---- Limits ---- */

static str nested(size_t depth, arena *a)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    buf_text(&text, "<migration xmlns=\"" XML_NAMESPACE
                    "\"><refactor type=\"rename.label\"><parameters><parameter name=\"p\">");
    for (size_t i = 4; i < depth; i++)
        buf_text(&text, "<a>");
    for (size_t i = 4; i < depth; i++)
        buf_text(&text, "</a>");
    buf_text(&text, "</parameter></parameters></refactor></migration>");
    return arena_str(a, buf_view(&text));
}

Test(document, depth_is_limited)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    EXPECT(fault_of(nested(CATALOG_DOCUMENT_MAX_DEPTH, &a), &a), "");
    EXPECT(fault_of(nested(CATALOG_DOCUMENT_MAX_DEPTH + 1, &a), &a),
           "1:312 elements are nested too deeply");
    EXPECT(fault_of(nested(100000, &a), &a), "1:312 elements are nested too deeply");
}

Test(document, size_is_limited)
{
    error err;
    catalog_document d;
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str large = { "<", CATALOG_DOCUMENT_MAX_BYTES + 1 };
    cr_assert_eq(catalog_document_parse(large, &a, &d, &err), ST_PARSE);
    cr_assert_str_eq(err.message, "the document is larger than 64 MB");
}

/* 10,000 items, with a place and a name each. */
Test(document, many_items, .timeout = 10)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    BUF_AUTO text = BUF_INIT(NULL, 0);
    buf_text(&text, "<migration xmlns=\"" XML_NAMESPACE "\"><catalog><indexes>\n");
    for (size_t i = 0; i < 10000; i++)
        buf_printf(&text,
                   "<index "
                   "name=\"i%zu\"><label>L</label><properties><property>p%zu</property></"
                   "properties></index>\n",
                   i, i);
    buf_text(&text, "</indexes></catalog></migration>");
    catalog_document d;
    cr_assert_eq(catalog_document_parse(buf_view(&text), &a, &d, NULL), ST_OK);
    cr_assert_eq(d.items.count, 10000);
    cr_assert_eq(d.items.items[9999].line, 10001);
}

/* ---- Encodings ---- */

static str in_utf16(str ascii, bool big, arena *a)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    buf_str(&text, big ? STR("\xFE\xFF") : STR("\xFF\xFE"));
    for (size_t i = 0; i < ascii.len; i++) {
        buf_char(&text, big ? '\0' : ascii.data[i]);
        buf_char(&text, big ? ascii.data[i] : '\0');
    }
    return arena_str(a, buf_view(&text));
}

Test(document, encodings)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str plain = STR("<?xml version='1.0' encoding='UTF-16'?><migration xmlns='" XML_NAMESPACE
                    "'>\n <create item='a' it='b'/></migration>");
    str without = str_from_index(plain, STR("<?xml version='1.0' encoding='UTF-16'?>").len);
    const char *expected =
        "2:19 <create> has no attribute \"it\": it may have item, ref, ifNotExists";
    EXPECT(fault_of(in_utf16(plain, true, &a), &a), expected);
    EXPECT(fault_of(in_utf16(plain, false, &a), &a), expected);
    EXPECT(fault_of(str_from_index(in_utf16(without, true, &a), 2), &a), expected);
    EXPECT(fault_of(str_from_index(in_utf16(plain, true, &a), 2), &a), expected);
    EXPECT(fault_of(str_from_index(in_utf16(plain, false, &a), 2), &a), expected);
    EXPECT(fault_of(arena_printf(&a, "\xEF\xBB\xBF%.*s", STR_ARG(without)), &a), expected);
    EXPECT(
        fault_of(STR("<?xml version='1.0' encoding='ISO-8859-1'?><migration xmlns='" XML_NAMESPACE
                     "'>\n <create item='\xFC' it='b'/></migration>"),
                 &a),
        expected);
    EXPECT(fault_of(STR("<?xml version='1.0' encoding='UTF-16'?><migration/>"), &a),
           "1:26 this is not UTF-16, which the document says that it is");
}

/* ---- Memory ---- */

Test(document, memory_runs_out)
{
    ARENA_AUTO b = ARENA_INIT(NULL, 0);
    str text = xml_case(
        STR("<?assume that edition is "
            "community?><catalog><constraints>$C</constraints><indexes>$I<index name='f' "
            "type='fulltext'><type>A|B</type>$P"
            "<options>a: 1</options></index></indexes></catalog><verify/><create "
            "item='a'/><drop><index name='k'><label>L</label>$P</index></drop>"
            "<refactor type='rename.label'><parameters><parameter "
            "name='p'><value>a</value><b/><![CDATA[x]]></parameter></parameters></refactor>"),
        &b);
    for (failing_memory f = { 0 }; failing_memory_next(&f);) {
        const allocator mem = { failing_resize, &f };
        arena a = ARENA_INIT(&mem, 0);
        error err = { 0 };
        catalog_document d;
        status st = catalog_document_parse(text, &a, &d, &err);
        cr_expect_eq(st, f.failed ? ST_NO_MEMORY : ST_OK, "%s", err.message);
        arena_finish(&a);
        cr_expect_eq(f.blocks, 0);
    }
}
