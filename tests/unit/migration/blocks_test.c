#include "migration/blocks.h"

#include "cypher/table.h"
#include "failing_memory.h"

static str data_file(const char *name, arena *a)
{
    str text;
    str path = arena_printf(a, "%s/migration/documents/%s", TEST_DATA, name);
    cr_assert_eq(file_read(path.data, 1 << 20, a, &text, NULL), ST_OK, "%s", path.data);
    return text;
}

/* Lines before a block make its positions those of the document. */
static str without_lines_before(const migration_block *block)
{
    for (size_t i = 0; i + 1 < block->line; i++)
        cr_assert_eq(block->text.data[i], '\n');
    return str_from_index(block->text, block->line - 1);
}

static str shown(const migration_blocks *blocks, arena *a)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    for (size_t i = 0; i < blocks->count; i++) {
        str id = blocks->items[i].id.data ? blocks->items[i].id : STR("without id");
        buf_printf(&out, "%u %.*s\n", (unsigned)blocks->items[i].line, STR_ARG(id));
        buf_str(&out, without_lines_before(&blocks->items[i]));
    }
    return arena_str(a, buf_view(&out));
}

static str with_crlf(str text, arena *a)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '\n')
            buf_char(&out, '\r');
        buf_char(&out, text.data[i]);
    }
    return arena_str(a, buf_view(&out));
}

static void check(const char *name)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    migration_blocks blocks;
    str text = data_file(name, &a);
    str expected = data_file(arena_printf(&a, "%s.expected", name).data, &a);
    const str forms[] = { text, with_crlf(text, &a) };
    for (size_t i = 0; i < 2; i++) {
        cr_assert_eq(blocks_read(str_from(name), forms[i], &a, &blocks, NULL), ST_OK);
        str found = shown(&blocks, &a);
        cr_expect(str_eq(found, expected), "%s:\n%.*s", name, STR_ARG(found));
    }
}

Test(blocks, documents)
{
    check("blocks.md");
    check("blocks.adoc");
}

Test(blocks, names_of_documents)
{
    cr_expect(blocks_are_in(STR("README.md")) && blocks_are_in(STR("V1__x.adoc")));
    cr_expect(!blocks_are_in(STR("V1__x.cypher")) && !blocks_are_in(STR("readme.MD")));
}

Test(blocks, no_memory)
{
    ARENA_AUTO own = ARENA_INIT(NULL, 0);
    static const char *const names[] = { "blocks.md", "blocks.adoc" };
    for (size_t i = 0; i < 2; i++) {
        str text = data_file(names[i], &own);
        for (failing_memory f = { 0 }; failing_memory_next(&f);) {
            const allocator mem = { failing_resize, &f };
            ARENA_AUTO a = ARENA_INIT(&mem, 0);
            migration_blocks blocks;
            status st = blocks_read(str_from(names[i]), text, &a, &blocks, NULL);
            cr_assert(st == ST_OK || st == ST_NO_MEMORY);
        }
    }
}
