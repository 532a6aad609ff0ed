/* Certificates and keys as PEM files. */
#include "bolt/tls_context.h"

#include "base/file.h"
#include "base/secret.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <sys/stat.h>

/* Reason: the CAs of all the world are 0.2 MB. */
enum { PEM_MAX_BYTES = 16 << 20 };

/* ---- Have they changed? FNV-1a over what stat(2) says of them. ---- */

static void stamp_bytes(uint64_t *hash, const void *data, size_t size)
{
    const unsigned char *byte = data;
    for (size_t i = 0; i < size; i++)
        *hash = (*hash ^ byte[i]) * 0x100000001B3;
}

static void stamp_file(uint64_t *hash, const char *path)
{
    struct stat found;
    if (stat(path, &found) != 0)
        return;
    stamp_bytes(hash, path, strlen(path));
    stamp_bytes(hash, &found.st_dev, sizeof found.st_dev);
    stamp_bytes(hash, &found.st_ino, sizeof found.st_ino);
    stamp_bytes(hash, &found.st_size, sizeof found.st_size);
    stamp_bytes(hash, &found.st_mtim, sizeof found.st_mtim);
    stamp_bytes(hash, &found.st_ctim, sizeof found.st_ctim);
}

static const char *path_in(str folder, str name, arena *a)
{
    return arena_printf(a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name)).data;
}

static void stamp_folder(uint64_t *hash, str folder, const allocator *mem)
{
    ARENA_AUTO a = ARENA_INIT(mem, 0);
    file_names names;
    if (file_list(folder.data, &a, &names, NULL))
        return;
    for (size_t i = 0; i < names.count; i++) {
        const char *path = path_in(folder, names.items[i], &a);
        if (path)
            stamp_file(hash, path);
    }
}

uint64_t bolt_tls_stamp(const bolt_tls_config *config, const allocator *mem)
{
    const str files[] = { config->ca_file, config->client_certificate, config->client_key };
    uint64_t hash = 0xCBF29CE484222325;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (files[i].len > 0)
            stamp_file(&hash, files[i].data);
    if (config->ca_folder.len > 0)
        stamp_folder(&hash, config->ca_folder, mem);
    return hash;
}

/* ---- Reading ---- */

static status open_pem(const char *path, arena *a, BIO **out, error *err)
{
    str text;
    status st = file_read(path, PEM_MAX_BYTES, a, &text, err);
    if (st)
        return st;
    *out = BIO_new_mem_buf(text.data, (int)text.len);
    return *out ? ST_OK : fail_no_memory(err);
}

/* Nobody is asked at a terminal. */
static int no_password(char *room, int size, int writing, void *user)
{
    (void)room;
    (void)size;
    (void)writing;
    (void)user;
    return -1;
}

/* The next certificate; NULL at the end, and when what is there is malformed. */
static X509 *next_certificate(BIO *pem, bool *malformed)
{
    ERR_clear_error();
    X509 *certificate = PEM_read_bio_X509_AUX(pem, NULL, no_password, NULL);
    *malformed = !certificate && ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE;
    ERR_clear_error();
    return certificate;
}

static status fail_malformed(const char *path, error *err)
{
    return fail(err, ST_ARGUMENT, "a certificate in \"%s\" is malformed: PEM is expected", path);
}

static status fail_none(const char *path, error *err)
{
    return fail(err, ST_ARGUMENT, "there is no certificate in \"%s\": PEM is expected", path);
}

/* ---- Whom we trust ---- */

static status add_all(X509_STORE *store, BIO *pem, const char *path, size_t *count, error *err)
{
    bool malformed;
    X509 *certificate;
    while ((certificate = next_certificate(pem, &malformed))) {
        int added = X509_STORE_add_cert(store, certificate);
        X509_free(certificate);
        if (!added)
            return fail_no_memory(err);
        ++*count;
    }
    return malformed ? fail_malformed(path, err) : ST_OK;
}

static status add_file(X509_STORE *store, const char *path, const allocator *mem, size_t *count,
                       error *err)
{
    ARENA_AUTO a = ARENA_INIT(mem, 0);
    BIO *pem;
    status st = open_pem(path, &a, &pem, err);
    if (st)
        return st;
    st = add_all(store, pem, path, count, err);
    BIO_free(pem);
    return st;
}

static status load_file(X509_STORE *store, str path, const allocator *mem, error *err)
{
    size_t count = 0;
    status st = add_file(store, path.data, mem, &count, err);
    return !st && count == 0 ? fail_none(path.data, err) : st;
}

static status load_named(X509_STORE *store, const char *path, const allocator *mem, size_t *count,
                         error *err)
{
    file_kind kind;
    status st = file_kind_of(path, &kind, err);
    return st || kind != FILE_REGULAR ? st : add_file(store, path, mem, count, err);
}

/* What holds no certificates may lie there too, such as lists of what is where. */
static status load_folder(X509_STORE *store, str folder, const allocator *mem, error *err)
{
    ARENA_AUTO a = ARENA_INIT(mem, 0);
    file_names names;
    size_t count = 0;
    status st = file_list(folder.data, &a, &names, err);
    for (size_t i = 0; !st && i < names.count; i++) {
        const char *path = path_in(folder, names.items[i], &a);
        st = path ? load_named(store, path, mem, &count, err) : fail_no_memory(err);
    }
    if (!st && count == 0)
        return fail(err, ST_ARGUMENT,
                    "no file in the folder \"%s\" holds a certificate: PEM is expected",
                    folder.data);
    return st;
}

