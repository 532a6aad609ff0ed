/* Text as a server's address. What was understood is understood the same way when written out
 * again. */
#include "fuzz.h"

#include "bolt/uri.h"

#include <string.h>

static void check_again(const bolt_uri *uri, arena *a)
{
    bolt_uri again;
    const char *server = uri->server.text;
    const char *zone = server[0] == '[' ? strchr(server, '%') : NULL;
    str text = zone ? arena_printf(a, "%s://%.*s%%25%s", uri->scheme.data, (int)(zone - server),
                                   server, zone + 1)
                    : arena_printf(a, "%s://%s", uri->scheme.data, server);
    FUZZ_CHECK(bolt_uri_parse(text, a, &again, NULL) == ST_OK);
    FUZZ_CHECK(bolt_address_equal(&again.server, &uri->server));
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
    FUZZ_CHECK(bolt_address_host(&uri.server).len > 0 && uri.server.port > 0);
    FUZZ_CHECK(uri.routing || uri.context.count == 0);
    check_again(&uri, &a);
    return 0;
}
