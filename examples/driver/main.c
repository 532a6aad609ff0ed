/* An application that has a driver lends it to its migrations, and goes on working with it:
 *
 *     driver URI USER PASSWORD FOLDER
 */
#include <neo4j_bolt.h>
#include <neo4j_migrations.h>
#include <stdio.h>

static bolt_status count_films(bolt_driver *driver, int64_t *out, bolt_error *err)
{
    bolt_session *session = NULL;
    bolt_result *films = NULL;
    bolt_status st = bolt_session_new(driver, NULL, &session, err);
    if (st == BOLT_OK)
        st = bolt_session_query(session, NULL, "MATCH (f:Film) RETURN count(f)", NULL, &films, err);
    if (st == BOLT_OK)
        *out = bolt_value_int(bolt_result_value(films, 0, 0));
    bolt_result_free(films); /* both accept NULL */
    bolt_session_free(session);
    return st;
}

/* Connects by what the driver was opened with, on connections that it has already. */
static n4m_status migrate(bolt_driver *driver, const char *folder, n4m_error *err)
{
    n4m_options options = N4M_OPTIONS_INIT;
    n4m_migrations *migrations = NULL;
    n4m_result *result = NULL;
    const char *const locations[] = { folder, NULL };
    options.driver = driver;
    options.locations = locations;
    n4m_status st = n4m_open(&options, &migrations, err);
    if (st == N4M_OK)
        st = n4m_apply(migrations, &result, err);
    if (st == N4M_OK)
        puts(n4m_result_text(result));
    n4m_result_free(result);
    n4m_close(migrations); /* the driver stays open */
    return st;
}

static int work(bolt_driver *driver, const char *folder)
{
    bolt_error err = BOLT_ERROR_INIT;
    n4m_error problem = N4M_ERROR_INIT;
    int64_t before = 0, after = 0;
    if (count_films(driver, &before, &err) == BOLT_OK &&
        migrate(driver, folder, &problem) == N4M_OK &&
        count_films(driver, &after, &err) == BOLT_OK) {
        printf("%lld films before, %lld after\n", (long long)before, (long long)after);
        return 0;
    }
    fprintf(stderr, "%s\n", err.status ? err.message : problem.message);
    return 1;
}

int main(int argc, char **argv)
{
    bolt_options options = BOLT_OPTIONS_INIT;
    bolt_error err = BOLT_ERROR_INIT;
    bolt_driver *driver = NULL;
    if (argc != 5) {
        fprintf(stderr, "usage: %s URI USER PASSWORD FOLDER\n", argv[0]);
        return 2;
    }
    options.uri = argv[1];
    options.auth.scheme = BOLT_AUTH_BASIC;
    options.auth.principal = argv[2];
    options.auth.credentials = argv[3];
    if (bolt_open(&options, &driver, &err) != BOLT_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    int code = work(driver, argv[4]);
    bolt_close(driver);
    return code;
}
