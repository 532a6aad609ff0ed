#include "bolt/version.h"

#include <stdio.h>
#include <string.h>

/* The features of each version include those of the one before, except that the patch for UTC ends
 * when UTC becomes the only way. */
#define F_4_0 (BOLT_HAS_DATABASES)
#define F_4_1 (F_4_0 | BOLT_HAS_ROUTING_CONTEXT)
#define F_4_3 (F_4_1 | BOLT_HAS_ROUTE)
#define F_4_4 (F_4_3 | BOLT_HAS_IMPERSONATION)
#define F_5_0 (F_4_4 | BOLT_HAS_UTC | BOLT_HAS_ELEMENT_IDS)
#define F_5_1 (F_5_0 | BOLT_HAS_LOGON)
#define F_5_2 (F_5_1 | BOLT_HAS_FILTERS)
#define F_5_3 (F_5_2 | BOLT_HAS_AGENT)
#define F_5_4 (F_5_3 | BOLT_HAS_TELEMETRY)
#define F_5_6 (F_5_4 | BOLT_HAS_STATUSES)
#define F_5_7 (F_5_6 | BOLT_HAS_GQL_ERRORS)
#define F_5_8 (F_5_7 | BOLT_HAS_HOME_DATABASE)
#define F_6_0 (F_5_8 | BOLT_HAS_VECTORS)
#define F_6_1 (F_6_0 | BOLT_HAS_UUIDS)

static const bolt_version versions[] = {
    { 3, 0, 0 },
    { 4, 0, F_4_0 },
    { 4, 1, F_4_1 },
    { 4, 2, F_4_1 },
    { 4, 3, F_4_3 | BOLT_HAS_UTC_PATCH },
    { 4, 4, F_4_4 | BOLT_HAS_UTC_PATCH },
    { 5, 0, F_5_0 },
    { 5, 1, F_5_1 },
    { 5, 2, F_5_2 },
    { 5, 3, F_5_3 },
    { 5, 4, F_5_4 },
    { 5, 6, F_5_6 },
    { 5, 7, F_5_7 },
    { 5, 8, F_5_8 },
    { 6, 0, F_6_0 },
    { 6, 1, F_6_1 },
};

enum { VERSION_COUNT = sizeof versions / sizeof versions[0] };

/* A slot or an offer: `range` lower minors are meant as well. */
typedef struct slot {
    uint8_t zero, range, minor, major;
} slot;

enum { SLOTS = 4, SLOT_SIZE = 4, VARINT_MAX = 10, OFFERS_SHOWN = 8 };

/* Servers take the first slot that suits them, so the newest come first. The manifest is the way
 * to 6.x. Servers before 4.3 know no ranges and need an exact match. */
static const slot attempts[][SLOTS] = {
    [BOLT_ATTEMPT_FIRST] = { { 0, 0, 1, 0xFF }, { 0, 8, 8, 5 }, { 0, 2, 4, 4 }, { 0, 0, 1, 4 } },
    [BOLT_ATTEMPT_OLD] = { { 0, 0, 2, 4 }, { 0, 0, 0, 4 }, { 0, 0, 0, 3 } },
};

static const uint8_t magic[] = { 0x60, 0x60, 0xB0, 0x17 };

const bolt_version *bolt_version_find(uint8_t major, uint8_t minor)
{
    for (size_t i = 0; i < VERSION_COUNT; i++) {
        if (versions[i].major == major && versions[i].minor == minor)
            return &versions[i];
    }
    return NULL;
}

bool bolt_version_has(const bolt_version *version, bolt_feature feature)
{
    return (version->features & (uint32_t)feature) != 0;
}

void bolt_handshake_request(bolt_attempt attempt, uint8_t out[BOLT_HANDSHAKE_SIZE])
{
    memcpy(out, magic, sizeof magic);
    for (size_t i = 0; i < SLOTS; i++) {
        const slot *s = &attempts[attempt][i];
        const uint8_t bytes[SLOT_SIZE] = { s->zero, s->range, s->minor, s->major };
        memcpy(out + sizeof magic + i * SLOT_SIZE, bytes, SLOT_SIZE);
    }
}

