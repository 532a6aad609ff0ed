/* Growing bytes with a cap. Failure is sticky: append twenty times, check once in buf_finish. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/str.h"

typedef struct buf {
    const allocator *mem;
    size_t limit; /* bytes; 0 means none. Give every buffer that a stranger can fill a limit with a
                     name */
    char *data;   /* not NUL-terminated */
    size_t len, capacity;
    bool failed;
} buf;

#define BUF_INIT(allocator, bytes)                                                                 \
    {                                                                                              \
        .mem = (allocator), .limit = (bytes)                                                       \
    }
#define BUF_AUTO CLEANUP(buf_free) buf

/* Makes room for `size` more bytes and returns where they go; NULL (and failed) when it cannot. */
char *buf_reserve(buf *b, size_t size);
void buf_append(buf *b, const void *data, size_t size);
void buf_str(buf *b, str s);
void buf_text(buf *b, const char *text);
void buf_char(buf *b, char c);
void buf_printf(buf *b, const char *format, ...) PRINTF_LIKE(2, 3);

/* Forgets the first `size` bytes. */
void buf_consume(buf *b, size_t size);
void buf_clear(buf *b); /* keeps the memory, forgets failure */
void buf_free(buf *b);

/* The text so far, borrowed until the next change. */
str buf_view(const buf *b);

/* The text copied into the arena; an error when anything failed since the last clear. */
MUST_CHECK status buf_finish(buf *b, arena *a, str *out, error *err);

#endif
