#include "bolt/address.h"

#include <stdio.h>
#include <string.h>

bool bolt_address_set(bolt_address *out, str host, uint16_t port)
{
    bool is_ipv6 = str_find_char(host, ':', 0) != STR_NOT_FOUND;
    if (host.len > BOLT_HOST_MAX)
        return false;
    snprintf(out->text, sizeof out->text, is_ipv6 ? "[%.*s]:%u" : "%.*s:%u", STR_ARG(host),
             (unsigned)port);
    out->port = port;
    return true;
}

str bolt_address_host(const bolt_address *address)
{
    size_t bracket = address->text[0] == '[';
    size_t colon = (size_t)(strrchr(address->text, ':') - address->text);
    return (str){ address->text + bracket, colon - 2 * bracket };
}

str bolt_address_text(const bolt_address *address)
{
    return str_from(address->text);
}

bool bolt_address_equal(const bolt_address *a, const bolt_address *b)
{
    return strcmp(a->text, b->text) == 0;
}