static slot slot_at(str received, size_t at)
{
    const uint8_t *bytes = (const uint8_t *)received.data + at;
    return (slot){ bytes[0], bytes[1], bytes[2], bytes[3] };
}

static bool slot_is_zero(slot s)
{
    return (s.zero | s.range | s.minor | s.major) == 0;
}

static bool slot_covers(slot s, const bolt_version *version)
{
    return s.major == version->major && version->minor <= s.minor &&
           version->minor >= s.minor - s.range;
}

static bool was_proposed(bolt_attempt attempt, const bolt_version *version)
{
    for (size_t i = 0; i < SLOTS; i++) {
        if (slot_covers(attempts[attempt][i], version))
            return true;
    }
    return false;
}

/* Groups of seven bits, lowest first. Returns its length; 0 when more bytes are needed; -1 when it
 * is longer than it need be or does not fit 64 bits. */
static int varint_read(str received, size_t at, uint64_t *out)
{
    uint64_t value = 0;
    for (size_t i = 0; i < VARINT_MAX; i++) {
        if (at + i >= received.len)
            return 0;
        uint8_t byte = (uint8_t)received.data[at + i];
        if (i == VARINT_MAX - 1 && byte > 1)
            return -1;
        value |= (uint64_t)(byte & 0x7F) << (7 * i);
        if (byte & 0x80)
            continue;
        if (byte == 0 && i > 0)
            return -1;
        *out = value;
        return (int)i + 1;
    }
    return -1;
}

static const bolt_version *best_of(str offers)
{
    for (size_t v = VERSION_COUNT; v-- > 0;) {
        for (size_t at = 0; at < offers.len; at += SLOT_SIZE) {
            if (slot_covers(slot_at(offers, at), &versions[v]))
                return &versions[v];
        }
    }
    return NULL;
}

static size_t describe_offer(slot s, char *out, size_t size)
{
    unsigned lowest = (unsigned)(s.minor - s.range);
    int written = s.range ? snprintf(out, size, "%u.%u-%u.%u", s.major, lowest, s.major, s.minor)
                          : snprintf(out, size, "%u.%u", s.major, s.minor);
    return written > 0 ? (size_t)written : 0;
}

static status fail_no_common(str offers, error *err)
{
    enum { OFFER_TEXT = 24 };
    char text[OFFERS_SHOWN * OFFER_TEXT] = "none";
    size_t length = 0;
    for (size_t i = 0; i < OFFERS_SHOWN && i * SLOT_SIZE < offers.len; i++) {
        if (i > 0)
            length += (size_t)snprintf(text + length, sizeof text - length, ", ");
        length +=
            describe_offer(slot_at(offers, i * SLOT_SIZE), text + length, sizeof text - length);
    }
    return fail(err, ST_PROTOCOL,
                "the server offers no version of Bolt that we speak (3-6.1): it offers %s", text);
}

static status fail_manifest(const char *what, error *err)
{
    return fail(err, ST_PROTOCOL, "the server's list of Bolt versions is malformed: %s", what);
}

static status check_offers(str offers, error *err)
{
    for (size_t at = 0; at < offers.len; at += SLOT_SIZE) {
        slot s = slot_at(offers, at);
        if (s.zero != 0)
            return fail_manifest("a reserved byte is not 0", err);
        if (s.range > s.minor)
            return fail_manifest("a range goes below minor version 0", err);
    }
    return ST_OK;
}

static bolt_handshake more_bytes(void)
{
    return (bolt_handshake){ .state = BOLT_HANDSHAKE_MORE };
}

