#include "driver/handle.h"

#include "base/sized.h"
#include "bolt/message.h"

#include <assert.h>

static_assert((int)BOLT_NO_TIMEOUT == (int)BOLT_TX_UNLIMITED, "the public word has the same value");

static status fail_options(const char *init, error *err)
{
    return fail(err, ST_ARGUMENT,
                "options do not begin with %s, or use fields that version " BOLT_LIBRARY_VERSION
                " of the library does not know",
                init);
}

status options_of_driver(const bolt_options *given, bolt_options *out, error *err)
{
    if (!given || !sized_copy(out, sizeof *out, given, given->size))
        return fail_options("BOLT_OPTIONS_INIT", err);
    if (!out->uri)
        return fail(err, ST_ARGUMENT, "there is no URI; write one like \"bolt://localhost:7687\"");
    return ST_OK;
}

bolt_tls_config options_tls(const bolt_tls_options *given)
{
    return (bolt_tls_config){ .encryption = given->encryption,
                              .trust = given->trust,
                              .ca_file = str_from(given->ca_file),
                              .ca_folder = str_from(given->ca_folder),
                              .client_certificate = str_from(given->client_certificate),
                              .client_key = str_from(given->client_key),
                              .client_key_password = str_from(given->client_key_password) };
}

status options_auth(const bolt_token *token, bolt_auth *out, error *err)
{
    bolt_auth auth = { .scheme = token->scheme,
                       .principal = str_from(token->principal),
                       .credentials = str_from(token->credentials),
                       .realm = str_from(token->realm),
                       .custom_scheme = str_from(token->custom_scheme) };
    status st = params_map(token->parameters, &auth.parameters, err);
    if (st)
        return st;
    *out = auth;
    switch (token->scheme) {
    case BOLT_AUTH_NONE:
    case BOLT_AUTH_BASIC:
    case BOLT_AUTH_BEARER:
    case BOLT_AUTH_KERBEROS:
        return ST_OK;
    case BOLT_AUTH_CUSTOM:
        return auth.custom_scheme.len > 0
                   ? ST_OK
                   : fail(err, ST_ARGUMENT, "custom authentication needs the name of its scheme");
    }
    return fail(err, ST_ARGUMENT, "unknown kind of authentication: %d", (int)token->scheme);
}

static bolt_filter filter_of(const bolt_notice_filter *given)
{
    return (bolt_filter){ .level = given->level, .disabled = str_from(given->disabled) };
}

status options_of_session(const bolt_session_options *given, bolt_session_config *out, error *err)
{
    bolt_session_options options = BOLT_SESSION_OPTIONS_INIT;
    if (given && !sized_copy(&options, sizeof options, given, given->size))
        return fail_options("BOLT_SESSION_OPTIONS_INIT", err);
    *out = (bolt_session_config){ .database = str_from(options.database),
                                  .impersonated_user = str_from(options.impersonated_user),
                                  .bookmarks = options.bookmarks,
                                  .filter = filter_of(&options.notices) };
    return ST_OK;
}

status options_of_transaction(const bolt_transaction_options *given, bolt_transaction_options *out,
                              bolt_tx_config *config, error *err)
{
    *out = (bolt_transaction_options)BOLT_TRANSACTION_OPTIONS_INIT;
    if (given && !sized_copy(out, sizeof *out, given, given->size))
        return fail_options("BOLT_TRANSACTION_OPTIONS_INIT", err);
    *config = (bolt_tx_config){ .read = out->read,
                                .automatic = out->auto_commit,
                                .timeout_ms = out->timeout_ms,
                                .filter = filter_of(&out->notices) };
    return params_map(out->metadata, &config->metadata, err);
}
