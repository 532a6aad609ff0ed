/* Drives the driver from a script, for tests: `boltsh URI < script`, or `boltapi URI < script` to do so through
 * <neo4j_bolt.h>. A line is a command; each prints lines of a stable form, the last of which is `COMMAND ok ...` or
 * `COMMAND error STATUS ...`.
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
 *     transact, execute, execute-blind, run, run-blind
 *     summaries             from now on each queued statement that succeeds prints a line
 *     evaluate              from now on rows of queued statements are fetched and dropped
 *     trace                 before the first use: what is said is told, too, but for the time
 *     cancel, reset-cancel  what SIGINT does, and forgetting it
 *     sleep MS, echo TEXT
 *     memory                the greatest resident size so far, in KiB
 *     allocations           of the driver, since `starve`
 *     starve N one|all      from now on the N-th allocation of the driver fails, or all from that
 *                           one on; 0: none does
 *
 * and those of the backend. SIGINT asks to stop, SIGUSR1 asks twice. Sessions and the driver are opened when they are first
 * needed; `summaries` and `evaluate` stand before `begin`. It is an error of the driver to keep memory after it has
 * been closed. */
#include "backend.h"
#include "report.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static shell *interrupted;

static void on_signal(int number)
{
    backend_cancel(interrupted);
    if (number == SIGUSR1)
        backend_cancel(interrupted);
}

_Noreturn void shell_die(const shell *sh, const char *what, str which)
{
    fprintf(stderr, "%s: %s %.*s\n", sh->program, what, STR_ARG(which));
    exit(2);
}

void shell_conclude(const shell *sh, status st, const error *err)
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

/* ---- What the driver calls back for ---- */

void shell_on_retry(const error *reason, int64_t delay_ms)
{
    printf("retry after %s:", delay_ms < 800     ? "less than 0.8 s"
                              : delay_ms <= 1200 ? "1 s"
                              : delay_ms < 1600  ? "more than 1.2 s"
                              : delay_ms <= 2400 ? "2 s"
                                                 : "more than 2.4 s");
    report_error(reason);
}

void shell_on_summary(size_t index, const bolt_summary *summary)
{
    printf("queued %zu ", index);
    report_summary(summary);
}

void shell_on_trace(str line)
{
    str_split(&line, ' '); /* the time */
    printf("trace %.*s\n", STR_ARG(line));
}

status shell_renew(shell *sh, const char *code, bolt_auth *out, error *err)
{
    const str separator = STR(" then ");
    str rest = sh->renewals;
    printf("renewing after %s\n", code);
    if (rest.len == 0)
        return fail(err, ST_IO, "there are no more tokens");
    str next = str_slice(rest, 0, str_find(rest, separator, 0));
    *out = shell_auth(next, &sh->arena);
    sh->renewals = str_from_index(rest, next.len + separator.len);
    return ST_OK;
}

str shell_seeds(const shell *sh, str address)
{
    printf("resolving %.*s\n", STR_ARG(address));
    return sh->seeds;
}

bool shell_on_row(row_reader *reader, const str *keys, bolt_list row)
{
    if (reader->rows == reader->stop)
        return false;
    if (reader->rows++ == 0)
        report_keys(keys, row.count);
    if (reader->rows <= 10)
        report_row(row);
    return true;
}

/* ---- driver and sessions ---- */

bool shell_is_open(shell *sh)
{
    error err = { 0 };
    status st = sh->driver ? ST_OK : backend_open(sh, &err);
    if (st)
        shell_conclude(sh, st, &err);
    return !st;
}

static void command_server(shell *sh, str rest)
{
    (void)rest;
    error err = { 0 };
    bolt_server server = { 0 };
    if (!shell_is_open(sh))
        return;
    status st = backend_server(sh, &server, &err);
    if (!st)
        printf("agent=%.*s address=%.*s bolt=%u.%u\n", STR_ARG(server.agent),
               STR_ARG(server.address), server.major, server.minor);
    shell_conclude(sh, st, &err);
}

static shell_session *find_session(shell *sh, str name)
{
    for (size_t i = 0; i < sh->session_count; i++)
        if (str_eq(sh->sessions[i].name, name))
            return &sh->sessions[i];
    if (sh->session_count == SHELL_SESSIONS)
        shell_die(sh, "too many sessions at", name);
    sh->sessions[sh->session_count].name = name;
    return &sh->sessions[sh->session_count++];
}

static void command_session(shell *sh, str rest)
{
    bolt_session_config config = { 0 };
    bool shared = false;
    error err = { 0 };
    sh->current = find_session(sh, script_word(&rest));
    if (sh->current->session || !shell_is_open(sh))
        return;
    while (rest.len) {
        str word = script_word(&rest);
        if (str_eq(word, STR("shared")))
            shared = true;
        else if (!script_starts(word, "database=", &config.database) &&
                 !script_starts(word, "user=", &config.impersonated_user) &&
                 !script_filter(word, &config.filter))
            shell_die(sh, "no session option", word);
    }
    status st = backend_session_open(sh, &config, shared, &sh->current->session, &err);
    if (st)
        shell_conclude(sh, st, &err);
}

