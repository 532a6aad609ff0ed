/* SIGINT, SIGTERM and SIGHUP while the server is at work: cancel, so that what is under way is
 * rolled back and the lock is given back. */
#ifndef CLI_SIGNALS_H
#define CLI_SIGNALS_H

#include "neo4j_migrations.h"

/* A second signal does not wait for the server. Signals that the parent has ignored stay ignored.
 */
void cli_signals_watch(n4m_migrations *m);
void cli_signals_release(void);

/* The signal that came first; 0 when there was none. */
int cli_signals_received(void);

/* Once, at the start: a reader of our output that goes away is an error of writing, no signal. */
void cli_signals_ignore_broken_pipes(void);

#endif
