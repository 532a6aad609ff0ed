/* Items as Cypher, in the words of a server's version. */
#ifndef CATALOG_RENDER_H
#define CATALOG_RENDER_H

#include "base/buf.h"
#include "catalog/server.h"

typedef struct catalog_manner {
    bool idempotent; /* IF NOT EXISTS, IF EXISTS */
    bool unnamed;    /* by what it is, not by its name: old servers only */
    bool options;    /* OPTIONS, where the server takes them; those of vector indexes always */
    bool range;      /* RANGE indexes where BTREE is what the server makes otherwise */
} catalog_manner;

/* IF [NOT] EXISTS for this kind of item. */
bool catalog_is_idempotent(const catalog_server *server, catalog_kind kind);

/* One statement, without a semicolon. ST_MIGRATIONS when this server cannot have the item, with the place of its
 * definition: says which server could. */
MUST_CHECK status catalog_render_create(const catalog_item *item, const catalog_server *server,
                                        catalog_manner manner, buf *out, error *err);
MUST_CHECK status catalog_render_drop(const catalog_item *item, const catalog_server *server,
                                      catalog_manner manner, buf *out, error *err);

/* A script that creates all items, a statement and a line each, idempotent where the server can. What it cannot have
 * becomes a comment that says why, and is counted. */
void catalog_render_script(catalog_items items, const catalog_server *server, catalog_manner manner,
                           buf *out, size_t *left_out);

#endif
