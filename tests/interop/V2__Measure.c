/* The same migration as we know them: a shared object. */
#include <neo4j_bolt.h>
#include <neo4j_migrations.h>

n4m_status n4m_migrate(n4m_context *context, n4m_error *err)
{
    bolt_error cause = BOLT_ERROR_INIT;
    if (bolt_session_query(n4m_context_session(context), NULL, "CREATE (:Measured {by: 'C'})", NULL,
                           NULL, &cause) != BOLT_OK)
        return n4m_fail(err, &cause);
    return N4M_OK;
}
