/* The system's resolver, which can be waited for as for anything else. */
#ifndef BOLT_LOOKUP_H
#define BOLT_LOOKUP_H

#include "bolt/wait.h"

#include <netdb.h>

typedef struct bolt_lookup_question {
    const char *host, *service; /* NUL-terminated; both are copied */
    struct addrinfo hints;
} bolt_lookup_question;

typedef struct bolt_lookup_answer {
    int code;               /* as getaddrinfo returns it */
    int system_code;        /* errno, with EAI_SYSTEM */
    struct addrinfo *found; /* for freeaddrinfo; NULL when code is not 0 */
} bolt_lookup_answer;

/* getaddrinfo blocks for as long as name servers stay silent, and nothing can interrupt it: so it
 * runs in a thread of its own, which is left to itself when nobody waits for it any more. `*ready`
 * is false when the deadline passed first. ST_CANCELLED when interrupted. */
MUST_CHECK status bolt_lookup(const bolt_lookup_question *question, const bolt_wait *wait,
                              int64_t deadline, bolt_lookup_answer *out, bool *ready, error *err);

#endif
