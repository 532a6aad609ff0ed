/* The grammar of names: type version "__" description [ "." extension ]. */
#ifndef MIGRATION_GRAMMAR_H
#define MIGRATION_GRAMMAR_H

#include "base/arena.h"
#include "base/str.h"

typedef struct name_match {
    char type; /* V or R */
    str version, description;
    str extension; /* STR_NONE when there is none */
    size_t length; /* of all of it */
} name_match;

/* The longest match at the start of the text. */
bool name_match_start(str text, name_match *out);

/* Digits, then digits behind dots or behind underscores, never both; 0 when there are none. */
size_t name_version_length(str text);

size_t name_description_length(str text);

/* Says why a text is not a name as a whole, or why its extension is not one of ours: a clause
 * that names what stands there and what to write. STR_NONE when there is no memory. */
str name_problem(str name, arena *a);

/* A complete name of a file stands somewhere in the text. */
bool name_stands_inside(str name);

bool name_extension_is_ours(str extension); /* cypher, xml: in this very case */

#endif
