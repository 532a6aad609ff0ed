/* The parameters of both refactorings that move BTREE indexes. */
#ifndef REFACTORING_BTREE_CHOICE_H
#define REFACTORING_BTREE_CHOICE_H

#include "refactoring/parts.h"

/* An index of that name becomes one of another kind than RANGE. */
typedef struct btree_mapping {
    str name;
    catalog_kind kind;
} btree_mapping;

typedef struct btree_choice {
    bool replaces;
    str suffix;            /* of new names; empty when the old ones are replaced */
    catalog_names include; /* all if there are none */
    catalog_names exclude;
    const btree_mapping *mappings;
    size_t mapping_count;
} btree_choice;

MUST_CHECK status btree_choice_read(const catalog_refactoring *r, arena *a, btree_choice *out,
                                    error *err);

bool btree_choice_has(const btree_choice *choice, str name);

/* NULL when there is none. */
const btree_mapping *btree_choice_mapping(const btree_choice *choice, str name);

#endif
