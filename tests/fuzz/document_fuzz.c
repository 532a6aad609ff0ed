/* XML migrations: a failure has a place, and what is read can be written and read again. */
#include "fuzz.h"

#include "catalog/document.h"
#include "catalog/dump.h"

static bool is_alike(catalog_items a, catalog_items b)
{
    for (size_t i = 0; i < a.count; i++) {
        const catalog_item *other = catalog_find(b, a.items[i].name);
        if (!other || !catalog_equal(&a.items[i], other, (catalog_equality){ .options = true }))
            return false;
    }
    return a.count == b.count;
}

static void read_again(catalog_items items, arena *a)
{
    BUF_AUTO dump = BUF_INIT(NULL, 0), second = BUF_INIT(NULL, 0);
    catalog_document again;
    error err;
    catalog_dump_xml(items, &dump);
    FUZZ_CHECK(!dump.failed);
    if (catalog_document_parse(buf_view(&dump), a, &again, &err)) {
        fprintf(stderr, "%u:%u: %s\n%.*s\n", err.line, err.column, err.message,
                STR_ARG(buf_view(&dump)));
        abort();
    }
    FUZZ_CHECK(is_alike(items, again.items));
    catalog_dump_xml(again.items, &second);
    FUZZ_CHECK(str_eq(buf_view(&dump), buf_view(&second)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    catalog_document document;
    error err;
    status st = catalog_document_parse((str){ (const char *)data, size }, &a, &document, &err);
    FUZZ_CHECK(!st || (st == ST_PARSE && err.message[0] && err.line > 0));
    if (!st)
        read_again(document.items, &a);
    return 0;
}