shell_session *shell_in_session(shell *sh)
{
    if (!sh->current || !sh->current->session)
        command_session(sh, sh->current ? sh->current->name : STR("default"));
    return sh->current->session ? sh->current : NULL;
}

shell_session *shell_in_transaction(shell *sh)
{
    if (sh->current && sh->current->tx)
        return sh->current;
    printf("%s without a transaction\n", sh->command);
    return NULL;
}

static void command_database(shell *sh, str rest)
{
    (void)rest;
    shell_session *s = shell_in_session(sh);
    str name = s ? backend_database(s) : STR_NONE;
    printf("database %s%.*s\n", name.len ? "= " : "unknown", STR_ARG(name));
}

static void close_session(shell_session *s)
{
    backend_session_close(s);
    *s = (shell_session){ .name = s->name };
}

static void command_close_session(shell *sh, str rest)
{
    (void)rest;
    if (sh->current)
        close_session(sh->current);
}

static void command_close(shell *sh, str rest)
{
    for (size_t i = 0; i < sh->session_count; i++)
        close_session(&sh->sessions[i]);
    sh->session_count = 0;
    memset(sh->sessions, 0, sizeof sh->sessions);
    sh->current = NULL;
    backend_close(sh);
    if (sh->memory.blocks)
        shell_die(sh, "the driver has kept memory", rest);
}

/* ---- the rest ---- */

static void command_summaries(shell *sh, str rest)
{
    (void)rest;
    sh->summaries = true;
}

static void command_evaluate(shell *sh, str rest)
{
    (void)rest;
    sh->evaluate = true;
}

static void command_trace(shell *sh, str rest)
{
    (void)rest;
    sh->trace = true;
}

static void command_cancel(shell *sh, str rest)
{
    (void)rest;
    if (shell_is_open(sh))
        backend_cancel(sh);
}

static void command_reset_cancel(shell *sh, str rest)
{
    (void)rest;
    backend_resume(sh);
}

static void command_sleep(shell *sh, str rest)
{
    if (cancel_sleep(NULL, script_int(rest), NULL))
        shell_die(sh, "cannot sleep", rest);
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

static const shell_command commands[] = {
    { "set", shell_set },
    { "server", command_server },
    { "session", command_session },
    { "database", command_database },
    { "close-session", command_close_session },
    { "close", command_close },
    { "summaries", command_summaries },
    { "evaluate", command_evaluate },
    { "trace", command_trace },
    { "cancel", command_cancel },
    { "reset-cancel", command_reset_cancel },
    { "sleep", command_sleep },
    { "echo", command_echo },
    { "memory", command_memory },
    { "allocations", command_allocations },
    { "starve", command_starve },
};

static const shell_command *find_command(str name, const shell_command *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(name, str_from(list[i].name)))
            return &list[i];
    return NULL;
}

static void obey(shell *sh, str line)
{
    str rest = line;
    str name = script_word(&rest);
    const shell_command *found = find_command(name, commands, sizeof commands / sizeof *commands);
    if (!found)
        found = find_command(name, shell_work_commands, shell_work_command_count);
    if (!found)
        found = find_command(name, backend_commands, backend_command_count);
    if (!found)
        shell_die(sh, "no command", name);
    sh->command = found->name;
    found->run(sh, rest);
}

static void obey_all(shell *sh)
{
    char *line = NULL;
    size_t capacity = 0;
    for (ssize_t size; (size = getline(&line, &capacity, stdin)) > 0;) {
        str text = arena_str(&sh->arena, str_trim((str){ line, (size_t)size }));
        if (text.len)
            obey(sh, text);
    }
    free(line);
    command_close(sh, STR(""));
}

static void listen_to_signals(shell *sh)
{
    struct sigaction action = { .sa_handler = on_signal };
    interrupted = sh;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGUSR1, &action, NULL);
}

int main(int argc, char **argv)
{
    static shell sh;
    sh.program = argv[0];
    if (argc != 2)
        shell_die(&sh, "wants URI <", STR("SCRIPT"));
    if (cancel_init(&sh.cancel, NULL))
        shell_die(&sh, "no", STR("pipe"));
    sh.mem = (allocator){ .resize = failing_resize, .user = &sh.memory };
    sh.config = (bolt_config){ .mem = &sh.mem,
                               .uri = str_from(argv[1]),
                               .auth = { .scheme = BOLT_AUTH_BASIC,
                                         .principal = STR("neo4j"),
                                         .credentials = STR("secret") },
                               .user_agent = STR("boltsh/1.0") };
    listen_to_signals(&sh);
    setvbuf(stdout, NULL, _IOLBF, 0); /* for those who read along */
    obey_all(&sh);
    cancel_finish(&sh.cancel);
    arena_finish(&sh.arena);
    return 0;
}
