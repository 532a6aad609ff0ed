/* Events of the library as lines of the log and as the line at the bottom of a terminal. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "cli/console.h"
#include "neo4j_migrations.h"

typedef struct cli_progress {
    cli_console *console;
    const char *command;  /* what is being done while no migration is */
    bool nothing_to_scan; /* without locations a warning says so, on standard output */
    bool verbose;         /* tells of batches, too */
    bool json;            /* nothing but JSON goes to standard output ... */
    bool streams;         /* ... and that includes the events */
} cli_progress;

/* An n4m_event_fn; `user` is a cli_progress. */
int cli_progress_on_event(void *user, const n4m_event *event);

#endif
