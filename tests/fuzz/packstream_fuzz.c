/* Bytes as one value. What can be read can be copied, and what can be sent again comes back the
 * same. */
#include "fuzz.h"
#include "versions.h"

#include "bolt/packstream.h"

enum { BYTES_PER_BYTE = 64, ARENA_SLACK = 2 << 20 };

static void check_copy(const bolt_value *value)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    bolt_value copy;
    FUZZ_CHECK(bolt_value_copy(&a, value, &copy));
    FUZZ_CHECK(bolt_value_equal(value, &copy));
}

static void check_sending(const bolt_version *version, const bolt_value *value)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    BUF_AUTO out = BUF_INIT(NULL, 0);
    bolt_packer packer;
    bolt_value back;
    bolt_packer_init(&packer, &out, version, NULL);
    bolt_pack_value(&packer, value);
    if (bolt_packer_finish(&packer))
        return;
    FUZZ_CHECK(bolt_unpack(buf_view(&out), version, &a, &back, NULL) == ST_OK);
    FUZZ_CHECK(bolt_value_equal(value, &back));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    bolt_version version = version_of(data[0]);
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    bolt_value value;
    error err;
    str bytes = { (const char *)data + 1, size - 1 };
    status st = bolt_unpack(bytes, &version, &a, &value, &err);
    FUZZ_CHECK(a.used <= bytes.len * BYTES_PER_BYTE + ARENA_SLACK);
    FUZZ_CHECK(st == ST_OK || (st == ST_PROTOCOL && err.message[0]));
    if (st)
        return 0;
    check_copy(&value);
    check_sending(&version, &value);
    return 0;
}
