/* Memory runs out at every single allocation of a conversation: an error that says so, nothing lost, nothing
 * left behind, and whoever has memory again can go on. */
#include "bolt/cursor.h"
#include "bolt/stub_server.h"
#include "failing_memory.h"

#define STATEMENT(literal) (&(bolt_statement){ .text = STR(literal) })

/* Uses a session, and ends what it began. */
typedef status scenario_fn(bolt_session *session, arena *a, error *err);

typedef struct conversation {
    const char *scripts[STUB_CONNECTIONS];
    scenario_fn *run;
    size_t commits; /* when all goes well */
} conversation;

static void check_outcome(const conversation *c, const stub_server *server, const failing_memory *f,
                          status st, const error *err)
{
    bool doubt = st == ST_UNKNOWN_OUTCOME;
    cr_assert(!st || st == ST_NO_MEMORY || doubt, "%zu: %d %s", f->first, (int)st, err->message);
    cr_assert(!st || (f->failed && err->status == st && err->message[0]), "%zu", f->first);
    cr_assert(!doubt || (server->commits > 0 && !err->retryable), "%zu", f->first);
    cr_assert(!st || doubt || server->commits == 0 || strstr(err->message, "it was committed"),
              "%zu: %s", f->first, err->message);
    cr_assert(st || server->commits == c->commits, "%zu: %zu", f->first, server->commits);
}

static void check_usable(bolt_session *session, const failing_memory *f)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    bolt_result result;
    error err = { 0 };
    status st = ST_SERVER; /* a failure that has not been told is told now */
    for (int i = 0; i < 2 && st == ST_SERVER; i++)
        st = bolt_session_execute(session, NULL, STATEMENT("RETURN 1"), &a, &result, &err);
    cr_assert_eq(st, ST_OK, "%zu: %d %s", f->first, (int)st, err.message);
    cr_assert_eq(result.row_count, 1);
}

static void converse(const conversation *c, stub_server *server, failing_memory *f,
                     bolt_config *config)
{
    bolt_driver *driver;
    bolt_session *session = NULL;
    error err = { 0 };
    ARENA_AUTO a = ARENA_INIT(config->mem, 0);
    status st = bolt_driver_open_with(config, stub_dial, server, &driver, &err);
    cr_assert(!st || st == ST_NO_MEMORY, "%s", err.message);
    if (st)
        return;
    st = bolt_session_open(driver, NULL, &session, &err);
    if (!st)
        st = c->run(session, &a, &err);
    check_outcome(c, server, f, st, &err);
    failing_memory_recover(f);
    if (session)
        check_usable(session, f);
    bolt_session_close(session);
    bolt_driver_close(driver);
}

static void torture(const conversation *c)
{
    for (failing_memory f = { 0 }; failing_memory_next(&f);) {
        const allocator mem = { failing_resize, &f };
        stub_server server = { .scripts = { 0 } };
        bolt_config config = { .mem = &mem };
        memcpy(server.scripts, c->scripts, sizeof server.scripts);
        stub_config(&config);
        converse(c, &server, &f, &config);
        cr_assert_eq(f.blocks, 0, "%zu blocks are left after allocation %zu failed", f.blocks,
                     f.first);
        cr_assert_eq(server.open, 0);
        buf_free(&server.heard);
    }
}

#define POLITE "5.4 | polite"

/* ---- One after the other ---- */

static status execute(bolt_session *session, arena *a, error *err)
{
    bolt_result result;
    status st = bolt_session_execute(session, NULL, STATEMENT("A"), a, &result, err);
    cr_assert(st || result.row_count == 1);
    return st;
}

Test(memory, of_a_managed_statement)
{
    torture(&(conversation){ { POLITE, POLITE }, execute, 1 });
    torture(&(conversation){ { "4.4 | polite", "4.4 | polite" }, execute, 1 });
}

