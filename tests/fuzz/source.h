/* Whatever a fuzzer's bytes can be made to mean. Reading beyond their end gives zeroes. */
#ifndef FUZZ_SOURCE_H
#define FUZZ_SOURCE_H

#include "bolt/value.h"

typedef struct source {
    const uint8_t *at, *end;
    arena *a;
} source;

uint8_t source_byte(source *s);
int64_t source_int(source *s); /* of any size, small ones and borders more often */
str source_text(source *s);    /* mostly UTF-8; sometimes long, sometimes STR_NONE */
bolt_value source_value(source *s, unsigned depth);
bolt_map source_map(source *s, unsigned depth);

#endif
