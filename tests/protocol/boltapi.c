/* As boltsh, but through the public interface of the driver, <neo4j_bolt.h>: the same commands print the same
 * lines. It lacks `run-all` and `memory`, and has, for results that are read in batches:
 *
 *     fetch [fetch=N] STATEMENT     opens a result, which becomes the current one of the session
 *     next [times=N]                reads so many rows
 *     free                          lets go of it
 *
 * With `summaries` before `begin`. Sessions and the driver are opened when they are first needed. */
#include "report.h"
#include "script.h"
#include "value_text.h"

#include "driver/handle.h"
#include "failing_memory.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { SESSIONS_MAX = 8 };

typedef struct api_session {
    str name;
    bolt_session *session;
    bolt_transaction *tx;
    bolt_result *result;
} api_session;

typedef struct shell {
    arena arena; /* lives as long as the program */
    const char *command;
    failing_memory memory; /* of the driver */
    bolt_allocator mem;
    bolt_options options;
    bolt_driver *driver;
    bolt_bookmarks *shared;
    bolt_params *params;
    bolt_params *metadata;
    api_session sessions[SESSIONS_MAX];
    size_t session_count;
    api_session *current;
    str seeds;    /* what the resolver knows: addresses with blanks between them */
    str renewals; /* tokens still to come */
    bool summaries, evaluate;
} shell;

static bolt_driver *interrupted;

static void on_signal(int number)
{
    (void)number;
    bolt_cancel(interrupted);
}

static _Noreturn void die(const char *what, str which)
{
    fprintf(stderr, "boltapi: %s %.*s\n", what, STR_ARG(which));
    exit(2);
}

static const char *text_of(shell *sh, str text)
{
    return arena_str(&sh->arena, text).data;
}

static void print_error(bolt_status st, const bolt_error *err)
{
    error internal;
    driver_status_of_caller(st, err, &internal);
    report_error(&internal);
}

/* The last line of every command. */
static void conclude(const shell *sh, bolt_status st, const bolt_error *err)
{
    fputs(sh->command, stdout);
    if (!st)
        puts(" ok");
    else if (st != err->status)
        printf(" error: returned %d, told %d\n", (int)st, (int)err->status);
    else
        print_error(st, err);
}

/* ---- driver and sessions ---- */

static void on_retry(void *user, const bolt_error *reason, int64_t delay_ms)
{
    (void)user;
    printf("retry after %s:", delay_ms < 800     ? "less than 0.8 s"
                              : delay_ms <= 1200 ? "1 s"
                              : delay_ms < 1600  ? "more than 1.2 s"
                              : delay_ms <= 2400 ? "2 s"
                                                 : "more than 2.4 s");
    print_error(reason->status, reason);
}

static bolt_driver *driver_of(shell *sh)
{
    bolt_error err = BOLT_ERROR_INIT;
    if (sh->driver)
        return sh->driver;
    bolt_status st = bolt_open(&sh->options, &sh->driver, &err);
    if (st)
        conclude(sh, st, &err);
    interrupted = sh->driver;
    return sh->driver;
}

static const char *word_or_null(shell *sh, str *rest)
{
    str word = script_word(rest);
    return word.len ? text_of(sh, word) : NULL;
}

static void add_all(bolt_params *params, shell *sh, bolt_map map)
{
    bolt_params_clear(params);
    for (size_t i = 0; i < map.count; i++)
        bolt_params_value(params, text_of(sh, map.entries[i].key), &map.entries[i].value);
}

static bolt_params *new_params(void)
{
    bolt_params *params = NULL;
    if (bolt_params_new(NULL, &params, NULL))
        die("no", STR("memory"));
    return params;
}

/* none | bearer TOKEN | custom SCHEME PRINCIPAL CREDENTIALS REALM {parameters} | PRINCIPAL... */
static bolt_token parse_auth(shell *sh, str rest)
{
    str scheme = script_word(&rest);
    if (str_eq(scheme, STR("none")))
        return (bolt_token){ .scheme = BOLT_AUTH_NONE };
    if (str_eq(scheme, STR("bearer")))
        return (bolt_token){ .scheme = BOLT_AUTH_BEARER, .credentials = text_of(sh, rest) };
    if (str_eq(scheme, STR("kerberos")))
        return (bolt_token){ .scheme = BOLT_AUTH_KERBEROS, .credentials = text_of(sh, rest) };
    bool custom = str_eq(scheme, STR("custom"));
    bolt_token token = { .scheme = custom ? BOLT_AUTH_CUSTOM : BOLT_AUTH_BASIC };
    if (custom)
        token.custom_scheme = word_or_null(sh, &rest);
    token.principal = word_or_null(sh, &rest);
    token.credentials = word_or_null(sh, &rest);
    token.realm = word_or_null(sh, &rest);
    if (custom && rest.len) {
        bolt_params *parameters = new_params();
        add_all(parameters, sh, value_parse(rest, &sh->arena).as.map);
        token.parameters = parameters;
    }
    return token;
}

