/* Prints what the migrations in this program declare. */
#include "app_migrations.h"

#include <stdio.h>

int main(void)
{
    n4m_options options = N4M_OPTIONS_INIT;
    n4m_catalog_options wanted = N4M_CATALOG_OPTIONS_INIT;
    n4m_error err = N4M_ERROR_INIT;
    n4m_migrations *migrations = NULL;
    n4m_result *result = NULL;
    const char *const locations[] = { "embedded:neo4j/migrations", NULL };
    const n4m_embedded *const embedded[] = { &app_migrations, NULL };
    options.locations = locations;
    options.embedded = embedded;
    wanted.source.place = N4M_CATALOG_LOCAL;
    wanted.format = N4M_CATALOG_CYPHER;
    n4m_status st = n4m_open(&options, &migrations, &err);
    if (st == N4M_OK)
        st = n4m_catalog(migrations, &wanted, &result, &err);
    if (st == N4M_OK)
        puts(n4m_result_text(result));
    else
        fprintf(stderr, "%s\n", err.message);
    n4m_result_free(result);
    n4m_close(migrations);
    return st != N4M_OK;
}
