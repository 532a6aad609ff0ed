/* A byte of the input chooses the version of the protocol: one of those that values differ in, or any. */
#ifndef FUZZ_VERSIONS_H
#define FUZZ_VERSIONS_H

#include "bolt/version.h"

static inline bolt_version version_numbered(uint8_t major, uint8_t minor, bool utc)
{
    bolt_version version = *bolt_version_find(major, minor);
    if (utc)
        version.features |= BOLT_HAS_UTC;
    return version;
}

static inline bolt_version version_of(uint8_t choice)
{
    static const uint8_t numbers[][2] = { { 4, 0 }, { 4, 4 }, { 5, 0 }, { 5, 8 },
                                          { 6, 0 }, { 6, 1 }, { 3, 0 } };
    const uint8_t *number = numbers[choice % (sizeof numbers / sizeof numbers[0])];
    return version_numbered(number[0], number[1], choice & 0x80);
}

static inline bolt_version any_version_of(uint8_t choice)
{
    static const uint8_t numbers[][2] = { { 3, 0 }, { 4, 0 }, { 4, 1 }, { 4, 3 }, { 4, 4 },
                                          { 5, 0 }, { 5, 1 }, { 5, 2 }, { 5, 3 }, { 5, 4 },
                                          { 5, 6 }, { 5, 7 }, { 5, 8 }, { 6, 0 }, { 6, 1 } };
    const uint8_t *number = numbers[choice % (sizeof numbers / sizeof numbers[0])];
    return version_numbered(number[0], number[1], choice & 0x80);
}

#endif
