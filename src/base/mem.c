#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *mem_resize(const allocator *mem, void *block, size_t count, size_t size)
{
    if (count > SIZE_MAX / size)
        return NULL;
    return mem && mem->resize ? mem->resize(mem->user, block, count * size)
                              : realloc(block, count * size);
}

void *mem_new(const allocator *mem, size_t size)
{
    void *block = mem_resize(mem, NULL, 1, size);
    if (block)
        memset(block, 0, size);
    return block;
}

void mem_free(const allocator *mem, void *block)
{
    if (!block)
        return;
    if (mem && mem->resize)
        mem->resize(mem->user, block, 0);
    else
        free(block);
}

void mem_wipe(void *block, size_t size)
{
    volatile unsigned char *byte = block;
    while (size--)
        *byte++ = 0;
}
