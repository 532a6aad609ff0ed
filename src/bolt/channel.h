/* Bytes out, messages in: a transport with its buffers and its sense of time. Knows chunks, but not
 * what is in a message. Reads while it writes, so that a server that stops reading until somebody
 * reads its answers cannot block us for ever. */
#ifndef BOLT_CHANNEL_H
#define BOLT_CHANNEL_H

#include "bolt/chunk.h"
#include "bolt/transport.h"

enum {
    BOLT_READ_SIZE = 64 << 10,      /* asked of the transport at a time */
    BOLT_READ_SIZE_MAX = 256 << 10, /* once that was not enough */
    BOLT_SEND_SIZE = 16 << 10,      /* what is worth a write before anybody waits */
    BOLT_REQUEST_LIMIT = 1 << 30,   /* bytes queued and not yet sent: the largest request */
};

/* Is told of bytes that have been sent, and where in the stream they stand. */
typedef void bolt_tap_fn(void *user, uint64_t position, const void *data, size_t size);

typedef struct bolt_channel {
    const allocator *mem;
    bolt_transport *transport; /* NULL when closed */
    buf out;
    size_t sent;        /* bytes of `out` that the transport has taken */
    uint64_t hold;      /* nothing from this position on may be sent yet */
    uint64_t forgotten; /* bytes that were in `out` before those that are there now */
    bolt_dechunker in;
    size_t read_size;
    int64_t last_life; /* when bytes moved last */
    bool send_closed;
    const char *reason; /* why it is closed; NULL: in good order, or it is not */
    bolt_tap_fn *tap;   /* may be NULL */
    void *tap_user;
    bool insecure; /* because TLS failed */
} bolt_channel;

/* How long to wait, and what may interrupt. */
typedef struct bolt_patience {
    const bolt_wait *wait;
    int64_t deadline; /* whatever happens */
    int64_t silence;  /* ms without any byte in either direction; negative: as long as it takes */
} bolt_patience;

/* Takes the transport over. */
void bolt_channel_init(bolt_channel *c, const allocator *mem, bolt_transport *transport,
                       size_t max_message);
void bolt_channel_close(bolt_channel *c); /* the transport only */
void bolt_channel_finish(bolt_channel *c);

/* Positions in the stream of all that was ever queued. */
uint64_t bolt_channel_queued(const bolt_channel *c);
uint64_t bolt_channel_sent(const bolt_channel *c);

/* Forgets what was queued at and after the position; nothing of it may have been sent. */
void bolt_channel_unqueue(bolt_channel *c, uint64_t position);

/* Sends what the transport takes without waiting. */
void bolt_channel_push(bolt_channel *c);

/* Overwrites what has been sent and is still in memory. */
void bolt_channel_wipe(bolt_channel *c);

/* Sends and receives what can be, and waits if nothing can. `*received` may be 0 when something was
 * sent. These are left for the caller to word, who knows what for: ST_CONNECTION when the peer has
 * closed (see `reason`), ST_SECURITY when TLS failed (likewise, and see bolt_channel_fail_security),
 * ST_TIMEOUT when patience ends. Others fill err. */
MUST_CHECK status bolt_channel_turn(bolt_channel *c, const bolt_patience *patience, void *room,
                                    size_t size, size_t *received, error *err);

/* The words for ST_SECURITY; `address` is the peer's. */
status bolt_channel_fail_security(const bolt_channel *c, str address, error *err);

/* The next message if it is here; STR_NONE otherwise. Borrowed until the next call. */
MUST_CHECK status bolt_channel_next(bolt_channel *c, str *message, error *err);

/* Waits for more of a message; statuses as for bolt_channel_turn. */
MUST_CHECK status bolt_channel_fill(bolt_channel *c, const bolt_patience *patience, error *err);

/* False when the peer has closed or said something while nothing was due. Does not wait. */
bool bolt_channel_is_quiet(bolt_channel *c);

#endif
