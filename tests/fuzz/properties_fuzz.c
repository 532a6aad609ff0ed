/* Files of options; and what is written into them is read again as what it was. */
#include "fuzz.h"

#include "cli/properties.h"

static void read_again(const cli_property *property, arena *a)
{
    error err;
    cli_properties found = { .count = 0 };
    BUF_AUTO line = BUF_INIT(NULL, 0);
    cli_property_render(property->key, property->value, &line);
    FUZZ_CHECK(!line.failed);
    FUZZ_CHECK(cli_properties_parse(buf_view(&line), a, &found, &err) == ST_OK);
    FUZZ_CHECK(found.count == 1);
    FUZZ_CHECK(str_eq(found.items[0].key, property->key) &&
               str_eq(found.items[0].value, property->value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    error err;
    cli_properties found = { .count = 0 };
    status st = cli_properties_parse((str){ (const char *)data, size }, &a, &found, &err);
    FUZZ_CHECK(st == ST_OK || (st == ST_PARSE && err.message[0] && err.line > 0));
    uint32_t line = 1;
    for (size_t i = 0; !st && i < found.count; i++) {
        FUZZ_CHECK(found.items[i].line >= line);
        line = found.items[i].line;
        read_again(&found.items[i], &a);
    }
    return 0;
}
