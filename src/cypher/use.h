/* The command `:use name`. */
#ifndef CYPHER_USE_H
#define CYPHER_USE_H

#include "base/str.h"

enum { USE_NAME_SHORTEST = 3, USE_NAME_LONGEST = 63 };

typedef struct cypher_use {
    str database;  /* as it is spelled */
    size_t length; /* of the command, from the colon to the end of the name */
} cypher_use;

/* True when the text begins with the word `:use`, in any case. */
bool cypher_use_begins(str text);

/* Reads the command at the start of a statement. False when it is none: not blanks (U+0020) and a
 * name that is well-formed or holds placeholders; then `database` is what stands in its place. */
bool cypher_use_read(str text, cypher_use *out);

/* True when the first line of the text is the command and nothing else but comments. */
bool cypher_use_is_line(str text);

/* The historical pattern, anywhere at or after `from`: the name is as long as it can be, a ";" and
 * a line end behind it belong to the match. */
typedef struct cypher_use_match {
    size_t from, to;
} cypher_use_match;
bool cypher_use_find(str text, size_t from, cypher_use_match *out);

#endif
