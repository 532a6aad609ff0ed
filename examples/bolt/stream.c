/* Reads a result of any size in constant memory, and stops when told to by ^C:
 *
 *     stream URI USER PASSWORD ROWS
 */
#include <neo4j_bolt.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static bolt_driver *interrupted;

static void on_signal(int number)
{
    (void)number;
    bolt_cancel(interrupted); /* the calls below return BOLT_E_CANCELLED */
}

static bolt_status sum_up(bolt_transaction *tx, const bolt_params *params, bolt_error *err)
{
    bolt_result *numbers = NULL;
    bolt_status st = bolt_transaction_fetch(tx, "UNWIND range(1, $rows) AS n RETURN n", params,
                                            1000, &numbers, err);
    const bolt_value *row = NULL;
    long long sum = 0, count = 0;
    while (st == BOLT_OK && (st = bolt_result_next(numbers, &row, err)) == BOLT_OK && row) {
        sum += bolt_value_int(bolt_value_item(row, 0));
        count++;
    }
    if (st == BOLT_OK)
        printf("%lld rows, sum %lld, from %s\n", count, sum,
               bolt_summary_database(bolt_result_summary(numbers)).data);
    bolt_result_free(numbers);
    return st;
}

static bolt_status read_numbers(bolt_session *session, const bolt_params *params, bolt_error *err)
{
    bolt_transaction_options options = BOLT_TRANSACTION_OPTIONS_INIT;
    bolt_transaction *tx = NULL;
    options.read = true;
    bolt_status st = bolt_transaction_begin(session, &options, &tx, err);
    if (st != BOLT_OK)
        return st;
    st = sum_up(tx, params, err);
    if (st == BOLT_OK)
        return bolt_transaction_commit(tx, err);
    bolt_transaction_rollback(tx);
    return st;
}

int main(int argc, char **argv)
{
    bolt_options options = BOLT_OPTIONS_INIT;
    bolt_error err = BOLT_ERROR_INIT;
    bolt_driver *driver = NULL;
    bolt_session *session = NULL;
    bolt_params *params = NULL;
    if (argc != 5) {
        fprintf(stderr, "usage: %s URI USER PASSWORD ROWS\n", argv[0]);
        return 2;
    }
    options.uri = argv[1];
    options.auth.scheme = BOLT_AUTH_BASIC;
    options.auth.principal = argv[2];
    options.auth.credentials = argv[3];

    bolt_status st = bolt_open(&options, &driver, &err);
    if (st == BOLT_OK) {
        interrupted = driver;
        signal(SIGINT, on_signal);
        st = bolt_session_new(driver, NULL, &session, &err);
    }
    if (st == BOLT_OK)
        st = bolt_params_new(NULL, &params, &err);
    if (st == BOLT_OK) {
        bolt_params_int(params, "rows", atoll(argv[4]));
        st = read_numbers(session, params, &err);
    }
    if (st != BOLT_OK)
        fprintf(stderr, "%s: %s\n", argv[0], err.message);

    signal(SIGINT, SIG_DFL);
    bolt_params_free(params);
    bolt_session_free(session);
    bolt_close(driver);
    return st == BOLT_OK ? 0 : st == BOLT_E_CANCELLED ? 130 : 1;
}
