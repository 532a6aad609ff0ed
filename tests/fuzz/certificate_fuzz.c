/* Certificates of strangers, and what is said of them on somebody's terminal. */
#include "fuzz.h"

#include "bolt/tls_context.h"

enum { LONGEST = 4096 }; /* bytes of a sentence, though names be endless */

/* The reasons that are worded with what stands in the certificate. */
static const int reasons[] = {
    X509_V_ERR_HOSTNAME_MISMATCH,           X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
    X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_CERT_HAS_EXPIRED,
    X509_V_ERR_CERT_NOT_YET_VALID,          X509_V_ERR_CERT_REVOKED
};

static void check(const buf *text)
{
    FUZZ_CHECK(!text->failed && text->len > 0 && text->len <= LONGEST);
    for (size_t i = 0; i < text->len; i++)
        FUZZ_CHECK(text->data[i] >= ' ' && text->data[i] <= '~');
}

static void word(X509 *certificate, int reason, int depth)
{
    static const bolt_identity identity = { .text = "db" };
    X509_STORE_CTX *store = X509_STORE_CTX_new();
    BUF_AUTO text = BUF_INIT(NULL, 0);
    X509_STORE_CTX_set_current_cert(store, certificate);
    X509_STORE_CTX_set_error(store, reason);
    X509_STORE_CTX_set_error_depth(store, depth);
    bolt_tls_word_distrust(store, &identity, &text);
    X509_STORE_CTX_free(store);
    check(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    X509 *certificate = d2i_X509(NULL, &data, (long)size);
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        for (int depth = 0; depth < 2; depth++)
            word(certificate, reasons[i], depth);
    X509_free(certificate);
    return 0;
}
