/* Asks a server which servers there are, in the form that its version of the protocol has for it. */
#ifndef BOLT_ROUTING_REQUEST_H
#define BOLT_ROUTING_REQUEST_H

#include "bolt/connection.h"
#include "bolt/routing_table.h"

/* ROUTE from 4.3 on, before that a procedure. The table lives in the arena. The connection can be
 * given back afterwards, whatever came of it. ST_ARGUMENT when the version does not know databases or
 * impersonation. */
MUST_CHECK status bolt_routing_ask(bolt_connection *c, const bolt_route *route, int64_t deadline,
                                   arena *a, bolt_routing_table *out, error *err);

#endif
