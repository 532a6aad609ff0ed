/* Text of one line and of limited length, that no terminal obeys. */
#ifndef BOLT_TRACE_PUT_H
#define BOLT_TRACE_PUT_H

#include "base/buf.h"

typedef struct trace_out {
    buf *out;
    size_t limit;   /* of out->len */
    bool full;      /* nothing more is shown */
    unsigned quiet; /* what is put meanwhile is not shown */
} trace_out;

/* As it is. */
void trace_put_text(trace_out *o, const char *text);

/* "…(65536 bytes)" */
void trace_put_more(trace_out *o, size_t count, const char *what);

/* In quotes, with escapes, without logins in URLs; at most so many bytes of it. */
void trace_put_quoted(trace_out *o, str text, size_t most);

/* At most so many bytes of it. */
void trace_put_hex(trace_out *o, str bytes, size_t most);

#endif
