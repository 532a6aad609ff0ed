/* Drives the driver from a script, for tests: `boltsh URI < script`. A line is a command; each prints lines
 * of a stable form, the last of which is `COMMAND ok ...` or `COMMAND error STATUS ...`.
 *
 *     set NAME VALUE        a field of bolt_config, before the first use: auth, user_agent, uri,
 *                           connect_timeout, handshake_timeout, read_timeout, retry_budget,
 *                           acquisition_timeout, max_lifetime, liveness_check, max_message,
 *                           max_connections, encryption on|off, trust system|any, ca_file,
 *                           ca_folder, client_certificate, client_key, client_key_password,
 *                           renew (tokens, with ` then ` between them, for when one is refused),
 *                           resolver (what it knows: addresses with blanks between them)
 *     server                connects and tells what the server says of itself
 *     session NAME [database=X] [user=X] [notices=X] [disabled=X,Y] [shared]
 *                           opens a session (shared bookmarks), or returns to it
 *     database              what the session knows of its database
 *     close-session, close  of the current session; of all and of the driver
 *     begin, queue, query, stream, flush, commit, commit-pipelined, rollback
 *     transact, execute, execute-blind, run, run-blind, run-all
 *     crowd THREADS TURNS [stop=MS]
 *                           so many threads ask so often; what SIGINT does happens after so long
 *     summaries             from now on each queued statement that succeeds prints a line
 *     trace                 before the first use: what is said is told, too, but for the time
 *     evaluate              from now on rows of queued statements are fetched and dropped
 *     cancel, reset-cancel  what SIGINT does, and forgetting it
 *     sleep MS, echo TEXT
 *     memory                the greatest resident size so far, in KiB
 *     allocations           of the driver, since `starve`
 *     starve N one|all      from now on the N-th allocation of the driver fails, or all from that
 *                           one on; 0: none does
 *
 * SIGINT asks to stop, SIGUSR1 asks twice. Sessions and the driver are opened when they are first needed. It
 * is an error of the driver to keep memory after it has been closed. */
#include "bolt/trace.h"
#include "crowd.h"
#include "failing_memory.h"
#include "report.h"
#include "script.h"
#include "value_text.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { SESSIONS_MAX = 8, LINE_MAX_BYTES = 1 << 24 };

typedef struct shell_session {
    str name;
    bolt_session *session;
    bolt_tx *tx;
    size_t queued;
} shell_session;

typedef struct shell {
    arena arena; /* lives as long as the program */
    const char *command;
    bolt_config config;
    cancel cancel;
    bolt_driver *driver;
    bolt_bookmarks *shared;
    shell_session sessions[SESSIONS_MAX];
    size_t session_count;
    shell_session *current;
    bool summaries;
    bool evaluate;
    failing_memory memory; /* of the driver */
    allocator mem;
    str seeds;    /* what the resolver knows: addresses with blanks between them */
    str renewals; /* tokens still to come */
} shell;

static cancel *interrupted;

static void on_signal(int number)
{
    cancel_request(interrupted);
    if (number == SIGUSR1)
        cancel_request(interrupted);
}

static _Noreturn void die(const char *what, str which)
{
    fprintf(stderr, "boltsh: %s %.*s\n", what, STR_ARG(which));
    exit(2);
}

/* The last line of every command. */
static void conclude(const shell *sh, status st, const error *err)
{
    fputs(sh->command, stdout);
    if (!st)
        puts(" ok");
    else if (st != err->status)
        printf(" error: returned %s, told %s\n", report_status_name(st),
               report_status_name(err->status));
    else
        report_error(err);
}

/* ---- driver and sessions ---- */

static void on_retry(void *user, const error *reason, int64_t delay_ms)
{
    (void)user;
    printf("retry after %s:", delay_ms < 800     ? "less than 0.8 s"
                              : delay_ms <= 1200 ? "1 s"
                              : delay_ms < 1600  ? "more than 1.2 s"
                              : delay_ms <= 2400 ? "2 s"
                                                 : "more than 2.4 s");
    report_error(reason);
}

