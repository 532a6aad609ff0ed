#include "cli/width.h"

typedef struct range {
    uint32_t first, last;
    unsigned char width;
} range;

/* The blocks that matter, from Unicode's EastAsianWidth.txt and its general categories Mn and Me;
 * ascending. */
static const range RANGES[] = {
    { 0x0300, 0x036F, 0 },   { 0x0483, 0x0489, 0 },   { 0x0591, 0x05BD, 0 },
    { 0x064B, 0x065F, 0 },   { 0x1100, 0x115F, 2 },   { 0x1AB0, 0x1AFF, 0 },
    { 0x1DC0, 0x1DFF, 0 },   { 0x200B, 0x200F, 0 },   { 0x20D0, 0x20FF, 0 },
    { 0x231A, 0x231B, 2 },   { 0x23E9, 0x23EC, 2 },   { 0x2705, 0x2705, 2 },
    { 0x2728, 0x2728, 2 },   { 0x274C, 0x274C, 2 },   { 0x2E80, 0x303E, 2 },
    { 0x3041, 0xA4CF, 2 },   { 0xA960, 0xA97F, 2 },   { 0xAC00, 0xD7A3, 2 },
    { 0xF900, 0xFAFF, 2 },   { 0xFE00, 0xFE0F, 0 },   { 0xFE20, 0xFE2F, 0 },
    { 0xFE30, 0xFE6F, 2 },   { 0xFEFF, 0xFEFF, 0 },   { 0xFF00, 0xFF60, 2 },
    { 0xFFE0, 0xFFE6, 2 },   { 0x1F300, 0x1F64F, 2 }, { 0x1F680, 0x1F6FF, 2 },
    { 0x1F900, 0x1F9FF, 2 }, { 0x1FA70, 0x1FAFF, 2 }, { 0x20000, 0x3FFFD, 2 },
    { 0xE0100, 0xE01EF, 0 },
};

size_t cli_width(uint32_t code)
{
    for (size_t i = 0; i < sizeof RANGES / sizeof *RANGES && RANGES[i].first <= code; i++)
        if (code <= RANGES[i].last)
            return RANGES[i].width;
    return 1;
}
