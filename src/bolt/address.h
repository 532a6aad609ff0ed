/* Which server: a host and a port. A value, so that copies need no memory of their own. */
#ifndef BOLT_ADDRESS_H
#define BOLT_ADDRESS_H

#include "base/str.h"

enum { BOLT_HOST_MAX = 255, BOLT_ADDRESS_SIZE = BOLT_HOST_MAX + sizeof "[]:65535" };

typedef struct bolt_address {
    char text[BOLT_ADDRESS_SIZE]; /* "host:port", with brackets around an IPv6 literal */
    uint16_t port;
} bolt_address;

/* False when the host, which comes without brackets, is longer than BOLT_HOST_MAX. */
bool bolt_address_set(bolt_address *out, str host, uint16_t port);

/* Without brackets. Borrows from the address, and is not NUL-terminated. */
str bolt_address_host(const bolt_address *address);

str bolt_address_text(const bolt_address *address);
bool bolt_address_equal(const bolt_address *a, const bolt_address *b);

#endif
