#include "api/handle.h"

n4m_counters api_counters(const bolt_counters *c)
{
    return (n4m_counters){ .nodes_created = c->nodes_created,
                           .nodes_deleted = c->nodes_deleted,
                           .relationships_created = c->relationships_created,
                           .relationships_deleted = c->relationships_deleted,
                           .properties_set = c->properties_set,
                           .labels_added = c->labels_added,
                           .labels_removed = c->labels_removed,
                           .indexes_added = c->indexes_added,
                           .indexes_removed = c->indexes_removed,
                           .constraints_added = c->constraints_added,
                           .constraints_removed = c->constraints_removed };
}

static status keep(n4m_result *r, const engine_refactored *done, error *err)
{
    str text;
    r->counters = api_counters(&done->counters);
    status st = text_of_refactoring(&r->counters, done->advice, &r->a, &text, err);
    return st ? st : api_keep(r, text, &r->text, err);
}

static status refactor(n4m_migrations *m, n4m_result *r, const void *input, error *err)
{
    n4m_refactoring what;
    catalog_refactoring refactoring;
    engine_refactored done;
    status st = settings_complete(input, &what, sizeof what, err);
    if (!st)
        st = refactoring_of_caller(&what, &r->a, &refactoring, err);
    if (!st)
        st = engine_refactor(&m->engine, &refactoring, what.dry_run != 0, &r->a, &done, err);
    if (st)
        return st;
    return what.dry_run ? api_keep_statements(r, &done.statements, m->engine.options.database, err)
                        : keep(r, &done, err);
}

n4m_status n4m_refactor(n4m_migrations *m, const n4m_refactoring *what, n4m_result **out,
                        n4m_error *err)
{
    return api_run(m, out, refactor, what, err);
}
