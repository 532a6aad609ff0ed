/* Host names to addresses. */
#ifndef BOLT_RESOLVE_H
#define BOLT_RESOLVE_H

#include "base/error.h"
#include "base/str.h"
#include "bolt/wait.h"

#include <netdb.h>
#include <sys/socket.h>

enum { BOLT_RESOLVED_MAX = 16, BOLT_ADDRESS_TEXT = 128 };

typedef struct bolt_resolved {
    struct sockaddr_storage items[BOLT_RESOLVED_MAX];
    socklen_t sizes[BOLT_RESOLVED_MAX];
    size_t count;
} bolt_resolved;

/* All addresses of a name or literal (without brackets), IPv6 and IPv4 in turns, as the system
 * prefers them (RFC 8305, section 4). ST_TIMEOUT when that takes longer than `timeout` ms. */
MUST_CHECK status bolt_resolve(str host, uint16_t port, const bolt_wait *wait, int64_t timeout,
                               bolt_resolved *out, error *err);

/* The address without port, numeric. */
void bolt_resolved_text(const bolt_resolved *addresses, size_t index, char text[BOLT_ADDRESS_TEXT]);

#endif
