#include "bolt/encryption.h"

#include <criterion/criterion.h>
#include <string.h>

#define SCHEME_SAYS_ALL(scheme, plain)                                                             \
    "the scheme \"" scheme "\" says itself that connections are encrypted and which certificates " \
    "are trusted: leave the settings for that out, or keep them and write \"" plain "://h:1\""
#define EXCLUDE(one)                                                                               \
    "trust in " one " and trust in CAs of your own exclude each other: leave one of them out"
#define TRUST_NOT_ENCRYPTED(scheme)                                                                \
    "a setting says which certificates are trusted, but connections to \"" scheme "://h:1\" are "  \
    "not encrypted: switch encryption on as well"
#define CLIENT_NOT_ENCRYPTED(scheme)                                                               \
    "a client certificate is given, but connections to \"" scheme "://h:1\" are not encrypted: "   \
    "switch encryption on, or write \"" scheme "+s://h:1\""
#define ORPHAN(what) "a client " what " is given, but not the client certificate that it is for"

static void check(const char *uri, bolt_tls_config config, const char *expected)
{
    static const char *const NAMES[] = { "plain", "verified", "unchecked" };
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    bolt_uri parsed;
    bolt_tls tls;
    error err = { 0 };
    cr_assert_eq(bolt_uri_parse(str_from(uri), &a, &parsed, NULL), ST_OK);
    if (bolt_encryption_decide(&parsed, &config, &tls, &err)) {
        cr_expect_eq(err.status, ST_ARGUMENT);
        cr_expect_str_eq(err.message, expected, "%s: %s", uri, err.message);
    } else {
        cr_expect_str_eq(NAMES[tls], expected, "%s: %s", uri, NAMES[tls]);
    }
}

#define CONFIG(...) ((bolt_tls_config){ __VA_ARGS__ })
#define NOTHING ((bolt_tls_config){ 0 })

Test(encryption, the_scheme_alone)
{
    check("bolt://h:1", NOTHING, "plain");
    check("neo4j://h:1", NOTHING, "plain");
    check("bolt+s://h:1", NOTHING, "verified");
    check("neo4j+s://h:1", NOTHING, "verified");
    check("bolt+ssc://h:1", NOTHING, "unchecked");
    check("neo4j+ssc://h:1", NOTHING, "unchecked");
}

Test(encryption, settings_with_plain_schemes)
{
    const bolt_encryption on = BOLT_ENCRYPTION_ON, off = BOLT_ENCRYPTION_OFF;
    check("bolt://h:1", CONFIG(.encryption = on), "verified");
    check("neo4j://h:1", CONFIG(.encryption = on), "verified");
    check("bolt://h:1", CONFIG(.encryption = off), "plain");
    check("bolt://h:1", CONFIG(.encryption = on, .trust = BOLT_TRUST_SYSTEM), "verified");
    check("bolt://h:1", CONFIG(.encryption = on, .trust = BOLT_TRUST_ANY), "unchecked");
    check("bolt://h:1", CONFIG(.encryption = on, .ca_file = STR("f")), "verified");
    check("bolt://h:1", CONFIG(.encryption = on, .ca_folder = STR("d")), "verified");
    check("bolt://h:1", CONFIG(.encryption = on, .ca_file = STR("f"), .ca_folder = STR("d")),
          "verified");
}

Test(encryption, the_scheme_has_said_it_already)
{
    check("bolt+s://h:1", CONFIG(.encryption = BOLT_ENCRYPTION_ON),
          SCHEME_SAYS_ALL("bolt+s", "bolt"));
    check("bolt+s://h:1", CONFIG(.encryption = BOLT_ENCRYPTION_OFF),
          SCHEME_SAYS_ALL("bolt+s", "bolt"));
    check("bolt+ssc://h:1", CONFIG(.trust = BOLT_TRUST_ANY), SCHEME_SAYS_ALL("bolt+ssc", "bolt"));
    check("neo4j+s://h:1", CONFIG(.trust = BOLT_TRUST_SYSTEM), SCHEME_SAYS_ALL("neo4j+s", "neo4j"));
    check("neo4j+s://h:1", CONFIG(.ca_file = STR("f")), SCHEME_SAYS_ALL("neo4j+s", "neo4j"));
    check("neo4j+ssc://h:1", CONFIG(.ca_folder = STR("d")), SCHEME_SAYS_ALL("neo4j+ssc", "neo4j"));
}

