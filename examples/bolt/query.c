/* Connects, runs a query with parameters, and prints the rows:
 *
 *     query URI USER PASSWORD
 */
#include <neo4j_bolt.h>

#include <stdio.h>

static void print_row(const bolt_result *films, size_t row)
{
    char text[256];
    for (size_t i = 0; i < bolt_result_column_count(films); i++) {
        bolt_value_format(bolt_result_value(films, row, i), text, sizeof text);
        printf("%s%s", i ? "\t" : "", text);
    }
    putchar('\n');
}

static bolt_status run(bolt_session *session, bolt_params *params, bolt_error *err)
{
    bolt_result *films = NULL;
    bolt_params_begin_list(params, "films");
    bolt_params_begin_map(params, NULL);
    bolt_params_text(params, "title", "Metropolis");
    bolt_params_int(params, "year", 1927);
    bolt_params_end(params);
    bolt_params_begin_map(params, NULL);
    bolt_params_text(params, "title", "M");
    bolt_params_int(params, "year", 1931);
    bolt_params_end(params);
    bolt_params_end(params);

    /* A mistake in the parameters, if there was one, comes to light here. */
    bolt_status st =
        bolt_session_query(session, NULL,
                           "UNWIND $films AS film "
                           "RETURN film.title AS title, film.year AS year ORDER BY year",
                           params, &films, err);
    if (st != BOLT_OK)
        return st;
    for (size_t i = 0; i < bolt_result_column_count(films); i++)
        printf("%s%s", i ? "\t" : "", bolt_result_column(films, i).data);
    putchar('\n');
    for (size_t row = 0; row < bolt_result_row_count(films); row++)
        print_row(films, row);
    bolt_result_free(films);
    return BOLT_OK;
}

int main(int argc, char **argv)
{
    bolt_options options = BOLT_OPTIONS_INIT;
    bolt_error err = BOLT_ERROR_INIT;
    bolt_driver *driver = NULL;
    bolt_session *session = NULL;
    bolt_params *params = NULL;
    if (argc != 4) {
        fprintf(stderr, "usage: %s URI USER PASSWORD\n", argv[0]);
        return 2;
    }
    options.uri = argv[1];
    options.auth.scheme = BOLT_AUTH_BASIC;
    options.auth.principal = argv[2];
    options.auth.credentials = argv[3];

    bolt_status st = bolt_open(&options, &driver, &err);
    if (st == BOLT_OK)
        st = bolt_session_new(driver, NULL, &session, &err);
    if (st == BOLT_OK)
        st = bolt_params_new(NULL, &params, &err);
    if (st == BOLT_OK)
        st = run(session, params, &err);
    if (st != BOLT_OK)
        fprintf(stderr, "%s: %s\n", argv[0], err.message);

    bolt_params_free(params); /* all of these accept NULL */
    bolt_session_free(session);
    bolt_close(driver);
    return st == BOLT_OK ? 0 : 1;
}
