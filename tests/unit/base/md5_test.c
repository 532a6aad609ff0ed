#include "base/md5.h"

#include <criterion/criterion.h>
#include <string.h>

static void expect(str text, const char *hex)
{
    char digest[MD5_HEX_SIZE];
    md5_hex(text, digest);
    cr_expect(memcmp(digest, hex, MD5_HEX_SIZE) == 0, "\"%.*s\": %.*s", STR_ARG(text), MD5_HEX_SIZE,
              digest);
}

/* RFC 1321, A.5 */
Test(md5, vectors)
{
    expect(STR(""), "D41D8CD98F00B204E9800998ECF8427E");
    expect(STR_NONE, "D41D8CD98F00B204E9800998ECF8427E");
    expect(STR("a"), "0CC175B9C0F1B6A831C399E269772661");
    expect(STR("abc"), "900150983CD24FB0D6963F7D28E17F72");
    expect(STR("message digest"), "F96B697D7CB7938D525A2F31AAF161D0");
    expect(STR("abcdefghijklmnopqrstuvwxyz"), "C3FCD3D76192E4007DFB496CCA67E13B");
    expect(STR("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
           "D174AB98D277D9F5A5611C2C9F419D9F");
    expect(STR("1234567890123456789012345678901234567890"
               "1234567890123456789012345678901234567890"),
           "57EDF4A22BE3C955AC49DA2E2107B67A");
}

/* Where the end of a text needs a block of its own, or does not. */
Test(md5, lengths_around_a_block)
{
    char text[128];
    memset(text, 'x', sizeof text);
    expect((str){ text, 55 }, "04364420E25C512FD958A70738AA8F72");
    expect((str){ text, 56 }, "668A72D5BA17F08E62DABCAFAD6DB14B");
    expect((str){ text, 63 }, "7DC2CA208106A2F703567BDFF99D8981");
    expect((str){ text, 64 }, "C1BB4F81D892B2D57947682AEB252456");
    expect((str){ text, 65 }, "1BC932052302D074BDEC39795FE00CF6");
    expect((str){ text, 119 }, "AB347A5F68C8A443CFCDDC633F12C24F");
    expect((str){ text, 120 }, "FB98667F98096DE92620B64F46E1C5B5");
    expect((str){ text, 128 }, "D69CB61A6EE87200676EB0D4B90EDBCB");
}
