/* Writes to whichever server of a cluster may be written to, trying again when that helps, and sees
 * its own writes on any of them:
 *
 *     routed_write URI USER PASSWORD FIRST LAST
 *
 * with a URI like neo4j://host. The statements of an attempt are sent without waiting for each answer. */
#include <neo4j_bolt.h>

#include <stdio.h>
#include <stdlib.h>

typedef struct numbers {
    bolt_params *params;
    long long first, last;
} numbers;

/* One attempt. It may be called several times, so it changes nothing but the database. */
static bolt_status write_numbers(bolt_transaction *tx, void *user, bolt_error *err)
{
    const numbers *n = user;
    for (long long i = n->first; i <= n->last; i++) {
        bolt_params_clear(n->params);
        bolt_params_int(n->params, "n", i);
        bolt_status st = bolt_transaction_queue(tx, "MERGE (:Number {n: $n})", n->params, err);
        if (st != BOLT_OK)
            return st;
    }
    return BOLT_OK; /* commits, after all answers have come */
}

static void on_retry(void *user, const bolt_error *reason, int64_t delay_ms)
{
    (void)user;
    fprintf(stderr, "again in %lld ms: %s\n", (long long)delay_ms, reason->message);
}

static bolt_status count_numbers(bolt_session *session, bolt_error *err)
{
    bolt_transaction_options options = BOLT_TRANSACTION_OPTIONS_INIT;
    bolt_result *result = NULL;
    options.read =
        true; /* may run on a follower, which waits until it has what this session wrote */
    bolt_status st = bolt_session_query(session, &options, "MATCH (n:Number) RETURN count(n)", NULL,
                                        &result, err);
    if (st == BOLT_OK)
        printf("%lld numbers\n", (long long)bolt_value_int(bolt_result_value(result, 0, 0)));
    bolt_result_free(result);
    return st;
}

static bolt_status work(bolt_session *session, numbers *n, bolt_error *err)
{
    bolt_status st = bolt_session_work(session, NULL, write_numbers, n, err);
    if (st == BOLT_E_UNKNOWN_OUTCOME) /* the answer to COMMIT was lost; MERGE may be done again */
        st = bolt_session_work(session, NULL, write_numbers, n, err);
    return st == BOLT_OK ? count_numbers(session, err) : st;
}

static void explain(const char *program, const bolt_error *err)
{
    fprintf(stderr, "%s: %s\n", program, err->message);
    if (err->code[0])
        fprintf(stderr, "  the server calls it %s\n", err->code);
    if (err->statement)
        fprintf(stderr, "  in statement %u of the transaction\n", (unsigned)err->statement);
}

int main(int argc, char **argv)
{
    bolt_options options = BOLT_OPTIONS_INIT;
    bolt_error err = BOLT_ERROR_INIT;
    bolt_driver *driver = NULL;
    bolt_session *session = NULL;
    numbers n = { NULL, 0, 0 };
    if (argc != 6) {
        fprintf(stderr, "usage: %s URI USER PASSWORD FIRST LAST\n", argv[0]);
        return 2;
    }
    options.uri = argv[1];
    options.auth.scheme = BOLT_AUTH_BASIC;
    options.auth.principal = argv[2];
    options.auth.credentials = argv[3];
    options.on_retry = on_retry;
    n.first = atoll(argv[4]);
    n.last = atoll(argv[5]);

    bolt_status st = bolt_open(&options, &driver, &err);
    if (st == BOLT_OK)
        st = bolt_session_new(driver, NULL, &session, &err);
    if (st == BOLT_OK)
        st = bolt_params_new(NULL, &n.params, &err);
    if (st == BOLT_OK)
        st = work(session, &n, &err);
    if (st != BOLT_OK)
        explain(argv[0], &err);

    bolt_params_free(n.params);
    bolt_session_free(session);
    bolt_close(driver);
    return st == BOLT_OK ? 0 : 1;
}
