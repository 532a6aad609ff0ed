#include "bolt/uri.h"

#include "base/file.h"
#include "bolt/notation.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *tls_name(bolt_tls tls)
{
    switch (tls) {
    case BOLT_TLS_OFF:
        return "plain";
    case BOLT_TLS_VERIFIED:
        return "verified";
    case BOLT_TLS_UNCHECKED:
        return "unchecked";
    }
    return "";
}

static void describe(buf *out, const bolt_uri *uri)
{
    buf_printf(out, "%s %s %.*s %u %s", uri->routing ? "routing" : "direct", tls_name(uri->tls),
               STR_ARG(bolt_address_host(&uri->server)), uri->server.port, uri->server.text);
    if (uri->context.count > 0) {
        buf_char(out, ' ');
        write_map(out, uri->context);
    }
}

static void check(str text, str expected)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    BUF_AUTO got = BUF_INIT(NULL, 0);
    bolt_uri uri;
    error err;
    if (bolt_uri_parse(text, &a, &uri, &err)) {
        cr_assert_eq(err.status, ST_ARGUMENT);
        buf_printf(&got, "! %s", err.message);
    } else {
        describe(&got, &uri);
    }
    cr_assert(str_eq(buf_view(&got), expected), "%.*s: %.*s", STR_ARG(text),
              STR_ARG(buf_view(&got)));
}

/* Pairs of lines: a URI and what becomes of it. */
Test(uri, cases)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str rest, line, text = STR_NONE;
    size_t count = 0;
    cr_assert_eq(file_read(TEST_DATA "/bolt/uri.txt", 1 << 20, &a, &rest, NULL), ST_OK);
    for (line = str_split(&rest, '\n'); rest.data; line = str_split(&rest, '\n')) {
        if (line.len == 0 || line.data[0] == '#')
            continue;
        if (line.data[0] != ' ') {
            text = line;
            continue;
        }
        check(text, str_trim(line));
        count++;
    }
    cr_assert_gt(count, 40);
}

/* As long as a host name may be, with the longest port. */
Test(uri, long_hosts)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    char text[7 + 255 + 6];
    bolt_uri uri;
    memset(text, 'a', sizeof text);
    memcpy(text, "bolt://", 7);
    memcpy(text + 7 + 255, ":65535", 6);
    cr_assert_eq(bolt_uri_parse((str){ text, sizeof text }, &a, &uri, NULL), ST_OK);
    cr_assert_eq(bolt_address_host(&uri.server).len, 255);
    text[7 + 255] = 'a';
    text[7 + 256] = ':';
    cr_assert_eq(bolt_uri_parse((str){ text, sizeof text }, &a, &uri, NULL), ST_ARGUMENT);
}

Test(uri, what_no_line_can_hold)
{
    char text[BOLT_URI_MAX + 20];
    memset(text, 'a', sizeof text);
    memcpy(text, "bolt://", 7);
    check(STR(""), STR("! the address is empty: write e.g. bolt://localhost:7687"));
    check(STR("bolt://a\0b"), STR("! byte 9 of the address is a space or control character"));
    check(STR("bolt://a\n"), STR("! byte 9 of the address is a space or control character"));
    check(STR("bolt://\xFF"), STR("! the address is not UTF-8"));
    check((str){ text, sizeof text }, STR("! the address is longer than 4096 bytes"));
    check((str){ text, 300 }, STR("! the host name is longer than 255 bytes"));
}

/* Whatever is wrong with it, an address that may hold a password is not repeated. */
Test(uri, passwords_are_not_shown)
{
    static const char *const texts[] = { "bolt://neo4j:secret@host", "neo4j:secret@host",
                                         "bolt://neo4j:se/secret@host", "neo4j://u:secret?x@h",
                                         "http://u:secret@host:7474" };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ARENA_AUTO a = ARENA_INIT(NULL, 0);
        bolt_uri uri;
        error err;
        cr_assert_eq(bolt_uri_parse(str_from(texts[i]), &a, &uri, &err), ST_ARGUMENT);
        cr_assert(!strstr(err.message, "secret"), "%s", err.message);
        cr_assert(strstr(err.message, "password"), "%s", err.message);
    }
}

Test(uri, no_memory_is_an_error)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 1);
    bolt_uri uri;
    cr_assert_eq(bolt_uri_parse(STR("neo4j://host:7687?a=b"), &a, &uri, NULL), ST_NO_MEMORY);
}