/* What comes next of all that was set, until there is no more. */
static bolt_status renew(void *user, const bolt_error *reason, bolt_token *out, bolt_error *err)
{
    shell *sh = user;
    str rest = sh->renewals;
    size_t end = str_find(rest, STR(" then "), 0);
    printf("renewing after %s\n", reason->code);
    if (rest.len == 0) {
        *err = (bolt_error){ .status = BOLT_E_IO, .message = "there are no more tokens" };
        return err->status;
    }
    *out = parse_auth(sh, str_slice(rest, 0, end == STR_NOT_FOUND ? rest.len : end));
    sh->renewals = end == STR_NOT_FOUND ? STR("") : str_from_index(rest, end + 6);
    return BOLT_OK;
}

static void set_renew(shell *sh, str renewals)
{
    sh->options.renew = renew;
    sh->renewals = renewals;
}

static bolt_status resolve(void *user, const char *address, bolt_seeds *seeds, bolt_error *err)
{
    shell *sh = user;
    printf("resolving %s\n", address);
    for (str rest = sh->seeds; rest.len;) {
        bolt_status st = bolt_seeds_put(seeds, text_of(sh, script_word(&rest)), err);
        if (st)
            return st;
    }
    return BOLT_OK;
}

static void set_resolver(shell *sh, str seeds)
{
    sh->options.resolver = resolve;
    sh->seeds = seeds;
}

static bool set_number(shell *sh, str name, str rest)
{
    bolt_options *o = &sh->options;
    const struct {
        const char *name;
        int64_t *value;
    } numbers[] = {
        { "connect_timeout", &o->connect_timeout_ms },
        { "handshake_timeout", &o->handshake_timeout_ms },
        { "read_timeout", &o->read_timeout_ms },
        { "acquisition_timeout", &o->acquisition_timeout_ms },
        { "max_lifetime", &o->max_lifetime_ms },
        { "liveness_check", &o->liveness_check_ms },
        { "retry_budget", &o->retry_budget_ms },
    };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (str_eq(name, str_from(numbers[i].name))) {
            *numbers[i].value = script_int(rest);
            return true;
        }
    }
    return false;
}

static void command_set(shell *sh, str rest)
{
    str name = script_word(&rest);
    if (set_number(sh, name, rest))
        return;
    if (str_eq(name, STR("auth")))
        sh->options.auth = parse_auth(sh, rest);
    else if (str_eq(name, STR("renew")))
        set_renew(sh, rest);
    else if (str_eq(name, STR("user_agent")))
        sh->options.user_agent = text_of(sh, rest);
    else if (str_eq(name, STR("uri")))
        sh->options.uri = text_of(sh, rest);
    else if (str_eq(name, STR("resolver")))
        set_resolver(sh, rest);
    else if (str_eq(name, STR("max_message")))
        sh->options.max_message_bytes = (size_t)script_int(rest);
    else if (str_eq(name, STR("max_connections")))
        sh->options.max_connections = (size_t)script_int(rest);
    else
        die("cannot set", name);
}

static void command_server(shell *sh, str rest)
{
    (void)rest;
    bolt_error err = BOLT_ERROR_INIT;
    bolt_server_info server;
    if (!driver_of(sh))
        return;
    bolt_status st = bolt_server_facts(sh->driver, &server, &err);
    if (!st)
        printf("agent=%s address=%s bolt=%u.%u\n", server.agent.data, server.address.data,
               server.major, server.minor);
    conclude(sh, st, &err);
}

static api_session *find_session(shell *sh, str name)
{
    for (size_t i = 0; i < sh->session_count; i++) {
        if (str_eq(sh->sessions[i].name, name))
            return &sh->sessions[i];
    }
    if (sh->session_count == SESSIONS_MAX)
        die("too many sessions at", name);
    sh->sessions[sh->session_count].name = name;
    return &sh->sessions[sh->session_count++];
}