static bolt_driver *driver_of(shell *sh)
{
    error err = { 0 };
    if (sh->driver)
        return sh->driver;
    status st = bolt_driver_open(&sh->config, &sh->driver, &err);
    if (st)
        conclude(sh, st, &err);
    return sh->driver;
}

static bolt_auth parse_auth(str rest)
{
    str scheme = script_word(&rest);
    if (str_eq(scheme, STR("none")))
        return (bolt_auth){ .scheme = BOLT_AUTH_NONE };
    if (str_eq(scheme, STR("bearer")))
        return (bolt_auth){ .scheme = BOLT_AUTH_BEARER, .credentials = rest };
    if (str_eq(scheme, STR("kerberos")))
        return (bolt_auth){ .scheme = BOLT_AUTH_KERBEROS, .credentials = rest };
    bolt_auth auth = { .scheme = BOLT_AUTH_BASIC };
    auth.principal = script_word(&rest);
    auth.credentials = script_word(&rest);
    auth.realm = rest.len ? rest : STR_NONE;
    return auth;
}

/* custom SCHEME PRINCIPAL CREDENTIALS REALM {parameters} */
static bolt_auth parse_custom_auth(str rest, arena *a)
{
    bolt_auth auth = { .scheme = BOLT_AUTH_CUSTOM };
    auth.custom_scheme = script_word(&rest);
    auth.principal = script_word(&rest);
    auth.credentials = script_word(&rest);
    auth.realm = script_word(&rest);
    auth.parameters = value_parse(rest, a).as.map;
    return auth;
}

static bolt_auth parse_any_auth(str rest, arena *a)
{
    str custom;
    return script_starts(rest, "custom ", &custom) ? parse_custom_auth(custom, a)
                                                   : parse_auth(rest);
}

/* What comes next of all that was set, until there is no more. */
static status renew(void *user, const error *reason, bolt_auth *out, error *err)
{
    shell *sh = user;
    str rest = sh->renewals;
    size_t end = str_find(rest, STR(" then "), 0);
    printf("renewing after %s\n", reason->code);
    if (rest.len == 0)
        return fail(err, ST_IO, "there are no more tokens");
    *out = parse_any_auth(str_slice(rest, 0, end == STR_NOT_FOUND ? rest.len : end), &sh->arena);
    sh->renewals = end == STR_NOT_FOUND ? STR("") : str_from_index(rest, end + 6);
    return ST_OK;
}

static void set_renew(shell *sh, str renewals)
{
    sh->config.renew = renew;
    sh->renewals = renewals;
}

static status resolve(void *user, str address, bolt_seeds *seeds, error *err)
{
    const shell *sh = user;
    printf("resolving %.*s\n", STR_ARG(address));
    for (str rest = sh->seeds; rest.len;) {
        status st = bolt_seeds_add(seeds, script_word(&rest), err);
        if (st)
            return st;
    }
    return ST_OK;
}

static void set_resolver(shell *sh, str seeds)
{
    sh->config.resolver = resolve;
    sh->seeds = seeds;
}

static int64_t *find_time(bolt_config *c, str name)
{
    const struct {
        const char *name;
        int64_t *value;
    } times[] = {
        { "connect_timeout", &c->connect_timeout },
        { "handshake_timeout", &c->handshake_timeout },
        { "read_timeout", &c->read_timeout },
        { "retry_budget", &c->retry_budget },
        { "acquisition_timeout", &c->acquisition_timeout },
        { "max_lifetime", &c->max_lifetime },
        { "liveness_check", &c->liveness_check },
    };
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        if (str_eq(name, str_from(times[i].name)))
            return times[i].value;
    }
    return NULL;
}

