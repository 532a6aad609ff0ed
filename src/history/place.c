#include "history/place.h"

#include "base/buf.h"

typedef struct questions {
    history_question components, constraints, indexes, user;
} questions;

bool history_place_is_from(const history_place *place, unsigned major, unsigned minor)
{
    return place->major > major || (place->major == major && place->minor >= minor);
}

/* An old server does not know SHOW, and one without authentication no users. */
static questions build_questions(bool with_indexes)
{
    questions q = {
        .components = { .text = STR("CALL dbms.components() YIELD name, versions, edition "
                                    "WHERE name = 'Neo4j Kernel' "
                                    "RETURN versions[0] AS version, edition") },
        .constraints = { .text = STR("SHOW CONSTRAINTS YIELD name, labelsOrTypes, properties "
                                     "WHERE any(label IN labelsOrTypes "
                                     "WHERE label STARTS WITH '__Neo4jMigration')"),
                         .tolerates = "" },
        .user = { .text = STR("CALL dbms.showCurrentUser() YIELD username RETURN username"),
                  .tolerates = "Neo.ClientError.Procedure.ProcedureNotFound" },
    };
    if (with_indexes)
        q.indexes = (history_question){
            .text = STR("SHOW INDEXES YIELD name, labelsOrTypes, properties "
                        "WHERE 'REPEATED' IN labelsOrTypes"),
            .tolerates = "",
        };
    return q;
}

static str column_text(bolt_list row, size_t column)
{
    bool present = column < row.count && row.items[column].type == BOLT_STRING;
    return present ? row.items[column].as.string : STR_NONE;
}

static unsigned number_until_dot(str *rest)
{
    uint64_t number = 0;
    str_to_u64(str_split(rest, '.'), &number);
    return number > 9999 ? 9999 : (unsigned)number;
}

static status read_components(const bolt_result *result, arena *a, history_place *out, error *err)
{
    str version = result->row_count ? column_text(result->rows[0], 0) : STR_NONE;
    if (!version.data)
        return fail(err, ST_PROTOCOL, "the server does not tell its version");
    out->server = arena_printf(a, "Neo4j/%.*s", STR_ARG(version));
    if (!out->server.data)
        return fail_no_memory(err);
    out->edition = column_text(result->rows[0], 1);
    out->database = result->summary.database;
    out->major = number_until_dot(&version);
    out->minor = number_until_dot(&version);
    return ST_OK;
}

static str joined(const bolt_value *value, arena *a)
{
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    for (size_t i = 0; value->type == BOLT_LIST && i < value->as.list.count; i++) {
        if (i)
            buf_char(&text, ',');
        if (value->as.list.items[i].type == BOLT_STRING)
            buf_str(&text, value->as.list.items[i].as.string);
    }
    str result;
    return buf_finish(&text, a, &result, NULL) ? STR_NONE : result;
}

static status read_items(const history_question *question, arena *a, history_items *out, error *err)
{
    const bolt_result *result = &question->result;
    history_item *items = arena_array(a, result->row_count, sizeof *items);
    if (!items)
        return fail_no_memory(err);
    for (size_t i = 0; i < result->row_count; i++) {
        bolt_list row = result->rows[i];
        if (row.count < 3)
            return fail(err, ST_PROTOCOL, "the server left out columns of its schema");
        items[i] = (history_item){ column_text(row, 0), joined(&row.items[1], a),
                                   joined(&row.items[2], a) };
        if (!items[i].label.data || !items[i].properties.data)
            return fail_no_memory(err);
    }
    *out = (history_items){ items, result->row_count, question->answered };
    return ST_OK;
}

/* SHOW CONSTRAINTS came with 4.3. Before, the indexes behind the constraints tell about them. */
static str former_constraints(const history_place *place)
{
    if (history_place_is_from(place, 4, 3))
        return STR_NONE;
    if (history_place_is_from(place, 4, 0))
        return STR("CALL db.indexes() YIELD name, uniqueness, labelsOrTypes, properties "
                   "WHERE uniqueness = 'UNIQUE' AND "
                   "any(label IN labelsOrTypes WHERE label STARTS WITH '__Neo4jMigration') "
                   "RETURN name, labelsOrTypes, properties");
    return STR("CALL db.indexes() YIELD type, tokenNames, properties "
               "WHERE type = 'node_unique_property' AND "
               "any(label IN tokenNames WHERE label STARTS WITH '__Neo4jMigration') "
               "RETURN null, tokenNames, properties");
}

static status ask_former(bolt_session *session, bolt_map metadata, const history_place *place,
                         arena *a, history_question *constraints, error *err)
{
    history_question former = { .text = former_constraints(place) };
    history_question *asked[] = { &former };
    if (constraints->answered || !former.text.data)
        return ST_OK;
    status st = history_ask(session, metadata, asked, 1, a, err);
    if (!st)
        *constraints = former;
    return st;
}

static status describe(questions *q, bolt_session *session, bolt_map metadata, arena *a,
                       history_place *out, error *err)
{
    history_place place = { .user = STR("anonymous") };
    status st = read_components(&q->components.result, a, &place, err);
    if (!st)
        st = ask_former(session, metadata, &place, a, &q->constraints, err);
    if (!st)
        st = read_items(&q->constraints, a, &place.constraints, err);
    if (!st)
        st = read_items(&q->indexes, a, &place.indexes, err);
    if (st)
        return st;
    if (q->user.result.row_count)
        place.user = column_text(q->user.result.rows[0], 0);
    str database = bolt_session_database(session);
    if (!place.database.data && database.data) {
        place.database = arena_str(a, database);
        if (!place.database.data)
            return fail_no_memory(err);
    }
    *out = place;
    return ST_OK;
}

/* The question that servers fail most often comes last: nothing needs to be asked again then. */
status history_place_read(bolt_session *session, bolt_map metadata, const history_place_wish *wish,
                          arena *a, history_place *out, error *err)
{
    questions q = build_questions(wish->indexes);
    history_question none = { 0 };
    history_question *asked[] = {
        &q.components,
        &q.constraints,
        &q.indexes,
        wish->lock ? wish->lock : &none,
        wish->chain ? wish->chain : &none,
        &q.user,
    };
    status st = history_ask(session, metadata, asked, sizeof asked / sizeof *asked, a, err);
    return st ? st : describe(&q, session, metadata, a, out, err);
}
