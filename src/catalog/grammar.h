/* The grammar of XML migrations; xsd/migration.xsd says the same to editors. */
#ifndef CATALOG_GRAMMAR_H
#define CATALOG_GRAMMAR_H

#include "catalog/tree.h"

#define CATALOG_NAMESPACE "https://michael-simons.github.io/neo4j-migrations"

/* As in messages: "label", "type". */
str catalog_tag_word(catalog_tag tag);

/* Checks elements and attributes, and does to them what validating does in other tools: elements get their tags, attributes that
 * are not there their defaults, and values of some types are collapsed. ST_PARSE with line and column. */
MUST_CHECK status catalog_grammar_check(catalog_tree *tree, arena *a, error *err);

#endif
