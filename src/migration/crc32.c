#include "migration/crc32.h"

#include <zlib.h>

uint32_t crc32_add(uint32_t crc, str data)
{
    return (uint32_t)crc32_z(crc, (const unsigned char *)data.data, data.len);
}