static bolt_status share_bookmarks(shell *sh, bolt_session_options *options, bolt_error *err)
{
    bolt_status st = sh->shared ? BOLT_OK : bolt_bookmarks_new(sh->driver, &sh->shared, err);
    options->bookmarks = sh->shared;
    return st;
}

static bolt_notice_filter notices_of(shell *sh, const bolt_filter *filter)
{
    const char *disabled = filter->disabled.data ? text_of(sh, filter->disabled) : NULL;
    return (bolt_notice_filter){ filter->level, disabled };
}

static void command_session(shell *sh, str rest)
{
    bolt_session_options options = BOLT_SESSION_OPTIONS_INIT;
    bolt_error err = BOLT_ERROR_INIT;
    bolt_filter filter = { 0 };
    bolt_status st = BOLT_OK;
    sh->current = find_session(sh, script_word(&rest));
    if (sh->current->session || !driver_of(sh))
        return;
    while (rest.len) {
        str word = script_word(&rest), value;
        if (str_eq(word, STR("shared")))
            st = share_bookmarks(sh, &options, &err);
        else if (script_starts(word, "database=", &value))
            options.database = text_of(sh, value);
        else if (script_starts(word, "user=", &value))
            options.impersonated_user = text_of(sh, value);
        else if (!script_filter(word, &filter))
            die("no session option", word);
    }
    options.notices = notices_of(sh, &filter);
    if (!st)
        st = bolt_session_new(sh->driver, &options, &sh->current->session, &err);
    if (st)
        conclude(sh, st, &err);
}

/* The current session, opened if need be; NULL when the driver cannot be opened. */
static bolt_session *session_of(shell *sh)
{
    if (!sh->current || !sh->current->session)
        command_session(sh, sh->current ? sh->current->name : STR("default"));
    return sh->current->session;
}

/* NULL, and said so, when there is none. */
static bolt_transaction *tx_of(shell *sh)
{
    if (sh->current && sh->current->tx)
        return sh->current->tx;
    printf("%s without a transaction\n", sh->command);
    return NULL;
}

static void command_database(shell *sh, str rest)
{
    (void)rest;
    bolt_text name = bolt_session_current_database(session_of(sh));
    printf("database %s%s\n", name.length ? "= " : "unknown", name.data);
}

static void close_session(api_session *s)
{
    bolt_transaction_rollback(s->tx);
    bolt_result_free(s->result);
    bolt_session_free(s->session);
    *s = (api_session){ .name = s->name };
}

static void command_close_session(shell *sh, str rest)
{
    (void)rest;
    if (sh->current)
        close_session(sh->current);
}

static void command_close(shell *sh, str rest)
{
    (void)rest;
    for (size_t i = 0; i < sh->session_count; i++)
        close_session(&sh->sessions[i]);
    sh->session_count = 0;
    memset(sh->sessions, 0, sizeof sh->sessions);
    sh->current = NULL;
    bolt_bookmarks_free(sh->shared);
    sh->shared = NULL;
    interrupted = NULL;
    bolt_close(sh->driver);
    sh->driver = NULL;
}

/* ---- what a line says ---- */

static bool on_summary(void *user, size_t index, const bolt_summary *summary)
{
    (void)user;
    printf("queued %zu ", index);
    report_summary(summary);
    return true;
}

static bolt_transaction_options options_of(shell *sh, const script_options *given)
{
    bolt_transaction_options options = BOLT_TRANSACTION_OPTIONS_INIT;
    add_all(sh->metadata, sh, given->tx.metadata);
    options.read = given->tx.read;
    options.auto_commit = given->tx.automatic;
    options.evaluate = sh->evaluate;
    options.timeout_ms = given->tx.timeout_ms;
    options.metadata = sh->metadata;
    options.notices = notices_of(sh, &given->tx.filter);
    options.on_summary = sh->summaries ? on_summary : NULL;
    return options;
}

static const bolt_params *params_of(shell *sh, const bolt_statement *statement)
{
    add_all(sh->params, sh, statement->parameters);
    return sh->params;
}

static void print_result(bolt_result *result)
{
    if (result)
        report_result(result);
    bolt_result_free(result);
}

/* ---- transactions ---- */

