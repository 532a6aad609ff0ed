#include "history/place.h"

#include "base/buf.h"
#include "history/run.h"

enum {
    ASK_COMPONENTS,
    ASK_CONSTRAINTS,
    ASK_USER,
    ASK_INDEXES, /* last: of no use to those who only read */
    ASK_COUNT
};

bool history_place_is_from(const history_place *place, unsigned major, unsigned minor)
{
    return place->major > major || (place->major == major && place->minor >= minor);
}

static void build_questions(bolt_statement questions[ASK_COUNT])
{
    questions[ASK_COMPONENTS] = (bolt_statement){
        .text = STR("CALL dbms.components() YIELD name, versions, edition "
                    "WHERE name = 'Neo4j Kernel' RETURN versions[0] AS version, edition"),
    };
    questions[ASK_CONSTRAINTS] = (bolt_statement){
        .text = STR("SHOW CONSTRAINTS YIELD name, labelsOrTypes, properties "
                    "WHERE any(label IN labelsOrTypes WHERE label STARTS WITH '__Neo4jMigration')"),
    };
    questions[ASK_INDEXES] = (bolt_statement){
        .text = STR("SHOW INDEXES YIELD name, labelsOrTypes, properties "
                    "WHERE 'REPEATED' IN labelsOrTypes"),
    };
    questions[ASK_USER] = (bolt_statement){
        .text = STR("CALL dbms.showCurrentUser() YIELD username RETURN username"),
    };
}

/* An old server does not know SHOW, and one without authentication no users; the others are asked
 * again after such a failure. */
static bool may_fail(size_t question, const error *problem)
{
    if (problem->status != ST_SERVER || question == ASK_COMPONENTS)
        return false;
    return question != ASK_USER ||
           history_failed_with(problem, "Neo.ClientError.Procedure.ProcedureNotFound");
}

static status ask(bolt_session *session, bolt_map metadata, size_t count, arena *a,
                  bolt_result results[ASK_COUNT], bool answered[ASK_COUNT], error *err)
{
    bolt_statement questions[ASK_COUNT];
    build_questions(questions);
    bolt_tx_config config = { .read = true, .metadata = metadata };
    for (size_t from = 0; from < count;) {
        error problem = { .status = ST_OK };
        status st = bolt_session_run_all(session, &config, questions + from, count - from, a,
                                         results + from, &problem);
        size_t failed = st && problem.statement ? from + problem.statement - 1 : from;
        if (st && !may_fail(failed, &problem)) {
            if (err)
                *err = problem;
            return st;
        }
        size_t until = st ? failed : count;
        for (size_t i = from; i < until; i++)
            answered[i] = true;
        from = until + 1;
    }
    return ST_OK;
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

static status read_items(const bolt_result *result, bool answered, arena *a, history_items *out,
                         error *err)
{
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
    *out = (history_items){ items, result->row_count, answered };
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
                         arena *a, bolt_result *result, bool *answered, error *err)
{
    bolt_tx_config config = { .read = true, .metadata = metadata };
    bolt_statement statement = { .text = former_constraints(place) };
    if (*answered || !statement.text.data)
        return ST_OK;
    status st = bolt_session_run(session, &config, &statement, a, result, err);
    *answered = !st;
    return st;
}

status history_place_read(bolt_session *session, bolt_map metadata, bool with_indexes, arena *a,
                          history_place *out, error *err)
{
    bolt_result results[ASK_COUNT] = { 0 };
    bool answered[ASK_COUNT] = { 0 };
    size_t count = with_indexes ? ASK_COUNT : ASK_INDEXES;
    status st = ask(session, metadata, count, a, results, answered, err);
    if (st)
        return st;
    history_place place = { .user = STR("anonymous") };
    st = read_components(&results[ASK_COMPONENTS], a, &place, err);
    if (!st)
        st = ask_former(session, metadata, &place, a, &results[ASK_CONSTRAINTS],
                        &answered[ASK_CONSTRAINTS], err);
    if (!st)
        st = read_items(&results[ASK_CONSTRAINTS], answered[ASK_CONSTRAINTS], a, &place.constraints,
                        err);
    if (!st)
        st = read_items(&results[ASK_INDEXES], answered[ASK_INDEXES], a, &place.indexes, err);
    if (st)
        return st;
    if (results[ASK_USER].row_count)
        place.user = column_text(results[ASK_USER].rows[0], 0);
    str database = bolt_session_database(session);
    if (!place.database.data && database.data) {
        place.database = arena_str(a, database);
        if (!place.database.data)
            return fail_no_memory(err);
    }
    *out = place;
    return ST_OK;
}