static bool set_tls(bolt_tls_config *c, str name, str value)
{
    if (str_eq(name, STR("encryption")))
        c->encryption = str_eq(value, STR("on")) ? BOLT_ENCRYPTION_ON : BOLT_ENCRYPTION_OFF;
    else if (str_eq(name, STR("trust")))
        c->trust = str_eq(value, STR("any")) ? BOLT_TRUST_ANY : BOLT_TRUST_SYSTEM;
    else if (str_eq(name, STR("ca_file")))
        c->ca_file = value;
    else if (str_eq(name, STR("ca_folder")))
        c->ca_folder = value;
    else if (str_eq(name, STR("client_certificate")))
        c->client_certificate = value;
    else if (str_eq(name, STR("client_key")))
        c->client_key = value;
    else if (str_eq(name, STR("client_key_password")))
        c->client_key_password = value;
    else
        return false;
    return true;
}

static void command_set(shell *sh, str rest)
{
    str name = script_word(&rest);
    bolt_config *c = &sh->config;
    int64_t *time = find_time(c, name);
    if (time)
        *time = script_int(rest);
    else if (str_eq(name, STR("auth")))
        c->auth = parse_any_auth(rest, &sh->arena);
    else if (str_eq(name, STR("renew")))
        set_renew(sh, rest);
    else if (str_eq(name, STR("user_agent")))
        c->user_agent = rest;
    else if (str_eq(name, STR("uri")))
        c->uri = rest;
    else if (str_eq(name, STR("resolver")))
        set_resolver(sh, rest);
    else if (str_eq(name, STR("max_message")))
        c->max_message = (size_t)script_int(rest);
    else if (str_eq(name, STR("max_connections")))
        c->max_connections = (size_t)script_int(rest);
    else if (!set_tls(&c->tls, name, rest))
        die("cannot set", name);
}

static void command_server(shell *sh, str rest)
{
    (void)rest;
    error err = { 0 };
    bolt_server server = { 0 };
    if (!driver_of(sh))
        return;
    status st = bolt_driver_server(sh->driver, &server, &err);
    if (!st)
        printf("agent=%.*s address=%.*s bolt=%u.%u\n", STR_ARG(server.agent),
               STR_ARG(server.address), server.major, server.minor);
    conclude(sh, st, &err);
}

static shell_session *find_session(shell *sh, str name)
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

static status share_bookmarks(shell *sh, bolt_session_config *config, error *err)
{
    status st = sh->shared ? ST_OK : bolt_bookmarks_create(NULL, &sh->shared, err);
    config->bookmarks = sh->shared;
    return st;
}

