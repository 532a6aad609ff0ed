/* The driver as the shell knows it: by its internal interface (backend_internal.c, in boltsh), or by the public one,
 * <neo4j_bolt.h> (backend_public.c, in boltapi). What a result holds is printed here, as it is the backend's. */
#ifndef BACKEND_H
#define BACKEND_H

#include "shell.h"

MUST_CHECK status backend_open(shell *sh, error *err);
void backend_close(shell *sh); /* the driver, and the bookmarks that sessions share */
MUST_CHECK status backend_server(shell *sh, bolt_server *out, error *err);
void backend_cancel(shell *sh); /* also in a signal handler */
void backend_resume(shell *sh);

/* With `shared`, the bookmarks are those of all sessions that are opened so. */
MUST_CHECK status backend_session_open(shell *sh, const bolt_session_config *config, bool shared,
                                       bolt_session **out, error *err);
void backend_session_close(shell_session *s);
str backend_database(const shell_session *s);

MUST_CHECK status backend_begin(shell *sh, shell_session *s, const bolt_tx_config *config,
                                error *err);
MUST_CHECK status backend_queue(shell_session *s, const bolt_statement *statement, error *err);
MUST_CHECK status backend_flush(shell_session *s, error *err);
MUST_CHECK status backend_query(shell_session *s, const bolt_statement *statement, error *err);
MUST_CHECK status backend_stream(shell_session *s, const bolt_statement *statement, int64_t batch,
                                 row_reader *reader, error *err);
MUST_CHECK status backend_commit(shell_session *s, bool pipelined, error *err);
void backend_rollback(shell_session *s);

/* `work` is called with the transaction in `s`; `along`: what it leaves queued is the backend's affair. */
typedef status backend_work_fn(shell_session *s, void *user, error *err);
typedef struct backend_work {
    backend_work_fn *fn;
    void *user;
    bool along;
} backend_work;
MUST_CHECK status backend_transact(shell *sh, shell_session *s, const bolt_tx_config *config,
                                   const backend_work *work, error *err);

/* A statement by itself: `managed`, or as its own transaction; `blind`: without its rows. */
typedef struct backend_single {
    bool managed, blind;
} backend_single;
MUST_CHECK status backend_run(shell *sh, shell_session *s, const bolt_tx_config *config,
                              const bolt_statement *statement, backend_single how, error *err);

/* Further commands, that the other one does not have. */
extern const shell_command backend_commands[];
extern const size_t backend_command_count;

#endif
