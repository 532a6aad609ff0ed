#include "base/random.h"

#include "base/clock.h"

#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

uint64_t random_u64(void)
{
    uint64_t value;
    if (getrandom(&value, sizeof value, 0) == (ssize_t)sizeof value)
        return value;
    /* A kernel without entropy at boot is no reason to fail: time and pid tell processes apart. */
    return (uint64_t)clock_us() * 0x9E3779B97F4A7C15u ^ (uint64_t)getpid() << 32;
}

void random_uuid(char text[UUID_TEXT_SIZE])
{
    uint64_t high = (random_u64() & 0xFFFFFFFFFFFF0FFFu) | 0x4000u;
    uint64_t low = (random_u64() & 0x3FFFFFFFFFFFFFFFu) | 0x8000000000000000u;
    snprintf(text, UUID_TEXT_SIZE, "%08x-%04x-%04x-%04x-%012llx", (unsigned)(high >> 32),
             (unsigned)(high >> 16 & 0xFFFF), (unsigned)(high & 0xFFFF), (unsigned)(low >> 48),
             (unsigned long long)(low & 0xFFFFFFFFFFFFu));
}