static void command_session(shell *sh, str rest)
{
    bolt_session_config config = { 0 };
    error err = { 0 };
    status st = ST_OK;
    sh->current = find_session(sh, script_word(&rest));
    if (sh->current->session || !driver_of(sh))
        return;
    while (rest.len) {
        str word = script_word(&rest);
        if (str_eq(word, STR("shared")))
            st = share_bookmarks(sh, &config, &err);
        else if (!script_starts(word, "database=", &config.database) &&
                 !script_starts(word, "user=", &config.impersonated_user) &&
                 !script_filter(word, &config.filter))
            die("no session option", word);
    }
    if (!st)
        st = bolt_session_open(sh->driver, &config, &sh->current->session, &err);
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
static bolt_tx *tx_of(shell *sh)
{
    if (sh->current && sh->current->tx)
        return sh->current->tx;
    printf("%s without a transaction\n", sh->command);
    return NULL;
}

static void command_database(shell *sh, str rest)
{
    (void)rest;
    str name = session_of(sh) ? bolt_session_database(sh->current->session) : STR_NONE;
    printf("database %s%.*s\n", name.data ? "= " : "unknown", STR_ARG(name));
}

static void command_close_session(shell *sh, str rest)
{
    (void)rest;
    if (sh->current) {
        bolt_session_close(sh->current->session);
        sh->current->session = NULL;
        sh->current->tx = NULL;
    }
}

static void command_close(shell *sh, str rest)
{
    for (size_t i = 0; i < sh->session_count; i++) {
        sh->current = &sh->sessions[i];
        command_close_session(sh, rest);
    }
    sh->session_count = 0;
    memset(sh->sessions, 0, sizeof sh->sessions);
    sh->current = NULL;
    bolt_driver_close(sh->driver);
    sh->driver = NULL;
    if (sh->memory.blocks)
        die("the driver has kept memory", rest);
}

/* ---- explicit transactions ---- */

static status on_summary(void *user, size_t index, const bolt_summary *summary, error *err)
{
    (void)user;
    (void)err;
    printf("queued %zu ", index);
    report_summary(summary);
    return ST_OK;
}

static void command_begin(shell *sh, str rest)
{
    error err = { 0 };
    script_options options = script_options_parse(&rest, &sh->arena);
    if (!session_of(sh))
        return;
    status st = bolt_tx_begin(sh->current->session, &options.tx, &sh->current->tx, &err);
    if (!st && sh->summaries)
        bolt_tx_on_summary(sh->current->tx, on_summary, sh);
    conclude(sh, st, &err);
}

static void command_queue(shell *sh, str rest)
{
    error err = { 0 };
    status st = ST_OK;
    script_options options = script_options_parse(&rest, &sh->arena);
    script_statements list = script_statements_parse(rest, &sh->arena);
    bolt_tx *tx = tx_of(sh);
    for (int64_t i = 0; tx && i < options.times && !st; i++) {
        bolt_statement s = script_statement_number(list.items, (size_t)i, &sh->arena);
        s.evaluate = sh->evaluate;
        s.metadata = options.tx.metadata;
        st = bolt_tx_queue(tx, &s, &err);
    }
    if (tx)
        conclude(sh, st, &err);
}

static void command_flush(shell *sh, str rest)
{
    (void)rest;
    error err = { 0 };
    bolt_tx *tx = tx_of(sh);
    if (tx)
        conclude(sh, bolt_tx_flush(tx, &err), &err);
}

static void command_query(shell *sh, str rest)
{
    ARENA_AUTO rows = ARENA_INIT(NULL, 0);
    error err = { 0 };
    bolt_result result = { 0 };
    script_statements list = script_statements_parse(rest, &sh->arena);
    bolt_tx *tx = tx_of(sh);
    if (!tx)
        return;
    status st = bolt_tx_query(tx, list.items, &rows, &result, &err);
    if (!st)
        report_result(&result);
    conclude(sh, st, &err);
}

typedef struct row_reader {
    int64_t rows, stop;
} row_reader;

static status on_row(void *user, const str *keys, bolt_list row, error *err)
{
    row_reader *reader = user;
    if (reader->rows == reader->stop)
        return fail(err, ST_ARGUMENT, "enough rows");
    if (reader->rows++ == 0)
        report_keys(keys, row.count);
    if (reader->rows <= 10)
        report_row(row);
    return ST_OK;
}

static void command_stream(shell *sh, str rest)
{
    ARENA_AUTO memory = ARENA_INIT(NULL, 0);
    error err = { 0 };
    bolt_summary summary = { 0 };
    script_options options = script_options_parse(&rest, &sh->arena);
    script_statements list = script_statements_parse(rest, &sh->arena);
    row_reader reader = { .stop = options.stop };
    bolt_tx *tx = tx_of(sh);
    if (!tx)
        return;
    status st =
        bolt_tx_stream(tx, list.items, options.fetch, on_row, &reader, &summary, &memory, &err);
    if (!st)
        report_summary(&summary);
    printf("rows %" PRId64 "\n", reader.rows);
    conclude(sh, st, &err);
}

static void command_commit(shell *sh, str rest)
{
    (void)rest;
    error err = { 0 };
    bolt_tx *tx = tx_of(sh);
    if (!tx)
        return;
    sh->current->tx = NULL;
    conclude(sh, bolt_tx_commit(tx, &err), &err);
}

static void command_commit_pipelined(shell *sh, str rest)
{
    (void)rest;
    error err = { 0 };
    bolt_tx *tx = tx_of(sh);
    if (!tx)
        return;
    sh->current->tx = NULL;
    conclude(sh, bolt_tx_commit_pipelined(tx, &err), &err);
}

static void command_rollback(shell *sh, str rest)
{
    (void)rest;
    if (sh->current) {
        bolt_tx_rollback(sh->current->tx);
        sh->current->tx = NULL;
    }
    conclude(sh, ST_OK, NULL);
}

/* ---- the session's own transactions ---- */

typedef struct work {
    shell *shell;
    script_options options;
    script_statements list;
    int attempts;
} work;

static status work_query(work *w, bolt_tx *tx, const bolt_statement *statement, error *err)
{
    ARENA_AUTO rows = ARENA_INIT(NULL, 0);
    bolt_result result = { 0 };
    status st = bolt_tx_query(tx, statement, &rows, &result, err);
    if (!st)
        report_result(&result);
    (void)w;
    return st;
}

static status do_work(bolt_tx *tx, void *user, error *err)
{
    work *w = user;
    printf("attempt %d\n", ++w->attempts);
    for (size_t i = 0; i < w->list.count; i++) {
        status st = str_eq(w->options.work, STR("query"))
                        ? work_query(w, tx, &w->list.items[i], err)
                        : bolt_tx_queue(tx, &w->list.items[i], err);
        if (st)
            return st;
    }
    if (str_eq(w->options.work, STR("fail")))
        return fail(err, ST_ARGUMENT, "the work does not want to");
    return str_eq(w->options.work, STR("along")) ? ST_OK : bolt_tx_flush(tx, err);
}

static void command_transact(shell *sh, str rest)
{
    error err = { 0 };
    work w = { .shell = sh };
    w.options = script_options_parse(&rest, &sh->arena);
    w.list = script_statements_parse(rest, &sh->arena);
    if (!session_of(sh))
        return;
    status st = bolt_session_transact(sh->current->session, &w.options.tx, do_work, &w, &err);
    conclude(sh, st, &err);
}

typedef status single_fn(bolt_session *session, const bolt_tx_config *config,
                         const bolt_statement *statement, arena *a, bolt_result *out, error *err);

static void run_single(shell *sh, str rest, single_fn *fn, bool blind)
{
    ARENA_AUTO rows = ARENA_INIT(NULL, 0);
    error err = { 0 };
    bolt_result result = { 0 };
    script_options options = script_options_parse(&rest, &sh->arena);
    script_statements list = script_statements_parse(rest, &sh->arena);
    if (!session_of(sh))
        return;
    status st = fn(sh->current->session, &options.tx, list.items, blind ? NULL : &rows,
                   blind ? NULL : &result, &err);
    if (!st && !blind)
        report_result(&result);
    conclude(sh, st, &err);
}

static void command_execute(shell *sh, str rest)
{
    run_single(sh, rest, bolt_session_execute, false);
}

static void command_execute_blind(shell *sh, str rest)
{
    run_single(sh, rest, bolt_session_execute, true);
}

static void command_run(shell *sh, str rest)
{
    run_single(sh, rest, bolt_session_run, false);
}

static void command_run_blind(shell *sh, str rest)
{
    run_single(sh, rest, bolt_session_run, true);
}

static void command_run_all(shell *sh, str rest)
{
    ARENA_AUTO rows = ARENA_INIT(NULL, 0);
    error err = { 0 };
    script_options options = script_options_parse(&rest, &sh->arena);
    script_statements list = script_statements_parse(rest, &sh->arena);
    bolt_result *results = arena_array(&rows, list.count, sizeof *results);
    if (!session_of(sh))
        return;
    status st = bolt_session_run_all(sh->current->session, &options.tx, list.items, list.count,
                                     &rows, results, &err);
    size_t succeeded = st ? err.statement ? err.statement - 1 : 0 : list.count;
    for (size_t i = 0; i < succeeded; i++)
        report_result(&results[i]);
    conclude(sh, st, &err);
}

/* ---- the rest ---- */

static void command_crowd(shell *sh, str rest)
{
    if (!driver_of(sh))
        return;
    crowd_plan plan = { .driver = sh->driver, .stop = &sh->cancel, .stop_at = -1 };
    plan.threads = (size_t)script_int(script_word(&rest));
    plan.turns = (size_t)script_int(script_word(&rest));
    if (script_starts(rest, "stop=", &rest))
        plan.stop_at = script_int(rest);
    crowd_run(&plan);
    conclude(sh, ST_OK, NULL);
}

static void command_summaries(shell *sh, str rest)
{
    (void)rest;
    sh->summaries = true;
}

static void on_trace(void *user, const bolt_trace_event *event)
{
    (void)user;
    BUF_AUTO line = BUF_INIT(NULL, 0);
    bolt_trace_line(&line, event);
    str rest = buf_view(&line);
    str_split(&rest, ' '); /* the time */
    printf("trace %.*s\n", STR_ARG(rest));
}

static void command_trace(shell *sh, str rest)
{
    (void)rest;
    sh->config.on_trace = on_trace;
}

static void command_evaluate(shell *sh, str rest)
{
    (void)rest;
    sh->evaluate = true;
}

static void command_cancel(shell *sh, str rest)
{
    (void)rest;
    cancel_request(&sh->cancel);
}

static void command_reset_cancel(shell *sh, str rest)
{
    (void)rest;
    cancel_reset(&sh->cancel);
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

static void command_memory(shell *sh, str rest)
{
    (void)sh;
    (void)rest;
    struct rusage usage = { 0 };
    getrusage(RUSAGE_SELF, &usage);
    printf("memory %ld\n", usage.ru_maxrss);
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
    { "commit", command_commit },
    { "commit-pipelined", command_commit_pipelined },
    { "rollback", command_rollback },
    { "transact", command_transact },
    { "execute", command_execute },
    { "execute-blind", command_execute_blind },
    { "run", command_run },
    { "run-blind", command_run_blind },
    { "run-all", command_run_all },
    { "crowd", command_crowd },
    { "summaries", command_summaries },
    { "trace", command_trace },
    { "evaluate", command_evaluate },
    { "cancel", command_cancel },
    { "reset-cancel", command_reset_cancel },
    { "sleep", command_sleep },
    { "echo", command_echo },
    { "memory", command_memory },
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
            return;
        }
    }
    die("no command", name);
}

