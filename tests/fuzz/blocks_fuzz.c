/* Documents with blocks of code in them: Markdown if it begins with #. */
#include "fuzz.h"

#include "migration/blocks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    error err;
    migration_blocks blocks;
    str text = { (const char *)data, size };
    str name = size > 0 && data[0] == '#' ? STR("a.md") : STR("a.adoc");
    status st = blocks_read(name, text, &a, &blocks, &err);
    FUZZ_CHECK(st == ST_OK);
    uint32_t line = 0;
    for (size_t i = 0; i < blocks.count; i++) {
        const migration_block *block = &blocks.items[i];
        FUZZ_CHECK(block->line > line && block->text.len + 1 >= block->line);
        line = block->line;
    }
    return 0;
}
