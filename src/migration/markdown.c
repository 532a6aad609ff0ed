#include "migration/block_list.h"

#include <cmark.h>
#include <setjmp.h>
#include <string.h>

/* ---- Memory ---- */

/* The library ends the process when it has no memory, its allocator has no argument, and must not return NULL: so all it
 * takes is of an arena, and running out of memory leaves it by a jump. */
typedef struct reading {
    arena memory;
    jmp_buf out_of_memory;
} reading;

static _Thread_local reading *current;

typedef union allocated {
    size_t size;
    max_align_t align;
} allocated;

static void *allocate(size_t size)
{
    allocated *made =
        size < SIZE_MAX - sizeof *made ? arena_alloc(&current->memory, sizeof *made + size) : NULL;
    if (!made)
        longjmp(current->out_of_memory, 1);
    made->size = size;
    return made + 1;
}

static void *allocate_array(size_t count, size_t size)
{
    return allocate(size && count > SIZE_MAX / size ? SIZE_MAX : count * size);
}

static void *resize(void *old, size_t size)
{
    void *new = allocate(size);
    if (old) {
        size_t kept = ((allocated *)old - 1)->size;
        memcpy(new, old, kept < size ? kept : size);
    }
    return new;
}

static void forget(void *memory)
{
    (void)memory;
}

/* ---- Blocks ---- */

static str id_of(const char *info)
{
    str text = str_trim(str_from(info));
    return str_starts(text, STR("id=")) ? str_from_index(text, 3) : STR_NONE;
}

/* Fences are a line of their own. */
static status add(block_list *list, cmark_node *node, error *err)
{
    uint32_t line = (uint32_t)cmark_node_get_start_line(node) + 1;
    return block_add(list, id_of(cmark_node_get_fence_info(node)),
                     str_from(cmark_node_get_literal(node)), line, err);
}

/* Blocks by indentation have no ids and are samples. */
static bool is_fenced(cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK &&
           cmark_node_get_fence_info(node)[0] != '\0';
}

static status read_all(str text, block_list *out, error *err)
{
    static cmark_mem memory = { allocate_array, resize, forget };
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &memory);
    cmark_parser_feed(parser, text.data, text.len);
    cmark_iter *iterator = cmark_iter_new(cmark_parser_finish(parser));
    status st = ST_OK;
    while (!st && cmark_iter_next(iterator) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iterator);
        if (is_fenced(node))
            st = add(out, node, err);
    }
    return st;
}

/* Nothing of its own may change between the call and the jump. */
static status read_guarded(reading *r, str text, block_list *out, error *err)
{
    if (setjmp(r->out_of_memory))
        return fail_no_memory(err);
    return read_all(text, out, err);
}

status blocks_of_markdown(str text, block_list *out, error *err)
{
    reading r = { .memory = ARENA_INIT(out->a->mem, 0) };
    current = &r;
    status st = read_guarded(&r, text, out, err);
    current = NULL;
    arena_finish(&r.memory);
    return st;
}
