/* UTF-8 as it enters and leaves the program. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/buf.h"
#include "base/str.h"

#define UTF8_REPLACEMENT 0xFFFDu

/* Decodes one character at s.data (s.len > 0); returns its length in bytes. A malformed sequence
 * gives U+FFFD and the length of its maximal subpart, and an encoded surrogate counts as one: so
 * does Java's decoder, by which checksums are made. */
size_t utf8_decode(str s, uint32_t *out);
bool utf8_is_valid(str s);
size_t utf8_valid_length(str s); /* bytes in front of the first malformed sequence */

/* Appends with every malformed sequence replaced by U+FFFD. */
void utf8_repair(buf *out, str s);

size_t utf8_characters(str s);  /* code points */
size_t utf8_utf16_units(str s); /* what Java's String.length says */

#endif
