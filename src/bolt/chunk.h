/* Messages cut into chunks and put together again: u16 size and data, repeated, ended by a size of
 * 0. Knows no sockets and nothing of what is in a message. Source: the Bolt documentation, "Message
 * transfer encoding". */
#ifndef BOLT_CHUNK_H
#define BOLT_CHUNK_H

#include "base/buf.h"

enum {
    BOLT_CHUNK_MAX = 65535,
    BOLT_CHUNK_HEADER = 2,
};

/* ---- Writing, straight into a send buffer ---- */

/* Reserves the size of the first chunk and returns where the message begins. Append the content,
 * then call bolt_chunk_end; or set out->len back to what was returned, and nothing has happened. */
size_t bolt_chunk_begin(buf *out);

/* Fills in sizes, splits what is too long for one chunk, ends the message. */
void bolt_chunk_end(buf *out, size_t begin);

/* ---- Reading ---- */

/* Two buffers: what has been received and not yet consumed, and the message that consists of
 * several chunks. Both grow by what has arrived, never by what a peer announces.
 *
 *     char *room = bolt_dechunker_reserve(&d, READ_SIZE);   // NULL: no memory
 *     ssize_t n = read(fd, room, READ_SIZE);
 *     bolt_dechunker_received(&d, n);
 *     while (!(st = bolt_dechunker_next(&d, &message, err)) && message.data)
 *         ...
 */
typedef struct bolt_dechunker {
    size_t max_message;
    uint64_t noops; /* empty chunks between messages: signs of life, otherwise skipped */
    buf received;
    size_t start; /* of what is unread in `received` */
    buf message;
    bool handed_out; /* `message` is what bolt_dechunker_next gave last */
} bolt_dechunker;

/* `max_message` is the largest message accepted, in bytes. */
void bolt_dechunker_init(bolt_dechunker *d, const allocator *mem, size_t max_message);
void bolt_dechunker_finish(bolt_dechunker *d);

/* Room for `size` more bytes; NULL when there is no memory. */
char *bolt_dechunker_reserve(bolt_dechunker *d, size_t size);

/* So many of the reserved bytes have been filled. */
void bolt_dechunker_received(bolt_dechunker *d, size_t size);

/* The next whole message, or STR_NONE when more bytes are needed. A message that arrived in one
 * chunk is not copied. Borrowed until the next call of bolt_dechunker_reserve or
 * bolt_dechunker_next. ST_NO_MEMORY when it is larger than allowed. */
MUST_CHECK status bolt_dechunker_next(bolt_dechunker *d, str *out, error *err);

/* False in the middle of a message: a connection that closes here was cut off. */
bool bolt_dechunker_is_idle(const bolt_dechunker *d);

#endif
