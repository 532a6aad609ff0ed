#include "bolt/uri.h"

#include "base/utf8.h"

static const struct {
    const char *name;
    bool routing;
    bolt_tls tls;
} schemes[] = {
    { "bolt", false, BOLT_TLS_OFF },           { "bolt+s", false, BOLT_TLS_VERIFIED },
    { "bolt+ssc", false, BOLT_TLS_UNCHECKED }, { "neo4j", true, BOLT_TLS_OFF },
    { "neo4j+s", true, BOLT_TLS_VERIFIED },    { "neo4j+ssc", true, BOLT_TLS_UNCHECKED },
};

static status unknown_scheme(str scheme, error *err)
{
    if (str_eq_ignore_case(scheme, STR("bolt+routing")))
        return fail(err, ST_ARGUMENT, "the scheme 'bolt+routing' is gone: write neo4j://host:port");
    if (str_eq_ignore_case(scheme, STR("http")) || str_eq_ignore_case(scheme, STR("https")))
        return fail(err, ST_ARGUMENT,
                    "'%.*s' is not how this program talks to Neo4j: write the address of the Bolt "
                    "port, e.g. "
                    "bolt://host:7687",
                    STR_ARG(scheme));
    return fail(
        err, ST_ARGUMENT,
        "the scheme '%.*s' is unknown: use bolt, bolt+s, bolt+ssc, neo4j, neo4j+s or neo4j+ssc",
        STR_ARG(scheme));
}

static status parse_scheme(str scheme, bolt_uri *uri, error *err)
{
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        if (str_eq_ignore_case(scheme, str_from(schemes[i].name))) {
            uri->scheme = str_from(schemes[i].name);
            uri->routing = schemes[i].routing;
            uri->tls = schemes[i].tls;
            return ST_OK;
        }
    }
    return unknown_scheme(scheme, err);
}

static int hex_value(char c)
{
    if (char_is_digit(c))
        return c - '0';
    char lower = char_lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

static status decode_percent(str text, arena *a, str *out, error *err)
{
    str copy = arena_str(a, text);
    char *to = arena_alloc(a, text.len + 1);
    if (!copy.data || !to)
        return fail_no_memory(err);
    size_t length = 0;
    for (size_t i = 0; i < text.len; i++) {
        to[length] = text.data[i];
        if (text.data[i] == '%') {
            int high = i + 2 < text.len ? hex_value(text.data[i + 1]) : -1;
            int low = i + 2 < text.len ? hex_value(text.data[i + 2]) : -1;
            if (high < 0 || low < 0)
                return fail(err, ST_ARGUMENT,
                            "two hexadecimal digits must follow the '%%' in '%.*s'; a '%%' itself "
                            "is written %%25",
                            STR_ARG(text));
            to[length] = (char)(unsigned char)(high << 4 | low);
            i += 2;
        }
        length++;
    }
    str decoded = { to, length };
    if (!utf8_is_valid(decoded))
        return fail(err, ST_ARGUMENT, "'%.*s' in the query of the address is not UTF-8",
                    STR_ARG(text));
    *out = decoded;
    return ST_OK;
}

static status check_context(const bolt_entry *entries, size_t count, str key, str value, error *err)
{
    if (key.len == 0 || value.len == 0)
        return fail(
            err, ST_ARGUMENT,
            "a key or value in the query of the address is empty: write ?key=value&other=value");
    if (str_eq(key, STR("address")))
        return fail(err, ST_ARGUMENT,
                    "the key 'address' in the query of the address is reserved: leave it out");
    for (size_t i = 0; i < count; i++) {
        if (str_eq(entries[i].key, key))
            return fail(err, ST_ARGUMENT, "the key '%.*s' is twice in the query of the address",
                        STR_ARG(key));
    }
    return ST_OK;
}

static status parse_pair(str pair, arena *a, const bolt_entry *entries, size_t count,
                         bolt_entry *out, error *err)
{
    str value = pair, decoded_key = STR_NONE, decoded_value = STR_NONE;
    str key = str_split(&value, '=');
    if (!value.data)
        return fail(err, ST_ARGUMENT,
                    "'%.*s' in the query of the address has no value: write key=value",
                    STR_ARG(pair));
    status st = decode_percent(key, a, &decoded_key, err);
    if (!st)
        st = decode_percent(value, a, &decoded_value, err);
    if (!st)
        st = check_context(entries, count, decoded_key, decoded_value, err);
    if (st)
        return st;
    *out = (bolt_entry){ decoded_key, bolt_string(decoded_value) };
    return ST_OK;
}

static status parse_context(str query, arena *a, bolt_uri *uri, error *err)
{
    bolt_entry *entries = NULL;
    size_t count = 0, capacity = 0;
    for (str rest = query; rest.data; count++) {
        str pair = str_split(&rest, '&');
        entries = arena_grow(a, entries, count, &capacity, sizeof *entries);
        if (!entries)
            return fail_no_memory(err);
        status st = parse_pair(pair, a, entries, count, &entries[count], err);
        if (st)
            return st;
    }
    uri->context = (bolt_map){ entries, count };
    return ST_OK;
}

static status parse_query(str query, arena *a, bolt_uri *uri, error *err)
{
    if (!query.data || (query.len == 0 && uri->routing))
        return ST_OK;
    if (!uri->routing)
        return fail(
            err, ST_ARGUMENT,
            "the scheme '%s' connects directly and takes no query: leave out what follows the '?'",
            uri->scheme.data);
    return parse_context(query, a, uri, err);
}

/* Before anything of the address is shown: it may hold a password. */
static status check_text(str text, error *err)
{
    if (text.len == 0)
        return fail(err, ST_ARGUMENT, "the address is empty: write e.g. bolt://localhost:7687");
    if (text.len > BOLT_URI_MAX)
        return fail(err, ST_ARGUMENT, "the address is longer than %d bytes", BOLT_URI_MAX);
    if (str_find_char(text, '@', 0) != STR_NOT_FOUND)
        return fail(err, ST_ARGUMENT,
                    "the address must not contain a user name or password: leave out what stands "
                    "before the "
                    "'@' and give them on their own (an '@' in a query is written %%40)");
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c <= ' ' || c == 0x7F)
            return fail(err, ST_ARGUMENT, "byte %zu of the address is a space or control character",
                        i + 1);
    }
    if (!utf8_is_valid(text))
        return fail(err, ST_ARGUMENT, "the address is not UTF-8");
    if (str_find_char(text, '#', 0) != STR_NOT_FOUND)
        return fail(err, ST_ARGUMENT, "the address has a fragment: leave out what follows the '#'");
    return ST_OK;
}

status bolt_uri_parse(str text, arena *a, bolt_uri *out, error *err)
{
    bolt_uri uri = { 0 };
    status st = check_text(text, err);
    if (st)
        return st;
    size_t colon = str_find(text, STR("://"), 0);
    if (colon == STR_NOT_FOUND)
        return fail(err, ST_ARGUMENT,
                    "the address '%.*s' has no scheme: write e.g. bolt://localhost:7687",
                    STR_ARG(text));
    st = parse_scheme(str_slice(text, 0, colon), &uri, err);
    if (st)
        return st;
    str query = str_from_index(text, colon + 3);
    str path = str_split(&query, '?');
    str authority = str_split(&path, '/');
    st = bolt_address_parse(authority, uri.scheme.data, &uri.server, err);
    if (!st)
        st = parse_query(query, a, &uri, err);
    if (st)
        return st;
    *out = uri;
    return ST_OK;
}