Test(encryption, one_kind_of_trust)
{
    bolt_tls_config config = { .encryption = BOLT_ENCRYPTION_ON,
                               .trust = BOLT_TRUST_ANY,
                               .ca_file = STR("f") };
    check("bolt://h:1", config, EXCLUDE("any certificate"));
    config.trust = BOLT_TRUST_SYSTEM;
    check("bolt://h:1", config, EXCLUDE("the CAs of the system"));
    config.ca_file = STR_NONE;
    config.ca_folder = STR("d");
    check("bolt://h:1", config, EXCLUDE("the CAs of the system"));
}

/* Somebody who says whom to trust takes the connection for encrypted. */
Test(encryption, nothing_is_ignored_in_silence)
{
    check("bolt://h:1", CONFIG(.trust = BOLT_TRUST_ANY), TRUST_NOT_ENCRYPTED("bolt"));
    check("bolt://h:1", CONFIG(.ca_file = STR("f")), TRUST_NOT_ENCRYPTED("bolt"));
    check("neo4j://h:1", CONFIG(.encryption = BOLT_ENCRYPTION_OFF, .ca_folder = STR("d")),
          TRUST_NOT_ENCRYPTED("neo4j"));
    check("bolt://h:1", CONFIG(.client_certificate = STR("c")), CLIENT_NOT_ENCRYPTED("bolt"));
    check("neo4j://h:1", CONFIG(.client_certificate = STR("c")), CLIENT_NOT_ENCRYPTED("neo4j"));
    check("bolt+s://h:1", CONFIG(.client_key = STR("k")), ORPHAN("key"));
    check("bolt+s://h:1", CONFIG(.client_key_password = STR("p")), ORPHAN("key password"));
    check("bolt://h:1", CONFIG(.client_key = STR("k")), ORPHAN("key"));
}

Test(encryption, client_certificates_go_with_all_that_is_encrypted)
{
    bolt_tls_config config = { .client_certificate = STR("c") };
    check("bolt+s://h:1", config, "verified");
    check("neo4j+s://h:1", config, "verified");
    check("bolt+ssc://h:1", config, "unchecked");
    check("neo4j+ssc://h:1", config, "unchecked");
    config.client_key = STR("k");
    config.client_key_password = STR("p");
    config.encryption = BOLT_ENCRYPTION_ON;
    check("bolt://h:1", config, "verified");
}

Test(identity, names_and_addresses)
{
    static const struct {
        const char *host, *text;
        bool is_address;
    } CASES[] = {
        { "localhost", "localhost", false },
        { "Db.Example.org", "Db.Example.org", false },
        { "db.example.org.", "db.example.org", false },
        { ".", ".", false },
        { "127.0.0.1", "127.0.0.1", true },
        { "::1", "::1", true },
        { "fe80::1%eth0", "fe80::1", true },
        { "1.2.3", "1.2.3", false },
        { "beef", "beef", false },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        bolt_identity found;
        cr_assert(bolt_identity_of(str_from(CASES[i].host), &found));
        cr_expect_str_eq(found.text, CASES[i].text);
        cr_expect_eq(found.is_address, CASES[i].is_address, "%s", CASES[i].host);
    }
}

Test(identity, what_is_none)
{
    char host[BOLT_IDENTITY_SIZE];
    bolt_identity found;
    memset(host, 'a', sizeof host);
    cr_expect_not(bolt_identity_of((str){ host, sizeof host }, &found));
    cr_expect(bolt_identity_of((str){ host, sizeof host - 1 }, &found));
    cr_expect_not(bolt_identity_of(STR(""), &found));
    cr_expect_not(bolt_identity_of(STR("a\0b"), &found));
    cr_expect_not(bolt_identity_of(STR("%eth0"), &found));
}
