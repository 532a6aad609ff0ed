#include "bolt/address.h"

#include <arpa/inet.h>
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
    out->ip[0] = '\0';
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
    return strcmp(a->text, b->text) == 0 && strcmp(a->ip, b->ip) == 0;
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static bool is_host_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || is_one_of(c, "-._~") || (unsigned char)c >= 0x80;
}

static bool is_dotted_number(str host)
{
    for (size_t i = 0; i < host.len; i++) {
        if (!char_is_digit(host.data[i]) && host.data[i] != '.')
            return false;
    }
    return true;
}

/* What the system's functions want to have. */
static bool terminate(str text, char out[BOLT_HOST_MAX + 1])
{
    if (text.len > BOLT_HOST_MAX || memchr(text.data, '\0', text.len))
        return false;
    memcpy(out, text.data, text.len);
    out[text.len] = '\0';
    return true;
}

static bool is_ipv4(str host)
{
    char text[BOLT_HOST_MAX + 1];
    struct in_addr ignored;
    return terminate(host, text) && inet_pton(AF_INET, text, &ignored) == 1;
}

static bool is_ipv6(str host)
{
    char text[BOLT_HOST_MAX + 1];
    struct in6_addr ignored;
    return terminate(host, text) && inet_pton(AF_INET6, text, &ignored) == 1;
}

static status keep_host(str host, bolt_address *out, error *err)
{
    if (!bolt_address_set(out, host, out->port))
        return fail(err, ST_ARGUMENT, "the host name is longer than %d bytes", BOLT_HOST_MAX);
    return ST_OK;
}

static status parse_name(str host, const char *scheme, bolt_address *out, error *err)
{
    if (host.len == 0)
        return fail(err, ST_ARGUMENT, "the address names no host: write e.g. %s://localhost:7687",
                    scheme);
    status st = keep_host(host, out, err);
    if (st)
        return st;
    for (size_t i = 0; i < host.len; i++) {
        if (!is_host_char(host.data[i]))
            return fail(err, ST_ARGUMENT, "'%c' cannot be part of the host name '%.*s'",
                        host.data[i], STR_ARG(host));
    }
    if (is_dotted_number(host) && !is_ipv4(host))
        return fail(
            err, ST_ARGUMENT,
            "'%.*s' is no IPv4 address: four numbers from 0 to 255 are needed, e.g. 127.0.0.1",
            STR_ARG(host));
    return ST_OK;
}

static bool is_zone(str zone)
{
    for (size_t i = 0; i < zone.len; i++) {
        if (!char_is_alpha(zone.data[i]) && !char_is_digit(zone.data[i]) &&
            !is_one_of(zone.data[i], "-._~"))
            return false;
    }
    return zone.len > 0;
}

/* What stands between the brackets. A zone follows %25, the encoded form of the % that resolvers
 * want. */
static status parse_ipv6(str literal, const char *scheme, bolt_address *out, error *err)
{
    char host[BOLT_HOST_MAX + 1];
    status st = keep_host(literal, out, err);
    if (st)
        return st;
    size_t percent = str_find(literal, STR("%25"), 0);
    str digits = str_slice(literal, 0, percent);
    str zone = percent == STR_NOT_FOUND ? STR_NONE : str_from_index(literal, percent + 3);
    if (!is_ipv6(digits) || (zone.data && !is_zone(zone)))
        return fail(err, ST_ARGUMENT, "'[%.*s]' is no IPv6 address: write e.g. %s://[::1]:7687",
                    STR_ARG(literal), scheme);
    snprintf(host, sizeof host, "%.*s%s%.*s", STR_ARG(digits), zone.data ? "%" : "", STR_ARG(zone));
    return keep_host(str_from(host), out, err);
}

static status parse_port(str port, bolt_address *out, error *err)
{
    uint64_t number;
    out->port = BOLT_PORT;
    if (!port.data)
        return ST_OK;
    if (port.len == 0)
        return fail(err, ST_ARGUMENT,
                    "there is no port after the ':': write one, usually 7687, or leave ':' out");
    if (!str_to_u64(port, &number) || number < 1 || number > UINT16_MAX)
        return fail(err, ST_ARGUMENT,
                    "'%.*s' is no port: a number from 1 to 65535 is needed, usually 7687",
                    STR_ARG(port));
    out->port = (uint16_t)number;
    return ST_OK;
}

static status parse_bracketed(str text, const char *scheme, bolt_address *out, error *err)
{
    size_t close = str_find_char(text, ']', 1);
    if (close == STR_NOT_FOUND)
        return fail(err, ST_ARGUMENT,
                    "the ']' of the IPv6 address is missing: write e.g. %s://[::1]:7687", scheme);
    str rest = str_from_index(text, close + 1);
    if (rest.len > 0 && rest.data[0] != ':')
        return fail(err, ST_ARGUMENT,
                    "a ':' and the port must follow the ']' of an IPv6 address, not '%.*s'",
                    STR_ARG(rest));
    status st = parse_port(rest.len > 0 ? str_from_index(rest, 1) : STR_NONE, out, err);
    return st ? st : parse_ipv6(str_slice(text, 1, close), scheme, out, err);
}

static status parse_plain(str text, const char *scheme, bolt_address *out, error *err)
{
    str rest = text;
    str host = str_split(&rest, ':');
    if (rest.data && str_find_char(rest, ':', 0) != STR_NOT_FOUND)
        return fail(
            err, ST_ARGUMENT,
            "there is more than one ':' in '%.*s': an IPv6 address stands in brackets, e.g. "
            "%s://[::1]:7687",
            STR_ARG(text), scheme);
    status st = parse_port(rest, out, err);
    return st ? st : parse_name(host, scheme, out, err);
}

status bolt_address_parse(str text, const char *scheme, bolt_address *out, error *err)
{
    bolt_address address;
    status st = str_starts(text, STR("[")) ? parse_bracketed(text, scheme, &address, err)
                                           : parse_plain(text, scheme, &address, err);
    if (!st)
        *out = address;
    return st;
}
