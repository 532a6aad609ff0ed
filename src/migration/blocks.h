/* Blocks of code in a document of text, each of which is a migration if it has an id. Pure. */
#ifndef MIGRATION_BLOCKS_H
#define MIGRATION_BLOCKS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

typedef struct migration_block {
    str id;   /* as it stands there, V1.0__Create_initial_data; STR_NONE: it has none */
    str text; /* with a line end for each line of the document before it, so that positions are those of the document */
    uint32_t line; /* of its first line in the document, from 1 */
} migration_block;

typedef struct migration_blocks {
    const migration_block *items;
    size_t count;
} migration_blocks;

/* Markdown or AsciiDoc, told by its name. */
bool blocks_are_in(str name);

/* All blocks in the order of the document whose language, if they have to have one, is Cypher. Borrows nothing. */
MUST_CHECK status blocks_read(str name, str text, arena *a, migration_blocks *out, error *err);

#endif
