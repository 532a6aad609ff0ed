#include "cli/paint.h"

const char *cli_paint_on(cli_paint paint)
{
    switch (paint) {
    case CLI_PLAIN:
        return "";
    case CLI_BOLD:
        return "\033[1m";
    case CLI_GREEN:
        return "\033[32m";
    case CLI_YELLOW:
        return "\033[33m";
    case CLI_RED:
        return "\033[1;31m";
    }
    return "";
}

const char *cli_paint_off(cli_paint paint)
{
    return paint == CLI_PLAIN ? "" : "\033[0m";
}

void cli_paint_text(buf *out, cli_paint paint, str text)
{
    buf_text(out, cli_paint_on(paint));
    buf_str(out, text);
    buf_text(out, cli_paint_off(paint));
}
