/* Randomness for identifiers and jitter; nothing here keeps secrets. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stdint.h>

enum { UUID_TEXT_SIZE = 37 };

uint64_t random_u64(void);

/* A version 4 UUID in lower case, NUL-terminated. */
void random_uuid(char text[UUID_TEXT_SIZE]);

#endif
