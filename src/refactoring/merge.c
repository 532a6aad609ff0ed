#include "refactoring/merge.h"

#include "cypher/quote.h"
#include "refactoring/parts.h"

bool refactoring_is_merge(const catalog_refactoring *r)
{
    return str_eq(r->type, STR("merge.nodes"));
}

static const char *id_function(const catalog_server *server)
{
    return server->major >= 5 ? "elementId" : "id";
}

/* labels() is there to fail for what is no node: on older servers nodes and relationships share their numbers. */
status refactoring_write_merge(const refactoring_input *in, buf *out, bolt_map *parameters,
                               error *err)
{
    (void)parameters;
    merge_policies policies;
    status st = merge_policies_read(in->refactoring, in->a, &policies, err);
    if (!in->query->text.data)
        return fail(err, ST_MIGRATIONS, "No source query");
    if (st)
        return st;
    refactoring_query_write(in->query, false, "n", out);
    buf_printf(
        out,
        "WHERE " REFACTORING_NOT_OURS(
            "n") " RETURN collect(DISTINCT CASE WHEN size(labels(n)) >= 0 THEN %s(n) END) AS found",
        id_function(in->server));
    return ST_OK;
}

/* ---- Parameters ---- */

static bolt_list tail_of(bolt_list ids)
{
    return ids.count ? (bolt_list){ ids.items + 1, ids.count - 1 } : ids;
}

static status patterns_of(merge_policies policies, arena *a, bolt_list *out, error *err)
{
    bolt_value *items = arena_array(a, policies.count, sizeof *items);
    if (!items)
        return fail_no_memory(err);
    for (size_t i = 0; i < policies.count; i++)
        items[i] = bolt_string(policies.items[i].pattern);
    *out = (bolt_list){ items, policies.count };
    return ST_OK;
}

/* All that statements about these nodes may speak of. */
static status parameters_of(const merge_plan *m, bolt_list keys, arena *a, bolt_map *out,
                            error *err)
{
    bolt_list tail = tail_of(m->ids), patterns = { 0 };
    bolt_entry *entries = arena_array(a, 5, sizeof *entries);
    status st = patterns_of(m->policies, a, &patterns, err);
    if (st || !entries)
        return st ? st : fail_no_memory(err);
    entries[0] = (bolt_entry){ STR("target"), m->ids.count ? m->ids.items[0] : bolt_null() };
    entries[1] = (bolt_entry){ STR("tail"), bolt_list_of(tail.items, tail.count) };
    entries[2] = (bolt_entry){ STR("ids"), bolt_list_of(m->ids.items, m->ids.count) };
    entries[3] = (bolt_entry){ STR("patterns"), bolt_list_of(patterns.items, patterns.count) };
    entries[4] = (bolt_entry){ STR("keys"), bolt_list_of(keys.items, keys.count) };
    *out = (bolt_map){ entries, 5 };
    return ST_OK;
}

static status finish(const merge_plan *m, str text, bolt_list keys, arena *a,
                     refactoring_statement *out, error *err)
{
    *out = (refactoring_statement){ .text = text };
    return text.data ? parameters_of(m, keys, a, &out->parameters, err) : fail_no_memory(err);
}

/* ---- Questions ---- */

status merge_ask(const merge_plan *m, merge_question question, arena *a, refactoring_statement *out,
                 error *err)
{
    static const char *const texts[MERGE_QUESTIONS] = {
        [MERGE_LABELS] = "MATCH (n) WHERE %s(n) IN $tail UNWIND labels(n) AS label "
                         "WITH DISTINCT label ORDER BY label RETURN collect(label) AS found",
        [MERGE_TYPES] = "MATCH (n)-[r]-() WHERE %s(n) IN $tail WITH DISTINCT type(r) AS type "
                        "ORDER BY type RETURN collect(type) AS found",
        [MERGE_KEYS] = "MATCH (n) WHERE %s(n) IN $ids UNWIND keys(n) AS key "
                       "WITH DISTINCT key ORDER BY key RETURN collect([key, [i IN range(0, "
                       "size($patterns) - 1) WHERE key =~ $patterns[i]][0]]) AS found",
    };
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    str before = str_from(texts[question]);
    size_t at = str_find(before, STR("%s"), 0);
    buf_str(&text, str_slice(before, 0, at));
    buf_text(&text, id_function(m->server));
    buf_str(&text, str_from_index(before, at + 2));
    str made;
    status st = buf_finish(&text, a, &made, err);
    return st ? st : finish(m, made, (bolt_list){ 0 }, a, out, err);
}

/* ---- Changes ---- */