static status run(bolt_session *session, arena *a, error *err)
{
    const bolt_statement statements[] = { { .text = STR("A") }, { .text = STR("B") } };
    bolt_result results[2];
    status st = bolt_session_run(session, NULL, STATEMENT("A"), a, &results[0], err);
    return st ? st : bolt_session_run_all(session, NULL, statements, 2, a, results, err);
}

Test(memory, of_auto_commit)
{
    torture(&(conversation){ { POLITE, POLITE, POLITE }, run, 0 });
}

/* ---- Transactions ---- */

static status look(void *user, size_t index, const bolt_summary *summary, error *err)
{
    (void)user;
    (void)index;
    (void)summary;
    (void)err;
    return ST_OK;
}

static status skip(void *user, const str *keys, bolt_list row, error *err)
{
    (void)user;
    (void)keys;
    (void)row;
    (void)err;
    return ST_OK;
}

static status use(bolt_tx *tx, arena *a, error *err)
{
    bolt_result result;
    bolt_summary summary;
    bolt_tx_on_summary(tx, look, NULL);
    status st = bolt_tx_queue(tx, STATEMENT("A"), err);
    if (!st)
        st = bolt_tx_query(tx, STATEMENT("B"), a, &result, err);
    if (!st)
        st = bolt_tx_stream(tx, STATEMENT("C"), 1, skip, NULL, &summary, a, err);
    return st;
}

static status transaction(bolt_session *session, arena *a, error *err)
{
    bolt_tx *tx;
    status st = bolt_tx_begin(session, NULL, &tx, err);
    if (st)
        return st;
    st = use(tx, a, err);
    if (!st)
        return bolt_tx_commit(tx, err);
    bolt_tx_rollback(tx);
    return st;
}

Test(memory, of_a_transaction)
{
    torture(&(conversation){ { POLITE, POLITE }, transaction, 1 });
}

/* Goes on whatever it is told, and has only the end of the transaction to go by. */
static status careless(bolt_session *session, arena *a, error *err)
{
    bolt_tx *tx;
    bolt_result result;
    status st = bolt_tx_begin(session, NULL, &tx, err);
    if (st)
        return st;
    for (int i = 0; i < 3; i++) {
        status ignored = bolt_tx_query(tx, STATEMENT("A"), a, &result, NULL);
        ignored = bolt_tx_queue(tx, STATEMENT("B"), NULL);
        ignored = bolt_tx_stream(tx, STATEMENT("C"), 1, skip, NULL, NULL, NULL, NULL);
        (void)ignored;
    }
    return bolt_tx_commit(tx, err);
}

Test(memory, of_somebody_who_does_not_listen)
{
    torture(&(conversation){ { POLITE, POLITE }, careless, 1 });
}

static status pipelined(bolt_session *session, arena *a, error *err)
{
    bolt_tx *tx;
    (void)a;
    status st = bolt_tx_begin(session, NULL, &tx, err);
    if (st)
        return st;
    bolt_tx_on_summary(tx, look, NULL);
    st = bolt_tx_queue(tx, STATEMENT("A"), err);
    if (!st)
        return bolt_tx_commit_pipelined(tx, err);
    bolt_tx_rollback(tx);
    return st;
}

Test(memory, of_a_commit_that_goes_along)
{
    torture(&(conversation){ { POLITE, POLITE }, pipelined, 1 });
}

/* ---- What the server has to say ---- */

static status fails(bolt_session *session, arena *a, error *err)
{
    status st = execute(session, a, err);
    return st == ST_SERVER ? ST_OK : st;
}

Test(memory, of_a_failure)
{
    torture(&(conversation){
        { "5.4 | ok; ok; ok; fail Neo.ClientError.Statement.SyntaxError; ignored; ignored | polite",
          POLITE },
        fails,
        1 });
}

static status streams(bolt_session *session, arena *a, error *err)
{
    bolt_tx *tx;
    bolt_summary summary;
    status st = bolt_tx_begin(session, NULL, &tx, err);
    if (st)
        return st;
    st = bolt_tx_stream(tx, STATEMENT("A"), 2, skip, NULL, &summary, a, err);
    if (!st)
        return bolt_tx_commit(tx, err);
    bolt_tx_rollback(tx);
    return st;
}

