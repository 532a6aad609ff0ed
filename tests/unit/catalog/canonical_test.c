#include "catalog/document.h"

#include "catalog/xml_case.h"

static void check_canonical(const table_row *row)
{
    error err;
    catalog_document document;
    cr_assert_eq(row->count, 3);
    status st = catalog_document_parse(xml_case(row->cells[0], row->a), row->a, &document, &err);
    cr_assert_eq(st, ST_OK, "%s:%zu: %u:%u %s", row->file, row->line, err.line, err.column,
                 err.message);
    table_expect(row, xml_expand(row->cells[1], row->a), document.canonical);
}

Test(canonical, forms)
{
    cr_assert_geq(table_run("catalog/canonical.tsv", check_canonical), 25);
}
