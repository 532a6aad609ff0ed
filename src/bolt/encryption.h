/* Whether connections are encrypted and whom we trust: what the scheme of the URI and the
 * configuration say together. Pure. */
#ifndef BOLT_ENCRYPTION_H
#define BOLT_ENCRYPTION_H

#include "bolt/uri.h"

#include <neo4j_bolt.h>

/* Encryption and trust are for the schemes bolt and neo4j: the others say all about them. A client
 * certificate is for every encrypted connection. Files are PEM, and NUL-terminated paths. */
typedef struct bolt_tls_config {
    bolt_encryption encryption;
    bolt_trust trust;
    str ca_file, ca_folder; /* CAs in place of the system's; a folder: of all its files */
    str client_certificate; /* with its chain behind it */
    str client_key;         /* STR_NONE: in the file of the certificate */
    str client_key_password;
} bolt_tls_config;

/* ST_ARGUMENT with a sentence that says what to write instead. */
MUST_CHECK status bolt_encryption_decide(const bolt_uri *uri, const bolt_tls_config *config,
                                         bolt_tls *out, error *err);

enum { BOLT_IDENTITY_SIZE = 256 };

/* Whom a certificate must name: the host as it was asked for. */
typedef struct bolt_identity {
    bool is_address; /* an IP address; else a name, which the server is told as well (SNI) */
    char text[BOLT_IDENTITY_SIZE];
} bolt_identity;

/* `host` without brackets. A zone and the dot at the end of a full name are no part of an identity.
 * False when it is too long to be one. */
bool bolt_identity_of(str host, bolt_identity *out);

#endif
