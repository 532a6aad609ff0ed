#include "cypher/lexer.h"
#include "cypher/script.h"
#include "cypher/table.h"

static str rendered(arena *a, const cypher_statement *s)
{
    switch (s->kind) {
    case CYPHER_USE:
        return arena_printf(a, "%u:%u use %.*s", s->line, s->column, STR_ARG(s->database));
    case CYPHER_STATEMENT:
        break;
    }
    return arena_printf(a, "%u:%u %s%.*s", s->line, s->column, s->implicit ? "(implicit) " : "",
                        STR_ARG(s->text));
}

static void check(const table_row *row)
{
    error err;
    cypher_script script;
    if (cypher_script_parse(row->cells[0], false, row->a, &script, &err)) {
        str actual = arena_printf(row->a, "error %u:%u %s", err.line, err.column, err.message);
        table_expect(row, row->cells[1], str_slice(actual, 0, row->cells[1].len));
        return;
    }
    cr_expect_eq(script.count, row->count - 1, "%s:%zu: %zu statements", row->file, row->line,
                 script.count);
    for (size_t i = 0; i < script.count && i + 1 < row->count; i++)
        table_expect(row, row->cells[i + 1], rendered(row->a, &script.items[i]));
}

Test(script, cut)
{
    table_run("cypher/statements.tsv", check);
}

Test(script, autocrlf)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    cypher_script script;
    str text = STR("// c\r\nRETURN '\r\n';\r\nRETURN\r2");
    cr_assert_eq(cypher_script_parse(text, true, &a, &script, NULL), ST_OK);
    cr_assert(str_eq(script.items[0].text, STR("// c\nRETURN '\n'")));
    cr_assert(str_eq(script.items[1].text, STR("RETURN\r2")));
    cr_assert_eq(script.items[1].line, 4);
}

Test(script, text_is_borrowed_from_the_script)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    cypher_script script;
    str text = STR("RETURN 1;\r\nRETURN\r\n2");
    cr_assert_eq(cypher_script_parse(text, false, &a, &script, NULL), ST_OK);
    cr_assert_eq(script.items[1].text.data, text.data + 11);
}

Test(script, place_in_a_statement)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    cypher_script script;
    uint32_t line, column;
    str text = STR("RETURN '\xC3\xA4'; RETURN 2 +\n 'b' - x");
    cr_assert_eq(cypher_script_parse(text, false, &a, &script, NULL), ST_OK);
    cypher_position(&script.items[1], 1, 8, &line, &column);
    cr_assert_eq(line, 1);
    cr_assert_eq(column, 20);
    cypher_position(&script.items[1], 2, 8, &line, &column);
    cr_assert_eq(line, 2);
    cr_assert_eq(column, 8);
}

Test(script, names_of_databases)
{
    cr_assert(cypher_database_is_valid(STR("foo")));
    cr_assert(cypher_database_is_valid(STR("Whatever1-will-be.Que-sera")));
    cr_assert_not(cypher_database_is_valid(STR("fo")));
    cr_assert_not(cypher_database_is_valid(STR("1foo")));
    cr_assert_not(cypher_database_is_valid(STR("foo_bar")));
    cr_assert_not(cypher_database_is_valid(STR("")));
    cr_assert_not(cypher_database_is_valid(
        STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")));
}

/* Everything but blanks, comments and semicolons. */
static str code_of(arena *a, str text)
{
    BUF_AUTO code = BUF_INIT(NULL, 0);
    cypher_lexer lexer = CYPHER_LEXER(text);
    for (cypher_token t; (t = cypher_next_token(&lexer)).kind != TOKEN_END;)
        if (t.kind != TOKEN_BLANK && !(t.kind == TOKEN_COMMENT && t.closed) &&
            !cypher_token_is_symbol(t, ';'))
            buf_str(&code, t.text);
    return arena_str(a, buf_view(&code));
}

static str random_script(arena *a, uint32_t *seed)
{
    static const char *const pieces[] = {
        "RETURN 1", ";",  ";\n",     "\r\n",       " ",     "'a;b'",    "\"c;\\\"\"", "`d;``e`",
        "// f;\n",  "/*", "/* g */", ":use foo\n", "\n",    "\xC3\xA4", "$p",         "${nm:x}",
        "CALL {",   "}",  "'",       "`",          "(n:A)", "\\",       "IN",         "//\r",
    };
    BUF_AUTO text = BUF_INIT(NULL, 0);
    for (int i = 0; i < 12; i++) {
        *seed = *seed * 1664525u + 1013904223u;
        buf_text(&text, pieces[(*seed >> 16) % (sizeof pieces / sizeof *pieces)]);
    }
    return arena_str(a, buf_view(&text));
}

Test(script, no_code_is_lost)
{
    uint32_t seed = 4711;
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    size_t parsed = 0;
    for (int round = 0; round < 20000; round++) {
        cypher_script script;
        arena_reset(&a);
        str text = random_script(&a, &seed);
        if (cypher_script_parse(text, false, &a, &script, NULL))
            continue;
        BUF_AUTO joined = BUF_INIT(NULL, 0);
        for (size_t i = 0; i < script.count; i++) {
            buf_str(&joined, script.items[i].text);
            buf_text(&joined, "\n;");
        }
        parsed++;
        bool open = script.count > 0 && str_ends(code_of(&a, buf_view(&joined)), STR("\n;"));
        str expected = code_of(&a, text), actual = code_of(&a, buf_view(&joined));
        actual.len -= open ? 2 : 0;
        cr_assert(str_eq(expected, actual), "\"%s\"", table_escaped(&a, text).data);
    }
    cr_assert_gt(parsed, 10000);
}