static void command_begin(shell *sh, str rest)
{
    bolt_error err = BOLT_ERROR_INIT;
    script_options given = script_options_parse(&rest, &sh->arena);
    bolt_transaction_options options = options_of(sh, &given);
    if (!session_of(sh))
        return;
    conclude(sh, bolt_transaction_begin(sh->current->session, &options, &sh->current->tx, &err),
             &err);
}

static void command_queue(shell *sh, str rest)
{
    bolt_error err = BOLT_ERROR_INIT;
    bolt_status st = BOLT_OK;
    script_options options = script_options_parse(&rest, &sh->arena);
    script_statements list = script_statements_parse(rest, &sh->arena);
    bolt_transaction *tx = tx_of(sh);
    for (int64_t i = 0; tx && i < options.times && !st; i++) {
        bolt_statement s = script_statement_number(list.items, (size_t)i, &sh->arena);
        char *text = strdup(s.text.len ? text_of(sh, s.text) : "");
        st = bolt_transaction_queue(tx, text, params_of(sh, &s), &err);
        memset(text, 'x', strlen(text)); /* it is ours again */
        free(text);
    }
    if (tx)
        conclude(sh, st, &err);
}

static void command_flush(shell *sh, str rest)
{
    (void)rest;
    bolt_error err = BOLT_ERROR_INIT;
    bolt_transaction *tx = tx_of(sh);
    if (tx)
        conclude(sh, bolt_transaction_flush(tx, &err), &err);
}

static void command_query(shell *sh, str rest)
{
    bolt_error err = BOLT_ERROR_INIT;
    bolt_result *result = NULL;
    bolt_statement s = script_statements_parse(rest, &sh->arena).items[0];
    bolt_transaction *tx = tx_of(sh);
    if (!tx)
        return;
    bolt_status st =
        bolt_transaction_query(tx, text_of(sh, s.text), params_of(sh, &s), &result, &err);
    print_result(result);
    conclude(sh, st, &err);
}

typedef struct row_reader {
    int64_t rows, stop;
} row_reader;

static bolt_status on_row(void *user, const bolt_result *result, const bolt_value *row,
                          bolt_error *err)
{
    row_reader *reader = user;
    if (reader->rows == reader->stop) {
        *err = (bolt_error){ .status = BOLT_E_ARGUMENT, .message = "enough rows" };
        return err->status;
    }
    if (reader->rows++ == 0)
        report_keys(result->keys, bolt_result_column_count(result));
    if (reader->rows <= 10)
        report_row(row->as.list);
    return BOLT_OK;
}

static void command_stream(shell *sh, str rest)
{
    bolt_error err = BOLT_ERROR_INIT;
    bolt_result *result = NULL;
    script_options options = script_options_parse(&rest, &sh->arena);
    bolt_statement s = script_statements_parse(rest, &sh->arena).items[0];
    row_reader reader = { .stop = options.stop };
    bolt_transaction *tx = tx_of(sh);
    if (!tx)
        return;
    bolt_status st = bolt_transaction_stream(tx, text_of(sh, s.text), params_of(sh, &s),
                                             options.fetch, on_row, &reader, &result, &err);
    if (!st)
        report_summary(bolt_result_summary(result));
    printf("rows %" PRId64 "\n", reader.rows);
    bolt_result_free(result);
    conclude(sh, st, &err);
}

static void command_fetch(shell *sh, str rest)
{
    bolt_error err = BOLT_ERROR_INIT;
    script_options options = script_options_parse(&rest, &sh->arena);
    bolt_statement s = script_statements_parse(rest, &sh->arena).items[0];
    bolt_transaction *tx = tx_of(sh);
    if (!tx)
        return;
    bolt_status st = bolt_transaction_fetch(tx, text_of(sh, s.text), params_of(sh, &s),
                                            options.fetch, &sh->current->result, &err);
    if (!st)
        report_keys(sh->current->result->keys, sh->current->result->key_count);
    conclude(sh, st, &err);
}

static void command_next(shell *sh, str rest)
{
    bolt_error err = BOLT_ERROR_INIT;
    script_options options = script_options_parse(&rest, &sh->arena);
    bolt_result *result = sh->current ? sh->current->result : NULL;
    bolt_status st = BOLT_OK;
    const bolt_value *row = NULL;
    for (int64_t i = 0; i < options.times && !st; i++) {
        st = bolt_result_next(result, &row, &err);
        if (!st && row)
            report_row(row->as.list);
        if (!st && !row)
            report_summary(bolt_result_summary(result));
    }
    conclude(sh, st, &err);
}