Test(memory, of_a_stream_in_batches)
{
    torture(&(conversation){ { "5.4 | polite 2", "5.4 | polite 2" }, streams, 1 });
}

static status read_all(bolt_tx *tx, arena *a, error *err)
{
    bolt_cursor cursor, other;
    bolt_list row;
    bool found = true;
    status st = bolt_cursor_open(&cursor, tx, STATEMENT("A"), 1, a, err);
    if (st) {
        bolt_cursor_close(&cursor);
        return st;
    }
    st = bolt_cursor_open(&other, tx, STATEMENT("B"), 1, a, err);
    while (!st && found)
        st = bolt_cursor_next(&cursor, &row, &found, err);
    bolt_cursor_close(&other);
    bolt_cursor_close(&cursor);
    return st;
}

static status reads(bolt_session *session, arena *a, error *err)
{
    bolt_tx *tx;
    status st = bolt_tx_begin(session, NULL, &tx, err);
    if (st)
        return st;
    st = read_all(tx, a, err);
    if (!st)
        return bolt_tx_commit(tx, err);
    bolt_tx_rollback(tx);
    return st;
}

Test(memory, of_results_that_are_read_side_by_side)
{
    torture(&(conversation){ { "5.4 | polite 3", "5.4 | polite 3" }, reads, 1 });
}

/* ---- Every type there is ---- */

static const bolt_temporal moment = {
    .seconds = 1, .nanoseconds = 2, .offset = 3, .zone = { "UTC", 3 }
};
static const bolt_temporal wall = { .seconds = 1, .zone = { "UTC", 3 }, .local = true };
static const bolt_duration span = { 1, 2, 3, 4 };
static const bolt_point place = { 9157, 1, 2, 3, true };
static const uint8_t uuid[BOLT_UUID_SIZE] = { 1 };

static status send_all(bolt_session *session, bool old, arena *a, error *err)
{
    const bolt_value items[] = {
        bolt_null(),
        bolt_bool(true),
        bolt_int(INT64_MAX),
        bolt_float(1.5),
        bolt_bytes(STR("b")),
        bolt_string(STR("s")),
        { .type = BOLT_DATE, .as.temporal = &moment },
        { .type = BOLT_TIME, .as.temporal = &moment },
        { .type = BOLT_LOCAL_TIME, .as.temporal = &moment },
        { .type = BOLT_LOCAL_DATETIME, .as.temporal = &moment },
        { .type = BOLT_DATETIME, .as.temporal = &moment },
        { .type = BOLT_DATETIME_ZONED, .as.temporal = old ? &wall : &moment },
        { .type = BOLT_DURATION, .as.duration = &span },
        { .type = BOLT_POINT, .as.point = &place },
        { .type = BOLT_VECTOR, .as.vector = { BOLT_VECTOR_INT8, STR("v") } },
        { .type = BOLT_UUID, .as.uuid = uuid },
    };
    const size_t count = sizeof items / sizeof items[0];
    const bolt_entry entries[] = {
        { STR("list"), bolt_list_of(items, old ? count - 2 : count) },
        { STR("text"), bolt_string(STR("a text that does not fit what has been set aside")) },
    };
    const bolt_statement statement = { .text = STR("RETURN $list"), .parameters = { entries, 2 } };
    bolt_tx_config config = { .metadata = { entries + 1, 1 } };
    bolt_result result;
    return bolt_session_execute(session, &config, &statement, a, &result, err);
}

static status send_all_now(bolt_session *session, arena *a, error *err)
{
    return send_all(session, false, a, err);
}

/* How a datetime is sent is not known before the login has been answered. */
static status send_all_then(bolt_session *session, arena *a, error *err)
{
    return send_all(session, true, a, err);
}

Test(memory, of_parameters)
{
    torture(&(conversation){ { "6.1 | polite", "6.1 | polite" }, send_all_now, 1 });
    torture(&(conversation){ { "4.4 | polite", "4.4 | polite" }, send_all_then, 1 });
}