/* A count, so many offers, a mask of capabilities; we want none of these. */
static status read_manifest(str received, bolt_handshake *out, error *err)
{
    uint64_t count, capabilities;
    int length = varint_read(received, SLOT_SIZE, &count);
    if (length < 0 || (length > 0 && count > BOLT_MANIFEST_OFFERS))
        return fail_manifest("the number of versions is out of range", err);
    size_t first = SLOT_SIZE + (size_t)length;
    if (length == 0 || received.len - first < count * SLOT_SIZE) {
        *out = more_bytes();
        return ST_OK;
    }
    str offers = str_slice(received, first, first + count * SLOT_SIZE);
    status st = check_offers(offers, err);
    if (st)
        return st;
    length = varint_read(received, first + offers.len, &capabilities);
    if (length < 0)
        return fail_manifest("the capabilities are out of range", err);
    if (length == 0) {
        *out = more_bytes();
        return ST_OK;
    }
    const bolt_version *version = best_of(offers);
    if (!version) {
        *out = (bolt_handshake){ .answer_size = BOLT_ANSWER_SIZE };
        return fail_no_common(offers, err);
    }
    *out = (bolt_handshake){ .state = BOLT_HANDSHAKE_CHOSEN,
                             .version = *version,
                             .used = first + offers.len + (size_t)length,
                             .answer = { 0, 0, version->minor, version->major, 0 },
                             .answer_size = BOLT_ANSWER_SIZE };
    return ST_OK;
}

static status read_classic(bolt_attempt attempt, slot reply, bolt_handshake *out, error *err)
{
    const bolt_version *version = bolt_version_find(reply.major, reply.minor);
    if (reply.zero != 0 || reply.range != 0)
        return fail(
            err, ST_PROTOCOL,
            "the answer is not Bolt (it begins with %02X %02X %02X %02X): is this the port of a "
            "Neo4j server, usually 7687, and does it want no encryption?",
            reply.zero, reply.range, reply.minor, reply.major);
    if (!version || !was_proposed(attempt, version))
        return fail(err, ST_PROTOCOL, "the server chose Bolt %u.%u, which it was not asked for",
                    reply.major, reply.minor);
    *out =
        (bolt_handshake){ .state = BOLT_HANDSHAKE_CHOSEN, .version = *version, .used = SLOT_SIZE };
    return ST_OK;
}

static status read_refusal(bolt_attempt attempt, bolt_handshake *out, error *err)
{
    if (attempt == BOLT_ATTEMPT_OLD)
        return fail(
            err, ST_PROTOCOL,
            "the server speaks none of the versions of Bolt that we speak (3-6.1); Neo4j 3.5 or "
            "later is needed");
    *out = (bolt_handshake){ .state = BOLT_HANDSHAKE_REFUSED, .used = SLOT_SIZE };
    return ST_OK;
}

status bolt_handshake_read(bolt_attempt attempt, str received, bolt_handshake *out, error *err)
{
    if (received.len < SLOT_SIZE) {
        *out = more_bytes();
        return ST_OK;
    }
    slot reply = slot_at(received, 0);
    if (str_starts(received, STR("HTTP")))
        return fail(err, ST_PROTOCOL,
                    "this port speaks HTTP, not Bolt: give the server's Bolt port, usually 7687");
    if (str_starts(received, STR("\x15\x03"))) /* an alert of TLS (RFC 8446, section 6) */
        return fail(err, ST_PROTOCOL, "this port speaks TLS only: write bolt+s:// or neo4j+s://");
    if (slot_is_zero(reply))
        return read_refusal(attempt, out, err);
    if (reply.major != 0xFF)
        return read_classic(attempt, reply, out, err);
    if (attempt != BOLT_ATTEMPT_FIRST || reply.zero != 0 || reply.range != 0 || reply.minor != 1)
        return fail(err, ST_PROTOCOL,
                    "the server answered with a handshake of version %u, only 1 is known",
                    reply.minor);
    return read_manifest(received, out, err);
}
