/* An application that brings its migrations along: a folder of scripts, and a function.
 *
 *     embed URI PASSWORD
 */
#include "app_migrations.h"

#include <neo4j_bolt.h>
#include <stdio.h>

/* Recorded as version 005, behind the scripts. */
static n4m_status count_films(n4m_context *context, void *user, n4m_error *err)
{
    bolt_error cause = BOLT_ERROR_INIT;
    bolt_params *params = NULL;
    bolt_status st = bolt_params_new(NULL, &params, &cause);
    bolt_params_text(params, "by", user);
    if (st == BOLT_OK)
        st = bolt_session_query(n4m_context_session(context), NULL,
                                "MATCH (f:Film) WITH count(f) AS films "
                                "MERGE (s:Statistics) SET s.films = films, s.by = $by",
                                params, NULL, &cause);
    bolt_params_free(params);
    if (st != BOLT_OK)
        return n4m_fail(err, &cause);
    n4m_context_log(context, "Counted the films.");
    return N4M_OK;
}

static int print(void *user, const n4m_event *event)
{
    (void)user;
    if (event->message)
        puts(event->message);
    return 0;
}

int main(int argc, char **argv)
{
    n4m_options options = N4M_OPTIONS_INIT;
    n4m_error err = N4M_ERROR_INIT;
    n4m_migrations *migrations = NULL;
    n4m_result *result = NULL;
    if (argc != 3) {
        fprintf(stderr, "usage: %s URI PASSWORD\n", argv[0]);
        return 2;
    }
    const char *const locations[] = { "embedded:movies", NULL };
    const n4m_embedded *const embedded[] = { &app_migrations, NULL };
    options.address = argv[1];
    options.password = argv[2];
    options.locations = locations;
    options.embedded = embedded;
    options.on_event = print;

    n4m_status st = n4m_open(&options, &migrations, &err);
    if (st == N4M_OK)
        st = n4m_register(migrations, "V005__Count_films", NULL, count_films, argv[0], &err);
    if (st == N4M_OK)
        st = n4m_apply(migrations, &result, &err);
    if (st == N4M_OK)
        puts(n4m_result_text(result));
    else
        fprintf(stderr, "%s: %s\n", argv[0], err.message);
    n4m_result_free(result); /* both accept NULL */
    n4m_close(migrations);
    return st == N4M_OK ? 0 : 1;
}
