/* What boltsh and boltapi are made of: commands that a script gives, one in a line, and that one of the two interfaces
 * of the driver carries out, see backend.h. */
#ifndef SHELL_H
#define SHELL_H

#include "failing_memory.h"
#include "script.h"

enum { SHELL_SESSIONS = 8 };

typedef struct shell_session {
    str name;
    bolt_session *session;
    void *tx;     /* of the backend's own type, as is the result */
    void *result; /* that is being fetched */
} shell_session;

typedef struct shell {
    const char *program;
    arena arena; /* lives as long as the program */
    const char *command;
    bolt_config config;    /* what was set */
    str seeds;             /* what the resolver knows: addresses with blanks between them */
    str renewals;          /* tokens still to come */
    failing_memory memory; /* of the driver */
    allocator mem;
    cancel cancel; /* unless the backend has its own way to stop */
    bolt_driver *driver;
    bolt_bookmarks *shared;
    shell_session sessions[SHELL_SESSIONS];
    size_t session_count;
    shell_session *current;
    bool trace, summaries, evaluate;
} shell;

typedef struct shell_command {
    const char *name;
    void (*run)(shell *sh, str rest);
} shell_command;

_Noreturn void shell_die(const shell *sh, const char *what, str which);

/* The last line of every command. */
void shell_conclude(const shell *sh, status st, const error *err);

/* False, and said so, when the driver cannot be opened. */
bool shell_is_open(shell *sh);

/* The current session, opened if need be; NULL, and said so, when there is none, or no transaction in it. */
shell_session *shell_in_session(shell *sh);
shell_session *shell_in_transaction(shell *sh);

/* ---- What the driver calls back for ---- */

void shell_on_retry(const error *reason, int64_t delay_ms);
void shell_on_summary(size_t index, const bolt_summary *summary);
void shell_on_trace(str line);

/* What comes next of all tokens that were set; ST_IO when there are no more. */
MUST_CHECK status shell_renew(shell *sh, const char *code, bolt_auth *out, error *err);

/* The next one of the seeds in `*rest`, which begins as shell_seeds gives it; empty after the last. */
str shell_seeds(const shell *sh, str address);

typedef struct row_reader {
    int64_t rows, stop;
} row_reader;

/* False: enough. */
bool shell_on_row(row_reader *reader, const str *keys, bolt_list row);

/* ---- shell_work.c ---- */

extern const shell_command shell_work_commands[];
extern const size_t shell_work_command_count;

/* ---- shell_settings.c ---- */

void shell_set(shell *sh, str rest);
bolt_auth shell_auth(str text, arena *a);

#endif
