#include "engine/program.h"

#include "base/buf.h"
#include "engine/position.h"

typedef struct builder {
    const placeholder_values *values;
    str version;
    arena *a;
    program_statement *statements;
    size_t count;
    program_group *groups;
    size_t group_count;
    str database; /* of the next group */
    const cypher_statement *use;
    bool open; /* the last group takes further statements */
} builder;

static void set_position(const cypher_statement *s, size_t offset, error *err)
{
    position p = position_of_offset(s->text, offset);
    if (err)
        cypher_position(s, p.line, p.column, &err->line, &err->column);
}

static str with_prefix(arena *a, str prefix, str text)
{
    BUF_AUTO whole = BUF_INIT(a->mem, 0);
    buf_str(&whole, prefix);
    buf_char(&whole, ' ');
    buf_str(&whole, text);
    str result;
    return buf_finish(&whole, a, &result, NULL) ? STR_NONE : result;
}

static void open_group(builder *b)
{
    if (b->open)
        return;
    b->groups[b->group_count++] =
        (program_group){ .database = b->database, .use = b->use, .first = b->count };
    b->open = true;
}

static status add_statement(builder *b, const cypher_statement *s, error *err)
{
    program_statement made = { .source = s, .implicit = s->implicit };
    size_t unknown = 0;
    status st =
        placeholder_replace(s->text, b->values, b->a, &made.text, &made.replaced, &unknown, err);
    if (st == ST_PARSE)
        set_position(s, unknown, err);
    if (st)
        return st;
    if (made.replaced.count)
        made.implicit = cypher_is_implicit(made.text);
    made.plain = cypher_is_plain(made.text);
    if (b->version.data) {
        made.text = with_prefix(b->a, b->version, made.text);
        made.prefix = b->version.len + 1;
        if (!made.text.data)
            return fail_no_memory(err);
    }
    open_group(b);
    program_group *group = &b->groups[b->group_count - 1];
    group->count++;
    group->implicit = group->implicit || made.implicit;
    b->statements[b->count++] = made;
    return ST_OK;
}

static status fail_name(const cypher_statement *s, str name, error *err)
{
    fail(err, ST_PARSE,
         "`:use` cannot switch to \"%.*s\": expected 3 to 63 letters, digits, dots and dashes that "
         "begin with a letter",
         STR_ARG(name));
    set_position(s, 0, err);
    return ST_PARSE;
}

static status switch_database(builder *b, const cypher_statement *s, error *err)
{
    str name;
    replacements done;
    size_t unknown;
    status st = placeholder_replace(s->database, b->values, b->a, &name, &done, &unknown, err);
    if (st == ST_PARSE)
        set_position(s, 0, err);
    if (st)
        return st;
    if (!cypher_database_is_valid(name))
        return fail_name(s, name, err);
    char *lower = arena_alloc(b->a, name.len + 1);
    if (!lower)
        return fail_no_memory(err);
    for (size_t i = 0; i < name.len; i++)
        lower[i] = char_lower(name.data[i]);
    b->database = (str){ lower, name.len };
    b->use = s;
    b->open = false;
    return ST_OK;
}

status program_build(const cypher_script *script, const placeholder_values *values, str version,
                     arena *a, program *out, error *err)
{
    builder b = { .values = values, .version = version, .a = a, .database = STR_NONE };
    size_t switches = 0;
    for (size_t i = 0; i < script->count; i++)
        switches += script->items[i].kind == CYPHER_USE;
    b.statements = arena_array(a, script->count - switches, sizeof *b.statements);
    b.groups = arena_array(a, switches + 1, sizeof *b.groups);
    if (!b.statements || !b.groups)
        return fail_no_memory(err);
    for (size_t i = 0; i < script->count; i++) {
        const cypher_statement *s = &script->items[i];
        status st = s->kind == CYPHER_USE ? switch_database(&b, s, err) : add_statement(&b, s, err);
        if (st)
            return st;
    }
    *out = (program){ .statements = b.statements,
                      .count = b.count,
                      .groups = b.groups,
                      .group_count = b.group_count };
    return ST_OK;
}

void program_position(const program_statement *statement, uint32_t *line, uint32_t *column)
{
    const cypher_statement *source = statement->source;
    size_t offset = position_from_driver(statement->text, (position){ *line, *column });
    offset = offset > statement->prefix ? offset - statement->prefix : 0;
    offset = placeholder_original_offset(&statement->replaced, offset);
    position at = position_of_offset(source->text, offset);
    cypher_position(source, at.line, at.column, line, column);
}
