#include "cypher/lexer.h"
#include "cypher/quote.h"
#include "refactoring/parts.h"

/* ---- The generator, which is Cypher of the user's ---- */

static bool is_dotted_name(str text)
{
    cypher_lexer lexer = CYPHER_LEXER(text);
    for (;;) {
        cypher_token token = cypher_next_token(&lexer);
        if (token.kind != TOKEN_NAME && !(token.kind == TOKEN_QUOTED && token.closed))
            return false;
        token = cypher_next_token(&lexer);
        if (token.kind == TOKEN_END)
            return true;
        if (!cypher_token_is_symbol(token, '.'))
            return false;
    }
}

static char closing(char open)
{
    return open == '(' ? ')' : open == '[' ? ']' : open == '{' ? '}' : 0;
}

enum { BRACKETS_MAX = 64 }; /* reason: nobody nests deeper by hand */

/* Nothing in it ends the parentheses that it is put into: so it is one expression, or none. */
static bool is_enclosed(str text)
{
    char open[BRACKETS_MAX];
    size_t depth = 0;
    cypher_lexer lexer = CYPHER_LEXER(text);
    for (;;) {
        cypher_token token = cypher_next_token(&lexer);
        if (token.kind == TOKEN_END)
            return depth == 0;
        char symbol = token.kind == TOKEN_SYMBOL ? token.text.data[0] : 0;
        if (token.kind == TOKEN_COMMENT || !token.closed || symbol == ';' || symbol == '\\')
            return false;
        if (closing(symbol) && depth == BRACKETS_MAX)
            return false;
        if (closing(symbol))
            open[depth++] = closing(symbol);
        else if ((symbol == ')' || symbol == ']' || symbol == '}') &&
                 (depth == 0 || open[--depth] != symbol))
            return false;
    }
}

static bool has_escape(str text)
{
    return str_find(text, STR("\\u"), 0) != STR_NOT_FOUND;
}

/* In "id(%s)" the variable stands for %s; a name is called without arguments. */
static status write_generator(str generator, const char *variable, buf *out, error *err)
{
    bool name = str_find_char(generator, '(', 0) == STR_NOT_FOUND;
    if (has_escape(generator) || !(name ? is_dotted_name(generator) : is_enclosed(generator)))
        return fail(err, ST_ARGUMENT,
                    "`generatorFunction` is neither the name of a function nor one expression: "
                    "`%.*s`",
                    STR_ARG(generator));
    if (name) {
        buf_printf(out, "%.*s()", STR_ARG(generator));
        return ST_OK;
    }
    buf_char(out, '(');
    for (size_t at; (at = str_find(generator, STR("%s"), 0)) != STR_NOT_FOUND;) {
        buf_str(out, str_slice(generator, 0, at));
        buf_text(out, variable);
        generator = str_from_index(generator, at + 2);
    }
    buf_str(out, generator);
    buf_char(out, ')');
    return ST_OK;
}

/* ---- Keys ---- */

static status write_keys(const refactoring_input *in, const char *variable, buf *out, error *err)
{
    str property = refactoring_text(in->refactoring, "property");
    str generator = refactoring_text(in->refactoring, "generatorFunction");
    BUF_AUTO action = BUF_INIT(in->a->mem, 0);
    str key;
    status st = refactoring_name(property.data ? property : STR("id"), in->a, &key, err);
    if (st)
        return st;
    buf_printf(&action, "SET %s.%.*s = ", variable, STR_ARG(key));
    st = write_generator(generator.data ? generator : STR("randomUUID"), variable, &action, err);
    if (st)
        return st;
    buf_printf(out, "WHERE %s.%.*s IS NULL ", variable, STR_ARG(key));
    refactoring_write_action(in, variable, buf_view(&action), out);
    return action.failed ? fail_no_memory(err) : ST_OK;
}

static status write_labels(const catalog_parameter *labels, buf *out, error *err)
{
    for (size_t i = 0; i < labels->value_count; i++) {
        str label = str_trim(labels->values[i]);
        if (!label.len)
            return fail(err, ST_ARGUMENT, "A label of `labels` is empty");
        status st = refactoring_check_name(label, err);
        if (st)
            return st;
        buf_char(out, ':');
        cypher_write_name(out, label);
    }
    return ST_OK;
}

static status fail_empty(error *err)
{
    return fail(err, ST_MIGRATIONS, "The addSurrogateKey refactoring requires several parameters");
}

status refactoring_write_node_keys(const refactoring_input *in, buf *out, bolt_map *parameters,
                                   error *err)
{
    (void)parameters;
    BUF_AUTO pattern = BUF_INIT(in->a->mem, 0);
    const catalog_parameter *labels = refactoring_find(in->refactoring, "labels");
    bool matches = !in->query->text.data;
    if (!in->refactoring->count)
        return fail_empty(err);
    if (matches && (!labels || !labels->value_count))
        return fail(err, ST_MIGRATIONS, "No labels specified");
    buf_text(&pattern, "(n");
    status st = matches ? write_labels(labels, &pattern, err) : ST_OK;
    buf_append(&pattern, ")", 2);
    if (st || pattern.failed)
        return st ? st : fail_no_memory(err);
    refactoring_write_source(in, "n", buf_view(&pattern).data, out);
    return write_keys(in, "n", out, err);
}

status refactoring_write_relationship_keys(const refactoring_input *in, buf *out,
                                           bolt_map *parameters, error *err)
{
    (void)parameters;
    str type = refactoring_text(in->refactoring, "type"), name = STR("");
    bool matches = !in->query->text.data;
    if (!in->refactoring->count)
        return fail_empty(err);
    if (matches && !type.data)
        return fail(err, ST_MIGRATIONS, "No `type` parameter");
    status st = matches ? refactoring_name(type, in->a, &name, err) : ST_OK;
    str pattern = arena_printf(in->a, "()-[r:%.*s]->()", STR_ARG(name));
    if (st || !pattern.data)
        return st ? st : fail_no_memory(err);
    refactoring_write_source(in, "r", pattern.data, out);
    return write_keys(in, "r", out, err);
}
