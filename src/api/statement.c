/* Statements that would be sent, for programs and for people. */
#include "api/handle.h"

#include "base/buf.h"
#include "cypher/quote.h"
#include "engine/map_text.h"

static status map_of(bolt_map parameters, arena *a, str *out, error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    *out = STR_NONE;
    if (parameters.count == 0)
        return ST_OK;
    map_text(parameters, &text);
    return buf_finish(&text, a, out, err);
}

static status keep(n4m_result *r, const engine_statement *s, n4m_statement *out, error *err)
{
    str parameters;
    status st = map_of(s->parameters, &r->a, &parameters, err);
    if (!st)
        st = api_keep(r, s->migration ? s->migration->version : STR_NONE, &out->version, err);
    if (!st)
        st = api_keep(r, s->migration ? s->migration->source : STR_NONE, &out->source, err);
    if (!st)
        st = api_keep(r, s->database, &out->database, err);
    if (!st)
        st = api_keep(r, s->text, &out->text, err);
    return st ? st : api_keep(r, parameters, &out->parameters, err);
}

/* ---- As a script, which cypher-shell takes ---- */

static void append_heading(const migration *m, bool first, buf *out)
{
    if (m)
        buf_printf(out, "%s// %.*s (\"%.*s\"), %.*s\n", first ? "" : "\n", STR_ARG(m->version),
                   STR_ARG(m->description), STR_ARG(m->source));
}

static void append_parameters(bolt_map parameters, buf *out)
{
    for (size_t i = 0; i < parameters.count; i++) {
        buf_text(out, ":param ");
        cypher_write_name(out, parameters.entries[i].key);
        buf_text(out, " => ");
        value_text(&parameters.entries[i].value, out);
        buf_char(out, '\n');
    }
}

/* A comment at its end must not hide the semicolon. */
static void append_statement(str text, buf *out)
{
    buf_str(out, text);
    buf_text(out, str_find(text, STR("//"), 0) == STR_NOT_FOUND ? ";\n" : "\n;\n");
}

/* From one database to the next, and back to the one that is migrated: without a name the user's home database. */
static void append_use(const engine_statement *s, str before, str migrated, buf *out)
{
    str now = s->database.data ? s->database : migrated;
    if (str_eq_ignore_case(before.data ? before : migrated, now))
        return;
    buf_printf(out, ":use%s%.*s;\n", now.data ? " " : "", STR_ARG(now));
}

static void append(const engine_statement *s, const engine_statement *before, str migrated,
                   buf *out)
{
    if (!before || s->migration != before->migration)
        append_heading(s->migration, !before, out);
    append_use(s, before ? before->database : STR_NONE, migrated, out);
    append_parameters(s->parameters, out);
    append_statement(s->text, out);
}

static status script_of(const engine_statements *statements, str migrated, arena *a, str *out,
                        error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    for (size_t i = 0; i < statements->count; i++)
        append(&statements->items[i], i ? &statements->items[i - 1] : NULL, migrated, &text);
    if (statements->count == 0)
        buf_text(&text, "// No statement would be sent.");
    return buf_finish(&text, a, out, err);
}

status api_keep_statements(n4m_result *r, const engine_statements *statements, str migrated,
                           error *err)
{
    str text;
    r->statements = arena_array(&r->a, statements->count, sizeof *r->statements);
    status st =
        r->statements ? script_of(statements, migrated, &r->a, &text, err) : fail_no_memory(err);
    for (size_t i = 0; !st && i < statements->count; i++)
        st = keep(r, &statements->items[i], &r->statements[i], err);
    if (st)
        return st;
    r->statement_count = statements->count;
    return api_keep(r, str_trim(text), &r->text, err);
}
