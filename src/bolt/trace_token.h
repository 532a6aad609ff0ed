/* PackStream one token after another, without memory: for text about messages that may be malformed. Knows
 * nothing of what the tokens mean. */
#ifndef BOLT_TRACE_TOKEN_H
#define BOLT_TRACE_TOKEN_H

#include "base/str.h"

typedef enum trace_kind {
    TRACE_NULL,
    TRACE_BOOL,
    TRACE_INT,
    TRACE_FLOAT,
    TRACE_BYTES,
    TRACE_TEXT,
    TRACE_LIST,   /* `count` values follow */
    TRACE_MAP,    /* `count` pairs of values follow */
    TRACE_STRUCT, /* `count` values follow */
    TRACE_UUID,
    TRACE_BROKEN, /* no token, or not all of it; so are all that come after */
} trace_kind;

typedef struct trace_token {
    trace_kind kind;
    int64_t number; /* of an integer; 0 or 1 of a boolean */
    double real;
    str bytes; /* borrowed: text (perhaps not UTF-8), bytes, UUID */
    size_t count;
    uint8_t tag;
} trace_token;

typedef struct trace_reader {
    str message;
    size_t at;
} trace_reader;

trace_token trace_next(trace_reader *r);

#endif
