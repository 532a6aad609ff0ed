/* The first bytes on a new connection: which version of the protocol it will be. */
#ifndef BOLT_NEGOTIATE_H
#define BOLT_NEGOTIATE_H

#include "bolt/channel.h"
#include "bolt/version.h"

/* `*refused`: the server speaks none of what this attempt offers; close, and try the next one.
 * Otherwise `*out` is agreed upon, and what must be said before HELLO is queued. `address` is for
 * messages. */
MUST_CHECK status bolt_negotiate(bolt_channel *channel, bolt_attempt attempt,
                                 const bolt_patience *patience, str address, bolt_version *out,
                                 bool *refused, error *err);

#endif