static void command_free(shell *sh, str rest)
{
    (void)rest;
    bolt_result_free(sh->current->result);
    sh->current->result = NULL;
    conclude(sh, BOLT_OK, NULL);
}

static void command_commit(shell *sh, str rest)
{
    (void)rest;
    bolt_error err = BOLT_ERROR_INIT;
    bolt_transaction *tx = tx_of(sh);
    if (!tx)
        return;
    sh->current->tx = NULL;
    conclude(sh, bolt_transaction_commit(tx, &err), &err);
}

static void command_commit_pipelined(shell *sh, str rest)
{
    (void)rest;
    bolt_error err = BOLT_ERROR_INIT;
    bolt_transaction *tx = tx_of(sh);
    if (!tx)
        return;
    sh->current->tx = NULL;
    conclude(sh, bolt_transaction_commit_pipelined(tx, &err), &err);
}

static void command_rollback(shell *sh, str rest)
{
    (void)rest;
    if (sh->current) {
        bolt_transaction_rollback(sh->current->tx);
        sh->current->tx = NULL;
    }
    conclude(sh, BOLT_OK, NULL);
}

/* ---- the session's own transactions ---- */

typedef struct work {
    shell *shell;
    script_options options;
    script_statements list;
    int attempts;
} work;

static bolt_status work_query(shell *sh, bolt_transaction *tx, const bolt_statement *s,
                              bolt_error *err)
{
    bolt_result *result = NULL;
    bolt_status st =
        bolt_transaction_query(tx, text_of(sh, s->text), params_of(sh, s), &result, err);
    print_result(result);
    return st;
}

static bolt_status do_work(bolt_transaction *tx, void *user, bolt_error *err)
{
    work *w = user;
    shell *sh = w->shell;
    bool query = str_eq(w->options.work, STR("query"));
    printf("attempt %d\n", ++w->attempts);
    for (size_t i = 0; i < w->list.count; i++) {
        const bolt_statement *s = &w->list.items[i];
        bolt_status st =
            query ? work_query(sh, tx, s, err)
                  : bolt_transaction_queue(tx, text_of(sh, s->text), params_of(sh, s), err);
        if (st)
            return st;
    }
    if (!str_eq(w->options.work, STR("fail")))
        return BOLT_OK;
    *err = (bolt_error){ .status = BOLT_E_ARGUMENT, .message = "the work does not want to" };
    return err->status;
}

static void command_transact(shell *sh, str rest)
{
    bolt_error err = BOLT_ERROR_INIT;
    work w = { .shell = sh };
    w.options = script_options_parse(&rest, &sh->arena);
    w.list = script_statements_parse(rest, &sh->arena);
    bolt_transaction_options options = options_of(sh, &w.options);
    if (!session_of(sh))
        return;
    conclude(sh, bolt_session_work(sh->current->session, &options, do_work, &w, &err), &err);
}

static void run_single(shell *sh, str rest, bool auto_commit, bool blind)
{
    bolt_error err = BOLT_ERROR_INIT;
    bolt_result *result = NULL;
    script_options given = script_options_parse(&rest, &sh->arena);
    bolt_statement s = script_statements_parse(rest, &sh->arena).items[0];
    bolt_transaction_options options = options_of(sh, &given);
    options.auto_commit = auto_commit;
    if (!session_of(sh))
        return;
    bolt_status st = bolt_session_query(sh->current->session, &options, text_of(sh, s.text),
                                        params_of(sh, &s), blind ? NULL : &result, &err);
    print_result(result);
    conclude(sh, st, &err);
}

static void command_execute(shell *sh, str rest)
{
    run_single(sh, rest, false, false);
}

static void command_execute_blind(shell *sh, str rest)
{
    run_single(sh, rest, false, true);
}

static void command_run(shell *sh, str rest)
{
    run_single(sh, rest, true, false);
}

static void command_run_blind(shell *sh, str rest)
{
    run_single(sh, rest, true, true);
}

/* ---- the rest ---- */

static void command_summaries(shell *sh, str rest)
{
    (void)rest;
    sh->summaries = true;
}

/* The line of bolt_trace_print, without the time. */
static void on_trace(void *user, const bolt_trace_event *event)
{
    (void)user;
    char *line = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&line, &size);
    bolt_trace_print(file, event);
    fclose(file);
    str rest = { line, size };
    str_split(&rest, ' ');
    printf("trace %.*s", STR_ARG(rest));
    free(line);
}

