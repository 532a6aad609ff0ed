/* Words in colour, for terminals. */
#ifndef CLI_PAINT_H
#define CLI_PAINT_H

#include "base/buf.h"

/* Green is good, yellow wants to be looked at, red has failed. */
typedef enum cli_paint { CLI_PLAIN, CLI_BOLD, CLI_GREEN, CLI_YELLOW, CLI_RED } cli_paint;

/* What begins such words, and what ends them; both are empty for CLI_PLAIN. */
const char *cli_paint_on(cli_paint paint);
const char *cli_paint_off(cli_paint paint);

void cli_paint_text(buf *out, cli_paint paint, str text);

#endif
