#include "migration/checksum.h"
#include "migration/read.h"
#include "refactoring/refactoring.h"

status document_read(const migration *m, arena *a, catalog_document *out, error *err)
{
    str text;
    ARENA_AUTO scratch = ARENA_INIT(a->mem, SCRATCH_MAX_BYTES);
    status st = script_text(m->path, m->content, &scratch, &text, err);
    if (!st)
        st = catalog_document_parse(text, a, out, err);
    return st ? st : refactoring_check_document(out, err);
}

static status check_unchanged(const migration *m, const catalog_document *document, arena *a,
                              error *err)
{
    str checksum;
    status st = checksum_of_text(document->canonical, a, &checksum, err);
    return st ? st : migration_check_unchanged(m, checksum, err);
}

status migration_document(const migration *m, arena *a, catalog_document *out, error *err)
{
    catalog_document document;
    status st = document_read(m, a, &document, err);
    if (!st)
        st = check_unchanged(m, &document, a, err);
    if (!st)
        *out = document;
    else
        ERROR_SET(err, source, m->path.data, m->path.len);
    return st;
}

static status read_change(const migration *m, arena *a, catalog_change *out, error *err)
{
    catalog_document document;
    status st = migration_document(m, a, &document, err);
    if (st)
        return st;
    out->reset = document.reset;
    out->items = document.items;
    return ST_OK;
}

status migration_catalog(const migration_list *list, arena *a, catalog_versions *out, error *err)
{
    catalog_change *changes = arena_array(a, list->count, sizeof *changes);
    if (!changes)
        return fail_no_memory(err);
    status st = ST_OK;
    for (size_t i = 0; !st && i < list->count; i++) {
        const migration *m = &list->items[i];
        changes[i] = (catalog_change){ .version = m->version, .source = m->path };
        if (m->type == MIGRATION_CATALOG)
            st = read_change(m, a, &changes[i], err);
    }
    if (!st)
        *out = (catalog_versions){ changes, list->count };
    return st;
}
