#include "bolt/resolve.h"

#include "base/clock.h"
#include "bolt/lookup.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { HOST_LIMIT = 256, PORT_TEXT = 6 };

static const struct addrinfo *next_of_family(const struct addrinfo *from, bool same, int family)
{
    while (from && (from->ai_family == family) != same)
        from = from->ai_next;
    return from;
}

static void add(bolt_resolved *list, const struct addrinfo *address)
{
    if (list->count == BOLT_RESOLVED_MAX || address->ai_addrlen > sizeof list->items[0])
        return;
    memcpy(&list->items[list->count], address->ai_addr, address->ai_addrlen);
    list->sizes[list->count++] = address->ai_addrlen;
}

/* Keeps the order within each family; the system's first choice comes first. */
static void interleave(bolt_resolved *list, const struct addrinfo *found)
{
    int family = found->ai_family;
    const struct addrinfo *preferred = found;
    const struct addrinfo *other = next_of_family(found, false, family);
    while (preferred || other) {
        if (preferred) {
            add(list, preferred);
            preferred = next_of_family(preferred->ai_next, true, family);
        }
        if (other) {
            add(list, other);
            other = next_of_family(other->ai_next, false, family);
        }
    }
}

static status fail_name(error *err, str host, const bolt_lookup_answer *answer)
{
    int code = answer->code;
    if (code == EAI_MEMORY)
        return fail_no_memory(err);
    const char *reason = code == EAI_SYSTEM ? strerror(answer->system_code) : gai_strerror(code);
    status st = fail(err, ST_CONNECTION, "cannot find the address of host \"%.*s\": %s",
                     STR_ARG(host), reason);
    if (err)
        err->retryable = code == EAI_AGAIN;
    return st;
}

static status fail_late(error *err, str host, int64_t timeout)
{
    fail(err, ST_TIMEOUT,
         "cannot find the address of host \"%.*s\": no name server has answered within %" PRId64
         " ms",
         STR_ARG(host), timeout);
    if (err)
        err->retryable = true;
    return ST_TIMEOUT;
}

/* Nobody needs to be asked about a literal. */
static bool read_literal(const char *name, const char *service, bolt_lookup_answer *out)
{
    struct addrinfo hints = { .ai_family = AF_UNSPEC,
                              .ai_socktype = SOCK_STREAM,
                              .ai_flags = AI_NUMERICSERV | AI_NUMERICHOST };
    *out = (bolt_lookup_answer){ 0 };
    out->code = getaddrinfo(name, service, &hints, &out->found);
    return out->code == 0;
}

static status look_up(str host, const char *name, const char *service, const bolt_wait *wait,
                      int64_t timeout, bolt_lookup_answer *out, error *err)
{
    bolt_lookup_question question = {
        .host = name,
        .service = service,
        .hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV }
    };
    bool ready;
    status st = bolt_lookup(&question, wait, deadline_in(timeout), out, &ready, err);
    if (st)
        return st;
    if (!ready)
        return fail_late(err, host, timeout);
    return out->code == 0 ? ST_OK : fail_name(err, host, out);
}

status bolt_resolve(str host, uint16_t port, const bolt_wait *wait, int64_t timeout,
                    bolt_resolved *out, error *err)
{
    char name[HOST_LIMIT], service[PORT_TEXT];
    if (host.len >= sizeof name || memchr(host.data, '\0', host.len))
        return fail(err, ST_ARGUMENT, "\"%.*s\" is not a host name", STR_ARG(host));
    memcpy(name, host.data, host.len);
    name[host.len] = '\0';
    snprintf(service, sizeof service, "%u", (unsigned)port);
    bolt_lookup_answer answer;
    if (!read_literal(name, service, &answer)) {
        status st = look_up(host, name, service, wait, timeout, &answer, err);
        if (st)
            return st;
    }
    out->count = 0;
    interleave(out, answer.found);
    freeaddrinfo(answer.found);
    return ST_OK;
}

void bolt_resolved_text(const bolt_resolved *addresses, size_t index, char text[BOLT_ADDRESS_TEXT])
{
    const struct sockaddr *address = (const struct sockaddr *)&addresses->items[index];
    if (getnameinfo(address, addresses->sizes[index], text, BOLT_ADDRESS_TEXT, NULL, 0,
                    NI_NUMERICHOST) != 0)
        snprintf(text, BOLT_ADDRESS_TEXT, "?");
}
