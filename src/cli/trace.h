/* What is said between us and the server, for --bolt-trace. */
#ifndef CLI_TRACE_H
#define CLI_TRACE_H

#include "base/error.h"
#include "cli/console.h"

#include <neo4j_migrations.h>

typedef struct cli_trace {
    cli_console *console;
    const char *name; /* of the file; "-": standard error; NULL: there is no trace */
    int file;
    bool failed;
} cli_trace;

/* Opens the file, which only its owner may read; lines are added to what is in it. `name` is borrowed, and may
 * be NULL. */
MUST_CHECK status cli_trace_open(cli_trace *t, const char *name, cli_console *console, error *err);

/* For a cli_trace. Says once when nothing can be written any more. */
n4m_trace_fn cli_trace_line;

void cli_trace_close(cli_trace *t);

#endif
