/* Standard output for results, standard error for everything else. */
#ifndef CLI_CONSOLE_H
#define CLI_CONSOLE_H

#include "base/attr.h"
#include "base/str.h"
#include "cli/live.h"
#include "cli/option.h"
#include "cli/paint.h"
#include "neo4j_migrations.h"

typedef struct cli_console {
    bool colour_out, colour_err; /* whether words on standard output and error are in colour */
    bool may_draw;               /* standard error is a terminal on which a line may change */
    bool quiet;                  /* nothing is told that is neither a result nor a reason to act */
    int failure;                 /* errno of the first write to standard output that failed */
    cli_live live;
} cli_console;

/* In colour as CLI_COLOR_AUTO says, unless NO_COLOR is set. */
void cli_console_init(cli_console *c);

/* Auto looks at both streams, CI and TERM. Without colour no line changes either. */
void cli_console_choose(cli_console *c, cli_color when);

/* The paint if that stream is in colour, or else CLI_PLAIN. */
cli_paint cli_console_paint_out(const cli_console *c, cli_paint paint);
cli_paint cli_console_paint_err(const cli_console *c, cli_paint paint);

/* To standard output, as it is. */
void cli_console_print(cli_console *c, str text);

/* To standard error, as it is. */
void cli_console_note(cli_console *c, str text);

/* A line of the log: to standard error, with the time in front of it. */
void cli_console_log(cli_console *c, n4m_level level, const char *format, ...) PRINTF_LIKE(3, 4);

/* The exit code of a program that is otherwise done with `exit_code`: 1 when standard output could
 * not be written. Tells why, unless its reader has gone. */
int cli_console_finish(cli_console *c, int exit_code);

#endif
