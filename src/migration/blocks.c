#include "migration/blocks.h"

#include "migration/block_list.h"

#include <string.h>

static bool is_markdown(str name)
{
    return str_ends(name, STR(".md"));
}

bool blocks_are_in(str name)
{
    return is_markdown(name) || str_ends(name, STR(".adoc"));
}

static str at_line(str text, uint32_t line, arena *a)
{
    size_t before = line - 1;
    char *data = arena_alloc(a, before + text.len + 1);
    if (!data)
        return STR_NONE;
    memset(data, '\n', before);
    if (text.len)
        memcpy(data + before, text.data, text.len);
    return (str){ data, before + text.len };
}

status block_add(block_list *list, str id, str text, uint32_t line, error *err)
{
    migration_block *grown =
        arena_grow(list->a, list->items, list->count, &list->capacity, sizeof *grown);
    if (!grown)
        return fail_no_memory(err);
    list->items = grown;
    migration_block block = { .text = at_line(text, line, list->a), .line = line };
    if (id.data)
        block.id = arena_str(list->a, id);
    if (!block.text.data || (id.data && !block.id.data))
        return fail_no_memory(err);
    list->items[list->count++] = block;
    return ST_OK;
}

status blocks_read(str name, str text, arena *a, migration_blocks *out, error *err)
{
    block_list list = { .a = a };
    status st = is_markdown(name) ? blocks_of_markdown(text, &list, err)
                                  : blocks_of_asciidoc(text, &list, err);
    if (!st)
        *out = (migration_blocks){ list.items, list.count };
    return st;
}
