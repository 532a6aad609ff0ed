/* Lists of numbers become vectors, for which only Cypher 25 has words. Names are parameters, which that language takes. */
#include "refactoring/parts.h"

#define LANGUAGE "CYPHER 25 "
#define PROPERTY "embedding"

/* What a vector can be made of, in words of Cypher. */
static const char *const element_types[] = { "INTEGER8", "INTEGER16", "INTEGER32",
                                             "INTEGER",  "FLOAT32",   "FLOAT" };

static status read_element_type(const refactoring_input *in, const char **out, error *err)
{
    str type = refactoring_text(in->refactoring, "elementType");
    if (!type.data)
        type = STR("FLOAT");
    for (size_t i = 0; i < sizeof element_types / sizeof *element_types; i++)
        if (str_eq_ignore_case(type, str_from(element_types[i]))) {
            *out = element_types[i];
            return ST_OK;
        }
    return fail(err, ST_MIGRATIONS,
                "Invalid value `%.*s` for parameter `elementType`: expected INTEGER8, INTEGER16, "
                "INTEGER32, INTEGER, FLOAT32 or FLOAT",
                STR_ARG(type));
}

/* ---- Parameters of the statement ---- */

static status give(const refactoring_input *in, bolt_value identifiers, bolt_map *parameters,
                   error *err)
{
    bolt_entry *entries = arena_array(in->a, 2, sizeof *entries);
    str property = refactoring_text(in->refactoring, "property");
    bool matches = !in->query->text.data;
    if (!entries)
        return fail_no_memory(err);
    entries[0] =
        (bolt_entry){ STR("property"), bolt_string(property.data ? property : STR(PROPERTY)) };
    entries[1] = (bolt_entry){ STR("identifiers"), identifiers };
    *parameters = (bolt_map){ entries, matches ? 2 : 1 };
    return ST_OK;
}

static status read_labels(const refactoring_input *in, bolt_value *out, error *err)
{
    const catalog_parameter *labels = refactoring_find(in->refactoring, "labels");
    if (in->query->text.data)
        return ST_OK;
    if (!labels || !labels->value_count)
        return fail(err, ST_MIGRATIONS, "No labels specified");
    bolt_value *names = arena_array(in->a, labels->value_count, sizeof *names);
    if (!names)
        return fail_no_memory(err);
    for (size_t i = 0; i < labels->value_count; i++) {
        str label = str_trim(labels->values[i]);
        if (!label.len)
            return fail(err, ST_ARGUMENT, "A label of `labels` is empty");
        names[i] = bolt_string(label);
    }
    *out = bolt_list_of(names, labels->value_count);
    return ST_OK;
}

static status read_type(const refactoring_input *in, bolt_value *out, error *err)
{
    str type = refactoring_text(in->refactoring, "type");
    if (in->query->text.data)
        return ST_OK;
    if (!type.data)
        return fail(err, ST_MIGRATIONS, "No `type` parameter");
    bolt_value *name = ARENA_NEW(in->a, bolt_value);
    if (!name)
        return fail_no_memory(err);
    *name = bolt_string(type);
    *out = bolt_list_of(name, 1);
    return ST_OK;
}

/* ---- The statement ---- */

/* What is no list of floats, such as a vector, stays as it is. */
static status write(const refactoring_input *in, const char *v, const char *pattern, buf *out,
                    error *err)
{
    const char *type = "";
    status st = read_element_type(in, &type, err);
    if (st)
        return st;
    str action = arena_printf(
        in->a, "SET %s[$property] = VECTOR(%s[$property], size(%s[$property]), %s)", v, v, v, type);
    if (!action.data)
        return fail_no_memory(err);
    if (!in->query->text.data)
        buf_text(out, LANGUAGE);
    refactoring_write_source(in, v, pattern, out);
    buf_printf(out, "WHERE %s[$property] :: LIST<FLOAT NOT NULL> NOT NULL ", v);
    refactoring_write_action(in, v, action, out);
    return ST_OK;
}

static status check_empty(const refactoring_input *in, error *err)
{
    return in->refactoring->count
               ? ST_OK
               : fail(err, ST_MIGRATIONS,
                      "The listToVector refactoring requires several parameters");
}

status refactoring_write_node_vectors(const refactoring_input *in, buf *out, bolt_map *parameters,
                                      error *err)
{
    bolt_value labels = bolt_null();
    status st = check_empty(in, err);
    if (!st)
        st = read_labels(in, &labels, err);
    if (!st)
        st = give(in, labels, parameters, err);
    return st ? st : write(in, "n", "(n:$all($identifiers))", out, err);
}

status refactoring_write_relationship_vectors(const refactoring_input *in, buf *out,
                                              bolt_map *parameters, error *err)
{
    bolt_value type = bolt_null();
    status st = check_empty(in, err);
    if (!st)
        st = read_type(in, &type, err);
    if (!st)
        st = give(in, type, parameters, err);
    return st ? st : write(in, "r", "()-[r:$all($identifiers)]->()", out, err);
}
