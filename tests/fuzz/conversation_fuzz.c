/* Whole conversations: somebody uses the driver in some order, servers answer anything, memory runs out, requests to
 * stop come at any moment. Every call ends, with a success or with an error that says something; the client speaks
 * proper Bolt to the end; what it says of a COMMIT is what the server knows of it; nothing is left behind. */
#include "answering.h"
#include "failing_memory.h"
#include "fuzz.h"
#include "quick_time.h"
#include "versions.h"

#include "bolt/cursor.h"

#include <string.h>

enum {
    TIMEOUT = 1000,
    MESSAGE_MAX = 1 << 20,
    POLITE_ANSWERS = 300,
    STATEMENTS = 3,
    TURNS_MAX = 15
};

#define STATEMENT (&(bolt_statement){ .text = STR("RETURN\n1") })

typedef struct player {
    bolt_session *session;
    bolt_tx *tx;
    bool automatic;
    arena a;
    error err;
    answering *servers;
    size_t commits, confirmed; /* before this turn */
} player;

/* ---- What must be true ---- */

static void check_error(const player *p, status st)
{
    FUZZ_CHECK(st == ST_OK || (p->err.status == st && p->err.message[0]));
    FUZZ_CHECK(st != ST_UNKNOWN_OUTCOME || !p->err.retryable);
    FUZZ_CHECK(st != ST_IO && st != ST_PARSE && st != ST_MIGRATIONS && st != ST_LOCKED);
}

static void check_without_commit(const player *p, status st)
{
    check_error(p, st);
    FUZZ_CHECK(p->servers->commits == p->commits && st != ST_UNKNOWN_OUTCOME);
}

static void check_commit(const player *p, status st)
{
    size_t heard = p->servers->commits - p->commits;
    size_t confirmed = p->servers->confirmed - p->confirmed;
    check_error(p, st);
    if (p->servers->incoherent)
        return;
    if (st == ST_OK)
        FUZZ_CHECK(confirmed == 1);
    else if (st == ST_UNKNOWN_OUTCOME)
        FUZZ_CHECK(heard > 0);
    else
        FUZZ_CHECK(confirmed == 0 || strstr(p->err.message, "was committed"));
}

/* ---- Turns ---- */

static status look(void *user, size_t index, const bolt_summary *summary, error *err)
{
    (void)user;
    (void)index;
    (void)err;
    FUZZ_CHECK(summary->notification_count == 0 || summary->notifications);
    return ST_OK;
}

static status take_row(void *user, const str *keys, bolt_list row, error *err)
{
    (void)user;
    (void)err;
    FUZZ_CHECK(row.count == 0 || (keys && keys[row.count - 1].data));
    return ST_OK;
}

static void check_result(const bolt_result *result)
{
    for (size_t i = 0; i < result->row_count; i++)
        FUZZ_CHECK(result->rows[i].count == result->key_count);
}

static void begin(player *p, bool automatic)
{
    const bolt_tx_config config = { .automatic = automatic };
    bolt_tx *tx;
    status st = bolt_tx_begin(p->session, &config, &tx, &p->err);
    check_without_commit(p, st);
    if (st)
        return;
    p->tx = tx;
    p->automatic = automatic;
    bolt_tx_on_summary(tx, look, NULL);
}

static void query(player *p)
{
    bolt_result result = { 0 };
    status st = bolt_tx_query(p->tx, STATEMENT, &p->a, &result, &p->err);
    check_without_commit(p, st);
    if (!st)
        check_result(&result);
}

static void stream(player *p)
{
    bolt_summary summary;
    check_without_commit(
        p, bolt_tx_stream(p->tx, STATEMENT, 2, take_row, NULL, &summary, &p->a, &p->err));
}

static void read_on(player *p, bolt_cursor *cursor)
{
    bolt_list row;
    bool found = true;
    status st = ST_OK;
    for (int i = 0; i < 4 && found && !st; i++) {
        st = bolt_cursor_next(cursor, &row, &found, &p->err);
        check_error(p, st);
        FUZZ_CHECK(st || !found || row.count == cursor->collector.result.key_count);
    }
}

static void use_cursor(player *p)
{
    bolt_cursor cursor;
    status st = bolt_cursor_open(&cursor, p->tx, STATEMENT, 1, &p->a, &p->err);
    check_without_commit(p, st);
    if (!st)
        read_on(p, &cursor);
    bolt_cursor_close(&cursor);
}

static void commit(player *p, bool pipelined)
{
    bolt_tx *tx = p->tx;
    p->tx = NULL;
    status st = pipelined ? bolt_tx_commit_pipelined(tx, &p->err) : bolt_tx_commit(tx, &p->err);
    if (p->automatic)
        check_without_commit(p, st);
    else
        check_commit(p, st);
}

static void execute(player *p, bool blind)
{
    bolt_result result = { 0 };
    status st = bolt_session_execute(p->session, NULL, STATEMENT, blind ? NULL : &p->a,
                                     blind ? NULL : &result, &p->err);
    check_commit(p, st);
    if (!st)
        check_result(&result);
}

