#include "cypher/lexer.h"
#include "cypher/table.h"

static const char *const KINDS[] = {
    [TOKEN_END] = "end",         [TOKEN_BLANK] = "blank",
    [TOKEN_COMMENT] = "comment", [TOKEN_STRING] = "string",
    [TOKEN_QUOTED] = "quoted",   [TOKEN_NAME] = "name",
    [TOKEN_NUMBER] = "number",   [TOKEN_PARAMETER] = "parameter",
    [TOKEN_SYMBOL] = "symbol",   [TOKEN_PLACEHOLDER] = "placeholder",
};

static void check(const table_row *row)
{
    cypher_lexer lexer = CYPHER_LEXER(row->cells[0]);
    size_t at = 1, bytes = 0;
    for (cypher_token t; (t = cypher_next_token(&lexer)).kind != TOKEN_END;) {
        cr_assert_gt(t.text.len, 0);
        cr_assert_eq(t.text.data, row->cells[0].data + bytes);
        bytes += t.text.len;
        if (t.kind == TOKEN_BLANK)
            continue;
        str shown = arena_printf(row->a, "%s %u:%u %.*s%s", KINDS[t.kind], t.line, t.column,
                                 STR_ARG(t.text), t.closed ? "" : " (open)");
        table_expect(row, at < row->count ? row->cells[at] : STR(""), shown);
        at++;
    }
    cr_expect_eq(at, row->count, "%s:%zu", row->file, row->line);
    cr_expect_eq(bytes, row->cells[0].len);
}

Test(lexer, tokens)
{
    table_run("cypher/tokens.tsv", check);
}
