/* A byte of the input chooses the version of the protocol. */
#ifndef FUZZ_VERSIONS_H
#define FUZZ_VERSIONS_H

#include "bolt/version.h"

static inline bolt_version version_of(uint8_t choice)
{
    static const uint8_t numbers[][2] = { { 4, 0 }, { 4, 4 }, { 5, 0 }, { 5, 8 },
                                          { 6, 0 }, { 6, 1 }, { 3, 0 } };
    const uint8_t *number = numbers[choice % (sizeof numbers / sizeof numbers[0])];
    bolt_version version = *bolt_version_find(number[0], number[1]);
    if (choice & 0x80)
        version.features |= BOLT_HAS_UTC;
    return version;
}

#endif
