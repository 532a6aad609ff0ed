/* What is behind a bolt_tls_context. For tls_*.c and transport_tls.c. */
#ifndef BOLT_TLS_CONTEXT_H
#define BOLT_TLS_CONTEXT_H

#include "base/buf.h"
#include "bolt/tls.h"

#include <openssl/ssl.h>
#include <pthread.h>
#include <stdatomic.h>

struct bolt_tls_context {
    const allocator *mem;
    const bolt_tls_config *config;
    bool verify;
    atomic_bool met; /* a server has spoken TLS with us */
    pthread_mutex_t lock;
    SSL_CTX *current; /* NULL: not made yet */
    uint64_t stamp;   /* of the files that it was made from */
};

/* For a new connection: a reference to what the files say now, for the caller to free. Files that
 * cannot be used are an error, which may pass if they could be used before: somebody may be about
 * to replace them. */
MUST_CHECK status bolt_tls_context_get(bolt_tls_context *context, SSL_CTX **out, error *err);

/* ---- tls_files.c ---- */

/* Changes whenever one of the files that a configuration names does. */
uint64_t bolt_tls_stamp(const bolt_tls_config *config, const allocator *mem);

/* Trusts the certificates of the configured files, and nothing else. */
MUST_CHECK status bolt_tls_load_cas(SSL_CTX *ctx, const bolt_tls_config *config,
                                    const allocator *mem, error *err);

/* Certificate, chain and key of this client. */
MUST_CHECK status bolt_tls_load_client(SSL_CTX *ctx, const bolt_tls_config *config,
                                       const allocator *mem, error *err);

/* ---- tls_words.c ---- */

/* Why a certificate is not trusted and what can be done, to follow "cannot trust ...: ". */
void bolt_tls_word_distrust(X509_STORE_CTX *store, const bolt_identity *identity, buf *out);

/* What the server knows, or does not, of our own certificate. */
typedef struct bolt_tls_client {
    bool asked; /* the server wants one */
    bool given;
} bolt_tls_client;

/* The oldest error in OpenSSL's queue of this thread, which is emptied, to follow "the encrypted
 * connection to ... failed: ". */
void bolt_tls_word_error(bolt_tls_client client, buf *out);

#endif
