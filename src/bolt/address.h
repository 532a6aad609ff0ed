/* Which server: a host and a port. A value, so that copies need no memory of their own. */
#ifndef BOLT_ADDRESS_H
#define BOLT_ADDRESS_H

#include "base/attr.h"
#include "base/error.h"
#include "base/str.h"

enum {
    BOLT_PORT = 7687,
    BOLT_HOST_MAX = 255,
    BOLT_ADDRESS_SIZE = BOLT_HOST_MAX + sizeof "[]:65535",
    BOLT_IP_SIZE = 64, /* an IPv6 address with its zone */
};

typedef struct bolt_address {
    char text[BOLT_ADDRESS_SIZE]; /* "host:port", with brackets around an IPv6 literal */
    uint16_t port;
    char ip[BOLT_IP_SIZE]; /* the only address of the host that will do; empty: any */
} bolt_address;

/* False when the host, which comes without brackets, is longer than BOLT_HOST_MAX. */
bool bolt_address_set(bolt_address *out, str host, uint16_t port);

/* Reads "host", "host:port", "[::1]" or "[::1]:port"; the zone of an IPv6 address follows %25. The
 * scheme is for the advice in errors: ST_ARGUMENT with a sentence that says what to write instead. */
MUST_CHECK status bolt_address_parse(str text, const char *scheme, bolt_address *out, error *err);

/* Without brackets. Borrows from the address, and is not NUL-terminated. */
str bolt_address_host(const bolt_address *address);

str bolt_address_text(const bolt_address *address);
bool bolt_address_equal(const bolt_address *a, const bolt_address *b);

#endif
