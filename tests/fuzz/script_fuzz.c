/* A Cypher script. Both cuts work on it, and the one that is executed loses no code and knows its
 * places. */
#include "fuzz.h"

#include "base/utf8.h"
#include "cypher/lexer.h"
#include "cypher/script.h"
#include "migration/checksum.h"

static bool is_code(cypher_token t)
{
    return t.kind != TOKEN_BLANK && !(t.kind == TOKEN_COMMENT && t.closed) &&
           !cypher_token_is_symbol(t, ';');
}

static cypher_token next_code(cypher_lexer *lexer)
{
    cypher_token t = cypher_next_token(lexer);
    while (t.kind != TOKEN_END && !is_code(t))
        t = cypher_next_token(lexer);
    return t;
}

/* All code of the statements stands in the script, in the same order and at the place they say. */
static void check_statements(str text, const cypher_script *script)
{
    cypher_lexer whole = CYPHER_LEXER(text);
    for (size_t i = 0; i < script->count; i++) {
        const cypher_statement *s = &script->items[i];
        cypher_lexer part = CYPHER_LEXER(s->text);
        FUZZ_CHECK(s->text.len > 0 && (s->kind == CYPHER_STATEMENT || s->database.len > 0));
        for (cypher_token t; (t = next_code(&part)).kind != TOKEN_END;) {
            uint32_t line, column;
            cypher_token same = next_code(&whole);
            cypher_position(s, t.line, t.column, &line, &column);
            FUZZ_CHECK(t.kind == same.kind && str_eq(t.text, same.text));
            FUZZ_CHECK(line == same.line && column == same.column);
        }
    }
    FUZZ_CHECK(next_code(&whole).kind == TOKEN_END);
}

static void execute(str text, bool autocrlf, arena *a)
{
    error err;
    cypher_script script;
    status st = cypher_script_parse(text, autocrlf, a, &script, &err);
    FUZZ_CHECK(st == ST_OK || (st == ST_PARSE && err.line > 0 && err.column > 0));
    bool comparable = !autocrlf && !str_starts(text, STR("\xEF\xBB\xBF"));
    if (!st && comparable)
        check_statements(text, &script);
}

static void cover(str text, bool autocrlf, arena *a)
{
    error err;
    str checksum;
    cypher_elements elements;
    status st = cypher_script_elements(text, autocrlf, a, &elements, &err);
    FUZZ_CHECK(st == ST_OK || (st == ST_PARSE && err.line > 0 && err.column > 0));
    FUZZ_CHECK(checksum_of_lines(text, a, &checksum, NULL) == ST_OK);
    if (st)
        return;
    FUZZ_CHECK(checksum_of_elements(&elements, a, &checksum, NULL) == ST_OK);
    st = checksum_without_preconditions(&elements, a, &checksum, &err);
    FUZZ_CHECK(st == ST_OK || (st == ST_PARSE && err.message[0]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    BUF_AUTO repaired = BUF_INIT(NULL, 0);
    bool autocrlf = data[0] == 'c';
    str text = { (const char *)data + 1, size - 1 };
    cover(text, autocrlf, &a);
    utf8_repair(&repaired, text);
    execute(buf_view(&repaired), autocrlf, &a);
    return 0;
}
