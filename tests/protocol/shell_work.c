/* Transactions: explicit ones, and those that a session begins and ends by itself. */
#include "backend.h"

#include <inttypes.h>
#include <stdio.h>

/* ---- explicit transactions ---- */

static void command_begin(shell *sh, str rest)
{
    error err = { 0 };
    script_options options = script_options_parse(&rest, &sh->arena);
    shell_session *s = shell_in_session(sh);
    if (s)
        shell_conclude(sh, backend_begin(sh, s, &options.tx, &err), &err);
}

static void command_queue(shell *sh, str rest)
{
    error err = { 0 };
    status st = ST_OK;
    script_options options = script_options_parse(&rest, &sh->arena);
    script_statements list = script_statements_parse(rest, &sh->arena);
    shell_session *s = shell_in_transaction(sh);
    for (int64_t i = 0; s && i < options.times && !st; i++) {
        bolt_statement one = script_statement_number(list.items, (size_t)i, &sh->arena);
        one.evaluate = sh->evaluate;
        one.metadata = options.tx.metadata;
        st = backend_queue(s, &one, &err);
    }
    if (s)
        shell_conclude(sh, st, &err);
}

static void command_flush(shell *sh, str rest)
{
    (void)rest;
    error err = { 0 };
    shell_session *s = shell_in_transaction(sh);
    if (s)
        shell_conclude(sh, backend_flush(s, &err), &err);
}

static void command_query(shell *sh, str rest)
{
    error err = { 0 };
    script_statements list = script_statements_parse(rest, &sh->arena);
    shell_session *s = shell_in_transaction(sh);
    if (s)
        shell_conclude(sh, backend_query(s, list.items, &err), &err);
}

static void command_stream(shell *sh, str rest)
{
    error err = { 0 };
    script_options options = script_options_parse(&rest, &sh->arena);
    script_statements list = script_statements_parse(rest, &sh->arena);
    row_reader reader = { .stop = options.stop };
    shell_session *s = shell_in_transaction(sh);
    if (!s)
        return;
    status st = backend_stream(s, list.items, options.fetch, &reader, &err);
    printf("rows %" PRId64 "\n", reader.rows);
    shell_conclude(sh, st, &err);
}

static void commit(shell *sh, bool pipelined)
{
    error err = { 0 };
    shell_session *s = shell_in_transaction(sh);
    if (s)
        shell_conclude(sh, backend_commit(s, pipelined, &err), &err);
}

static void command_commit(shell *sh, str rest)
{
    (void)rest;
    commit(sh, false);
}

static void command_commit_pipelined(shell *sh, str rest)
{
    (void)rest;
    commit(sh, true);
}

static void command_rollback(shell *sh, str rest)
{
    (void)rest;
    if (sh->current)
        backend_rollback(sh->current);
    shell_conclude(sh, ST_OK, NULL);
}

/* ---- the session's own transactions ---- */

typedef struct work {
    script_statements list;
    str kind;
    int attempts;
} work;

static status do_work(shell_session *s, void *user, error *err)
{
    work *w = user;
    bool query = str_eq(w->kind, STR("query"));
    printf("attempt %d\n", ++w->attempts);
    for (size_t i = 0; i < w->list.count; i++) {
        const bolt_statement *one = &w->list.items[i];
        status st = query ? backend_query(s, one, err) : backend_queue(s, one, err);
        if (st)
            return st;
    }
    return str_eq(w->kind, STR("fail")) ? fail(err, ST_ARGUMENT, "the work does not want to")
                                        : ST_OK;
}

static void command_transact(shell *sh, str rest)
{
    error err = { 0 };
    script_options options = script_options_parse(&rest, &sh->arena);
    work w = { .list = script_statements_parse(rest, &sh->arena), .kind = options.work };
    const backend_work how = { do_work, &w, str_eq(options.work, STR("along")) };
    shell_session *s = shell_in_session(sh);
    if (s)
        shell_conclude(sh, backend_transact(sh, s, &options.tx, &how, &err), &err);
}

static void run_single(shell *sh, str rest, backend_single how)
{
    error err = { 0 };
    script_options options = script_options_parse(&rest, &sh->arena);
    script_statements list = script_statements_parse(rest, &sh->arena);
    shell_session *s = shell_in_session(sh);
    if (s)
        shell_conclude(sh, backend_run(sh, s, &options.tx, list.items, how, &err), &err);
}

static void command_execute(shell *sh, str rest)
{
    run_single(sh, rest, (backend_single){ .managed = true });
}

static void command_execute_blind(shell *sh, str rest)
{
    run_single(sh, rest, (backend_single){ .managed = true, .blind = true });
}

static void command_run(shell *sh, str rest)
{
    run_single(sh, rest, (backend_single){ 0 });
}

static void command_run_blind(shell *sh, str rest)
{
    run_single(sh, rest, (backend_single){ .blind = true });
}

const shell_command shell_work_commands[] = {
    { "begin", command_begin },
    { "queue", command_queue },
    { "flush", command_flush },
    { "query", command_query },
    { "stream", command_stream },
    { "commit", command_commit },
    { "commit-pipelined", command_commit_pipelined },
    { "rollback", command_rollback },
    { "transact", command_transact },
    { "execute", command_execute },
    { "execute-blind", command_execute_blind },
    { "run", command_run },
    { "run-blind", command_run_blind },
};
const size_t shell_work_command_count = sizeof shell_work_commands / sizeof *shell_work_commands;