static status work(bolt_tx *tx, void *user, error *err)
{
    player *p = user;
    bolt_result result;
    status st = bolt_tx_queue(tx, STATEMENT, err);
    return st ? st : bolt_tx_query(tx, STATEMENT, &p->a, &result, err);
}

static void run(player *p)
{
    bolt_result result = { 0 };
    status st = bolt_session_run(p->session, NULL, STATEMENT, &p->a, &result, &p->err);
    check_without_commit(p, st);
    if (!st)
        check_result(&result);
}

static void run_all(player *p)
{
    bolt_statement statements[STATEMENTS] = { *STATEMENT, *STATEMENT, *STATEMENT };
    bolt_result results[STATEMENTS] = { 0 };
    status st =
        bolt_session_run_all(p->session, NULL, statements, STATEMENTS, &p->a, results, &p->err);
    check_without_commit(p, st);
    for (size_t i = 0; i < STATEMENTS; i++)
        check_result(&results[i]);
}

static void take_turn_in_transaction(player *p, uint8_t turn)
{
    switch (turn % 8) {
    case 0:
        query(p);
        break;
    case 1:
        stream(p);
        break;
    case 2:
        use_cursor(p);
        break;
    case 3:
        check_without_commit(p, bolt_tx_flush(p->tx, &p->err));
        break;
    case 4:
        commit(p, false);
        break;
    case 5:
        commit(p, true);
        break;
    case 6:
        bolt_tx_rollback(p->tx);
        p->tx = NULL;
        break;
    default:
        check_without_commit(p, bolt_tx_queue(p->tx, STATEMENT, &p->err));
        break;
    }
}

static void take_turn(player *p, uint8_t turn)
{
    switch (turn % 8) {
    case 0:
        execute(p, false);
        break;
    case 1:
        execute(p, true);
        break;
    case 2:
        run(p);
        break;
    case 3:
        run_all(p);
        break;
    case 4:
        check_commit(p, bolt_session_transact(p->session, NULL, work, p, &p->err));
        break;
    case 5:
        begin(p, true);
        break;
    default:
        begin(p, false);
        break;
    }
}

/* ---- The whole ---- */

static void use_driver(bolt_driver *driver, answering *servers, const uint8_t *turns, size_t count)
{
    player p = { .servers = servers, .a = ARENA_INIT(NULL, 0) };
    status st = bolt_session_open(driver, NULL, &p.session, &p.err);
    check_error(&p, st);
    for (size_t i = 0; i < count && !st; i++) {
        p.commits = servers->commits;
        p.confirmed = servers->confirmed;
        p.tx ? take_turn_in_transaction(&p, turns[i]) : take_turn(&p, turns[i]);
    }
    if (!st)
        bolt_session_close(p.session);
    arena_finish(&p.a);
}

static void converse(const bolt_config *config, answering *servers)
{
    uint8_t turns[TURNS_MAX];
    size_t count = source_byte(servers->script) % (TURNS_MAX + 1);
    bolt_driver *driver;
    error err;
    for (size_t i = 0; i < count; i++)
        turns[i] = source_byte(servers->script);
    status st = bolt_driver_open_with(config, answering_dial, servers, &driver, &err);
    FUZZ_CHECK(st == ST_OK || (st == ST_NO_MEMORY && err.status == st));
    if (st)
        return;
    use_driver(driver, servers, turns, count);
    bolt_driver_close(driver);
}

static void set_memory(failing_memory *memory, uint8_t choice)
{
    memory->first = choice >> 1;
    memory->last = choice < 2 ? 0 : choice & 1 ? memory->first : SIZE_MAX;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    source script = { .at = data, .end = data + size, .a = &a };
    cancel stop;
    failing_memory memory = { 0 };
    const allocator mem = { failing_resize, &memory };
    uint8_t kind = source_byte(&script);
    bolt_version version = version_of(kind & 0x7F);
    FUZZ_CHECK(cancel_init(&stop, NULL) == ST_OK);
    quick_time_restart();
    set_memory(&memory, source_byte(&script));
    answering servers = { .script = &script,
                          .major = version.major,
                          .minor = version.minor,
                          .slice = source_byte(&script),
                          .polite = POLITE_ANSWERS,
                          .stop = &stop };
    servers.stop_after = source_byte(&script);
    const bolt_config config = { .uri = kind & 0x80 ? STR("neo4j://127.0.0.1")
                                                    : STR("bolt://127.0.0.1"),
                                 .user_agent = STR("fuzz/1"),
                                 .mem = &mem,
                                 .cancel = &stop,
                                 .read_timeout = TIMEOUT,
                                 .retry_budget = TIMEOUT,
                                 .max_message = MESSAGE_MAX };
    converse(&config, &servers);
    cancel_finish(&stop);
    FUZZ_CHECK(memory.blocks == 0 && servers.open == 0);
    return 0;
}
