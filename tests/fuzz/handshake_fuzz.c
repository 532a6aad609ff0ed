/* What a peer answers to the handshake. A decision needs all the bytes it is said to have used, and
 * no more. */
#include "fuzz.h"

#include "bolt/version.h"

static status ask(bolt_attempt attempt, const uint8_t *data, size_t size, bolt_handshake *out)
{
    error err;
    status st = bolt_handshake_read(attempt, (str){ (const char *)data, size }, out, &err);
    FUZZ_CHECK(st == ST_OK || (st == ST_PROTOCOL && err.message[0]));
    return st;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    bolt_attempt attempt = data[0] & 1 ? BOLT_ATTEMPT_OLD : BOLT_ATTEMPT_FIRST;
    bolt_handshake reply, shorter;
    if (ask(attempt, data + 1, size - 1, &reply) || reply.state == BOLT_HANDSHAKE_MORE)
        return 0;
    FUZZ_CHECK(reply.used > 0 && reply.used <= size - 1);
    FUZZ_CHECK(ask(attempt, data + 1, reply.used, &shorter) == ST_OK &&
               shorter.state == reply.state);
    FUZZ_CHECK(ask(attempt, data + 1, reply.used - 1, &shorter) == ST_OK);
    FUZZ_CHECK(shorter.state == BOLT_HANDSHAKE_MORE);
    if (reply.state == BOLT_HANDSHAKE_CHOSEN)
        FUZZ_CHECK(bolt_version_find(reply.version.major, reply.version.minor));
    return 0;
}
