/* What the parts of rendering share. */
#ifndef CATALOG_RENDER_PARTS_H
#define CATALOG_RENDER_PARTS_H

#include "catalog/options.h"
#include "catalog/render.h"
#include "cypher/quote.h"

typedef struct catalog_rendering {
    const catalog_item *item;
    const catalog_server *server;
    catalog_manner manner;
    buf *out;
} catalog_rendering;

static inline bool catalog_is_for(const catalog_rendering *r, uint16_t major, uint16_t minor)
{
    return catalog_server_is_from(r->server, major, minor);
}

/* Whether the statement names the item. */
bool catalog_has_name(const catalog_rendering *r);

/* `isbn IF NOT EXISTS `, as far as each is wanted. */
void catalog_write_head(const catalog_rendering *r);

/* (n:Book), ()-[r:READ]-() */
void catalog_write_pattern(const catalog_rendering *r);

/* n.title, r.year */
void catalog_write_property(const catalog_rendering *r, str property);
void catalog_write_properties(const catalog_rendering *r, catalog_names properties);

/* ` OPTIONS {...}`, if any. */
MUST_CHECK status catalog_check_options(const catalog_rendering *r, error *err);
void catalog_write_options(const catalog_rendering *r);

/* Of an index that 4.4 can have as BTREE or RANGE. */
bool catalog_wants_range(const catalog_rendering *r);

/* The configuration for the procedures that created full-text indexes: `, {analyzer: 'english'}`, if any. */
void catalog_write_procedure_options(const catalog_rendering *r);

void catalog_create_constraint(const catalog_rendering *r);
MUST_CHECK status catalog_drop_constraint(const catalog_rendering *r, error *err);
MUST_CHECK status catalog_create_index(const catalog_rendering *r, error *err);
MUST_CHECK status catalog_drop_index(const catalog_rendering *r, error *err);

#endif
