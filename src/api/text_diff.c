/* What two catalogs differ in, for people. */
#include "api/handle.h"

#include "base/buf.h"
#include "catalog/describe.h"

status text_of_source(const n4m_catalog_source *source, arena *a, str *out, error *err)
{
    switch (source->place) {
    case N4M_CATALOG_REMOTE:
        *out = STR("the database");
        return ST_OK;
    case N4M_CATALOG_LOCAL:
        *out = STR("the migrations");
        return ST_OK;
    case N4M_CATALOG_FILE:
        *out = arena_printf(a, "%s", source->file);
        return out->data ? ST_OK : fail_no_memory(err);
    }
    return ST_OK;
}

static void append_relation(catalog_relation relation, buf *out)
{
    switch (relation) {
    case CATALOG_IDENTICAL:
        buf_text(out, "The catalogs are identical.");
        return;
    case CATALOG_EQUIVALENT:
        buf_text(out, "The catalogs are equivalent: only names and options differ.");
        return;
    case CATALOG_DIFFERENT:
        buf_text(out, "The catalogs are different.");
        return;
    }
}

static void append_side(const catalog_difference *items, size_t count, str side, str other,
                        buf *out)
{
    if (count)
        buf_printf(out, "\nOnly in %.*s:", STR_ARG(side));
    for (size_t i = 0; i < count; i++) {
        buf_text(out, "\n- ");
        catalog_describe_difference(&items[i], out);
        if (items[i].equivalent)
            buf_printf(out, " (in %.*s: `%.*s`)", STR_ARG(other),
                       STR_ARG(items[i].equivalent->name));
    }
}

status text_of_diff(const catalog_diff *diff, str left, str right, arena *a, str *out, error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    append_relation(diff->relation, &text);
    append_side(diff->left, diff->left_count, left, right, &text);
    append_side(diff->right, diff->right_count, right, left, &text);
    return buf_finish(&text, a, out, err);
}
