#include "bolt/tls_context.h"

#include <openssl/err.h>

enum { READ_BUFFER = 64 << 10 }; /* of ciphertext, so that a long answer takes few system calls */

status bolt_tls_context_new(const bolt_tls_config *config, bool verify, const allocator *mem,
                            bolt_tls_context **out, error *err)
{
    bolt_tls_context *context = mem_new(mem, sizeof *context);
    if (!context)
        return fail_no_memory(err);
    context->mem = mem;
    context->config = config;
    context->verify = verify;
    atomic_init(&context->met, false);
    pthread_mutex_init(&context->lock, NULL);
    *out = context;
    return ST_OK;
}

void bolt_tls_context_free(bolt_tls_context *context)
{
    if (!context)
        return;
    SSL_CTX_free(context->current);
    pthread_mutex_destroy(&context->lock);
    mem_free(context->mem, context);
}

static status fail_library(const bolt_tls_context *context, const char *what, error *err)
{
    BUF_AUTO reason = BUF_INIT(context->mem, 0);
    bolt_tls_word_error((bolt_tls_client){ 0 }, &reason);
    return fail(err, ST_SECURITY, "cannot %s: %.*s", what, STR_ARG(buf_view(&reason)));
}

/* The configuration of the system may demand more than we do. */
static bool set_versions(SSL_CTX *ctx)
{
    return SSL_CTX_get_min_proto_version(ctx) >= TLS1_2_VERSION ||
           SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
}

static void set_options(SSL_CTX *ctx)
{
    SSL_CTX_set_options(ctx, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                              SSL_MODE_AUTO_RETRY);
    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_read_ahead(ctx, 1);
    SSL_CTX_set_default_read_buffer_len(ctx, READ_BUFFER);
}

static status trust(const bolt_tls_context *context, SSL_CTX *ctx, error *err)
{
    const bolt_tls_config *config = context->config;
    if (!context->verify)
        return ST_OK;
    if (config->ca_file.len > 0 || config->ca_folder.len > 0)
        return bolt_tls_load_cas(ctx, config, context->mem, err);
    return SSL_CTX_set_default_verify_paths(ctx)
               ? ST_OK
               : fail_library(context, "load the certificates that the system trusts", err);
}

static status fill(const bolt_tls_context *context, SSL_CTX *ctx, error *err)
{
    set_options(ctx);
    if (!set_versions(ctx))
        return fail_library(context, "demand TLS 1.2", err);
    status st = trust(context, ctx, err);
    if (!st && context->config->client_certificate.len > 0)
        st = bolt_tls_load_client(ctx, context->config, context->mem, err);
    return st;
}

static status build(const bolt_tls_context *context, SSL_CTX **out, error *err)
{
    ERR_clear_error();
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
    if (!ctx)
        return fail_library(context, "initialise TLS", err);
    status st = fill(context, ctx, err);
    if (st)
        SSL_CTX_free(ctx);
    else
        *out = ctx;
    return st;
}

static status renew(bolt_tls_context *context, error *err)
{
    /* Before reading, so that what changes meanwhile is read again. */
    uint64_t stamp = bolt_tls_stamp(context->config, context->mem);
    SSL_CTX *fresh = NULL;
    if (context->current && stamp == context->stamp)
        return ST_OK;
    status st = build(context, &fresh, err);
    if (st) {
        if (err)
            err->retryable = context->current != NULL;
        return st;
    }
    SSL_CTX_free(context->current);
    context->current = fresh;
    context->stamp = stamp;
    return ST_OK;
}

status bolt_tls_context_get(bolt_tls_context *context, SSL_CTX **out, error *err)
{
    pthread_mutex_lock(&context->lock);
    status st = renew(context, err);
    if (!st) {
        SSL_CTX_up_ref(context->current);
        *out = context->current;
    }
    pthread_mutex_unlock(&context->lock);
    return st;
}