static void listen_to_signals(shell *sh)
{
    struct sigaction action = { .sa_handler = on_signal };
    interrupted = &sh->cancel;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGUSR1, &action, NULL);
}

int main(int argc, char **argv)
{
    static shell sh;
    if (argc != 2)
        die("usage: boltsh URI <", STR("SCRIPT"));
    if (cancel_init(&sh.cancel, NULL))
        die("no", STR("pipe"));
    sh.mem = (allocator){ .resize = failing_resize, .user = &sh.memory };
    sh.config = (bolt_config){
        .mem = &sh.mem,
        .uri = str_from(argv[1]),
        .auth = { .scheme = BOLT_AUTH_BASIC,
                  .principal = STR("neo4j"),
                  .credentials = STR("secret") },
        .user_agent = STR("boltsh/1.0"),
        .cancel = &sh.cancel,
        .on_retry = on_retry,
        .user = &sh,
    };
    listen_to_signals(&sh);
    setvbuf(stdout, NULL, _IOLBF, 0); /* for those who read along */
    char *line = NULL;
    size_t capacity = 0;
    for (ssize_t size; (size = getline(&line, &capacity, stdin)) > 0;) {
        str text = arena_str(&sh.arena, str_trim((str){ line, (size_t)size }));
        if (text.len)
            obey(&sh, text);
    }
    free(line);
    command_close(&sh, STR(""));
    bolt_bookmarks_destroy(sh.shared);
    cancel_finish(&sh.cancel);
    arena_finish(&sh.arena);
    return 0;
}
