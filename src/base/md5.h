/* MD5 (RFC 1321), for names that other tools make with it. Nothing is secured by it. */
#ifndef BASE_MD5_H
#define BASE_MD5_H

#include "base/str.h"

enum { MD5_HEX_SIZE = 32 };

/* In upper case, not NUL-terminated. */
void md5_hex(str text, char out[MD5_HEX_SIZE]);

#endif
