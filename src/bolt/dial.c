#include "bolt/dial.h"

#include "base/clock.h"

static int64_t shorter(int64_t timeout, int64_t deadline)
{
    int left = deadline_left(deadline);
    return left >= 0 && left < timeout ? left : timeout;
}

static status connect_plainly(const bolt_dialler *dialler, const bolt_address *server,
                              const bolt_wait *wait, int64_t deadline, bolt_transport **out,
                              error *err)
{
    bolt_resolved addresses;
    bolt_tcp_options options = { .mem = dialler->mem,
                                 .wait = wait,
                                 .name = bolt_address_text(server),
                                 .timeout = shorter(dialler->timeout, deadline) };
    str host = server->ip[0] ? str_from(server->ip) : bolt_address_host(server);
    status st = bolt_resolve(host, server->port, wait, options.timeout, &addresses, err);
    return st ? st : bolt_tcp_connect(&options, &addresses, out, err);
}

status bolt_dial(const bolt_dialler *dialler, const bolt_address *server, const bolt_wait *wait,
                 int64_t deadline, bolt_transport **out, error *err)
{
    bolt_transport *plain;
    status st = connect_plainly(dialler, server, wait, deadline, &plain, err);
    if (st)
        return st;
    if (!dialler->tls) {
        *out = plain;
        return ST_OK;
    }
    bolt_tls_peer peer = { .wait = wait,
                           .host = bolt_address_host(server),
                           .name = bolt_address_text(server),
                           .deadline = deadline_in(shorter(dialler->timeout, deadline)) };
    return bolt_tls_connect(dialler->tls, &peer, plain, out, err);
}
