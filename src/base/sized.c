#include "base/sized.h"

#include <string.h>

static bool is_zero(const unsigned char *bytes, size_t size)
{
    while (size > 0 && bytes[size - 1] == 0)
        size--;
    return size == 0;
}

bool sized_copy(void *out, size_t out_size, const void *given, size_t given_size)
{
    size_t known = given_size < out_size ? given_size : out_size;
    if (given_size < sizeof given_size ||
        !is_zero((const unsigned char *)given + known, given_size - known))
        return false;
    memset(out, 0, out_size);
    memcpy(out, given, known);
    return true;
}
