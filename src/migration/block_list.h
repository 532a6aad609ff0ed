/* What the readers of both kinds of documents share. */
#ifndef MIGRATION_BLOCK_LIST_H
#define MIGRATION_BLOCK_LIST_H

#include "base/buf.h"
#include "migration/blocks.h"

typedef struct block_list {
    arena *a;
    migration_block *items;
    size_t count, capacity;
} block_list;

/* Copies both texts. */
MUST_CHECK status block_add(block_list *list, str id, str text, uint32_t line, error *err);

/* Fenced blocks of CommonMark. Their id is what the info string says: ```id=V1__Name */
MUST_CHECK status blocks_of_markdown(str text, block_list *out, error *err);

/* Listings: [source,cypher,id=V1__Name] before ---- lines. */
MUST_CHECK status blocks_of_asciidoc(str text, block_list *out, error *err);

#endif
