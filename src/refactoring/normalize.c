#include "refactoring/parts.h"

typedef struct word_list {
    bolt_value *values; /* without null */
    size_t count;
    bool has_null;
} word_list;

/* Integers are meant where the text is one, signs included. */
static bool parse_integer(str text, int64_t *out)
{
    bool negative = str_starts(text, STR("-"));
    str digits = negative || str_starts(text, STR("+")) ? str_from_index(text, 1) : text;
    uint64_t size;
    if (!digits.len || !char_is_digit(digits.data[0]) || !str_to_u64(digits, &size))
        return false;
    if (size > (uint64_t)INT64_MAX + negative)
        return false;
    *out = !negative ? (int64_t)size : size ? -(int64_t)(size - 1) - 1 : 0;
    return true;
}

static bolt_value word(str text)
{
    int64_t number;
    return parse_integer(text, &number) ? bolt_int(number) : bolt_string(text);
}

static status read_words(const refactoring_input *in, const char *name, word_list *out, error *err)
{
    const catalog_parameter *p = refactoring_find(in->refactoring, name);
    if (!p || !p->value_count)
        return fail(err, ST_MIGRATIONS, "No `%s` parameter", name);
    *out = (word_list){ .values = arena_array(in->a, p->value_count, sizeof *out->values) };
    if (!out->values)
        return fail_no_memory(err);
    for (size_t i = 0; i < p->value_count; i++) {
        if (!p->values[i].data || str_eq(p->values[i], STR("null")))
            out->has_null = true;
        else
            out->values[out->count++] = word(p->values[i]);
    }
    return ST_OK;
}

static bool same(const bolt_value *a, const bolt_value *b)
{
    if (a->type != b->type)
        return false;
    return a->type == BOLT_INT ? a->as.integer == b->as.integer
                               : str_eq(a->as.string, b->as.string);
}

static status fail_both(const bolt_value *value, error *err)
{
    if (value->type == BOLT_INT)
        return fail(err, ST_MIGRATIONS, "Both true and false values contain `%lld`",
                    (long long)value->as.integer);
    return fail(err, ST_MIGRATIONS, "Both true and false values contain `%.*s`",
                STR_ARG(value->as.string));
}

static status check_apart(const word_list *yes, const word_list *no, error *err)
{
    if (yes->has_null && no->has_null)
        return fail(err, ST_MIGRATIONS,
                    "Both true and false values contain the literal value null");
    for (size_t i = 0; i < yes->count; i++)
        for (size_t k = 0; k < no->count; k++)
            if (same(&yes->values[i], &no->values[k]))
                return fail_both(&yes->values[i], err);
    return ST_OK;
}

static status read_both(const refactoring_input *in, word_list *yes, word_list *no, error *err)
{
    status st = read_words(in, "trueValues", yes, err);
    if (!st)
        st = read_words(in, "falseValues", no, err);
    return st ? st : check_apart(yes, no, err);
}

static status give(const refactoring_input *in, const word_list *yes, const word_list *no,
                   bolt_map *parameters, error *err)
{
    bolt_entry *entries = arena_array(in->a, 3, sizeof *entries);
    if (!entries)
        return fail_no_memory(err);
    bool null = yes->has_null || no->has_null;
    entries[0] = (bolt_entry){ STR("trueValues"), bolt_list_of(yes->values, yes->count) };
    entries[1] = (bolt_entry){ STR("falseValues"), bolt_list_of(no->values, no->count) };
    entries[2] = (bolt_entry){ STR("nullValue"), null ? bolt_bool(yes->has_null) : bolt_null() };
    *parameters = (bolt_map){ entries, 3 };
    return ST_OK;
}

/* All there is, but for what is the tool's own. */
static void write_everything(const refactoring_input *in, buf *out)
{
    if (in->query->text.data)
        refactoring_query_write(in->query, true, "e", out);
    else
        buf_text(out, "CALL { MATCH (n) WHERE " REFACTORING_NOT_OURS(
                          "n") " RETURN n AS t "
                               "UNION ALL MATCH (a)-[r]->() WHERE " REFACTORING_NOT_OURS(
                                   "a") " "
                                        "RETURN r AS t } WITH t AS e ");
}

/* What is a boolean already stays. */
static status write(const refactoring_input *in, str property, bool all, buf *out, error *err)
{
    str p;
    status st = refactoring_name(property, in->a, &p, err);
    if (st)
        return st;
    str action = arena_printf(in->a,
                              "SET e.%.*s = CASE WHEN e.%.*s IN $trueValues THEN true "
                              "WHEN e.%.*s IN $falseValues THEN false ELSE $nullValue END",
                              STR_ARG(p), STR_ARG(p), STR_ARG(p));
    if (!action.data)
        return fail_no_memory(err);
    write_everything(in, out);
    buf_text(out, "WHERE ");
    if (all)
        buf_printf(out, "e.%.*s IS NULL OR ", STR_ARG(p));
    buf_printf(out, "NOT e.%.*s IN [true, false] ", STR_ARG(p));
    refactoring_write_action(in, "e", action, out);
    return ST_OK;
}

status refactoring_write_normalize(const refactoring_input *in, buf *out, bolt_map *parameters,
                                   error *err)
{
    word_list yes, no;
    str property = refactoring_text(in->refactoring, "property");
    if (!in->refactoring->count)
        return fail(err, ST_MIGRATIONS,
                    "The normalizeAsBoolean refactoring requires `property`, `trueValues` and "
                    "`falseValues` parameters");
    if (!property.data)
        return fail(err, ST_MIGRATIONS, "No `property` parameter");
    status st = read_both(in, &yes, &no, err);
    if (!st)
        st = give(in, &yes, &no, parameters, err);
    return st ? st : write(in, property, yes.has_null || no.has_null, out, err);
}
