/* Text as a server's address. What was understood is understood the same way when written out
 * again. */
#include "fuzz.h"

#include "bolt/uri.h"

#include <string.h>

static void check_again(const bolt_uri *uri, arena *a)
{
    bolt_uri again;
    const char *zone = uri->ipv6_literal ? strchr(uri->address.data, '%') : NULL;
    str text = zone ? arena_printf(a, "%s://%.*s%%25%s", uri->scheme.data,
                                   (int)(zone - uri->address.data), uri->address.data, zone + 1)
                    : arena_printf(a, "%s://%s", uri->scheme.data, uri->address.data);
    FUZZ_CHECK(bolt_uri_parse(text, a, &again, NULL) == ST_OK);
    FUZZ_CHECK(str_eq(again.host, uri->host) && again.port == uri->port);
    FUZZ_CHECK(again.routing == uri->routing && again.tls == uri->tls);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    bolt_uri uri;
    error err;
    if (bolt_uri_parse((str){ (const char *)data, size }, &a, &uri, &err)) {
        FUZZ_CHECK(err.status == ST_ARGUMENT && err.message[0]);
        return 0;
    }
    FUZZ_CHECK(uri.host.len > 0 && uri.port > 0 && strlen(uri.host.data) == uri.host.len);
    FUZZ_CHECK(uri.routing || uri.context.count == 0);
    check_again(&uri, &a);
    return 0;
}
