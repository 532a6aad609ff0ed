#include "catalog/render.h"

#include "catalog/render_parts.h"

bool catalog_is_idempotent(const catalog_server *server, catalog_kind kind)
{
    if (catalog_is_other(kind))
        return false;
    return kind == CATALOG_FULLTEXT ? catalog_server_is_from(server, 4, 3)
                                    : catalog_server_is_from(server, 4, 1);
}

static status check_idempotent(const catalog_rendering *r, error *err)
{
    if (!r->manner.idempotent || catalog_is_idempotent(r->server, r->item->kind))
        return ST_OK;
    char version[16];
    catalog_version_text(r->server->major, r->server->minor, version);
    return catalog_refuse(r->item, ST_MIGRATIONS, err,
                          "%s cannot be created or dropped in an idempotent fashion on Neo4j %s",
                          catalog_kind_noun(r->item->kind), version);
}

/* ---- Creating ---- */

static status create_other(const catalog_rendering *r, error *err)
{
    if (r->item->statement.len == 0)
        return catalog_refuse(r->item, ST_MIGRATIONS, err,
                              "%s, \"%.*s\", and the server does not tell how it was created",
                              catalog_kind_noun(r->item->kind), STR_ARG(r->item->word));
    buf_str(r->out, r->item->statement);
    return ST_OK;
}

status catalog_render_create(const catalog_item *item, const catalog_server *server,
                             catalog_manner manner, buf *out, error *err)
{
    const catalog_rendering r = { item, server, manner, out };
    status st = check_idempotent(&r, err);
    if (!st)
        st = catalog_item_check(item, err);
    if (st)
        return st;
    if (catalog_is_other(item->kind))
        return create_other(&r, err);
    st = catalog_server_check(server, item, err);
    if (!st)
        st = catalog_check_options(&r, err);
    if (st)
        return st;
    if (catalog_needs_cypher_25(item) && !server->cypher_25)
        buf_text(out, "CYPHER 25 ");
    if (catalog_is_constraint(item->kind))
        catalog_create_constraint(&r);
    else
        st = catalog_create_index(&r, err);
    return st;
}

/* ---- Dropping ---- */

static status drop_named(const catalog_rendering *r)
{
    buf_text(r->out, catalog_is_constraint(r->item->kind) ? "DROP CONSTRAINT " : "DROP INDEX ");
    cypher_write_name(r->out, r->item->name);
    buf_text(r->out, r->manner.idempotent ? " IF EXISTS" : "");
    return ST_OK;
}

static status drop_by_definition(const catalog_rendering *r, error *err)
{
    const catalog_item *item = r->item;
    if (r->manner.idempotent)
        return catalog_refuse(item, ST_MIGRATIONS, err,
                              "can only be dropped with IF EXISTS when it has a name");
    if (catalog_server_is_from(r->server, 5, 0) || catalog_is_other(item->kind))
        return catalog_refuse(item, ST_MIGRATIONS, err,
                              "%s can only be dropped by its name here, and it has none",
                              catalog_kind_noun(item->kind));
    status st = catalog_item_check(item, err);
    if (st)
        return st;
    return catalog_is_constraint(item->kind) ? catalog_drop_constraint(r, err)
                                             : catalog_drop_index(r, err);
}

status catalog_render_drop(const catalog_item *item, const catalog_server *server,
                           catalog_manner manner, buf *out, error *err)
{
    const catalog_rendering r = { item, server, manner, out };
    status st = check_idempotent(&r, err);
    if (st)
        return st;
    bool procedure = item->kind == CATALOG_FULLTEXT && !catalog_server_is_from(server, 4, 3);
    if (procedure)
        return catalog_drop_index(&r, err);
    return catalog_has_name(&r) ? drop_named(&r) : drop_by_definition(&r, err);
}

/* ---- All of them ---- */

/* A comment ends with its line. */
static void write_comment(buf *out, const char *reason)
{
    buf_text(out, "// ");
    for (; *reason; reason++)
        buf_char(out, *reason == '\n' || *reason == '\r' ? ' ' : *reason);
    buf_char(out, '\n');
}

void catalog_render_script(catalog_items items, const catalog_server *server, catalog_manner manner,
                           buf *out, size_t *left_out)
{
    *left_out = 0;
    for (size_t i = 0; i < items.count && !out->failed; i++) {
        const catalog_item *item = &items.items[i];
        size_t start = out->len;
        error reason;
        manner.idempotent = catalog_is_idempotent(server, item->kind);
        if (!catalog_render_create(item, server, manner, out, &reason)) {
            buf_text(out, ";\n");
            continue;
        }
        out->len = start;
        write_comment(out, reason.message);
        ++*left_out;
    }
}
