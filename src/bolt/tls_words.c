/* What OpenSSL reports, in sentences for people who can do something about it. */
#include "bolt/tls_context.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

enum { NAMES_SHOWN = 8, NAME_MAX_BYTES = 128 };

/* Strangers choose these bytes, and a terminal will show them. */
static void quote(const unsigned char *text, int length, buf *out)
{
    buf_char(out, '"');
    for (int i = 0; i < length && i < NAME_MAX_BYTES; i++)
        buf_char(out, text[i] >= ' ' && text[i] < 0x7F ? (char)text[i] : '?');
    buf_char(out, '"');
}

static void quote_string(const ASN1_STRING *text, buf *out)
{
    quote(ASN1_STRING_get0_data(text), ASN1_STRING_length(text), out);
}

/* ---- Whom a certificate names ---- */

/* False when there is no common name. */
static bool word_common_name(const X509_NAME *name, buf *out)
{
    int index = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (index < 0)
        return false;
    quote_string(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)), out);
    return true;
}

static void word_distinguished_name(const X509_NAME *name, buf *out)
{
    if (word_common_name(name, out))
        return;
    char line[NAME_MAX_BYTES];
    X509_NAME_oneline(name, line, sizeof line);
    quote((const unsigned char *)line, (int)strlen(line), out);
}

static void word_address(const ASN1_OCTET_STRING *address, buf *out)
{
    const unsigned char *byte = ASN1_STRING_get0_data(address);
    int length = ASN1_STRING_length(address);
    char text[INET6_ADDRSTRLEN] = "";
    if (length == 4)
        inet_ntop(AF_INET, byte, text, sizeof text);
    else if (length == 16)
        inet_ntop(AF_INET6, byte, text, sizeof text);
    quote((const unsigned char *)text, (int)strlen(text), out);
}

static void word_alternatives(const GENERAL_NAMES *names, buf *out)
{
    int shown = 0;
    for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
        if (name->type != GEN_DNS && name->type != GEN_IPADD)
            continue;
        if (shown == NAMES_SHOWN) {
            buf_text(out, ", ...");
            return;
        }
        buf_text(out, shown++ ? ", " : "");
        if (name->type == GEN_DNS)
            quote_string(name->d.dNSName, out);
        else
            word_address(name->d.iPAddress, out);
    }
}

static void word_names(X509 *certificate, buf *out)
{
    GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    size_t before = out->len;
    if (names)
        word_alternatives(names, out);
    GENERAL_NAMES_free(names);
    if (out->len == before && !word_common_name(X509_get_subject_name(certificate), out))
        buf_text(out, "nobody by name");
}

/* ---- Why it is not trusted ---- */

static void word_owner(X509 *certificate, int depth, buf *out)
{
    buf_text(out, depth == 0 ? "its certificate" : "the certificate of its CA ");
    if (depth > 0)
        word_distinguished_name(X509_get_subject_name(certificate), out);
}

static void word_date(const ASN1_TIME *time, buf *out)
{
    struct tm date;
    if (ASN1_TIME_to_tm(time, &date))
        buf_printf(out, "%04d-%02d-%02d", date.tm_year + 1900, date.tm_mon + 1, date.tm_mday);
    else
        buf_text(out, "a day that cannot be read");
}

static void word_wrong_host(X509 *certificate, const bolt_identity *identity, buf *out)
{
    buf_text(out, "its certificate is for ");
    word_names(certificate, out);
    buf_printf(out, ", not for \"%s\": write the address as the certificate has it",
               identity->text);
}

static void word_unknown_issuer(X509 *certificate, buf *out)
{
    buf_text(out, "its certificate was issued by ");
    word_distinguished_name(X509_get_issuer_name(certificate), out);
    buf_text(out, ", who is not trusted: give the certificate of that CA as a CA of your own, or "
                  "accept any certificate with bolt+ssc:// or neo4j+ssc://");
}

static void word_self_signed(buf *out)
{
    buf_text(out, "its certificate is self-signed: give it as a CA of your own, or accept any "
                  "certificate with bolt+ssc:// or neo4j+ssc://");
}

static void word_expired(X509 *certificate, int depth, buf *out)
{
    word_owner(certificate, depth, out);
    buf_text(out, " expired on ");
    word_date(X509_get0_notAfter(certificate), out);
    buf_text(out, ": it must be renewed");
}

static void word_not_yet_valid(X509 *certificate, int depth, buf *out)
{
    word_owner(certificate, depth, out);
    buf_text(out, " is not valid before ");
    word_date(X509_get0_notBefore(certificate), out);
    buf_text(out, ": is the clock of this machine right?");
}

void bolt_tls_word_distrust(X509_STORE_CTX *store, const bolt_identity *identity, buf *out)
{
    X509 *certificate = X509_STORE_CTX_get_current_cert(store);
    int depth = X509_STORE_CTX_get_error_depth(store);
    int code = X509_STORE_CTX_get_error(store);
    if (!certificate)
        code = X509_V_ERR_UNSPECIFIED;
    switch (code) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        word_wrong_host(certificate, identity, out);
        return;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        word_unknown_issuer(certificate, out);
        return;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        word_self_signed(out);
        return;
    case X509_V_ERR_CERT_HAS_EXPIRED:
        word_expired(certificate, depth, out);
        return;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        word_not_yet_valid(certificate, depth, out);
        return;
    default:
        buf_text(out, X509_verify_cert_error_string(X509_STORE_CTX_get_error(store)));
    }
}

/* ---- What else can fail ---- */

static bool is_about_certificates(int alert)
{
    return (alert >= SSL_AD_NO_CERTIFICATE && alert <= SSL_AD_CERTIFICATE_UNKNOWN) ||
           alert == SSL_AD_UNKNOWN_CA || alert == SSL_AD_ACCESS_DENIED ||
           alert == TLS1_AD_DECRYPT_ERROR || alert == TLS13_AD_CERTIFICATE_REQUIRED;
}

/* Servers of TLS 1.2 may say no more than that the handshake failed. */
static void word_alert(int alert, bolt_tls_client client, buf *out)
{
    const char *text = SSL_alert_desc_string_long(alert);
    bool certificate =
        is_about_certificates(alert) || (alert == SSL_AD_HANDSHAKE_FAILURE && client.asked);
    if (certificate && client.asked && !client.given)
        buf_text(out, "it wants a client certificate, and none is configured");
    else if (certificate && client.asked)
        buf_printf(out, "it does not accept our client certificate (%s)", text);
    else if (alert == SSL_AD_PROTOCOL_VERSION)
        buf_text(out, "it does not speak TLS 1.2 or later");
    else
        buf_printf(out, "it ended the conversation (%s)", text);
}

static void word_reason(unsigned long code, buf *out)
{
    const char *text = ERR_reason_error_string(code);
    switch (ERR_GET_REASON(code)) {
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_VERSION_TOO_LOW:
        buf_text(out, "it does not speak TLS 1.2 or later");
        return;
    default:
        buf_text(out, text ? text : "OpenSSL does not say why");
    }
}

void bolt_tls_word_error(bolt_tls_client client, buf *out)
{
    unsigned long code = ERR_get_error();
    int alert = ERR_GET_REASON(code) - SSL_AD_REASON_OFFSET;
    if (ERR_GET_LIB(code) == ERR_LIB_SSL && alert >= 0 && alert <= UINT8_MAX)
        word_alert(alert, client, out);
    else
        word_reason(code, out);
    ERR_clear_error();
}
