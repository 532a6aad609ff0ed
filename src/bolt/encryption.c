#include "bolt/encryption.h"

#include <arpa/inet.h>
#include <string.h>

static bool has_own_cas(const bolt_tls_config *config)
{
    return config->ca_file.len > 0 || config->ca_folder.len > 0;
}

static bool has_trust(const bolt_tls_config *config)
{
    return config->trust != BOLT_TRUST_DEFAULT || has_own_cas(config);
}

static status check_scheme(const bolt_uri *uri, const bolt_tls_config *config, error *err)
{
    if (uri->tls == BOLT_TLS_OFF ||
        (config->encryption == BOLT_ENCRYPTION_OF_SCHEME && !has_trust(config)))
        return ST_OK;
    return fail(err, ST_ARGUMENT,
                "the scheme \"%s\" says itself that connections are encrypted and which "
                "certificates are trusted: leave the settings for that out, or keep them and write "
                "\"%s://%s\"",
                uri->scheme.data, uri->routing ? "neo4j" : "bolt", uri->server.text);
}

static status check_trust(const bolt_tls_config *config, error *err)
{
    if (config->trust == BOLT_TRUST_DEFAULT || !has_own_cas(config))
        return ST_OK;
    return fail(err, ST_ARGUMENT,
                "trust in %s and trust in CAs of your own exclude each other: leave one of them "
                "out",
                config->trust == BOLT_TRUST_ANY ? "any certificate" : "the CAs of the system");
}

static status check_client(const bolt_tls_config *config, error *err)
{
    bool orphaned = config->client_key.len > 0 || config->client_key_password.len > 0;
    if (config->client_certificate.len > 0 || !orphaned)
        return ST_OK;
    return fail(err, ST_ARGUMENT,
                "a client %s is given, but not the client certificate that it is for",
                config->client_key.len > 0 ? "key" : "key password");
}

static status check_plain(const bolt_uri *uri, const bolt_tls_config *config, error *err)
{
    if (has_trust(config))
        return fail(err, ST_ARGUMENT,
                    "a setting says which certificates are trusted, but connections to \"%s://%s\" "
                    "are not encrypted: switch encryption on as well",
                    uri->scheme.data, uri->server.text);
    if (config->client_certificate.len > 0)
        return fail(err, ST_ARGUMENT,
                    "a client certificate is given, but connections to \"%s://%s\" are not "
                    "encrypted: switch encryption on, or write \"%s+s://%s\"",
                    uri->scheme.data, uri->server.text, uri->scheme.data, uri->server.text);
    return ST_OK;
}

status bolt_encryption_decide(const bolt_uri *uri, const bolt_tls_config *config, bolt_tls *out,
                              error *err)
{
    bool encrypted = uri->tls != BOLT_TLS_OFF || config->encryption == BOLT_ENCRYPTION_ON;
    bool unchecked = uri->tls == BOLT_TLS_UNCHECKED || config->trust == BOLT_TRUST_ANY;
    status st = check_scheme(uri, config, err);
    if (!st)
        st = check_trust(config, err);
    if (!st)
        st = check_client(config, err);
    if (!st && !encrypted)
        st = check_plain(uri, config, err);
    if (!st)
        *out = !encrypted ? BOLT_TLS_OFF : unchecked ? BOLT_TLS_UNCHECKED : BOLT_TLS_VERIFIED;
    return st;
}

static str without_zone(str host)
{
    return str_slice(host, 0, str_find_char(host, '%', 0));
}

static bool is_address(const char *text)
{
    unsigned char ignored[sizeof(struct in6_addr)];
    return inet_pton(AF_INET, text, ignored) == 1 || inet_pton(AF_INET6, text, ignored) == 1;
}

bool bolt_identity_of(str host, bolt_identity *out)
{
    bolt_identity found = { .is_address = false };
    str text = without_zone(host);
    if (text.len > 1 && str_ends(text, STR(".")))
        text.len--;
    if (text.len == 0 || text.len >= sizeof found.text || memchr(text.data, '\0', text.len))
        return false;
    memcpy(found.text, text.data, text.len);
    found.is_address = is_address(found.text);
    *out = found;
    return true;
}
