/* ISO-8601 durations as the Java tool reads them: P1DT2H, PT0.2S, -PT-5M. */
#ifndef CLI_DURATION_H
#define CLI_DURATION_H

#include "base/str.h"

/* In milliseconds, rounded up. False when the text is malformed, too large or below zero. */
bool cli_duration_parse(str text, int64_t *out);

#endif
