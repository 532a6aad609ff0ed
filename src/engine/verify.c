#include "engine/verify.h"

#include "base/buf.h"
#include "catalog/describe.h"
#include "catalog/diff.h"

/* Reason: that many items fit into an error, and more of them tell nobody anything. */
enum { SHOWN_MAX = 12 };

static void append_side(const char *title, const catalog_difference *items, size_t count, buf *out)
{
    if (count)
        buf_printf(out, "\n%s:", title);
    for (size_t i = 0; i < count && i < SHOWN_MAX; i++) {
        buf_text(out, "\n* ");
        catalog_describe_difference(&items[i], out);
    }
    if (count > SHOWN_MAX)
        buf_printf(out, "\n* and %zu more", count - SHOWN_MAX);
}

static status refuse(const migration *m, const catalog_operation *verify, const catalog_diff *diff,
                     const char *reason, arena *a, error *err)
{
    BUF_AUTO sides = BUF_INIT(a->mem, 0);
    append_side("Only in the database", diff->left, diff->left_count, &sides);
    append_side("Only in the catalog", diff->right, diff->right_count, &sides);
    if (sides.failed)
        return fail_no_memory(err);
    fail(err, ST_MIGRATIONS,
         "Could not apply migration %.*s (\"%.*s\") verification failed: %s%.*s",
         STR_ARG(m->version), STR_ARG(m->description), reason, STR_ARG(buf_view(&sides)));
    return catalog_blame(verify, ST_MIGRATIONS, err);
}

/* In the words of the other tools. */
static status warn(const catalog_diff *diff, arena *a, str *out, error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    buf_text(&text, "Items in the database are not identical to items in the schema catalog. The "
                    "following items have different names but an equivalent definition:");
    for (size_t i = 0; i < diff->left_count; i++)
        buf_printf(&text, "\n* Database item `%.*s` matches catalog item `%.*s`",
                   STR_ARG(diff->left[i].item->name), STR_ARG(diff->left[i].equivalent->name));
    return buf_finish(&text, a, out, err);
}

status verify_catalogs(const migration *m, const catalog_operation *verify, catalog_items remote,
                       catalog_items local, arena *a, str *warning, error *err)
{
    catalog_diff diff;
    catalog_equality by = { .options = verify->include_options };
    *warning = STR_NONE;
    status st = catalog_declared_lookups(remote, local, a, &remote, err);
    if (!st)
        st = catalog_compare(remote, local, by, a, &diff, err);
    if (st)
        return st;
    switch (diff.relation) {
    case CATALOG_IDENTICAL:
        return ST_OK;
    case CATALOG_EQUIVALENT:
        return verify->allow_equivalent
                   ? warn(&diff, a, warning, err)
                   : refuse(m, verify, &diff,
                            "Database schema and the catalog are equivalent but the verification "
                            "requires them to be identical.",
                            a, err);
    case CATALOG_DIFFERENT:
        return refuse(m, verify, &diff, "Catalogs are neither identical nor equivalent.", a, err);
    }
    return ST_OK;
}
