#include "bolt/address.h"

#include <criterion/criterion.h>
#include <string.h>

static void check(str host, uint16_t port, const char *text)
{
    bolt_address address;
    cr_assert(bolt_address_set(&address, host, port));
    cr_expect_str_eq(address.text, text);
    cr_expect(str_eq(bolt_address_text(&address), str_from(text)));
    cr_expect(str_eq(bolt_address_host(&address), host));
    cr_expect_eq(address.port, port);
}

Test(address, is_a_host_and_a_port)
{
    check(STR("localhost"), 7687, "localhost:7687");
    check(STR("127.0.0.1"), 1, "127.0.0.1:1");
    check(STR("::1"), 65535, "[::1]:65535");
    check(STR("fe80::1%eth0"), 7687, "[fe80::1%eth0]:7687");
}

Test(address, has_room_for_the_longest_host)
{
    static char longest[BOLT_HOST_MAX + 1];
    bolt_address address;
    memset(longest, 'x', sizeof longest);
    cr_assert(bolt_address_set(&address, (str){ longest, BOLT_HOST_MAX }, 65535));
    cr_expect_eq(bolt_address_host(&address).len, BOLT_HOST_MAX);
    cr_expect_not(bolt_address_set(&address, (str){ longest, sizeof longest }, 65535));
    longest[0] = ':';
    cr_assert(bolt_address_set(&address, (str){ longest, BOLT_HOST_MAX }, 65535));
    cr_expect_eq(bolt_address_host(&address).len, BOLT_HOST_MAX);
}

Test(address, equals_the_same_host_and_port_only)
{
    bolt_address a, b, c;
    cr_assert(bolt_address_set(&a, STR("one"), 7687));
    cr_assert(bolt_address_set(&b, STR("one"), 7687));
    cr_assert(bolt_address_set(&c, STR("one"), 7688));
    cr_expect(bolt_address_equal(&a, &b));
    cr_expect_not(bolt_address_equal(&a, &c));
}