status bolt_tls_load_cas(SSL_CTX *ctx, const bolt_tls_config *config, const allocator *mem,
                         error *err)
{
    X509_STORE *store = SSL_CTX_get_cert_store(ctx);
    status st = ST_OK;
    /* Whatever stands there is trusted, also when it is no root. */
    X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
    if (config->ca_file.len > 0)
        st = load_file(store, config->ca_file, mem, err);
    if (!st && config->ca_folder.len > 0)
        st = load_folder(store, config->ca_folder, mem, err);
    return st;
}

/* ---- Who we are ---- */

typedef struct client {
    SSL_CTX *ctx;
    const bolt_tls_config *config;
    allocator mem; /* the files hold secrets */
} client;

static status fail_library(const client *c, const char *what, str path, error *err)
{
    BUF_AUTO reason = BUF_INIT(&c->mem, 0);
    bolt_tls_word_error((bolt_tls_client){ 0 }, &reason);
    return fail(err, ST_ARGUMENT, "the client %s in \"%s\" cannot be used: %.*s", what, path.data,
                STR_ARG(buf_view(&reason)));
}

static status use_chain(const client *c, BIO *pem, error *err)
{
    str path = c->config->client_certificate;
    bool malformed;
    size_t count = 0;
    X509 *certificate;
    while ((certificate = next_certificate(pem, &malformed))) {
        bool used = count++ == 0 ? SSL_CTX_use_certificate(c->ctx, certificate)
                                 : SSL_CTX_add1_chain_cert(c->ctx, certificate);
        X509_free(certificate);
        if (!used)
            return fail_library(c, "certificate", path, err);
    }
    if (malformed)
        return fail_malformed(path.data, err);
    return count ? ST_OK : fail_none(path.data, err);
}

static status load_chain(const client *c, error *err)
{
    ARENA_AUTO a = ARENA_INIT(&c->mem, 0);
    BIO *pem;
    status st = open_pem(c->config->client_certificate.data, &a, &pem, err);
    if (st)
        return st;
    st = use_chain(c, pem, err);
    BIO_free(pem);
    return st;
}

typedef struct lock {
    str password;
    bool tried; /* the key is encrypted */
} lock;

static int give_password(char *room, int size, int writing, void *user)
{
    lock *l = user;
    (void)writing;
    l->tried = true;
    if (l->password.len == 0 || l->password.len > (size_t)size)
        return -1;
    memcpy(room, l->password.data, l->password.len);
    return (int)l->password.len;
}

static bool has_key(BIO *pem)
{
    char *data;
    long size = BIO_get_mem_data(pem, &data);
    return str_find((str){ data, (size_t)size }, STR("PRIVATE KEY-----"), 0) != STR_NOT_FOUND;
}

static status fail_key(const lock *l, str path, error *err)
{
    ERR_clear_error();
    if (l->tried)
        return fail(err, ST_ARGUMENT,
                    l->password.len ? "the password for the private key in \"%s\" is wrong"
                                    : "the private key in \"%s\" is encrypted: give its password",
                    path.data);
    return fail(err, ST_ARGUMENT, "the private key in \"%s\" is malformed: PEM is expected",
                path.data);
}

static status use_key(const client *c, EVP_PKEY *key, str path, error *err)
{
    ERR_clear_error();
    if (SSL_CTX_use_PrivateKey(c->ctx, key))
        return ST_OK;
    int reason = ERR_GET_REASON(ERR_peek_last_error());
    if (reason != X509_R_KEY_VALUES_MISMATCH && reason != X509_R_KEY_TYPE_MISMATCH)
        return fail_library(c, "key", path, err);
    ERR_clear_error();
    return fail(err, ST_ARGUMENT,
                "the private key in \"%s\" does not belong to the certificate in \"%s\"", path.data,
                c->config->client_certificate.data);
}

static status read_key(const client *c, BIO *pem, str path, error *err)
{
    lock l = { .password = c->config->client_key_password };
    if (!has_key(pem))
        return fail(err, ST_ARGUMENT, "there is no private key in \"%s\": PEM is expected",
                    path.data);
    ERR_clear_error();
    EVP_PKEY *key = PEM_read_bio_PrivateKey(pem, NULL, give_password, &l);
    status st = key ? use_key(c, key, path, err) : fail_key(&l, path, err);
    EVP_PKEY_free(key);
    return st;
}

static status load_key(const client *c, error *err)
{
    ARENA_AUTO a = ARENA_INIT(&c->mem, 0);
    const bolt_tls_config *config = c->config;
    str path = config->client_key.len > 0 ? config->client_key : config->client_certificate;
    BIO *pem;
    status st = open_pem(path.data, &a, &pem, err);
    if (st)
        return st;
    st = read_key(c, pem, path, err);
    BIO_free(pem);
    return st;
}

status bolt_tls_load_client(SSL_CTX *ctx, const bolt_tls_config *config, const allocator *mem,
                            error *err)
{
    client c = { .ctx = ctx, .config = config, .mem = secret_memory(mem) };
    status st = load_chain(&c, err);
    return st ? st : load_key(&c, err);
}
