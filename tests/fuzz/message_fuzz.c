/* A server's bytes as chunks, messages and what they say. However the bytes are cut up by the
 * network, the same messages must come out. */
#include "fuzz.h"
#include "versions.h"

#include "bolt/chunk.h"
#include "bolt/message.h"
#include "bolt/summary.h"

#include <string.h>

enum { MESSAGE_MAX = 200000 };

typedef struct outcome {
    status status;
    size_t messages;
    uint64_t noops;
    uint64_t digest; /* of all messages */
} outcome;

static void read_success(const bolt_reply *reply, arena *a)
{
    bolt_run_reply run;
    bolt_summary summary, copy;
    bolt_reply_hello(reply->metadata);
    if (bolt_reply_run(reply->metadata, a, &run, NULL))
        return;
    FUZZ_CHECK(bolt_summary_read(reply->metadata, a, &summary, NULL) == ST_OK);
    FUZZ_CHECK(bolt_summary_copy(a, reply->metadata, &copy, NULL) == ST_OK);
    FUZZ_CHECK(summary.notification_count == copy.notification_count);
}

static void read_message(str message, const bolt_version *version)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    bolt_reply reply;
    error err;
    if (bolt_reply_read(message, version, &a, &reply, &err)) {
        FUZZ_CHECK(err.status == ST_PROTOCOL);
        return;
    }
    if (reply.kind == BOLT_REPLY_SUCCESS)
        read_success(&reply, &a);
    if (reply.kind == BOLT_REPLY_FAILURE)
        FUZZ_CHECK(bolt_failure_read(reply.metadata, &err) != ST_OK && err.message[0] &&
                   err.code[0]);
}

/* FNV-1a. */
static uint64_t digest(uint64_t so_far, str message)
{
    for (size_t i = 0; i < message.len; i++)
        so_far = (so_far ^ (uint8_t)message.data[i]) * UINT64_C(0x100000001b3);
    return so_far;
}

static status take_messages(bolt_dechunker *d, const bolt_version *version, outcome *out)
{
    for (;;) {
        str message;
        status st = bolt_dechunker_next(d, &message, NULL);
        if (st || !message.data)
            return st;
        out->messages++;
        out->digest = digest(out->digest, message);
        if (version)
            read_message(message, version);
    }
}

static outcome receive(const uint8_t *data, size_t size, size_t piece, const bolt_version *version)
{
    bolt_dechunker d;
    outcome out = { .status = ST_OK };
    bolt_dechunker_init(&d, NULL, MESSAGE_MAX);
    while (size > 0 && !out.status) {
        size_t length = size < piece ? size : piece;
        char *room = bolt_dechunker_reserve(&d, piece);
        FUZZ_CHECK(room);
        memcpy(room, data, length);
        bolt_dechunker_received(&d, length);
        data += length;
        size -= length;
        out.status = take_messages(&d, version, &out);
    }
    out.noops = d.noops;
    bolt_dechunker_finish(&d);
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    bolt_version version = version_of(data[0]);
    size_t piece = 1 + (size_t)data[1];
    outcome whole = receive(data + 2, size - 2, size, &version);
    outcome pieces = receive(data + 2, size - 2, piece, NULL);
    FUZZ_CHECK(whole.status == pieces.status && whole.messages == pieces.messages);
    FUZZ_CHECK(whole.noops == pieces.noops && whole.digest == pieces.digest);
    return 0;
}
