/* Reads whatever can be read of summaries, bookmarks and contexts, for tests: `interfaces URI USER PASSWORD`. Prints a line for
 * each fact, and is 1 if anything has failed. */
#include <neo4j_bolt.h>
#include <neo4j_migrations.h>
#include <stdio.h>
#include <string.h>

static void print_text(const char *name, bolt_text text)
{
    printf("%s %s%s\n", name, text.data, strlen(text.data) == text.length ? "" : " (cut)");
}

/* ---- Summaries ---- */

static void print_counters(const bolt_summary *summary)
{
    const bolt_counters *c = bolt_summary_counters(summary);
    printf("counters %lld %lld %lld %d\n", (long long)c->nodes_created, (long long)c->labels_added,
           (long long)c->properties_set, c->contains_updates);
    print_text("database", bolt_summary_database(summary));
    print_text("type", bolt_summary_query_type(summary));
}

static void print_notices(const bolt_summary *summary)
{
    bolt_notice notice;
    for (size_t i = 0; bolt_summary_notice(summary, i, &notice); i++) {
        print_text("notice", notice.code);
        printf("at %u:%u\n", (unsigned)notice.line, (unsigned)notice.column);
    }
    printf("notices %zu\n", bolt_summary_notice_count(summary));
}

static void print_metadata(const bolt_summary *summary)
{
    char plan[64];
    const bolt_value *found = bolt_summary_metadata(summary, "plan");
    bolt_value_format(bolt_value_get(found, "operatorType"), plan, sizeof plan);
    printf("plan %s\n", found ? plan : "none");
}

static bolt_status ask(bolt_session *session, const char *text, bolt_result **out, bolt_error *err)
{
    return bolt_session_query(session, NULL, text, NULL, out, err);
}

static bolt_status read_summaries(bolt_session *session, bolt_error *err)
{
    bolt_result *created = NULL, *product = NULL;
    bolt_status st =
        ask(session, "CREATE (a:A {x: 1}) CREATE (:B) RETURN a.x AS x, 2 AS y", &created, err);
    if (st == BOLT_OK)
        st = ask(session, "EXPLAIN MATCH (a:A), (b:B) RETURN a, b", &product, err);
    if (st == BOLT_OK) {
        print_text("column", bolt_result_column(created, 1));
        printf("columns %zu\n", bolt_result_column_count(created));
        print_counters(bolt_result_summary(created));
        print_notices(bolt_result_summary(product));
        print_metadata(bolt_result_summary(created));
        print_metadata(bolt_result_summary(product));
    }
    bolt_result_free(created);
    bolt_result_free(product);
    return st;
}

/* ---- Bookmarks ---- */

/* What one session has written is seen by another one that is given its bookmarks as text. */
static bolt_status hand_over(bolt_driver *driver, const bolt_bookmarks *written, bolt_error *err)
{
    bolt_session_options options = BOLT_SESSION_OPTIONS_INIT;
    bolt_session *session = NULL;
    bolt_result *result = NULL;
    bolt_status st = bolt_bookmarks_new(driver, &options.bookmarks, err);
    for (size_t i = 0; st == BOLT_OK && i < bolt_bookmarks_count(written); i++)
        st = bolt_bookmarks_add(options.bookmarks, bolt_bookmarks_item(written, i).data, err);
    if (st == BOLT_OK)
        st = bolt_session_new(driver, &options, &session, err);
    if (st == BOLT_OK)
        st = ask(session, "MATCH (n:A) RETURN count(n)", &result, err);
    printf("handed over %zu, seen %lld\n", bolt_bookmarks_count(written),
           (long long)bolt_value_int(bolt_result_value(result, 0, 0)));
    bolt_result_free(result);
    bolt_session_free(session);
    bolt_bookmarks_free(options.bookmarks);
    return st;
}

static bolt_status use_driver(bolt_driver *driver, bolt_error *err)
{
    bolt_session_options options = BOLT_SESSION_OPTIONS_INIT;
    bolt_session *session = NULL;
    bolt_status st = bolt_bookmarks_new(driver, &options.bookmarks, err);
    if (st == BOLT_OK)
        st = bolt_session_new(driver, &options, &session, err);
    if (st == BOLT_OK)
        st = read_summaries(session, err);
    if (st == BOLT_OK)
        print_text("current", bolt_session_current_database(session));
    if (st == BOLT_OK)
        st = hand_over(driver, options.bookmarks, err);
    bolt_session_free(session);
    bolt_bookmarks_free(options.bookmarks);
    return st;
}

/* ---- Contexts ---- */

/* In a session of its own, which sees what the migration has written before. */
static bolt_status count_written(n4m_context *context, bolt_error *err)
{
    bolt_session_options options = BOLT_SESSION_OPTIONS_INIT;
    bolt_session *session = NULL;
    bolt_result *result = NULL;
    options.bookmarks = n4m_context_bookmarks(context);
    bolt_status st = ask(n4m_context_session(context), "CREATE (:Written)", NULL, err);
    if (st == BOLT_OK)
        st = bolt_session_new(n4m_context_driver(context), &options, &session, err);
    if (st == BOLT_OK)
        st = ask(session, "MATCH (n:Written) RETURN count(n)", &result, err);
    printf("written %lld\n", (long long)bolt_value_int(bolt_result_value(result, 0, 0)));
    bolt_result_free(result);
    bolt_session_free(session);
    return st;
}

static n4m_status tell(n4m_context *context, void *user, n4m_error *err)
{
    const n4m_place *place = n4m_context_place(context);
    bolt_error cause = BOLT_ERROR_INIT;
    (void)user;
    printf("context %s | %s | %s\n", n4m_context_version(context), n4m_context_description(context),
           n4m_context_source(context));
    printf("place %s %s %s %s\n", place->address, place->server, place->username, place->database);
    return count_written(context, &cause) == BOLT_OK ? N4M_OK : n4m_fail(err, &cause);
}

static n4m_status use_context(bolt_driver *driver, n4m_error *err)
{
    n4m_options options = N4M_OPTIONS_INIT;
    n4m_migrations *m = NULL;
    n4m_result *result = NULL;
    options.driver = driver;
    n4m_status st = n4m_open(&options, &m, err);
    if (st == N4M_OK)
        st = n4m_register(m, "V1_2__Tell_all", NULL, tell, NULL, err);
    if (st == N4M_OK)
        st = n4m_apply(m, &result, err);
    n4m_result_free(result);
    n4m_close(m);
    return st;
}

int main(int argc, char **argv)
{
    bolt_options options = BOLT_OPTIONS_INIT;
    bolt_error err = BOLT_ERROR_INIT;
    n4m_error problem = N4M_ERROR_INIT;
    bolt_driver *driver = NULL;
    if (argc != 4)
        return 2;
    options.uri = argv[1];
    options.auth =
        (bolt_token){ .scheme = BOLT_AUTH_BASIC, .principal = argv[2], .credentials = argv[3] };
    printf("library %s\n", bolt_library_version());
    bolt_status st = bolt_open(&options, &driver, &err);
    if (st == BOLT_OK)
        st = use_driver(driver, &err);
    n4m_status then = st == BOLT_OK ? use_context(driver, &problem) : N4M_E_ARGUMENT;
    bolt_close(driver);
    if (then != N4M_OK)
        fprintf(stderr, "%s%s\n", err.message, problem.message);
    return then == N4M_OK ? 0 : 1;
}
