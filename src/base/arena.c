#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { ARENA_FIRST_BLOCK = 4096, ARENA_LARGEST_BLOCK = 1 << 20 };

struct arena_block {
    arena_block *previous;
    size_t size, used;
    max_align_t data[];
};

static arena_block *block_add(arena *a, size_t size)
{
    size_t wanted = a->last ? a->last->size * 2 : ARENA_FIRST_BLOCK;
    if (wanted > ARENA_LARGEST_BLOCK)
        wanted = ARENA_LARGEST_BLOCK;
    if (a->limit && wanted > a->limit - a->used)
        wanted = size;
    if (wanted < size)
        wanted = size;
    if (wanted > SIZE_MAX - sizeof(arena_block) || (a->limit && wanted > a->limit - a->used))
        return NULL;
    arena_block *block = mem_resize(a->mem, NULL, 1, sizeof *block + wanted);
    if (!block)
        return NULL;
    *block = (arena_block){ .previous = a->last, .size = wanted };
    a->last = block;
    a->used += wanted;
    return block;
}

void *arena_alloc(arena *a, size_t size)
{
    size_t align = _Alignof(max_align_t);
    if (size > SIZE_MAX - align)
        return NULL;
    size = size ? (size + align - 1) / align * align : align;
    arena_block *block = a->last;
    if (!block || block->size - block->used < size)
        block = block_add(a, size);
    if (!block)
        return NULL;
    void *result = (char *)block->data + block->used;
    block->used += size;
    return memset(result, 0, size);
}

void *arena_array(arena *a, size_t count, size_t size)
{
    return size && count > SIZE_MAX / size ? NULL : arena_alloc(a, count * size);
}

void *arena_grow(arena *a, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    size_t wanted = *capacity ? *capacity * 2 : 8;
    void *grown = wanted > *capacity ? arena_array(a, wanted, size) : NULL;
    if (!grown)
        return NULL;
    if (count)
        memcpy(grown, items, count * size);
    *capacity = wanted;
    return grown;
}

str arena_str(arena *a, str s)
{
    char *copy = s.len < SIZE_MAX ? arena_alloc(a, s.len + 1) : NULL;
    if (!copy)
        return STR_NONE;
    if (s.len)
        memcpy(copy, s.data, s.len);
    return (str){ copy, s.len };
}

str arena_printf(arena *a, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    char *text = length < 0 ? NULL : arena_alloc(a, (size_t)length + 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    va_end(args);
    return text ? (str){ text, (size_t)length } : STR_NONE;
}

void arena_reset(arena *a)
{
    while (a->last && a->last->previous) {
        arena_block *previous = a->last->previous;
        a->used -= a->last->size;
        mem_free(a->mem, a->last);
        a->last = previous;
    }
    if (a->last)
        a->last->used = 0;
}

void arena_finish(arena *a)
{
    arena_reset(a);
    mem_free(a->mem, a->last);
    a->last = NULL;
    a->used = 0;
}