/* Both ends are replaced where they go, so that what was between these nodes becomes a loop. */
static status move(const merge_plan *m, str type, arena *a, refactoring_statement *out, error *err)
{
    const char *id = id_function(m->server);
    BUF_AUTO quoted = BUF_INIT(a->mem, 0);
    status st = refactoring_check_name(type, err);
    if (st)
        return st;
    cypher_quote_told_name(&quoted, type);
    str name = buf_view(&quoted);
    if (quoted.failed)
        return fail_no_memory(err);
    str text =
        arena_printf(a,
                     "MATCH (t) WHERE %s(t) = $target MATCH (n)-[r:%.*s]-() WHERE %s(n) IN $tail "
                     "WITH DISTINCT t, r WITH r, properties(r) AS p, "
                     "CASE WHEN %s(startNode(r)) IN $tail THEN t ELSE startNode(r) END AS s, "
                     "CASE WHEN %s(endNode(r)) IN $tail THEN t ELSE endNode(r) END AS e "
                     "DELETE r CREATE (s)-[m:%.*s]->(e) SET m = p",
                     id, STR_ARG(name), id, id, id, STR_ARG(name));
    return finish(m, text, (bolt_list){ 0 }, a, out, err);
}

static bool has_policy(const merge_plan *m, bolt_list pair)
{
    return pair.count == 2 && pair.items[1].type == BOLT_INT && pair.items[1].as.integer >= 0 &&
           (uint64_t)pair.items[1].as.integer < m->policies.count;
}

static status check_keys(const merge_plan *m, bolt_list keys, error *err)
{
    for (size_t i = 0; i < keys.count; i++) {
        bolt_list pair = keys.items[i].type == BOLT_LIST ? keys.items[i].as.list : (bolt_list){ 0 };
        str key =
            pair.count && pair.items[0].type == BOLT_STRING ? pair.items[0].as.string : STR("");
        if (!has_policy(m, pair))
            return fail(err, ST_MIGRATIONS, "Could not find merge policy for node property `%.*s`",
                        STR_ARG(key));
    }
    return ST_OK;
}

static const char *choice(merge_strategy strategy)
{
    switch (strategy) {
    case MERGE_KEEP_ALL:
        return "";
    case MERGE_KEEP_FIRST:
        return "[0]";
    case MERGE_KEEP_LAST:
        return "[-1]";
    }
    return "";
}

static void write_properties(const merge_plan *m, bolt_list keys, buf *out)
{
    for (size_t i = 0; i < keys.count; i++) {
        bolt_list pair = keys.items[i].as.list;
        size_t policy = (size_t)pair.items[1].as.integer;
        buf_text(out, " SET t.");
        cypher_quote_told_name(out, pair.items[0].as.string);
        buf_printf(out, " = values[%zu]%s", i, choice(m->policies.items[policy].strategy));
    }
}

static void write_labels(bolt_list labels, buf *out)
{
    if (labels.count)
        buf_text(out, " SET t");
    for (size_t i = 0; i < labels.count; i++) {
        buf_char(out, ':');
        cypher_quote_told_name(out, labels.items[i].as.string);
    }
}

/* Values are read before the nodes go, and written afterwards: some may be unique. Plain DELETE: a relationship that
 * somebody else has added in the meantime makes it fail. */
static status join(const merge_plan *m, bolt_list keys, bolt_list labels, arena *a,
                   refactoring_statement *out, error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    buf_printf(&text,
               "UNWIND range(0, size($ids) - 1) AS i WITH i, $ids[i] AS id "
               "MATCH (n) WHERE %s(n) = id WITH i, n ORDER BY i WITH collect(n) AS nodes "
               "WITH nodes[0] AS t, nodes[1..] AS tail, "
               "[pair IN $keys | [n IN nodes WHERE n[pair[0]] IS NOT NULL | n[pair[0]]]] AS values "
               "FOREACH (n IN tail | DELETE n)",
               id_function(m->server));
    write_properties(m, keys, &text);
    write_labels(labels, &text);
    str made;
    status st = buf_finish(&text, a, &made, err);
    return st ? st : finish(m, made, keys, a, out, err);
}

static bool are_texts(bolt_list list)
{
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i].type != BOLT_STRING)
            return false;
    return true;
}

status merge_decide(const merge_plan *m, const bolt_list answers[MERGE_QUESTIONS], arena *a,
                    merge_changes *out, error *err)
{
    bolt_list types = answers[MERGE_TYPES], labels = answers[MERGE_LABELS];
    *out = (merge_changes){ 0 };
    if (m->ids.count < 2)
        return ST_OK;
    if (!are_texts(types) || !are_texts(labels))
        return fail(err, ST_PROTOCOL, "the server has not told labels and types as text");
    status st = check_keys(m, answers[MERGE_KEYS], err);
    refactoring_statement *items = arena_array(a, types.count + 1, sizeof *items);
    if (st || !items)
        return st ? st : fail_no_memory(err);
    for (size_t i = 0; !st && i < types.count; i++)
        st = move(m, types.items[i].as.string, a, &items[i], err);
    if (!st)
        st = join(m, answers[MERGE_KEYS], labels, a, &items[types.count], err);
    *out = (merge_changes){ items, types.count + 1 };
    return st;
}
