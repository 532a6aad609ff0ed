/* Where a server is: bolt://host:port and its five siblings. Pure. */
#ifndef BOLT_URI_H
#define BOLT_URI_H

#include "base/arena.h"
#include "bolt/address.h"
#include "bolt/value.h"

enum { BOLT_URI_MAX = 4096 };

typedef enum bolt_tls {
    BOLT_TLS_OFF,       /* bolt, neo4j */
    BOLT_TLS_VERIFIED,  /* +s: the certificate must be trusted and belong to the host */
    BOLT_TLS_UNCHECKED, /* +ssc: any certificate will do */
} bolt_tls;

typedef struct bolt_uri {
    str scheme;   /* in lower case, e.g. "bolt+s" */
    bool routing; /* neo4j, neo4j+s, neo4j+ssc */
    bolt_tls tls;
    bolt_address server;
    bolt_map context; /* the decoded query, of routing schemes only */
} bolt_uri;

/* All six schemes are understood; which of them can be used is the driver's decision. A path is
 * ignored. Everything lives in the arena. ST_ARGUMENT with a sentence that says what to write
 * instead. */
MUST_CHECK status bolt_uri_parse(str text, arena *a, bolt_uri *out, error *err);

#endif
