/* The options of an item: a Cypher map as text, with or without its braces. Nothing here allocates: maps are small, and read
 * where they stand. */
#ifndef CATALOG_OPTIONS_H
#define CATALOG_OPTIONS_H

#include "base/error.h"
#include "cypher/lexer.h"

/* What is larger was not written by hand; all entries are compared with all others. */
enum { CATALOG_OPTIONS_BYTES = 1 << 16, CATALOG_OPTIONS_DEPTH = 8, CATALOG_OPTIONS_ENTRIES = 256 };

/* ST_PARSE with line and column within `text` when it is no map of literals. */
MUST_CHECK status catalog_options_check(str text, error *err);

/* An entry of a map, or an item of a list, which has no key. */
typedef struct catalog_option {
    str key;    /* as it is written, maybe in back ticks */
    str value;  /* one literal */
    str source; /* both */
} catalog_option;

/* Walks over a map or list that has been checked. */
typedef struct catalog_options {
    cypher_lexer lexer;
    bool map;
} catalog_options;

/* Without blanks and comments around it. */
str catalog_options_trim(str map);

catalog_options catalog_options_open(str map_or_list);
bool catalog_options_next(catalog_options *options, catalog_option *out);

/* False when there is none. */
bool catalog_options_find(str map, str key, catalog_option *out);

/* Back ticks and case do not count. */
bool catalog_options_is_key(const catalog_option *option, str key);

/* Of strings: without regard to case, as servers write them in another one. */
bool catalog_options_is_text(str value, str text);

/* The same literal, whatever its form: 3 is 3.0, 'a' is "A". */
bool catalog_literal_equal(str a, str b);

/* Whether they mean the same to a server. What only one of them says does not count where a server adds it by itself: a
 * provider, and settings with the value that they have anyway. Texts that are no maps are compared as texts. */
bool catalog_options_equal(str a, str b);

#endif
