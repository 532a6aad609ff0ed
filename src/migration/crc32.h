/* CRC-32 as in IEEE 802.3, fed piece by piece. */
#ifndef MIGRATION_CRC32_H
#define MIGRATION_CRC32_H

#include "base/str.h"

/* Starts with 0. */
uint32_t crc32_add(uint32_t crc, str data);

#endif
