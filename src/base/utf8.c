#include "base/utf8.h"

#include <string.h>

/* The first continuation byte has narrower bounds after E0, ED, F0 and F4 (Unicode, table 3-7). */
static bool second_is_valid(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xE0:
        return second >= 0xA0 && second <= 0xBF;
    case 0xED:
        return second >= 0x80 && second <= 0x9F;
    case 0xF0:
        return second >= 0x90 && second <= 0xBF;
    case 0xF4:
        return second >= 0x80 && second <= 0x8F;
    default:
        return (second & 0xC0) == 0x80;
    }
}

static size_t sequence_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    if (first >= 0xF0 && first <= 0xF4)
        return 4;
    return 0;
}

static bool is_continuation(str s, size_t at)
{
    return at < s.len && ((unsigned char)s.data[at] & 0xC0) == 0x80;
}

/* How much one U+FFFD stands for when byte `at` is wrong: what comes before it. An encoded
 * surrogate counts as one in Java, though. */
static size_t malformed_length(str s, size_t at)
{
    bool surrogate = at == 1 && (unsigned char)s.data[0] == 0xED && is_continuation(s, 1);
    if (!surrogate)
        return at;
    return is_continuation(s, 2) ? 3 : 2;
}

size_t utf8_decode(str s, uint32_t *out)
{
    static const unsigned char masks[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
    const unsigned char *byte = (const unsigned char *)s.data;
    size_t length = sequence_length(byte[0]);
    *out = UTF8_REPLACEMENT;
    if (length == 0)
        return 1;
    uint32_t code = byte[0] & masks[length];
    for (size_t i = 1; i < length; i++) {
        bool valid = is_continuation(s, i) && (i > 1 || second_is_valid(byte[0], byte[1]));
        if (!valid)
            return malformed_length(s, i);
        code = code << 6 | (byte[i] & 0x3F);
    }
    *out = code;
    return length;
}

/* U+FFFD itself is three valid bytes, so a replacement is told by its length or first byte. */
static bool was_replaced(str s, uint32_t code, size_t length)
{
    return code == UTF8_REPLACEMENT && !(length == 3 && (unsigned char)s.data[0] == 0xEF);
}

/* Most text is ASCII: it is skipped by words. */
static str skip_ascii(str s)
{
    const uint64_t high_bits = UINT64_C(0x8080808080808080);
    size_t i = 0;
    for (uint64_t word; s.len - i >= sizeof word; i += sizeof word) {
        memcpy(&word, s.data + i, sizeof word);
        if (word & high_bits)
            break;
    }
    while (i < s.len && (unsigned char)s.data[i] < 0x80)
        i++;
    return str_from_index(s, i);
}

size_t utf8_valid_length(str s)
{
    uint32_t code;
    size_t length;
    str rest = skip_ascii(s);
    for (; rest.len > 0; rest = skip_ascii(str_from_index(rest, length))) {
        length = utf8_decode(rest, &code);
        if (was_replaced(rest, code, length))
            break;
    }
    return s.len - rest.len;
}

bool utf8_is_valid(str s)
{
    return utf8_valid_length(s) == s.len;
}

void utf8_repair(buf *out, str s)
{
    uint32_t code;
    for (size_t length; s.len > 0; s = str_from_index(s, length)) {
        length = utf8_decode(s, &code);
        if (was_replaced(s, code, length))
            buf_text(out, "\xEF\xBF\xBD");
        else
            buf_append(out, s.data, length);
    }
}

size_t utf8_characters(str s)
{
    uint32_t code;
    size_t count = 0;
    for (; s.len > 0; count++)
        s = str_from_index(s, utf8_decode(s, &code));
    return count;
}

size_t utf8_utf16_units(str s)
{
    uint32_t code;
    size_t units = 0;
    while (s.len > 0) {
        s = str_from_index(s, utf8_decode(s, &code));
        units += code > 0xFFFF ? 2 : 1;
    }
    return units;
}
