/* The syntax of Java's .properties files. Pure. */
#ifndef CLI_PROPERTIES_H
#define CLI_PROPERTIES_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

typedef struct cli_property {
    str key, value; /* UTF-8, each with a terminating NUL */
    uint32_t line;  /* from 1, where the key stands */
} cli_property;

typedef struct cli_properties {
    cli_property *items; /* in order of appearance; a later one beats an earlier one */
    size_t count;
} cli_properties;

/* Text that is not UTF-8 is taken for Latin-1. ST_PARSE with the line when \u is not followed by
 * four hexadecimal digits. */
MUST_CHECK status cli_properties_parse(str text, arena *a, cli_properties *out, error *err);

/* A line that is read as this key and this value, also by those who know ASCII only. Both are
 * UTF-8. */
void cli_property_render(str key, str value, buf *out);

#endif
