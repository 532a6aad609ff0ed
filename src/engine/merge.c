#include "engine/merge.h"

static status ask(bolt_tx *tx, const bolt_statement *statement, arena *a, bolt_list *out,
                  error *err)
{
    bolt_result result;
    status st = bolt_tx_query(tx, statement, a, &result, err);
    if (st)
        return st;
    bool fits =
        result.row_count == 1 && result.key_count == 1 && result.rows[0].items[0].type == BOLT_LIST;
    if (!fits)
        return fail(err, ST_PROTOCOL, "the server has not answered with one list");
    *out = result.rows[0].items[0].as.list;
    return ST_OK;
}

static status ask_all(bolt_tx *tx, const merge_plan *m, arena *a, bolt_list out[MERGE_QUESTIONS],
                      error *err)
{
    for (merge_question q = MERGE_LABELS; q < MERGE_QUESTIONS; q++) {
        refactoring_statement made;
        status st = merge_ask(m, q, a, &made, err);
        bolt_statement statement = { .text = made.text, .parameters = made.parameters };
        if (!st)
            st = ask(tx, &statement, a, &out[q], err);
        if (st)
            return st;
    }
    return ST_OK;
}

static status change(bolt_tx *tx, const merge_changes *changes, error *err)
{
    for (size_t i = 0; i < changes->count; i++) {
        bolt_statement statement = { .text = changes->items[i].text,
                                     .parameters = changes->items[i].parameters };
        status st = bolt_tx_queue(tx, &statement, err);
        if (st)
            return st;
    }
    return bolt_tx_flush(tx, err);
}

status merge_look(bolt_tx *tx, const catalog_refactoring *merge, const catalog_server *server,
                  const bolt_statement *nodes, arena *a, merge_changes *out, error *err)
{
    merge_plan m = { .server = server };
    bolt_list answers[MERGE_QUESTIONS] = { 0 };
    status st = merge_policies_read(merge, a, &m.policies, err);
    if (!st)
        st = ask(tx, nodes, a, &m.ids, err);
    if (!st && m.ids.count > 1)
        st = ask_all(tx, &m, a, answers, err);
    return st ? st : merge_decide(&m, answers, a, out, err);
}

status merge_in(bolt_tx *tx, const catalog_refactoring *merge, const catalog_server *server,
                const bolt_statement *nodes, arena *a, error *err)
{
    merge_changes changes;
    status st = merge_look(tx, merge, server, nodes, a, &changes, err);
    return st ? st : change(tx, &changes, err);
}
