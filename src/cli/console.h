/* Standard output for results, standard error for everything else. */
#ifndef CLI_CONSOLE_H
#define CLI_CONSOLE_H

#include "base/attr.h"
#include "base/str.h"
#include "cli/live.h"

typedef struct cli_console {
    bool colour; /* standard error is a terminal that may be coloured */
    int failure; /* errno of the first write to standard output that failed */
    cli_live live;
} cli_console;

/* Looks at standard error, NO_COLOR, CI and TERM. */
void cli_console_init(cli_console *c);

/* Whether standard error is a terminal on which a line may change. */
bool cli_console_is_live(void);

/* To standard output, as it is. */
void cli_console_print(cli_console *c, str text);

/* To standard error, as it is. */
void cli_console_note(cli_console *c, str text);

/* A line of the log: to standard error, with the time in front of it. */
void cli_console_log(cli_console *c, const char *format, ...) PRINTF_LIKE(2, 3);

/* The exit code of a program that is otherwise done with `exit_code`: 1 when standard output could
 * not be written. Tells why, unless its reader has gone. */
int cli_console_finish(cli_console *c, int exit_code);

#endif
