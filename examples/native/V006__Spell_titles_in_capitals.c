/* A migration as a shared object: what the command line runs with --native. */
#include <neo4j_bolt.h>
#include <neo4j_migrations.h>

/* All or nothing: both statements in one transaction, tried again when that may help. */
static bolt_status work(bolt_transaction *tx, void *user, bolt_error *err)
{
    (void)user;
    bolt_status st =
        bolt_transaction_queue(tx, "MATCH (f:Film) SET f.capitals = toUpper(f.title)", NULL, err);
    if (st == BOLT_OK)
        st = bolt_transaction_queue(tx, "MERGE (s:Statistics) SET s.capitals = true", NULL, err);
    return st;
}

#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
n4m_status
n4m_migrate(n4m_context *context, n4m_error *err);

n4m_status n4m_migrate(n4m_context *context, n4m_error *err)
{
    bolt_error cause = BOLT_ERROR_INIT;
    if (bolt_session_work(n4m_context_session(context), NULL, work, NULL, &cause) != BOLT_OK)
        return n4m_fail(err, &cause);
    return N4M_OK;
}
