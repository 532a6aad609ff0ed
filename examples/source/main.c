/* An application whose migrations lie in no folder: it serves a location of its own, and adds one that it has made up.
 *
 *     source URI PASSWORD LABEL
 */
#include <neo4j_migrations.h>
#include <stdio.h>
#include <string.h>

/* As if it were an archive, or an object store. */
typedef struct shelf {
    const char *location;
    const char *path, *content;
} shelf;

static const shelf shelves[] = {
    { "shelf:films", "V001__Add_films.cypher",
      "CREATE (:Film {title: 'Metropolis'});\nCREATE (:Film {title: 'M'});\n" },
    { "shelf:films", "later/V002__Add_years.cypher", "MATCH (f:Film) SET f.year = 1931;\n" },
    { "shelf:films", "beforeMigrate__Say_so.cypher", "MERGE (:Visit);\n" },
    { "shelf:books", "V009__Add_books.cypher", "CREATE (:Book);\n" },
};

static n4m_status list(void *user, const char *location, n4m_sink *sink, n4m_error *err)
{
    size_t *asked = user;
    n4m_status st = N4M_OK;
    ++*asked;
    for (size_t i = 0; st == N4M_OK && i < sizeof shelves / sizeof shelves[0]; i++)
        if (strcmp(shelves[i].location, location) == 0)
            st = n4m_sink_put(sink, shelves[i].path, shelves[i].content, strlen(shelves[i].content),
                              err);
    return st;
}

/* What is not known before the program runs. */
static n4m_status add_label(n4m_migrations *migrations, const char *label, n4m_error *err)
{
    char statement[256];
    int length = snprintf(statement, sizeof statement, "MATCH (f:Film) SET f:`%s`;\n", label);
    return n4m_add_source(migrations, "V003__Add_label.cypher", statement, (size_t)length, err);
}

int main(int argc, char **argv)
{
    n4m_options options = N4M_OPTIONS_INIT;
    n4m_error err = N4M_ERROR_INIT;
    n4m_migrations *migrations = NULL;
    n4m_result *result = NULL;
    size_t asked = 0;
    if (argc != 4 || strlen(argv[3]) > 100 || strchr(argv[3], '`')) {
        fprintf(stderr, "usage: %s URI PASSWORD LABEL\n", argv[0]);
        return 2;
    }
    const n4m_location_handler handlers[] = { { "shelf", list, &asked }, { NULL, NULL, NULL } };
    const char *const locations[] = { "shelf:films", NULL };
    options.address = argv[1];
    options.password = argv[2];
    options.handlers = handlers;
    options.locations = locations;

    n4m_status st = n4m_open(&options, &migrations, &err);
    if (st == N4M_OK)
        st = add_label(migrations, argv[3], &err);
    if (st == N4M_OK)
        st = n4m_apply(migrations, &result, &err);
    if (st == N4M_OK)
        printf("%s\nAsked for the shelf %zu times.\n", n4m_result_text(result), asked);
    else
        fprintf(stderr, "%s: %s%s%s\n", argv[0], err.source, err.source[0] ? ": " : "",
                err.message);
    n4m_result_free(result); /* both accept NULL */
    n4m_close(migrations);
    return st == N4M_OK ? 0 : 1;
}
