/* What the handle works on: a driver of its own, or one that it is lent. */
#include "api/handle.h"

static str text_or(const char *text, const char *otherwise)
{
    str given = str_from(text);
    return str_from(given.len ? text : otherwise);
}

static status read_parameters(const n4m_pair *pairs, arena *a, bolt_map *out, error *err)
{
    size_t count = 0;
    while (pairs && pairs[count].key)
        count++;
    bolt_entry *entries = arena_array(a, count, sizeof *entries);
    if (!entries)
        return fail_no_memory(err);
    for (size_t i = 0; i < count; i++)
        entries[i] = (bolt_entry){ str_from(pairs[i].key), bolt_string(str_from(pairs[i].value)) };
    *out = (bolt_map){ entries, count };
    return ST_OK;
}

static status read_auth(const n4m_options *o, arena *a, bolt_auth *out, error *err)
{
    str secret = text_or(o->password, "");
    switch (o->auth) {
    case N4M_AUTH_NONE:
        *out = (bolt_auth){ .scheme = BOLT_AUTH_NONE };
        return ST_OK;
    case N4M_AUTH_BASIC:
        *out = (bolt_auth){ .scheme = BOLT_AUTH_BASIC,
                            .principal = text_or(o->username, "neo4j"),
                            .credentials = secret,
                            .realm = str_from(o->auth_realm) };
        return ST_OK;
    case N4M_AUTH_BEARER:
        *out = (bolt_auth){ .scheme = BOLT_AUTH_BEARER, .credentials = secret };
        return ST_OK;
    case N4M_AUTH_KERBEROS:
        *out = (bolt_auth){ .scheme = BOLT_AUTH_KERBEROS, .credentials = secret };
        return ST_OK;
    case N4M_AUTH_CUSTOM:
        *out = (bolt_auth){ .scheme = BOLT_AUTH_CUSTOM,
                            .principal = text_or(o->username, "neo4j"),
                            .credentials = secret,
                            .realm = str_from(o->auth_realm),
                            .custom_scheme = str_from(o->auth_scheme) };
        if (!out->custom_scheme.len)
            return fail(err, ST_ARGUMENT, "custom authentication needs a scheme");
        return read_parameters(o->auth_parameters, a, &out->parameters, err);
    }
    return fail(err, ST_ARGUMENT, "unknown kind of authentication: %d", (int)o->auth);
}

static status read_encryption(n4m_encryption encryption, bolt_encryption *out, error *err)
{
    switch (encryption) {
    case N4M_ENCRYPTION_OF_ADDRESS:
        *out = BOLT_ENCRYPTION_OF_SCHEME;
        return ST_OK;
    case N4M_ENCRYPTION_ON:
        *out = BOLT_ENCRYPTION_ON;
        return ST_OK;
    case N4M_ENCRYPTION_OFF:
        *out = BOLT_ENCRYPTION_OFF;
        return ST_OK;
    }
    return fail(err, ST_ARGUMENT, "unknown kind of encryption: %d", (int)encryption);
}

static status read_trust(n4m_trust trust, bolt_trust *out, error *err)
{
    switch (trust) {
    case N4M_TRUST_DEFAULT:
        *out = BOLT_TRUST_DEFAULT;
        return ST_OK;
    case N4M_TRUST_SYSTEM:
        *out = BOLT_TRUST_SYSTEM;
        return ST_OK;
    case N4M_TRUST_ANY:
        *out = BOLT_TRUST_ANY;
        return ST_OK;
    }
    return fail(err, ST_ARGUMENT, "unknown kind of trust: %d", (int)trust);
}

static status read_tls(const n4m_options *o, bolt_tls_config *out, error *err)
{
    *out = (bolt_tls_config){ .ca_file = str_from(o->ca_file),
                              .ca_folder = str_from(o->ca_folder),
                              .client_certificate = str_from(o->client_certificate),
                              .client_key = str_from(o->client_key),
                              .client_key_password = str_from(o->client_key_password) };
    status st = read_encryption(o->encryption, &out->encryption, err);
    return st ? st : read_trust(o->trust, &out->trust, err);
}

static void on_retry(void *user, const error *reason, int64_t delay_ms)
{
    n4m_migrations *m = user;
    engine_on_retry(&m->engine, reason, delay_ms);
}

static status open_driver(const n4m_options *options, n4m_migrations *m, error *err)
{
    bolt_config config = { .uri = text_or(options->address, "bolt://localhost:7687"),
                           .user_agent = STR(API_TOOL),
                           .mem = &m->mem,
                           .cancel = &m->cancel,
                           .on_retry = on_retry,
                           .user = m,
                           .on_trace = options->on_trace ? api_on_trace : NULL,
                           .trace_user = m };
    status st = read_auth(options, &m->load, &config.auth, err);
    if (!st)
        st = read_tls(options, &config.tls, err);
    return st ? st : bolt_driver_open(&config, &m->driver, err);
}

/* ---- A driver that somebody else has opened ---- */

typedef struct connecting_option {
    const char *name;
    bool is_given;
} connecting_option;

static bool is_text(const char *text)
{
    return text && *text;
}

static status fail_beside(const char *name, error *err)
{
    return fail(err, ST_ARGUMENT,
                "\"%s\" cannot be given beside \"driver\": a driver has been told how to connect "
                "when it was opened",
                name);
}

static status refuse_connecting(const n4m_options *o, error *err)
{
    const connecting_option options[] = {
        { "address", is_text(o->address) },
        { "auth", o->auth != N4M_AUTH_BASIC },
        { "username", is_text(o->username) },
        { "password", is_text(o->password) },
        { "auth_scheme", is_text(o->auth_scheme) },
        { "auth_realm", is_text(o->auth_realm) },
        { "auth_parameters", o->auth_parameters != NULL },
        { "encryption", o->encryption != N4M_ENCRYPTION_OF_ADDRESS },
        { "trust", o->trust != N4M_TRUST_DEFAULT },
        { "ca_file", is_text(o->ca_file) },
        { "ca_folder", is_text(o->ca_folder) },
        { "client_certificate", is_text(o->client_certificate) },
        { "client_key", is_text(o->client_key) },
        { "client_key_password", is_text(o->client_key_password) },
        { "on_trace", o->on_trace != NULL },
    };
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        if (options[i].is_given)
            return fail_beside(options[i].name, err);
    return ST_OK;
}

static status share_driver(const n4m_options *options, n4m_migrations *m, error *err)
{
    const bolt_share how = { .mem = &m->mem, .stop = &m->cancel, .on_retry = on_retry, .user = m };
    if (!bolt_driver_is_ours(options->driver))
        return fail(err, ST_ARGUMENT,
                    "\"driver\" was opened by another library that contains a driver: link "
                    "neo4j-migrations "
                    "without neo4j-bolt");
    status st = refuse_connecting(options, err);
    return st ? st : bolt_driver_share(options->driver, &how, &m->driver, err);
}

status settings_open_driver(const n4m_options *options, n4m_migrations *m, error *err)
{
    return options->driver ? share_driver(options, m, err) : open_driver(options, m, err);
}
