/* Items as Cypher, in the words of a server's version. */
#ifndef CATALOG_RENDER_H
#define CATALOG_RENDER_H

#include "base/buf.h"
#include "catalog/item.h"

/* Whom the statements are for. */
typedef struct catalog_server {
    uint16_t major, minor; /* 5.26, 2026.8 */
    bool enterprise;
    bool cypher_25; /* the language of statements that do not say theirs */
} catalog_server;

typedef struct catalog_manner {
    bool idempotent; /* IF NOT EXISTS, IF EXISTS */
    bool unnamed;    /* by what it is, not by its name: old servers only */
} catalog_manner;

/* IF [NOT] EXISTS for this kind of item. */
bool catalog_is_idempotent(const catalog_server *server, catalog_kind kind);

/* One statement, without a semicolon. ST_MIGRATIONS when this server cannot have the item: says which could. */
MUST_CHECK status catalog_render_create(const catalog_item *item, const catalog_server *server,
                                        catalog_manner manner, buf *out, error *err);
MUST_CHECK status catalog_render_drop(const catalog_item *item, const catalog_server *server,
                                      catalog_manner manner, buf *out, error *err);

#endif
