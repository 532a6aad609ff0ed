/* `set NAME VALUE` */
#include "shell.h"

#include "value_text.h"

static bolt_auth parse_basic_auth(str rest)
{
    bolt_auth auth = { .scheme = BOLT_AUTH_BASIC };
    auth.principal = script_word(&rest);
    auth.credentials = script_word(&rest);
    auth.realm = rest.len ? rest : STR_NONE;
    return auth;
}

/* SCHEME PRINCIPAL CREDENTIALS REALM {parameters} */
static bolt_auth parse_custom_auth(str rest, arena *a)
{
    bolt_auth auth = { .scheme = BOLT_AUTH_CUSTOM };
    auth.custom_scheme = script_word(&rest);
    auth.principal = script_word(&rest);
    auth.credentials = script_word(&rest);
    auth.realm = script_word(&rest);
    auth.parameters = value_parse(rest, a).as.map;
    return auth;
}

bolt_auth shell_auth(str text, arena *a)
{
    str scheme = script_word(&text);
    if (str_eq(scheme, STR("none")))
        return (bolt_auth){ .scheme = BOLT_AUTH_NONE };
    if (str_eq(scheme, STR("bearer")))
        return (bolt_auth){ .scheme = BOLT_AUTH_BEARER, .credentials = text };
    if (str_eq(scheme, STR("kerberos")))
        return (bolt_auth){ .scheme = BOLT_AUTH_KERBEROS, .credentials = text };
    return str_eq(scheme, STR("custom")) ? parse_custom_auth(text, a) : parse_basic_auth(text);
}

static int64_t *find_time(bolt_config *c, str name)
{
    const struct {
        const char *name;
        int64_t *value;
    } times[] = {
        { "connect_timeout", &c->connect_timeout },
        { "handshake_timeout", &c->handshake_timeout },
        { "read_timeout", &c->read_timeout },
        { "retry_budget", &c->retry_budget },
        { "acquisition_timeout", &c->acquisition_timeout },
        { "max_lifetime", &c->max_lifetime },
        { "liveness_check", &c->liveness_check },
    };
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)
        if (str_eq(name, str_from(times[i].name)))
            return times[i].value;
    return NULL;
}

static str *find_text(shell *sh, str name)
{
    bolt_tls_config *tls = &sh->config.tls;
    const struct {
        const char *name;
        str *value;
    } texts[] = {
        { "uri", &sh->config.uri },
        { "user_agent", &sh->config.user_agent },
        { "renew", &sh->renewals },
        { "resolver", &sh->seeds },
        { "ca_file", &tls->ca_file },
        { "ca_folder", &tls->ca_folder },
        { "client_certificate", &tls->client_certificate },
        { "client_key", &tls->client_key },
        { "client_key_password", &tls->client_key_password },
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (str_eq(name, str_from(texts[i].name)))
            return texts[i].value;
    return NULL;
}

void shell_set(shell *sh, str rest)
{
    str name = script_word(&rest);
    bolt_config *c = &sh->config;
    int64_t *time = find_time(c, name);
    str *text = find_text(sh, name);
    if (time)
        *time = script_int(rest);
    else if (text)
        *text = rest;
    else if (str_eq(name, STR("auth")))
        c->auth = shell_auth(rest, &sh->arena);
    else if (str_eq(name, STR("max_message")))
        c->max_message = (size_t)script_int(rest);
    else if (str_eq(name, STR("max_connections")))
        c->max_connections = (size_t)script_int(rest);
    else if (str_eq(name, STR("encryption")))
        c->tls.encryption = str_eq(rest, STR("on")) ? BOLT_ENCRYPTION_ON : BOLT_ENCRYPTION_OFF;
    else if (str_eq(name, STR("trust")))
        c->tls.trust = str_eq(rest, STR("any")) ? BOLT_TRUST_ANY : BOLT_TRUST_SYSTEM;
    else
        shell_die(sh, "cannot set", name);
}
