/* Books that somebody else keeps in a CSV file: they are loaded again whenever the file has changed.
 *
 *     csv URI PASSWORD https://example.org/books.csv
 */
#include <neo4j_bolt.h>
#include <neo4j_migrations.h>
#include <stdio.h>

static int print(void *user, const n4m_event *event)
{
    (void)user;
    if (event->message)
        puts(event->message);
    return 0;
}

static n4m_status register_books(n4m_migrations *migrations, const char *uri,
                                 const bolt_params *parameters, n4m_error *err)
{
    n4m_csv csv = N4M_CSV_INIT;
    csv.name = "R050__Load_books";
    csv.uri = uri;
    csv.query = "LOAD CSV WITH HEADERS FROM '%s' AS row\n"
                "MERGE (b:Book {title: row.title}) SET b.year = toInteger(row.year), b.by = $by";
    csv.parameters = parameters;
    return n4m_register_csv(migrations, &csv, err);
}

/* What the history has. */
static n4m_status print_chain(n4m_migrations *migrations, n4m_error *err)
{
    n4m_result *result = NULL;
    n4m_status st = n4m_info(migrations, N4M_COMPARE, &result, err);
    for (size_t i = 0; i < n4m_result_element_count(result); i++) {
        const n4m_element *e = n4m_result_element(result, i);
        printf("%s %s %s\n", e->version, e->type, e->checksum ? e->checksum : "without checksum");
    }
    n4m_result_free(result);
    return st;
}

static n4m_status work(n4m_migrations *migrations, n4m_error *err)
{
    n4m_result *result = NULL;
    n4m_status st = n4m_apply(migrations, &result, err);
    if (st == N4M_OK)
        printf("%lld new books\n", (long long)n4m_result_counters(result)->nodes_created);
    n4m_result_free(result);
    return st == N4M_OK ? print_chain(migrations, err) : st;
}

int main(int argc, char **argv)
{
    n4m_options options = N4M_OPTIONS_INIT;
    n4m_error err = N4M_ERROR_INIT;
    n4m_migrations *migrations = NULL;
    bolt_params *parameters = NULL;
    if (argc != 4) {
        fprintf(stderr, "usage: %s URI PASSWORD CSV\n", argv[0]);
        return 2;
    }
    options.address = argv[1];
    options.password = argv[2];
    options.on_event = print;
    if (bolt_params_new(NULL, &parameters, NULL) != BOLT_OK)
        return 1;
    bolt_params_text(parameters, "by", argv[0]);

    n4m_status st = n4m_open(&options, &migrations, &err);
    if (st == N4M_OK)
        st = register_books(migrations, argv[3], parameters, &err);
    if (st == N4M_OK)
        st = work(migrations, &err);
    if (st != N4M_OK)
        fprintf(stderr, "%s: %s\n", argv[0], err.message);
    n4m_close(migrations);
    bolt_params_free(parameters); /* only now */
    return st == N4M_OK ? 0 : 1;
}