static void command_trace(shell *sh, str rest)
{
    (void)rest;
    sh->options.on_trace = on_trace;
}

static void command_evaluate(shell *sh, str rest)
{
    (void)rest;
    sh->evaluate = true;
}

static void command_cancel(shell *sh, str rest)
{
    (void)rest;
    bolt_cancel(driver_of(sh));
}

static void command_reset_cancel(shell *sh, str rest)
{
    (void)rest;
    bolt_resume(sh->driver);
}

static void command_sleep(shell *sh, str rest)
{
    (void)sh;
    if (cancel_sleep(NULL, script_int(rest), NULL))
        die("cannot sleep", rest);
}

static void command_echo(shell *sh, str rest)
{
    (void)sh;
    printf("%.*s\n", STR_ARG(rest));
}

static void command_allocations(shell *sh, str rest)
{
    (void)rest;
    printf("allocations %zu\n", sh->memory.seen);
}

static void command_starve(shell *sh, str rest)
{
    size_t number = (size_t)script_int(script_word(&rest));
    sh->memory.seen = 0;
    sh->memory.first = number;
    sh->memory.last = str_eq(rest, STR("all")) && number ? SIZE_MAX : number;
}

typedef struct command {
    const char *name;
    void (*run)(shell *sh, str rest);
} command;

static const command commands[] = {
    { "set", command_set },
    { "server", command_server },
    { "session", command_session },
    { "database", command_database },
    { "close-session", command_close_session },
    { "close", command_close },
    { "begin", command_begin },
    { "queue", command_queue },
    { "flush", command_flush },
    { "query", command_query },
    { "stream", command_stream },
    { "fetch", command_fetch },
    { "next", command_next },
    { "free", command_free },
    { "commit", command_commit },
    { "commit-pipelined", command_commit_pipelined },
    { "rollback", command_rollback },
    { "transact", command_transact },
    { "execute", command_execute },
    { "execute-blind", command_execute_blind },
    { "run", command_run },
    { "run-blind", command_run_blind },
    { "summaries", command_summaries },
    { "trace", command_trace },
    { "evaluate", command_evaluate },
    { "cancel", command_cancel },
    { "reset-cancel", command_reset_cancel },
    { "sleep", command_sleep },
    { "echo", command_echo },
    { "allocations", command_allocations },
    { "starve", command_starve },
};

static void obey(shell *sh, str line)
{
    str rest = line;
    str name = script_word(&rest);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (str_eq(name, str_from(commands[i].name))) {
            sh->command = commands[i].name;
            commands[i].run(sh, rest);
            fflush(stdout);
            return;
        }
    }
    die("no command", name);
}

static void open_shell(shell *sh, const char *uri)
{
    bolt_options options = BOLT_OPTIONS_INIT;
    options.uri = uri;
    options.auth.scheme = BOLT_AUTH_BASIC;
    options.auth.principal = "neo4j";
    options.auth.credentials = "secret";
    options.user_agent = "boltsh/1.0";
    options.on_retry = on_retry;
    options.user = sh;
    sh->mem = (bolt_allocator){ failing_resize, &sh->memory };
    options.allocator = &sh->mem;
    sh->options = options;
    sh->params = new_params();
    sh->metadata = new_params();
}

static void close_shell(shell *sh)
{
    command_close(sh, STR(""));
    bolt_params_free(sh->params);
    bolt_params_free(sh->metadata);
    bolt_params *parameters;
    memcpy(&parameters, &sh->options.auth.parameters, sizeof parameters);
    bolt_params_free(parameters);
    arena_finish(&sh->arena);
}

int main(int argc, char **argv)
{
    static shell sh;
    if (argc != 2)
        die("usage: boltapi URI <", STR("SCRIPT"));
    sigaction(SIGINT, &(struct sigaction){ .sa_handler = on_signal }, NULL);
    open_shell(&sh, argv[1]);
    char *line = NULL;
    size_t capacity = 0;
    for (ssize_t size; (size = getline(&line, &capacity, stdin)) > 0;) {
        str text = arena_str(&sh.arena, str_trim((str){ line, (size_t)size }));
        if (text.len)
            obey(&sh, text);
    }
    free(line);
    close_shell(&sh);
    return 0;
}
