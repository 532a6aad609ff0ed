/* What differs between the versions of the protocol, in one table, and how a version is agreed
 * upon. Pure: bytes in, decisions out. Source: the Bolt documentation, "Handshake" and "Version
 * changes". */
#ifndef BOLT_VERSION_H
#define BOLT_VERSION_H

#include "base/error.h"
#include "base/str.h"

typedef enum bolt_feature {
    BOLT_HAS_DATABASES = 1 << 0,       /* 4.0: `db`; PULL and DISCARD take n and qid; has_more */
    BOLT_HAS_ROUTING_CONTEXT = 1 << 1, /* 4.1: `routing` in HELLO */
    BOLT_HAS_ROUTE = 1 << 2,           /* 4.3: the ROUTE message */
    BOLT_HAS_UTC_PATCH = 1 << 3,       /* 4.3 and 4.4: UTC datetimes on request */
    BOLT_HAS_IMPERSONATION = 1 << 4,   /* 4.4: `imp_user`; a map as third field of ROUTE */
    BOLT_HAS_UTC = 1 << 5,         /* 5.0: datetimes are UTC. The connection adds this flag to its
                                      copy of the version once a server has echoed the patch */
    BOLT_HAS_ELEMENT_IDS = 1 << 6, /* 5.0 */
    BOLT_HAS_LOGON = 1 << 7,       /* 5.1: LOGON and LOGOFF; before, HELLO carries the token */
    BOLT_HAS_FILTERS = 1 << 8,     /* 5.2: filters for notifications */
    BOLT_HAS_AGENT = 1 << 9,       /* 5.3: `bolt_agent` in HELLO is mandatory */
    BOLT_HAS_TELEMETRY = 1 << 10,  /* 5.4; we never send any */
    BOLT_HAS_STATUSES = 1 << 11,   /* 5.6: statuses instead of notifications */
    BOLT_HAS_GQL_ERRORS = 1 << 12, /* 5.7: neo4j_code, gql_status, cause in FAILURE */
    BOLT_HAS_HOME_DATABASE = 1 << 13, /* 5.8: `db` in the answers to BEGIN and auto-commit RUN */
    BOLT_HAS_VECTORS = 1 << 14,       /* 6.0: vectors and the word for unsupported types */
    BOLT_HAS_UUIDS = 1 << 15,         /* 6.1 */
} bolt_feature;

typedef struct bolt_version {
    uint8_t major, minor;
    uint32_t features; /* of bolt_feature */
} bolt_version;

/* NULL when we do not speak it (5.5 was never served). Rows are constants: copy before changing. */
const bolt_version *bolt_version_find(uint8_t major, uint8_t minor);

bool bolt_version_has(const bolt_version *version, bolt_feature feature);

/* ---- Handshake ---- */

enum {
    BOLT_HANDSHAKE_SIZE = 20,  /* what the client sends first */
    BOLT_ANSWER_SIZE = 5,      /* what it sends after a manifest */
    BOLT_MANIFEST_OFFERS = 256 /* more offers than this are refused */
};

/* Four slots do not cover all servers: those that refuse the first attempt are asked once more, on
 * a new connection, with the versions of the last years of their line. */
typedef enum bolt_attempt {
    BOLT_ATTEMPT_FIRST,
    BOLT_ATTEMPT_OLD,
} bolt_attempt;

void bolt_handshake_request(bolt_attempt attempt, uint8_t out[BOLT_HANDSHAKE_SIZE]);

typedef enum bolt_handshake_state {
    BOLT_HANDSHAKE_MORE,    /* read more bytes and ask again with all of them */
    BOLT_HANDSHAKE_CHOSEN,  /* `version` it is */
    BOLT_HANDSHAKE_REFUSED, /* only after BOLT_ATTEMPT_FIRST: close, and try BOLT_ATTEMPT_OLD */
} bolt_handshake_state;

typedef struct bolt_handshake {
    bolt_handshake_state state;
    bolt_version version;
    size_t used; /* bytes of the reply; what follows them belongs to the first message */
    uint8_t answer[BOLT_ANSWER_SIZE];
    size_t
        answer_size; /* to be sent before HELLO, best in the same write; 0 after a classic reply */
} bolt_handshake;

/* Reads all that the server has replied so far. ST_PROTOCOL when it is not Bolt (the HTTP port says
 * so), or when it offers nothing that we speak: close the connection then, after the answer if `out`
 * holds one. */
MUST_CHECK status bolt_handshake_read(bolt_attempt attempt, str received, bolt_handshake *out,
                                      error *err);

#endif
