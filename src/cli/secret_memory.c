#include "cli/secret_memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Stands in front of each block. */
typedef union header {
    size_t size;
    max_align_t aligned;
} header;

static header *header_of(void *data)
{
    return (header *)data - 1;
}

static void give_back(void *data)
{
    mem_wipe(data, header_of(data)->size);
    free(header_of(data));
}

/* Never in place: growing in place could leave a copy behind that nobody wipes. */
static void *resize(void *user, void *data, size_t size)
{
    (void)user;
    header *fresh = size && size <= SIZE_MAX - sizeof *fresh ? malloc(sizeof *fresh + size) : NULL;
    if (size && !fresh)
        return NULL;
    if (fresh)
        fresh->size = size;
    if (fresh && data) {
        size_t kept = header_of(data)->size;
        memcpy(fresh + 1, data, kept < size ? kept : size);
    }
    if (data)
        give_back(data);
    return fresh ? fresh + 1 : NULL;
}

const allocator cli_secret_memory = { .resize = resize };
